package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.SimulatedPfDriver;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.lang.foreign.Arena;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every errno of IOV_CONFIG, IOV_DELETE and devctl, each cause made on a machine of its own, and
/// what is said of it.
class DiagnosisTest {
    private interface Deed {
        void on(SimulatedFreeBsd system, FreeBsdHost host, PhysicalFunction ix0);
    }

    private static void on(FreeBsdRelease release, SimulatedMachine machine, Deed deed) {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.builder(machine).release(release).boot();
                FreeBsdHost host = Systems.host(system)) {
            deed.on(system, host, host.physicalFunction("ix0"));
            assertThat(system.outstanding()).as("what the caller holds").isZero();
        }
    }

    private static SimulatedMachine machine(PortModel.Builder port, PfModel.Builder model) {
        return machine(port, model, Systems.driver());
    }

    private static SimulatedMachine machine(
            PortModel.Builder port, PfModel.Builder model, SimulatedPfDriver driver) {
        return Systems.machine(port, Systems.pf(driver).hardware(model.build())).build();
    }

    private static void assertSaid(ThrowingCallable call, Errno errno, String... said) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> {
                            assertThat(e.errno()).isEqualTo(errno);
                            assertThat(e.remedy()).isPresent();
                        })
                .hasMessageContainingAll(said);
    }

    @ParameterizedTest
    @EnumSource
    void vfsThatAreThereAreNamedWithTheirHolders(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().build(),
                (_, host, ix0) -> {
                    ix0.configure(Systems.firstPassthrough(host, "ix0", 6));
                    ix0.detachVf(1);
                    assertSaid(
                            () -> ix0.configure(Systems.config(host, "ix0", 1)),
                            Errno.EBUSY,
                            "cannot configure SR-IOV on ix0",
                            "it has 6 VFs already",
                            "VF-0 by ppt0, VF-1 by nobody, VF-2 by ixv1, VF-3 by ixv2 and 2 more",
                            "delete them first");
                });
    }

    @ParameterizedTest
    @EnumSource
    void aTooLongConfigurationIsToldWithTheLimit(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().maxConfig(500).build(),
                (_, host, ix0) ->
                        assertSaid(
                                () -> ix0.configure(Systems.config(host, "ix0", 2)),
                                Errno.EMSGSIZE,
                                "sysctl hw.pci.iov_max_config allows 500",
                                "set hw.pci.iov_max_config="));
    }

    @ParameterizedTest
    @EnumSource
    void aPfThatGoesWhileItsNodeIsOpen(FreeBsdRelease release) {
        for (long request : new long[] {IovArg.CONFIG, IovArg.DELETE}) {
            try (SimulatedFreeBsd system =
                            SimulatedFreeBsd.builder(Systems.machine().build())
                                    .release(release)
                                    .boot();
                    Arena arena = Arena.ofShared()) {
                Runnable detach = () -> system.kernel().detachPf("ix0");
                var library = new InterruptedLibrary(system.library(), arena, request, 1, detach);
                try (FreeBsdHost host = Systems.host(library)) {
                    PhysicalFunction ix0 = host.physicalFunction("ix0");
                    IovConfig config = Systems.config(host, "ix0", 2);
                    assertSaid(
                            request == IovArg.CONFIG ? () -> ix0.configure(config) : ix0::delete,
                            Errno.ENXIO,
                            "its driver has detached meanwhile",
                            "see dmesg");
                }
                assertThat(system.outstanding()).as("what the caller holds").isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanTotalVfs(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().build(),
                (_, host, ix0) ->
                        assertSaid(
                                () -> ix0.configure(Systems.config(host, "ix0", 65)),
                                Errno.EINVAL,
                                "65 VFs are asked for, and the device supports 64",
                                "at most 64"));
    }

    @ParameterizedTest
    @EnumSource
    void anotherSchema(FreeBsdRelease release) {
        on(
                release,
                SimulatedMachine.standard(),
                (_, host, ix0) -> {
                    IovConfig ice =
                            IovConfig.builder(host.physicalFunction("ice0").schema(), "ix0")
                                    .numVfs(1)
                                    .vf(0, "num-queues", new io.sriov.schema.ParameterValue.Uint(4))
                                    .build();
                    assertSaid(
                            () -> ix0.configure(ice),
                            Errno.EINVAL,
                            "another schema",
                            "check the configuration again");
                });
    }

    @ParameterizedTest
    @EnumSource
    void aPageSizeThatTheDeviceLacks(FreeBsdRelease release) {
        on(
                release,
                machine(Systems.port(), Systems.model().supportedPageSizes(0x552)),
                (_, host, ix0) ->
                        assertSaid(
                                () -> ix0.configure(Systems.config(host, "ix0", 1)),
                                Errno.ENXIO,
                                "does not support pages of 4096 bytes"));
    }

    @ParameterizedTest
    @EnumSource
    void anAriBitThatDoesNotStick(FreeBsdRelease release) {
        on(
                release,
                machine(Systems.port(), Systems.model().ariCapable(false)),
                (_, host, ix0) ->
                        assertSaid(
                                () -> ix0.configure(Systems.config(host, "ix0", 1)),
                                Errno.ENXIO,
                                "ARI could not be enabled in ix0",
                                "hw.pci.enable_ari=0"));
    }

    @ParameterizedTest
    @EnumSource
    void noRoomForMemory(FreeBsdRelease release) {
        on(
                release,
                machine(
                        Systems.port(),
                        Systems.model()
                                .vfBars(
                                        List.of(
                                                BarModel.wide(0, 0x1_0000),
                                                BarModel.wide(3, 0x4_0000)))),
                (_, host, ix0) ->
                        assertSaid(
                                () -> ix0.configure(Systems.config(host, "ix0", 64)),
                                Errno.ENXIO,
                                "no room for the memory of 64 VFs",
                                "ask for fewer VFs"));
    }

    @ParameterizedTest
    @EnumSource
    void vfsBeyondThePfsBus(FreeBsdRelease release) {
        on(
                release,
                machine(
                        Systems.port(),
                        Systems.model()
                                .totalVfs(70)
                                .placements(List.of(VfPlacement.of(true, 128, 2)))),
                (_, host, ix0) -> {
                    assertSaid(
                            () -> ix0.configure(Systems.config(host, "ix0", 70)),
                            Errno.ENOSPC,
                            "on another bus than the PF",
                            "ask for at most 64 VFs");
                    ix0.configure(Systems.config(host, "ix0", 64));
                });
    }

    @ParameterizedTest
    @EnumSource
    void vfsThatCannotBeReachedWithoutAri(FreeBsdRelease release) {
        on(
                release,
                machine(Systems.port().ariForwarding(false), Systems.model()),
                (_, host, ix0) -> {
                    assertSaid(
                            () -> ix0.configure(Systems.config(host, "ix0", 8)),
                            Errno.ENOSPC,
                            "ARI is not enabled on the path",
                            "ask for at most 7 VFs",
                            "hw.pci.enable_ari=1");
                    ix0.configure(Systems.config(host, "ix0", 7));
                });
    }

    @ParameterizedTest
    @EnumSource
    void aDriverWithoutQueues(FreeBsdRelease release) {
        on(
                release,
                machine(Systems.port(), Systems.model(), Systems.driver().limitedTo(63)),
                (_, host, ix0) ->
                        assertSaid(
                                () -> ix0.configure(Systems.config(host, "ix0", 64)),
                                Errno.ENOSPC,
                                "the PF driver has no queues or interrupts for 64 VFs",
                                "fewer queues"));
    }

    @ParameterizedTest
    @EnumSource
    void whereRegistersCannotBeReadTheCausesAreTold(FreeBsdRelease release) {
        SimulatedMachine machine =
                machine(Systems.port(), Systems.model(), Systems.driver().limitedTo(63));
        try (SimulatedFreeBsd system =
                        SimulatedFreeBsd.builder(machine).release(release).securelevel(2).boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            assertSaid(
                    () -> ix0.configure(Systems.config(host, "ix0", 64)),
                    Errno.ENOSPC,
                    "likely causes: the PF driver has no queues",
                    "not all VFs fit on the PF's bus",
                    "ARI is not enabled",
                    "see dmesg for which it is");
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletingWithoutVfs(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().build(),
                (_, _, ix0) ->
                        assertSaid(
                                ix0::delete,
                                Errno.ECHILD,
                                "cannot delete the VFs of ix0",
                                "it has no VFs",
                                "nothing to delete"));
    }

    @ParameterizedTest
    @EnumSource
    void aVfThatIsHeldIsNamedAndThoseDetachedBeforeIt(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().build(),
                (system, host, ix0) -> {
                    ix0.configure(
                            IovConfig.builder(ix0.schema(), "ix0")
                                    .numVfs(3)
                                    .vf(1, "passthrough", io.sriov.schema.ParameterValue.Bool.TRUE)
                                    .build());
                    system.kernel().assignToGuest("ix0", 1, "vm1");
                    assertSaid(
                            ix0::delete,
                            Errno.EBUSY,
                            "VF-1 at pci0:3:0:130 is held by ppt0, which does not let go",
                            "without a driver are now: VF-0",
                            "stop the bhyve(8) guest that has it");
                    assertThat(ix0.status().numVfs()).isEqualTo(3);
                    assertSaid(
                            () -> ix0.detachVf(1),
                            Errno.EBUSY,
                            "cannot detach ix0 VF-1",
                            "ppt0 does not let go",
                            "bhyve(8)");
                });
    }

    @ParameterizedTest
    @EnumSource
    void attachingAndDetaching(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().vmm(false).build(),
                (_, host, ix0) -> {
                    ix0.configure(Systems.firstPassthrough(host, "ix0", 2));
                    assertSaid(() -> ix0.attachVf(0), Errno.ENXIO, "no driver", "load vmm(4)");
                    assertSaid(() -> ix0.attachVf(1), Errno.EBUSY, "ixv0 is attached", "detach");
                    assertSaid(() -> ix0.detachVf(0), Errno.ENXIO, "no driver is attached");
                    assertSaid(
                            () -> ix0.attachVf(2),
                            Errno.ENOENT,
                            "cannot attach ix0 VF-2",
                            "iovctl -L -d ix0");
                });
    }

    @ParameterizedTest
    @EnumSource
    void aDriverThatIsGone(FreeBsdRelease release) {
        on(
                release,
                Systems.machine().build(),
                (system, host, ix0) -> {
                    IovConfig config = Systems.config(host, "ix0", 1);
                    system.kernel().detachPf("ix0");
                    assertSaid(
                            () -> ix0.configure(config),
                            Errno.ENOENT,
                            "/dev/iov/ix0 cannot be opened",
                            "its driver has detached meanwhile");
                });
    }

    /// What a PF driver gives comes through the kernel by number, so each name needs its number on
    /// both sides.
    @ParameterizedTest
    @EnumSource
    void theErrnoOfADriverIsTheErrnoOfTheCall(Errno errno) {
        PfDriver refusing =
                new PfDriver() {
                    @Override
                    public PfSchema schema() {
                        return Systems.SCHEMA;
                    }

                    @Override
                    public void init(int numVfs, DriverParameters pf) throws PfDriverException {
                        throw new PfDriverException(errno, "not today");
                    }

                    @Override
                    public void addVf(int index, DriverParameters vf) {}

                    @Override
                    public void uninit() {}
                };
        on(
                FreeBsdRelease.FREEBSD_16,
                Systems.machine(
                                Systems.port(),
                                Systems.pf(Systems.driver()).pfDriver(() -> refusing))
                        .build(),
                (_, host, ix0) ->
                        assertThatThrownBy(() -> ix0.configure(Systems.config(host, "ix0", 1)))
                                .isInstanceOfSatisfying(
                                        HostException.class,
                                        e -> assertThat(e.errno()).isEqualTo(errno)));
    }
}

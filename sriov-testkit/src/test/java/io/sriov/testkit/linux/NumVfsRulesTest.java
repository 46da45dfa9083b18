package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import io.sriov.testkit.sim.bus.AccessTrace;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.SimulatedBus;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What comes of a write to `sriov_numvfs`: the rules of `sriov_numvfs_store` and `sriov_enable` in
/// Linux's `drivers/pci/iov.c`, and of `kstrtou16`.
class NumVfsRulesTest {
    private static final String NUM_VFS = LinuxMachines.PF + "sriov_numvfs";

    private static Errno refusal(SimulatedLinux linux, String text) {
        SyscallException refusal =
                catchThrowableOfType(SyscallException.class, () -> linux.write(NUM_VFS, text));
        assertThat(refusal).as("what comes of '%s'", text).isNotNull();
        return refusal.errno();
    }

    private static int links(SimulatedLinux linux) {
        return (int)
                linux.list(LinuxMachines.PF).stream()
                        .filter(name -> name.startsWith("virtfn"))
                        .count();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    3, 3
                    0x3, 3
                    0X05, 5
                    06, 6
                    +4, 4
                    007, 7
                    """)
    void numbersAreReadAsInC(String text, int vfs) {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(NUM_VFS, text + "\n");
        assertThat(linux.read(NUM_VFS)).isEqualTo(vfs + "\n");
        assertThat(links(linux)).isEqualTo(vfs);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',      EINVAL
                    x,       EINVAL
                    -1,      EINVAL
                    1.0,     EINVAL
                    ' 1',    EINVAL
                    '1 ',    EINVAL
                    08,      EINVAL
                    0x,      EINVAL
                    ++1,     EINVAL
                    65536,   EINVAL
                    99999999999999999999, EINVAL
                    65535,   ERANGE
                    8,       ERANGE
                    010,     ERANGE
                    """)
    void otherTextsAreRefused(String text, Errno errno) {
        SimulatedLinux linux = LinuxMachines.linux();
        assertThat(refusal(linux, text)).isEqualTo(errno);
        assertThat(links(linux)).isZero();
    }

    static Stream<Arguments> drivers() {
        return Stream.of(
                Arguments.of("no driver", "", Errno.ENOENT),
                Arguments.of("a driver without sriov_configure", "pci-stub", Errno.ENOENT),
                Arguments.of("vfio-pci without enable_sriov", "vfio-pci", Errno.ENOENT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drivers")
    void onlyADriverCreatesVfs(String what, String driver, Errno errno) {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write("/sys/bus/pci/drivers/igb/unbind", "0000:01:00.0");
        if (!driver.isEmpty()) {
            linux.write(LinuxMachines.PF + "driver_override", driver);
            linux.write("/sys/bus/pci/drivers_probe", "0000:01:00.0");
            assertThat(linux.readLink(LinuxMachines.PF + "driver")).endsWith("/" + driver);
        }
        assertThat(refusal(linux, "1")).as(what).isEqualTo(errno);
        linux.write(NUM_VFS, "0");
    }

    @Test
    void theLimitOfTheDriverIsTheDevicesAgainWhenItGoes() {
        SimulatedLinux linux = LinuxMachines.linux();
        assertThat(linux.read(LinuxMachines.PF + "sriov_totalvfs")).isEqualTo("7\n");
        linux.write("/sys/bus/pci/drivers/igb/unbind", "0000:01:00.0\n");
        assertThat(linux.read(LinuxMachines.PF + "sriov_totalvfs")).isEqualTo("8\n");
    }

    @Test
    void vfsGoWithTheDriverUnlessItLeavesThem() {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(NUM_VFS, "2");
        linux.write("/sys/bus/pci/drivers/igb/unbind", "0000:01:00.0");
        assertThat(links(linux)).isZero();

        SimulatedLinux careless =
                LinuxMachines.linux(
                        LinuxMachines.igb().addTraits(DriverTrait.LEAVES_VFS_BEHIND).build());
        careless.write(NUM_VFS, "2");
        careless.write("/sys/bus/pci/drivers/igb/unbind", "0000:01:00.0");
        assertThat(links(careless)).isEqualTo(2);
        assertThat(careless.dmesg())
                .contains("igb 0000:01:00.0: driver left SR-IOV enabled after remove");
    }

    @Test
    void theSameNumberAgainTouchesNothing() {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(NUM_VFS, "3");
        try (AccessTrace bus = linux.bus().trace();
                UeventTrace uevents = linux.traceUevents()) {
            linux.write(NUM_VFS, "3");
            assertThat(bus.accesses()).isEmpty();
            assertThat(uevents.events()).isEmpty();
        }
    }

    @Test
    void anotherNumberGoesThroughZero() {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(NUM_VFS, "3");
        assertThat(refusal(linux, "2")).isEqualTo(Errno.EBUSY);
        assertThat(refusal(linux, "4")).isEqualTo(Errno.EBUSY);
        assertThat(links(linux)).isEqualTo(3);
        assertThat(linux.dmesg())
                .contains("igb 0000:01:00.0: 3 VFs already enabled. Disable before enabling 2 VFs");
        linux.write(NUM_VFS, "0");
        linux.write(NUM_VFS, "4");
        assertThat(links(linux)).isEqualTo(4);
    }

    @Test
    void aDriverMayEnableFewerAndReportSuccess() {
        SimulatedLinux linux = LinuxMachines.linux(LinuxMachines.igb().enablesAtMost(2).build());
        linux.write(NUM_VFS, "5");
        assertThat(linux.read(NUM_VFS)).isEqualTo("2\n");
        assertThat(linux.dmesg()).contains("igb 0000:01:00.0: 5 VFs requested; only 2 enabled");
    }

    @Test
    void aDriverMayOverlookTheRequestWhileItsInterfaceIsDown() {
        SimulatedLinux linux =
                LinuxMachines.linux(
                        LinuxMachines.igb()
                                .addTraits(DriverTrait.OVERLOOKS_VFS_WHILE_DOWN)
                                .build());
        linux.write(NUM_VFS, "5");
        assertThat(linux.read(NUM_VFS)).isEqualTo("0\n");
        linux.setUp(LinuxMachines.LINK, true);
        linux.write(NUM_VFS, "5");
        assertThat(linux.read(NUM_VFS)).isEqualTo("5\n");
    }

    @Test
    void whatADriverRefusesIsPassedOn() {
        SimulatedLinux linux =
                LinuxMachines.linux(LinuxMachines.igb().createError(Errno.ENOSPC).build());
        assertThat(refusal(linux, "1")).isEqualTo(Errno.ENOSPC);
    }

    private static SimulatedLinux on(SimulatedMachine machine) {
        return new SimulatedLinux(LinuxSystem.of(machine));
    }

    @Test
    void vfBarsWithoutAPlaceAreNotEnoughMemory() {
        SimulatedLinux linux =
                on(
                        LinuxMachines.machine(
                                LinuxMachines.port(1)
                                        .window(new BridgeWindow(0x8000_0000L, 1 << 20))
                                        .build(),
                                LinuxMachines.intel82576()
                                        .addVfBar(BarModel.narrow(5, 1 << 20))
                                        .build()));
        assertThat(refusal(linux, "1")).isEqualTo(Errno.ENOMEM);
        assertThat(linux.dmesg())
                .contains("igb 0000:01:00.0: not enough MMIO resources for SR-IOV");
    }

    /// VF 6 would be the first on bus 2, which the port does not have.
    @Test
    void busNumbersBeyondThePortsAreNotEnoughMemory() {
        PfModel far =
                LinuxMachines.intel82576()
                        .placements(List.of(VfPlacement.of(true, 0x100 - 6, 1)))
                        .build();
        SimulatedLinux linux = on(LinuxMachines.machine(LinuxMachines.port(1).build(), far));
        assertThat(refusal(linux, "7")).isEqualTo(Errno.ENOMEM);
        linux.write(NUM_VFS, "6");
        assertThat(linux.readLink(LinuxMachines.PF + "virtfn5")).endsWith("/0000:01:1f.7");

        SimulatedLinux wide =
                on(LinuxMachines.machine(LinuxMachines.port(1).subordinateBus(2).build(), far));
        wide.write(NUM_VFS, "7");
        assertThat(wide.readLink(LinuxMachines.PF + "virtfn6")).endsWith("/0000:02:00.0");
    }

    /// All ones for VF Stride, as of a device that does not answer for a moment, would bring VF 1
    /// to the PF's own routing ID.
    @Test
    void noVfIsPutWhereAnotherFunctionIs() {
        PfModel near =
                LinuxMachines.intel82576().placements(List.of(VfPlacement.of(true, 1, 1))).build();
        SimulatedLinux linux = on(LinuxMachines.machine(LinuxMachines.port(1).build(), near));
        RoutingId pf = PciAddress.parse("0000:01:00.0").routingId();
        linux.operate(bus -> {
            int stride =
                    SriovCapability.find(bus.hardware(pf)).orElseThrow().offset()
                            + SriovCapability.VF_STRIDE;
            bus.intercept(
                    new AccessInterceptor() {
                        @Override
                        public long read(SimulatedBus on, RoutingId id, int offset, int width) {
                            return id.equals(pf) && offset == stride
                                    ? 0xffff
                                    : on.hardware(id).read(offset, width);
                        }

                        @Override
                        public void write(
                                SimulatedBus on, RoutingId id, int offset, int width, long value) {
                            on.hardware(id).write(offset, width, value);
                        }
                    });
            return true;
        });
        assertThat(refusal(linux, "3")).isEqualTo(Errno.ENOMEM);
        assertThat(linux.read(NUM_VFS)).isEqualTo("0\n");
        assertThat(linux.exists(LinuxMachines.PF + "virtfn0")).isFalse();
    }

    @Test
    void withoutOffsetItIsNoPf() {
        PfModel broken =
                LinuxMachines.intel82576().placements(List.of(VfPlacement.of(true, 0, 1))).build();
        SimulatedLinux linux = on(LinuxMachines.machine(LinuxMachines.port(1).build(), broken));
        assertThat(linux.exists(NUM_VFS)).isFalse();
        assertThat(refusal(linux, "1")).isEqualTo(Errno.ENOENT);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    sriov_totalvfs,  EACCES
                    sriov_offset,    EACCES
                    sriov_nosuch,    ENOENT
                    net,             EISDIR
                    vendor/x,        ENOTDIR
                    virtfn0/reset,   ENOENT
                    """)
    void whatCannotBeWrittenIsRefused(String attribute, Errno errno) {
        SimulatedLinux linux = LinuxMachines.linux();
        SyscallException refusal =
                catchThrowableOfType(
                        SyscallException.class,
                        () -> linux.write(LinuxMachines.PF + attribute, "1"));
        assertThat(refusal.errno()).isEqualTo(errno);
    }
}

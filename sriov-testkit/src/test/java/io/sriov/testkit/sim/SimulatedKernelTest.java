package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.pci.RoutingId;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.sim.bus.AccessTrace;
import io.sriov.testkit.sim.bus.ConfigAccess;
import io.sriov.testkit.sim.bus.MemoryTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The life of VFs: created, attached, used, destroyed. The register accesses expected here are
/// transcribed by hand from FreeBSD's `pci_iov.c` and `pci.c`.
class SimulatedKernelTest {
    private final SimulatedPfDriver driver = Machines.driver();
    private final SimulatedKernel kernel =
            new SimulatedKernel(
                    Machines.machine(Machines.port().build(), Machines.model().build(), driver));

    static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private List<String> traced(Consumer<SimulatedKernel> operation) {
        try (AccessTrace trace = kernel.bus().trace()) {
            operation.accept(kernel);
            return trace.accesses().stream().map(ConfigAccess::toString).toList();
        }
    }

    /// `pci_read_bar` of a 64-bit VF BAR of 16 KiB.
    private static List<String> sizing(String low, String high, String lowValue) {
        return List.of(
                "R4 03:00.0 " + low + "=" + lowValue,
                "R4 03:00.0 " + high + "=00000000",
                "R2 03:00.0 4=0002",
                "W2 03:00.0 4=0000",
                "W4 03:00.0 " + low + "=ffffffff",
                "W4 03:00.0 " + high + "=ffffffff",
                "R4 03:00.0 " + high + "=ffffffff",
                "R4 03:00.0 " + low + "=ffffc00c",
                "W4 03:00.0 " + low + "=" + lowValue,
                "W4 03:00.0 " + high + "=00000000",
                "W2 03:00.0 4=0002");
    }

    /// `pci_read_bar` of a VF BAR register that is not implemented.
    private static List<String> sizingNothing(String at) {
        return List.of(
                "R4 03:00.0 " + at + "=00000000",
                "R2 03:00.0 4=0002",
                "W2 03:00.0 4=0000",
                "W4 03:00.0 " + at + "=ffffffff",
                "R4 03:00.0 " + at + "=00000000",
                "W4 03:00.0 " + at + "=00000000",
                "W2 03:00.0 4=0002");
    }

    /// `pci_write_bar` within `pci_reserve_map`, and `pci_enable_io` when the resource is
    /// activated.
    private static List<String> assigning(
            String low, String high, String address, String readBack) {
        return List.of(
                "R2 03:00.0 4=0002",
                "W2 03:00.0 4=0000",
                "W4 03:00.0 " + low + "=" + address,
                "W4 03:00.0 " + high + "=00000000",
                "R4 03:00.0 " + low + "=" + readBack,
                "R4 03:00.0 " + high + "=00000000",
                "W2 03:00.0 4=0002",
                "R2 03:00.0 4=0002",
                "W2 03:00.0 4=0002");
    }

    private static List<String> flat(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private static final List<String> BEFORE_BARS =
            List.of(
                    "R2 03:00.0 16e=0040", // TotalVFs
                    "R4 03:00.0 17c=00000553", // Supported Page Sizes
                    "W4 03:00.0 180=00000001", // System Page Size
                    "R2 03:00.0 168=0000", // Control: set ARI Capable Hierarchy, see whether it
                    // sticks
                    "W2 03:00.0 168=0010",
                    "R2 03:00.0 168=0010",
                    "W2 03:00.0 170=0002", // NumVFs
                    "R2 03:00.0 174=0080", // First VF Offset
                    "R2 03:00.0 176=0002", // VF Stride
                    "R2 03:00.0 168=0010", // Control: VF Enable and MSE off
                    "W2 03:00.0 168=0010");

    private static final List<String> AFTER_BARS =
            List.of(
                    "R2 03:00.0 168=0010", // Control: VF Enable and MSE on
                    "W2 03:00.0 168=0019",
                    "R2 03:00.0 17a=10ed", // VF Device ID
                    "R2 03:10.0 4=0000", // ixv0 enables bus mastering
                    "W2 03:10.0 4=0004",
                    "R2 03:10.2 4=0000",
                    "W2 03:10.2 4=0004");

    @Test
    void configureTouchesRegistersInTheKernelsOrder() {
        assertThat(traced(k -> k.configure("ix0", Packed.vfs(2).bytes())))
                .containsExactlyElementsOf(
                        flat(
                                List.of(
                                        BEFORE_BARS,
                                        sizing("184", "188", "0000000c"),
                                        sizing(
                                                "184",
                                                "188",
                                                "0000000c"), // once more, to reserve its memory
                                        assigning("184", "188", "d0080000", "d008000c"),
                                        sizingNothing("18c"),
                                        sizing("190", "194", "0000000c"),
                                        sizing("190", "194", "0000000c"),
                                        assigning("190", "194", "d0088000", "d008800c"),
                                        sizingNothing("198"),
                                        AFTER_BARS)));
    }

    @Test
    void theSecondTimeTheKernelRemembersTheSizesOfBars() {
        kernel.configure("ix0", Packed.vfs(2).bytes());
        kernel.delete("ix0");
        List<String> again = traced(k -> k.configure("ix0", Packed.vfs(2).bytes()));
        assertThat(again)
                .containsSequence(
                        flat(
                                List.of(
                                        sizing("184", "188", "d008000c"),
                                        assigning("184", "188", "d0080000", "d008000c"))))
                .doesNotContainSequence(
                        flat(
                                List.of(
                                        sizing("184", "188", "d008000c"),
                                        sizing("184", "188", "d008000c"))));
    }

    @Test
    void deleteTouchesRegistersInTheKernelsOrder() {
        kernel.configure("ix0", Packed.vfs(2).bytes());
        assertThat(traced(k -> k.delete("ix0")))
                .containsExactly(
                        "R2 03:00.0 168=0019", "W2 03:00.0 168=0010", "W2 03:00.0 170=0000");
        assertThat(kernel.status("ix0").vfs()).isEmpty();
        assertThat(kernel.status("ix0").enabled()).isFalse();
    }

    @Test
    void everyVfsMemoryIsItsOwn() {
        kernel.configure("ix0", Packed.vfs(2).bytes());
        RoutingId pf = RoutingId.of(3, 0, 0);
        assertThat(kernel.bus().targetsOf(0xd000_0000L))
                .containsExactly(new MemoryTarget(pf, 0, 0));
        assertThat(kernel.bus().targetsOf(0xd008_4000L))
                .containsExactly(new MemoryTarget(pf.plus(130), 0, 0));
        assertThat(kernel.bus().targetsOf(0xd008_8010L))
                .containsExactly(new MemoryTarget(pf.plus(128), 3, 0x10));
        kernel.delete("ix0");
        assertThat(kernel.bus().targetsOf(0xd008_4000L)).isEmpty();
    }

    @Test
    void theDriverGetsWhatWasGivenAndTheDefaults() {
        kernel.configure(
                "ix0",
                Packed.vfs(2)
                        .vf(
                                1,
                                _ -> {},
                                d ->
                                        d.addBinary("MAC-Addr", new byte[] {2, 0, 0, 0, 0, 1})
                                                .addBool("mac-anti-spoof", false)
                                                .addNumber("queues", 255)
                                                .addNumber("vlan", 4096)
                                                .addString("label", ""))
                        .bytes());
        assertThat(driver.numVfs()).hasValue(2);
        assertThat(driver.vf(0).orElseThrow().values())
                .containsOnly(Map.entry("mac-anti-spoof", ParameterValue.Bool.TRUE));
        DriverParameters second = driver.vf(1).orElseThrow();
        assertThat(second.mac("mac-addr").orElseThrow()).hasToString("02:00:00:00:00:01");
        assertThat(second.bool("mac-anti-spoof")).contains(false);
        assertThat(second.uint("queues")).contains(255L);
        assertThat(second.vlan("vlan").orElseThrow().isTrunk()).isTrue();
        assertThat(second.string("label")).contains("");
        kernel.delete("ix0");
        assertThat(driver.numVfs()).isEmpty();
        assertThat(driver.vfs()).isEmpty();
    }

    @Test
    void aVfThatItsDriverRefusesIsMissingAndTheOthersStay() {
        SimulatedPfDriver refusing = driver.refusing(1);
        SimulatedKernel other =
                new SimulatedKernel(
                        Machines.machine(
                                Machines.port().build(), Machines.model().build(), refusing));
        other.configure("ix0", Packed.vfs(3).bytes());
        assertThat(other.consoleLines()).containsExactly("ix0: Failed to add VF 1");
        PfStatus status = other.status("ix0");
        assertThat(status.numVfs()).isEqualTo(3);
        assertThat(status.vfs()).extracting(VfStatus::index).containsExactly(0, 2);
        assertThat(status.vfs())
                .extracting(vf -> vf.address().toString())
                .containsExactly("0000:03:10.0", "0000:03:10.4");
        assertErrno(Errno.ENOENT, () -> other.detachVf("ix0", 1));
        other.delete("ix0");
    }

    @Test
    void aGuestHoldsItsVfAndThoseBeforeItAreDetachedAllTheSame() {
        kernel.configure("ix0", Packed.vfs(3).passthrough(1).bytes());
        kernel.assignToGuest("ix0", 1, "vm1");
        assertThat(kernel.status("ix0").vfs().get(1).uses())
                .containsExactly(new VfUse("guest vm1 through ppt0", true));
        assertErrno(Errno.EBUSY, () -> kernel.delete("ix0"));
        assertThat(kernel.consoleLines())
                .containsExactly("ix0: Could not disable SR-IOV: failed to detach VF ppt0");
        PfStatus status = kernel.status("ix0");
        assertThat(status.numVfs()).isEqualTo(3);
        assertThat(status.vfs())
                .extracting(VfStatus::driver)
                .containsExactly(Optional.empty(), Optional.of("ppt0"), Optional.of("ixv1"));
        assertErrno(Errno.EBUSY, () -> kernel.detachVf("ix0", 1));
        kernel.attachVf("ix0", 0);
        assertThat(kernel.status("ix0").vfs().getFirst().driver()).contains("ixv0");
        kernel.releaseVf("ix0", 1);
        kernel.delete("ix0");
        assertThat(kernel.status("ix0").vfs()).isEmpty();
    }

    @Test
    void anInterfaceInUseDoesNotKeepItsVf() {
        kernel.configure("ix0", Packed.vfs(1).bytes());
        kernel.useInterface("ix0", 0, "jail web holds %s");
        assertThat(kernel.status("ix0").vfs().getFirst().uses())
                .containsExactly(new VfUse("jail web holds ixv0", false));
        kernel.detachVf("ix0", 0);
        assertThat(kernel.status("ix0").vfs().getFirst().uses()).isEmpty();
        assertErrno(Errno.ENXIO, () -> kernel.useInterface("ix0", 0, "interface %s is up"));
        kernel.delete("ix0");
    }

    @Test
    void attachingAndDetachingByHand() {
        kernel.configure("ix0", Packed.vfs(2).passthrough(1).bytes());
        assertErrno(Errno.EBUSY, () -> kernel.attachVf("ix0", 0));
        kernel.detachVf("ix0", 0);
        assertErrno(Errno.ENXIO, () -> kernel.detachVf("ix0", 0));
        assertErrno(Errno.ENXIO, () -> kernel.assignToGuest("ix0", 0, "vm1"));
        kernel.attachVf("ix0", 0);
        assertErrno(Errno.ENXIO, () -> kernel.useInterface("ix0", 1, "interface %s is up"));
        kernel.assignToGuest("ix0", 1, "vm1");
        assertErrno(Errno.EBUSY, () -> kernel.assignToGuest("ix0", 1, "vm2"));
        assertErrno(Errno.ENOENT, () -> kernel.attachVf("ix0", 2));
        assertErrno(Errno.ENOENT, () -> kernel.attachVf("ix0", -1));
    }

    @Test
    void withoutDriversVfsStayUnbound() {
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(Machines.port().build())
                        .addPf(
                                Machines.pf(Machines::driver)
                                        .hardware(Machines.model().build())
                                        .vfDriver(Optional.empty())
                                        .build())
                        .vmm(false)
                        .build();
        SimulatedKernel bare = new SimulatedKernel(machine);
        bare.configure("ix0", Packed.vfs(2).passthrough(1).bytes());
        assertThat(bare.status("ix0").vfs())
                .extracting(VfStatus::attached)
                .containsExactly(false, false);
        assertErrno(Errno.ENXIO, () -> bare.attachVf("ix0", 1));
        bare.delete("ix0");
    }

    @Test
    void detachingThePfDestroysItsVfsAndItsNode() {
        kernel.configure("ix0", Packed.vfs(2).bytes());
        assertErrno(Errno.EBUSY, () -> kernel.attachPf("ix0"));
        kernel.detachPf("ix0");
        assertThat(kernel.devices()).isEmpty();
        assertErrno(Errno.ENOENT, () -> kernel.status("ix0"));
        kernel.attachPf("ix0");
        assertThat(kernel.status("ix0").numVfs()).isZero();
    }

    @Test
    void detachingAPfWithoutVfsStillCallsUninitAndWritesTheRegisters() {
        assertThat(traced(k -> k.detachPf("ix0")))
                .containsExactly(
                        "R2 03:00.0 168=0000", "W2 03:00.0 168=0000", "W2 03:00.0 170=0000");
    }

    @Test
    void aDriverThatCallsBackFindsItsPfBusy() {
        List<Errno> seen = new ArrayList<>();
        SimulatedKernel[] running = new SimulatedKernel[1];
        PfDriver calling =
                new PfDriver() {
                    @Override
                    public PfSchema schema() {
                        return Machines.SCHEMA;
                    }

                    @Override
                    public void init(int numVfs, DriverParameters pf) {
                        for (Runnable call :
                                List.<Runnable>of(
                                        () -> running[0].configure("ix0", Packed.vfs(1).bytes()),
                                        () -> running[0].delete("ix0"))) {
                            try {
                                call.run();
                            } catch (HostException e) {
                                seen.add(e.errno());
                            }
                        }
                    }

                    @Override
                    public void addVf(int index, DriverParameters vf) {}

                    @Override
                    public void uninit() {}
                };
        running[0] =
                new SimulatedKernel(
                        Machines.machine(
                                Machines.port().build(), Machines.model().build(), calling));
        running[0].configure("ix0", Packed.vfs(1).bytes());
        assertThat(seen).containsExactly(Errno.EBUSY, Errno.EBUSY);
        assertThat(running[0].status("ix0").numVfs()).isEqualTo(1);
    }

    @Test
    void configureCreatesAndAttaches() {
        kernel.configure("ix0", Packed.vfs(3).passthrough(1).bytes());
        PfStatus status = kernel.status("ix0");
        assertThat(status.numVfs()).isEqualTo(3);
        assertThat(status.totalVfs()).isEqualTo(64);
        assertThat(status.ari()).contains(true);
        assertThat(status.vfs())
                .extracting(
                        VfStatus::index,
                        vf -> vf.address().toString(),
                        VfStatus::driver,
                        VfStatus::passthrough)
                .containsExactly(
                        tuple(0, "0000:03:10.0", Optional.of("ixv0"), false),
                        tuple(1, "0000:03:10.2", Optional.of("ppt0"), true),
                        tuple(2, "0000:03:10.4", Optional.of("ixv1"), false));
        assertThat(kernel.bus().clock().now()).isEqualTo(Duration.ofSeconds(1));
        assertThat(kernel.consoleLines()).isEmpty();
    }
}

package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.SimulatedKernelTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each errno of IOV_CONFIG and IOV_DELETE, from a machine or a configuration made to cause it.
class KernelErrnoTest {
    private final SimulatedPfDriver driver = Machines.driver();

    private SimulatedKernel kernel(PortModel.Builder port, PfModel.Builder model) {
        return new SimulatedKernel(Machines.machine(port.build(), model.build(), driver));
    }

    private SimulatedKernel kernel() {
        return kernel(Machines.port(), Machines.model());
    }

    private static SriovCapability registers(SimulatedKernel kernel) {
        return SriovCapability.read(kernel.configSpace("ix0"), Machines.SRIOV);
    }

    @Test
    void configureWithVfsIsEbusyBeforeTheArgumentIsLookedAt() {
        SimulatedKernel kernel = kernel();
        kernel.configure("ix0", Packed.vfs(1).bytes());
        assertErrno(Errno.EBUSY, () -> kernel.configure("ix0", new byte[0]));
        assertThat(kernel.status("ix0").numVfs()).isEqualTo(1);
    }

    @Test
    void deleteWithoutVfsIsEchild() {
        assertErrno(Errno.ECHILD, () -> kernel().delete("ix0"));
    }

    @Test
    void moreThanTheLimitIsEmsgsize() {
        byte[] packed = Packed.vfs(3).bytes();
        SimulatedMachine.Builder machine =
                SimulatedMachine.builder()
                        .addPort(Machines.port().build())
                        .addPf(
                                Machines.pf(() -> driver)
                                        .hardware(Machines.model().build())
                                        .build());
        SimulatedKernel tight = new SimulatedKernel(machine.maxConfig(packed.length - 1).build());
        assertErrno(Errno.EMSGSIZE, () -> tight.configure("ix0", packed));
        new SimulatedKernel(machine.maxConfig(packed.length).build()).configure("ix0", packed);
    }

    @Test
    void theDefaultLimitIsOneMebibyte() {
        assertErrno(Errno.EMSGSIZE, () -> kernel().configure("ix0", new byte[(1 << 20) + 1]));
        assertErrno(Errno.EINVAL, () -> kernel().configure("ix0", new byte[1 << 20]));
    }

    static Stream<Arguments> invalid() {
        Consumer<Nvlist.Builder> none = _ -> {};
        Consumer<Nvlist.Builder> device = iov -> iov.addString("device", "ix0");
        return Stream.of(
                Arguments.of("no PF", Packed.vfs(1).without("PF")),
                Arguments.of("no VF-0", Packed.vfs(1).without("VF-0")),
                Arguments.of("VF-1 of 1", Packed.vfs(1).vf(1, none, none)),
                Arguments.of("VF-00", Packed.vfs(1).put("VF-00", Packed.device(none, none))),
                Arguments.of("VF", Packed.vfs(1).put("VF", Packed.device(none, none))),
                Arguments.of("DEFAULT", Packed.vfs(1).put("DEFAULT", Packed.device(none, none))),
                Arguments.of("no num_vfs", new Packed().pf(device, none)),
                Arguments.of(
                        "no device", new Packed().pf(iov -> iov.addNumber("num_vfs", 0), none)),
                Arguments.of(
                        "no IOV",
                        Packed.vfs(1)
                                .put(
                                        "VF-0",
                                        Packed.list(
                                                d -> d.addNvlist("DRIVER", Packed.list(none))))),
                Arguments.of(
                        "no DRIVER",
                        Packed.vfs(1)
                                .put(
                                        "VF-0",
                                        Packed.list(d -> d.addNvlist("IOV", Packed.list(none))))),
                Arguments.of(
                        "a third subsystem",
                        Packed.vfs(1)
                                .put(
                                        "VF-0",
                                        Packed.list(d ->
                                                d.addNvlist("DRIVER", Packed.list(none))
                                                        .addNvlist("IOV", Packed.list(none))
                                                        .addNvlist("OTHER", Packed.list(none))))),
                Arguments.of(
                        "num_vfs too large",
                        Packed.vfs(1)
                                .pf(device.andThen(iov -> iov.addNumber("num_vfs", 65536)), none)),
                Arguments.of(
                        "num_vfs a string",
                        Packed.vfs(1)
                                .pf(device.andThen(iov -> iov.addString("num_vfs", "1")), none)),
                Arguments.of(
                        "unknown in IOV",
                        Packed.vfs(1).vf(0, iov -> iov.addBool("mac-anti-spoof", true), none)),
                Arguments.of(
                        "unknown in DRIVER",
                        Packed.vfs(1).vf(0, none, d -> d.addBool("passthrough", true))),
                Arguments.of(
                        "bool as number",
                        Packed.vfs(1).vf(0, none, d -> d.addNumber("mac-anti-spoof", 1))),
                Arguments.of(
                        "uint8_t 256", Packed.vfs(1).vf(0, none, d -> d.addNumber("queues", 256))),
                Arguments.of(
                        "uint8_t 2^63",
                        Packed.vfs(1).vf(0, none, d -> d.addNumber("queues", Long.MIN_VALUE))),
                Arguments.of(
                        "uint8_t as bool",
                        Packed.vfs(1).vf(0, none, d -> d.addBool("queues", true))),
                Arguments.of(
                        "vlan 4097", Packed.vfs(1).vf(0, none, d -> d.addNumber("vlan", 4097))),
                Arguments.of(
                        "vlan trunk", Packed.vfs(1).vf(0, none, d -> d.addString("vlan", "trunk"))),
                Arguments.of(
                        "mac of 5",
                        Packed.vfs(1).vf(0, none, d -> d.addBinary("mac-addr", new byte[5]))),
                Arguments.of(
                        "mac of 7",
                        Packed.vfs(1).vf(0, none, d -> d.addBinary("mac-addr", new byte[7]))),
                Arguments.of(
                        "multicast",
                        Packed.vfs(1)
                                .vf(
                                        0,
                                        none,
                                        d ->
                                                d.addBinary(
                                                        "mac-addr",
                                                        new byte[] {1, 0, 0, 0, 0, 0}))),
                Arguments.of(
                        "string as number",
                        Packed.vfs(1).vf(0, none, d -> d.addNumber("label", 5))),
                Arguments.of("more than TotalVFs", Packed.vfs(65)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void invalidConfigurationsAreEinvalAndNothingIsWritten(String name, Packed packed) {
        SimulatedKernel kernel = kernel();
        SriovCapability before = registers(kernel);
        assertErrno(Errno.EINVAL, () -> kernel.configure("ix0", packed.bytes()));
        assertThat(registers(kernel)).as(name).isEqualTo(before);
        assertThat(driver.numVfs()).isEmpty();
        kernel.configure("ix0", Packed.vfs(64).bytes());
    }

    @Test
    void bytesThatAreNoConfigurationAreEinval() {
        assertErrno(Errno.EINVAL, () -> kernel().configure("ix0", new byte[0]));
        byte[] otherFlags = NvlistPacker.pack(Nvlist.builder().build());
        assertErrno(Errno.EINVAL, () -> kernel().configure("ix0", otherFlags));
        byte[] cut = Packed.vfs(1).bytes();
        assertErrno(
                Errno.EINVAL, () -> kernel().configure("ix0", Arrays.copyOf(cut, cut.length - 30)));
    }

    @Test
    void namesAreComparedWithoutCaseWhereTheListSaysSo() {
        Nvlist lower =
                Nvlist.builder(NvFlag.IGNORE_CASE)
                        .addNvlist(
                                "pf",
                                Packed.device(
                                        iov -> iov.addNumber("NUM_VFS", 1).addString("Device", ""),
                                        _ -> {}))
                        .addNvlist("vf-0", Packed.device(_ -> {}, _ -> {}))
                        .build();
        SimulatedKernel kernel = kernel();
        kernel.configure("ix0", NvlistPacker.pack(lower));
        assertThat(kernel.status("ix0").numVfs()).isEqualTo(1);
    }

    @Test
    void aPageSizeTheDeviceLacksIsEnxio() {
        SimulatedKernel kernel =
                kernel(Machines.port(), Machines.model().supportedPageSizes(0x552));
        assertErrno(Errno.ENXIO, () -> kernel.configure("ix0", Packed.vfs(1).bytes()));
        assertThat(driver.numVfs()).isEmpty();
    }

    @Test
    void anAriBitThatDoesNotStickIsEnxio() {
        SimulatedKernel kernel = kernel(Machines.port(), Machines.model().ariCapable(false));
        assertErrno(Errno.ENXIO, () -> kernel.configure("ix0", Packed.vfs(1).bytes()));
        assertThat(kernel.consoleLines()).containsExactly("ix0: failed to enable ARI");
        assertThat(registers(kernel).systemPageSize()).isEqualTo(1);
        assertThat(registers(kernel).numVfs()).isZero();
    }

    @Test
    void aDriverMayRefuseWithItsErrno() {
        SimulatedKernel kernel =
                new SimulatedKernel(
                        Machines.machine(
                                Machines.port().build(),
                                Machines.model().build(),
                                driver.limitedTo(63)));
        assertErrno(Errno.ENOSPC, () -> kernel.configure("ix0", Packed.vfs(64).bytes()));
        assertThat(registers(kernel).numVfs()).isZero();
        assertThat(registers(kernel).ariCapableHierarchy()).isTrue();
        kernel.configure("ix0", Packed.vfs(63).bytes());
    }

    @Test
    void vfsBeyondThePfsBusAreEnospcAndRegistersStayAsWritten() {
        SimulatedKernel kernel =
                kernel(
                        Machines.port(),
                        Machines.model()
                                .totalVfs(65)
                                .placements(List.of(VfPlacement.of(true, 128, 2))));
        assertErrno(Errno.ENOSPC, () -> kernel.configure("ix0", Packed.vfs(65).bytes()));
        assertThat(kernel.consoleLines())
                .containsExactly("ix0: not enough PCIe bus numbers for VFs");
        assertThat(registers(kernel).numVfs()).isEqualTo(65);
        assertThat(registers(kernel).ariCapableHierarchy()).isTrue();
        assertThat(registers(kernel).vfEnable()).isFalse();
        assertThat(driver.numVfs()).as("uninit was called").isEmpty();
        assertThat(kernel.status("ix0").numVfs()).isZero();
        kernel.configure("ix0", Packed.vfs(64).bytes());
    }

    @Test
    void routingIdsThatWrapRoundLandWhere16BitsSay() {
        // 3:0.0 + 0fd00h is 0:0.0, on another bus; with stride 100h VF 3 is at 3:0.0 again, so the
        // check passes.
        SimulatedKernel kernel =
                kernel(
                        Machines.port(),
                        Machines.model()
                                .vfBars(List.of())
                                .placements(List.of(VfPlacement.of(true, 0xfd00, 0x100))));
        assertErrno(Errno.ENOSPC, () -> kernel.configure("ix0", Packed.vfs(1).bytes()));
        kernel.configure("ix0", Packed.vfs(4).bytes());
        assertThat(kernel.status("ix0").vfs())
                .extracting(vf -> vf.address().toString())
                .containsExactly("0000:00:00.0", "0000:01:00.0", "0000:02:00.0", "0000:03:00.0");
    }

    @Test
    void withoutAriMoreThanSevenVfsAreEnospc() {
        SimulatedKernel kernel = kernel(Machines.port().ariForwarding(false), Machines.model());
        assertThat(kernel.status("ix0").ari()).contains(false);
        assertErrno(Errno.ENOSPC, () -> kernel.configure("ix0", Packed.vfs(8).bytes()));
        assertThat(kernel.consoleLines()).isEmpty();
        assertThat(registers(kernel).numVfs()).isEqualTo(8);
        kernel.configure("ix0", Packed.vfs(7).bytes());
        assertThat(registers(kernel).ariCapableHierarchy()).isFalse();
        assertThat(kernel.status("ix0").vfs().getLast().address()).hasToString("0000:03:00.7");
    }

    @Test
    void ariCanBeTunedAway() {
        SimulatedKernel kernel =
                new SimulatedKernel(
                        SimulatedMachine.builder()
                                .addPort(Machines.port().build())
                                .addPf(
                                        Machines.pf(() -> driver)
                                                .hardware(Machines.model().build())
                                                .build())
                                .enableAri(false)
                                .build());
        assertErrno(Errno.ENOSPC, () -> kernel.configure("ix0", Packed.vfs(8).bytes()));
    }

    @Test
    void aWindowTooSmallIsEnxioAndMemoryIsGivenBack() {
        // 16 MiB: 512 KiB for the PF, 4 MiB for VF BAR 0, and then no 16 MiB for VF BAR 3.
        PfModel.Builder model =
                Machines.model()
                        .vfBars(List.of(BarModel.wide(0, 0x1_0000), BarModel.wide(3, 0x4_0000)));
        SimulatedKernel kernel = kernel(Machines.port(), model);
        assertErrno(Errno.ENXIO, () -> kernel.configure("ix0", Packed.vfs(64).bytes()));
        assertThat(kernel.consoleLines())
                .containsExactly(
                        "ix0: 0x1000000 bytes of rid 0x190 res 3 failed (0, 0xffffffffffffffff).");
        assertThat(registers(kernel).numVfs()).isEqualTo(64);
        assertThat(registers(kernel).vfEnable()).isFalse();
        assertThat(driver.numVfs()).as("uninit was called").isEmpty();
        kernel.configure("ix0", Packed.vfs(32).bytes());
        assertThat(kernel.bus().targetsOf(0xd008_0000L))
                .as("where the failed attempt was")
                .hasSize(1);
    }

    @Test
    void bars32BitsWideHaveNoPlaceAbove4GiB() {
        PortModel.Builder high =
                Machines.port().window(new BridgeWindow(0x38_0000_0000L, 1L << 30));
        SimulatedKernel wide = kernel(high, Machines.model());
        wide.configure("ix0", Packed.vfs(64).bytes());
        wide.delete("ix0");
        SimulatedKernel kernel =
                kernel(high, Machines.model().vfBars(List.of(BarModel.narrow(0, 0x4000))));
        assertErrno(Errno.ENXIO, () -> kernel.configure("ix0", Packed.vfs(1).bytes()));
    }

    @Test
    void aCapabilityOfAnotherVersionGivesNoNode() {
        SimulatedKernel kernel = kernel(Machines.port(), Machines.model().sriovVersion(2));
        assertThat(kernel.devices()).isEmpty();
        assertThat(kernel.consoleLines())
                .containsExactly(
                        "ix0: SR-IOV is not available: ENXIO, its SR-IOV capability has version 2");
        assertErrno(Errno.ENXIO, () -> kernel.attachPf("ix0"));
        assertErrno(Errno.ENOENT, () -> kernel.configure("ix0", Packed.vfs(1).bytes()));
    }

    @Test
    void aPfThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> kernel().status("ix7"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("ix7: ENOENT: there is no such PF; use one of ix0");
    }

    @Test
    void messagesSayWhatTheErrnoDoesNot() {
        assertThatThrownBy(() -> kernel().configure("ix0", Packed.vfs(65).bytes()))
                .hasMessage(
                        "cannot configure SR-IOV on ix0: EINVAL: num_vfs=65 exceeds TotalVFs=64; ask for at most 64");
        assertThatThrownBy(() ->
                        kernel().configure(
                                        "ix0",
                                        Packed.vfs(1)
                                                .vf(0, _ -> {}, d -> d.addNumber("queues", 300))
                                                .bytes()))
                .hasMessageContaining("VF-0: 'queues' is NUMBER 300, which is no uint8_t");
    }
}

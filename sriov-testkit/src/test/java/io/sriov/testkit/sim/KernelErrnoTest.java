package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.SimulatedKernelTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;
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
        return Stream.of(
                Arguments.of("no packed nvlist", new byte[0]),
                Arguments.of("not as the schema has it", Packed.vfs(1).without("VF-0").bytes()),
                Arguments.of("more than TotalVFs", Packed.vfs(65).bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void invalidConfigurationsAreEinvalAndNothingIsWritten(String name, byte[] packed) {
        SimulatedKernel kernel = kernel();
        SriovCapability before = registers(kernel);
        assertErrno(Errno.EINVAL, () -> kernel.configure("ix0", packed));
        assertThat(registers(kernel)).as(name).isEqualTo(before);
        assertThat(driver.numVfs()).isEmpty();
        kernel.configure("ix0", Packed.vfs(64).bytes());
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

package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.AccessTrace;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.ConfigAccess;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The registers that the kernel touches, in their order: `sriov_init`, `sriov_enable` and
/// `sriov_disable` in Linux's `drivers/pci/iov.c`. The SR-IOV capability of a simulated PF is at
/// 160h.
class SriovCoreTest {
    private static final RoutingId PF = RoutingId.of(1, 0, 0);
    private static final String NUM_VFS = LinuxMachines.PF + "sriov_numvfs";

    private static List<String> ofSriov(AccessTrace trace) {
        return trace
                .accesses(access ->
                        access.function().equals(PF)
                                && access.offset() >= 0x160
                                && access.offset() < 0x1a0)
                .stream()
                .map(ConfigAccess::toString)
                .map(text -> text.replace(" 01:00.0", ""))
                .toList();
    }

    @Test
    void enablingWritesNumVfsThenControl() {
        SimulatedLinux linux = LinuxMachines.linux();
        Duration before = linux.uptime();
        try (AccessTrace trace = linux.bus().trace()) {
            linux.write(NUM_VFS, "2");
            assertThat(ofSriov(trace))
                    .containsExactly(
                            "R2 16c=0008", // InitialVFs
                            "W2 170=0002", // NumVFs
                            "R2 174=0080", // First VF Offset
                            "R2 176=0002", // VF Stride
                            "W2 168=0019"); // ARI, MSE, VF Enable
        }
        assertThat(linux.uptime().minus(before)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void disablingClearsControlWaitsASecondAndClearsNumVfs() {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(NUM_VFS, "2");
        Duration before = linux.uptime();
        try (AccessTrace trace = linux.bus().trace()) {
            linux.write(NUM_VFS, "0");
            assertThat(ofSriov(trace))
                    .containsExactly("W2 168=0010", "W2 170=0000", "R2 174=0080", "R2 176=0002");
        }
        assertThat(linux.uptime().minus(before)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatVfsHaveInCommonIsReadOfTheFirst() {
        SimulatedLinux linux = LinuxMachines.linux();
        try (AccessTrace trace = linux.bus().trace()) {
            linux.write(NUM_VFS, "3");
            assertThat(trace.accesses(access -> access.offset() == 0x2c))
                    .extracting(access -> access.function().toString())
                    .containsExactly("01:10.0");
        }
    }

    @Test
    void atStartEveryNumVfsIsTried() {
        SimulatedMachine machine = LinuxMachines.machine();
        SimulatedLinux linux = new SimulatedLinux(LinuxSystem.of(machine));
        assertThat(linux.configSpace(PciAddress.parse("0000:01:00.0")).read16(0x170)).isZero();
        assertThat(linux.configSpace(PciAddress.parse("0000:01:00.0")).read16(0x168))
                .as("ARI Capable Hierarchy")
                .isEqualTo(0x10);
        assertThat(linux.read(LinuxMachines.PF + "ari_enabled")).isEqualTo("1\n");
    }

    @Test
    void withoutAriForwardingTheHierarchyHasNone() {
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxSystem.of(
                                LinuxMachines.machine(
                                        LinuxMachines.port(1).ariForwarding(false).build(),
                                        LinuxMachines.intel82576()
                                                .placements(
                                                        List.of(
                                                                VfPlacement.of(true, 128, 2),
                                                                VfPlacement.of(false, 1, 1)))
                                                .build())));
        assertThat(linux.read(LinuxMachines.PF + "sriov_offset")).isEqualTo("1\n");
        assertThat(linux.read(LinuxMachines.PF + "ari_enabled")).isEqualTo("0\n");
        linux.write(NUM_VFS, "7");
        assertThat(linux.readLink(LinuxMachines.PF + "virtfn6")).endsWith("/0000:01:00.7");
    }

    @Test
    void offsetAndStrideAreThoseOfTheNumberOfVfs() {
        PfModel model =
                LinuxMachines.intel82576()
                        .placements(
                                List.of(
                                        VfPlacement.of(true, 16, 1),
                                        new VfPlacement(true, 4, 32, 2)))
                        .build();
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxSystem.of(
                                LinuxMachines.machine(LinuxMachines.port(1).build(), model)));
        assertThat(linux.read(LinuxMachines.PF + "sriov_offset")).isEqualTo("16\n");
        linux.write(NUM_VFS, "5");
        assertThat(linux.read(LinuxMachines.PF + "sriov_offset")).isEqualTo("32\n");
        assertThat(linux.read(LinuxMachines.PF + "sriov_stride")).isEqualTo("2\n");
        assertThat(linux.readLink(LinuxMachines.PF + "virtfn4")).endsWith("/0000:01:05.0");
    }

    /// A VF's part of a VF BAR begins where that of the VF before it ends.
    @Test
    void vfsHaveTheirPartsOfTheVfBars() {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(NUM_VFS, "3");
        String[] pf = linux.read(LinuxMachines.PF + "resource").split("\n", -1);
        String[] vf = linux.read(LinuxMachines.PF + "virtfn2/resource").split("\n", -1);
        long all = Long.decode(pf[7].split(" ", -1)[0]);
        assertThat(Long.decode(vf[0].split(" ", -1)[0])).isEqualTo(all + 2 * 0x4000);
        assertThat(Long.decode(pf[7].split(" ", -1)[1])).isEqualTo(all + 8 * 0x4000 - 1);
        assertThat(linux.bus().targetsOf(all + 2 * 0x4000 + 5))
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.function().toString()).isEqualTo("01:10.4");
                    assertThat(target.offset()).isEqualTo(5);
                });
    }

    @Test
    void theSecondPfOfADeviceLeavesAriToTheFirst() {
        PfModel model = LinuxMachines.intel82576().build();
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxSystem.of(
                                SimulatedMachine.builder()
                                        .addPort(LinuxMachines.port(1).build())
                                        .addPf(LinuxMachines.pf(1, model).build())
                                        .addPf(
                                                LinuxMachines.pf(1, model)
                                                        .device("igb9")
                                                        .function(1)
                                                        .build())
                                        .build()));
        linux.write("/sys/bus/pci/devices/0000:01:00.1/sriov_numvfs", "2");
        assertThat(linux.configSpace(PciAddress.parse("0000:01:00.1")).read16(0x168))
                .isEqualTo(0x9);
        assertThat(linux.netLinks())
                .extracting(NetLink::name)
                .containsExactly("enp1s0f0", "enp1s0f1", "enp1s0f1v0", "enp1s0f1v1");
    }

    /// 40 ports with a PF of 255 VFs each.
    private static SimulatedMachine wide(int ports) {
        PfModel model =
                PfModel.builder()
                        .vendorId(0x8086)
                        .deviceId(0x10c9)
                        .totalVfs(255)
                        .vfDeviceId(0x10ca)
                        .addPlacement(VfPlacement.of(true, 1, 1))
                        .addVfBar(BarModel.wide(0, 4 << 10))
                        .build();
        SimulatedMachine.Builder machine = SimulatedMachine.builder();
        for (int bus = 1; bus <= ports; bus++) {
            machine.addPort(LinuxMachines.port(bus).build());
            machine.addPf(LinuxMachines.pf(bus, model).build());
        }
        return machine.build();
    }

    private static SimulatedLinux large(int ports) {
        return new SimulatedLinux(
                LinuxMachines.system(wide(ports), LinuxMachines.igb().mostVfs(255).build())
                        .build());
    }

    private static int accesses(int vfs) {
        SimulatedLinux linux = large(1);
        try (AccessTrace trace = linux.bus().trace()) {
            linux.write(NUM_VFS, Integer.toString(vfs));
            return trace.accesses().size();
        }
    }

    @Test
    void whatAVfTakesDoesNotDependOnHowManyThereAre() {
        int one = accesses(101) - accesses(100);
        assertThat(accesses(201) - accesses(200)).isEqualTo(one);
        assertThat(accesses(200) - accesses(100)).isEqualTo(100 * one);
    }

    @Test
    void tenThousandFunctionsComeAndGo() {
        SimulatedLinux linux = large(40);
        for (int bus = 1; bus <= 40; bus++) {
            linux.write("/sys/bus/pci/devices/0000:%02x:00.0/sriov_numvfs".formatted(bus), "255");
        }
        assertThat(linux.list("/sys/bus/pci/devices")).hasSize(40 + 40 * 256);
        assertThat(linux.netLinks()).hasSize(40 * 256);
        Set<String> groups = new TreeSet<>(linux.list("/sys/kernel/iommu_groups"));
        assertThat(groups).hasSize(40 + 40 * 256);
        for (int bus = 1; bus <= 40; bus++) {
            linux.write("/sys/bus/pci/devices/0000:%02x:00.0/sriov_numvfs".formatted(bus), "0");
        }
        assertThat(linux.list("/sys/bus/pci/devices")).hasSize(80);
        assertThat(linux.list("/sys/kernel/iommu_groups")).hasSize(80);
    }
}

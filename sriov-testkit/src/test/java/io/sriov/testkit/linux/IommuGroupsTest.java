package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.pci.AcsCapability.Control;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which functions share an IOMMU group: `pci_device_group` in Linux's `drivers/iommu/iommu.c`, and
/// `pci_acs_enabled` in `drivers/pci/pci.c`.
class IommuGroupsTest {
    private static SimulatedLinux linux(PortModel port) {
        return linux(LinuxMachines.machine(port, LinuxMachines.intel82576().build()));
    }

    private static SimulatedLinux linux(SimulatedMachine machine) {
        SimulatedLinux linux = new SimulatedLinux(LinuxSystem.of(machine));
        linux.write(LinuxMachines.PF + "sriov_numvfs", "2");
        return linux;
    }

    private static List<String> groupOf(SimulatedLinux linux, String function) {
        return linux.list("/sys/bus/pci/devices/" + function + "/iommu_group/devices");
    }

    @Test
    void belowAPortWithAcsEveryFunctionIsAlone() {
        SimulatedLinux linux = linux(LinuxMachines.port(1).build());
        for (String function : List.of("0000:01:00.0", "0000:01:10.0", "0000:01:10.2")) {
            assertThat(groupOf(linux, function)).containsExactly(function);
        }
    }

    @Test
    void belowAPortWithoutAcsAllAreTogetherWithThePort() {
        SimulatedLinux linux = linux(LinuxMachines.portWithoutAcs(1).build());
        assertThat(groupOf(linux, "0000:01:10.2"))
                .containsExactly("0000:00:01.0", "0000:01:00.0", "0000:01:10.0", "0000:01:10.2");
    }

    /// What a port does not have is taken for wired, but for what it has and is not switched on.
    @ParameterizedTest
    @EnumSource(
            names = {
                "SOURCE_VALIDATION",
                "P2P_REQUEST_REDIRECT",
                "P2P_COMPLETION_REDIRECT",
                "UPSTREAM_FORWARDING"
            })
    void aControlThatAPortHasIsSwitchedOn(Control control) {
        SimulatedLinux linux = linux(LinuxMachines.port(1).acs(List.of(control)).build());
        assertThat(groupOf(linux, "0000:01:10.0")).containsExactly("0000:01:10.0");
    }

    private static SimulatedMachine twoPfs(PfModel model) {
        return SimulatedMachine.builder()
                .addPort(LinuxMachines.port(1).build())
                .addPf(LinuxMachines.pf(1, model).build())
                .addPf(LinuxMachines.pf(1, model).device("igb9").function(1).build())
                .build();
    }

    @Test
    void functionsOfADeviceAreTogetherUnlessTheyHaveAcs() {
        SimulatedLinux without = linux(twoPfs(LinuxMachines.intel82576().build()));
        assertThat(groupOf(without, "0000:01:00.1"))
                .containsExactly("0000:01:00.0", "0000:01:00.1");
        assertThat(groupOf(without, "0000:01:10.0")).containsExactly("0000:01:10.0");
        SimulatedLinux with =
                linux(
                        twoPfs(
                                LinuxMachines.intel82576()
                                        .addAcs(Control.P2P_REQUEST_REDIRECT)
                                        .build()));
        assertThat(groupOf(with, "0000:01:00.1")).containsExactly("0000:01:00.1");
    }

    /// `pci_acs_flags_enabled` asks for those controls only that a function has.
    @Test
    void aControlThatAFunctionDoesNotHaveIsNotAskedOfIt() {
        SimulatedLinux linux =
                linux(
                        twoPfs(
                                LinuxMachines.intel82576()
                                        .addAcs(Control.TRANSLATION_BLOCKING)
                                        .build()));
        assertThat(groupOf(linux, "0000:01:00.1")).containsExactly("0000:01:00.1");
    }

    @Test
    void theNumberOfAGroupThatGoesIsGivenAgain() {
        SimulatedLinux linux = linux(LinuxMachines.port(1).build());
        assertThat(linux.readLink("/sys/bus/pci/devices/0000:01:10.0/iommu_group"))
                .isEqualTo("/sys/kernel/iommu_groups/2");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "0");
        assertThat(linux.list("/sys/kernel/iommu_groups")).containsExactly("0", "1");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "3");
        assertThat(linux.list("/sys/kernel/iommu_groups")).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void noGuestHasAGroupOfWhichTheHostHasAPart() {
        SimulatedLinux linux = linux(LinuxMachines.portWithoutAcs(1).build());
        String vf = "/sys/bus/pci/devices/0000:01:10.0/";
        linux.write("/sys/bus/pci/drivers/igbvf/unbind", "0000:01:10.0");
        linux.write(vf + "driver_override", "vfio-pci");
        linux.write("/sys/bus/pci/drivers/vfio-pci/bind", "0000:01:10.0");
        SyscallException refusal =
                catchThrowableOfType(
                        SyscallException.class,
                        () -> linux.openVfio(PciAddress.parse("0000:01:10.0"), "qemu (1)"));
        assertThat(refusal.errno()).isEqualTo(Errno.EPERM);
    }

    /// `iommu_device_use_default_domain`: while a guest has a group, the host's drivers do not get
    /// its other members.
    @Test
    void whileAGuestHasAGroupNoDriverOfTheHostTakesOthersOfIt() {
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxMachines.system(
                                        LinuxMachines.machine(
                                                LinuxMachines.portWithoutAcs(1).build(),
                                                LinuxMachines.intel82576().build()),
                                        PciDriver.vfioPci(true))
                                .build());
        linux.write("/sys/bus/pci/drivers/igb/unbind", "0000:01:00.0");
        linux.write(LinuxMachines.PF + "driver_override", "vfio-pci");
        linux.write("/sys/bus/pci/drivers/vfio-pci/bind", "0000:01:00.0");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "2");
        linux.openVfio(PciAddress.parse("0000:01:10.0"), "qemu (1)");
        linux.write("/sys/bus/pci/drivers/vfio-pci/unbind", "0000:01:10.2");
        linux.write("/sys/bus/pci/devices/0000:01:10.2/driver_override", "igbvf");
        SyscallException refusal =
                catchThrowableOfType(
                        SyscallException.class,
                        () -> linux.write("/sys/bus/pci/drivers/igbvf/bind", "0000:01:10.2"));
        assertThat(refusal.errno()).isEqualTo(Errno.EBUSY);
    }
}

package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.host.Finding;
import io.sriov.host.IommuMembership;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PfStatus;
import io.sriov.host.PortStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.AcsCapability;
import io.sriov.schema.MacAddress;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What programs are told of a machine's PFs and VFs.
@EnabledOnOs(OS.LINUX)
class LinuxStatusTest {
    @TempDir private Path directory;

    private SysfsTree tree;

    @BeforeEach
    void machine() {
        tree = new SysfsTree(directory);
    }

    private PfStatus status(String device) {
        return tree.host(new MemoryRecordStore()).physicalFunction(device).status();
    }

    /// The device could have 8 VFs, and its driver takes 7.
    @Test
    void whatCanBeHadIsWhatTheDriverTakes() {
        Machines.igb(tree);
        try (Sriov sriov = Sriov.open(tree.host(new MemoryRecordStore()))) {
            assertThat(sriov.examine())
                    .extracting(Finding::message)
                    .contains("ens3, driver igb, 7 of 7 VFs");
            IovConfig nine =
                    IovConfig.builder(sriov.schema("ens3"), "0000:01:00.0").numVfs(9).build();
            assertThatThrownBy(() -> sriov.plan(nine))
                    .hasMessageContaining("supports 8 VFs")
                    .hasMessageContaining("set num_vfs to at most 7")
                    .hasMessageNotContaining("at most 8");
        }
    }

    @Test
    void whereAPfSitsAndWhoLimitsItsVfs() {
        Machines.igb(tree);
        PfStatus pf = status("ens3");
        assertThat(pf.totalVfs()).isEqualTo(8);
        assertThat(pf.driverLimit()).hasValue(7);
        assertThat(pf.mostVfs()).isEqualTo(7);
        assertThat(pf.limitedBy()).contains(PfStatus.Limit.DRIVER);
        assertThat(pf.numaNode()).hasValue(1);
        assertThat(pf.otherNames()).containsExactly("ens3");
        assertThat(pf.iommu()).contains(new IommuMembership("12", List.of()));
        assertThat(pf.ports())
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.address()).hasToString("0000:00:03.0");
                    assertThat(port.ariForwarding()).isPresent();
                    assertThat(port.acs().orElseThrow())
                            .contains(AcsCapability.Control.SOURCE_VALIDATION);
                });
    }

    /// TotalVFs of the 82576 is 8; NVIDIA's cards have the one that their firmware is set to.
    @Test
    void theDeviceOrItsFirmwareLimitsVfs() {
        Machines.idle(tree);
        assertThat(status("0000:80:02.0").limitedBy()).contains(PfStatus.Limit.DEVICE);
        Machines.idle(tree).driver("mlx5_core");
        assertThat(status("0000:80:02.0").limitedBy()).contains(PfStatus.Limit.FIRMWARE);
    }

    @Test
    void whatVfsShareAndWhichAddressTheyHave() throws Exception {
        SysfsTree.Function pf = Machines.igb(tree);
        tree.function("pci0000:00", "0000:00:03.0", "0000:02:00.0")
                .is("0x8086", "0x10c9", "0x020000")
                .group(21);
        Path address =
                tree.sys()
                        .resolve("bus/pci/devices/" + pf.address())
                        .resolve("virtfn0/net/ens3v0/address");
        Files.writeString(address, "02:00:00:00:00:07\n");
        List<VfStatus> vfs = status("0000:01:00.0").vfs();
        assertThat(vfs.get(0).macAddress()).contains(new MacAddress(0x0200_0000_0007L));
        assertThat(vfs.get(0).iommu()).contains(new IommuMembership("20", List.of()));
        assertThat(vfs.get(1).iommu()).contains(new IommuMembership("21", List.of("0000:02:00.0")));
        assertThat(vfs.get(4).macAddress()).as("a guest's VF").isEmpty();
    }

    @Test
    void registersThatCannotBeReadStayUnknown() {
        tree.function("pci0000:00", "0000:00:03.0").is("0x1b36", "0x000c", "0x060400");
        tree.function("pci0000:00", "0000:00:03.0", "0000:01:00.0")
                .is("0x8086", "0x10c9", "0x020000")
                .sriov(7, 0, 128, 2, "10ca");
        assertThat(status("0000:01:00.0").ports())
                .extracting(PortStatus::ariForwarding, PortStatus::acs)
                .allSatisfy(unknown ->
                        assertThat(unknown.toList())
                                .allSatisfy(one ->
                                        assertThat(one.toString()).isEqualTo("Optional.empty")))
                .hasSize(1);
    }
}

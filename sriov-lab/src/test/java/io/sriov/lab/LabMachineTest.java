package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The guest is what `docs/lab.md` says it is.
class LabMachineTest {
    @Test
    void kernelIsLinux612OrLater() throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
        Version version = Version.parse(release.replaceFirst("^(\\d+\\.\\d+).*\\s*$", "$1"));
        assertThat(version).isGreaterThanOrEqualTo(Version.parse("6.12"));
    }

    @Test
    void testsRunAsRoot() throws IOException {
        assertThat(Files.readAllLines(Path.of("/proc/self/status"))).contains("Uid:\t0\t0\t0\t0");
    }

    @Test
    void pfsHaveTheirDriversAndVfs() {
        for (PciFunction igb : List.of(LabMachine.igb(), LabMachine.igbWithoutAcs())) {
            assertThat(igb.link("driver")).contains("igb");
            assertThat(igb.attribute("vendor").number()).isEqualTo(0x8086);
            assertThat(igb.attribute("device").number()).isEqualTo(0x10c9);
            assertThat(igb.attribute("sriov_totalvfs").number()).isEqualTo(LabMachine.IGB_VFS);
        }
        PciFunction nvme = LabMachine.nvme();
        assertThat(nvme.link("driver")).contains("nvme");
        assertThat(nvme.attribute("sriov_totalvfs").number()).isEqualTo(LabMachine.NVME_VFS);
    }

    @Test
    void allVfsCanBeCreated() {
        PciFunction nvme = LabMachine.nvme();
        nvme.createVfs(LabMachine.NVME_VFS);
        assertThat(nvme.vfs()).hasSize(LabMachine.NVME_VFS).allMatch(PciFunction::exists);
        nvme.destroyVfs();
        assertThat(nvme.vfs()).isEmpty();
    }

    @Test
    void vfDriverBinds() {
        PciFunction igb = LabMachine.igb();
        igb.attribute("sriov_numvfs").write(1);
        assertThat(igb.vfs())
                .singleElement()
                .satisfies(vf -> assertThat(vf.link("driver")).contains("igbvf"));
    }

    @Test
    void acsIsolatesFunctions() {
        PciFunction igb = LabMachine.igb();
        igb.createVfs(2);
        assertThat(igb.iommuGroup()).containsExactly(igb);
        assertThat(igb.vfs()).allSatisfy(vf -> assertThat(vf.iommuGroup()).containsExactly(vf));
    }

    @Test
    void withoutAcsFunctionsShareAGroup() {
        PciFunction igb = LabMachine.igbWithoutAcs();
        igb.createVfs(2);
        assertThat(igb.iommuGroup())
                .contains(LabMachine.rootPort(3), igb)
                .containsAll(igb.vfs())
                .hasSize(4);
    }

    @Test
    void vfCanBeHandedToVfio() {
        PciFunction igb = LabMachine.igb();
        igb.createVfs(1);
        PciFunction vf = igb.vfs().getFirst();
        vf.attribute("driver_override").write("vfio-pci");
        new Attribute(Path.of("/sys/bus/pci/drivers_probe")).write(vf);
        assertThat(vf.link("driver")).contains("vfio-pci");
        assertThat(Path.of("/dev/vfio", vf.link("iommu_group").orElseThrow())).exists();
    }

    @Test
    void netdevsimMakesVfs() {
        Path bus = Path.of("/sys/bus/netdevsim");
        new Attribute(bus.resolve("new_device")).write("10 1");
        try {
            Attribute numVfs = new Attribute(bus.resolve("devices/netdevsim10/sriov_numvfs"));
            numVfs.write(4);
            assertThat(numVfs.number()).isEqualTo(4);
        } finally {
            new Attribute(bus.resolve("del_device")).write("10");
        }
        assertThat(bus.resolve("devices/netdevsim10")).doesNotExist();
    }
}

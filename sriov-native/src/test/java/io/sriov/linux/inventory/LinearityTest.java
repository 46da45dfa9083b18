package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.linux.inventory.SysfsTree.Function;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is read grows with the number of functions and no faster.
@EnabledOnOs(OS.LINUX)
class LinearityTest {
    @TempDir Path directory;

    /// A PF and its VFs, all of which share one IOMMU group, as without ACS.
    private void pf(SysfsTree tree, int bus, int vfs) {
        Function pf =
                tree.function("pci0000:00", "0000:00:03.0", "0000:%02x:00.0".formatted(bus))
                        .is("0x8086", "0x10c9", "0x020000")
                        .group(1)
                        .sriov(vfs, vfs, 1, 1, "10ca");
        for (int i = 0; i < vfs; i++) {
            pf.vf(i, 1, 1).is("0x8086", "0x10ca", "0x020000").driver("vfio-pci").group(1);
        }
    }

    private int readings(int pfs, int vfs) {
        var tree = new SysfsTree(directory.resolve(pfs + "-" + vfs));
        tree.function("pci0000:00", "0000:00:03.0").is("0x1b36", "0x000c", "0x060400");
        for (int bus = 1; bus <= pfs; bus++) {
            pf(tree, bus, vfs);
        }
        var counting = new RecordingSysfs(tree);
        List<SysfsVf> all =
                SysfsTree.inventory(counting).read().stream()
                        .flatMap(pf -> pf.vfs().stream())
                        .toList();
        assertThat(all).hasSize(pfs * vfs);
        new VfUsers(counting, tree.proc(), VfioGroupProbe.of(tree.dev()), Map::of).of(all);
        return counting.files().size();
    }

    @Test
    void everyFurtherPfCostsTheSame() {
        int one = readings(1, 4);
        int two = readings(2, 4);
        assertThat(readings(6, 4)).isEqualTo(one + 5 * (two - one));
    }

    @Test
    void everyFurtherVfCostsTheSame() {
        int one = readings(1, 1);
        int two = readings(1, 2);
        assertThat(readings(1, 20)).isEqualTo(one + 19 * (two - one));
    }

    @Test
    void theMembersOfAGroupAreListedOnceForAllOfThem() {
        var tree = new SysfsTree(directory);
        pf(tree, 1, 20);
        var counting = new RecordingSysfs(tree);
        SysfsTree.inventory(counting).read();
        assertThat(counting.files())
                .filteredOn(file -> file.endsWith("iommu_groups/1/devices"))
                .hasSize(1);
    }

    @Test
    void openFilesAreLookedAtOnceForAllVfs() {
        var tree = new SysfsTree(directory);
        pf(tree, 1, 20);
        tree.process(7, "qemu").holds(3, "/dev/vfio/1");
        List<SysfsVf> vfs = tree.inventory().read().getFirst().vfs();
        assertThat(tree.users(Map::of).of(vfs).values())
                .hasSize(20)
                .allSatisfy(usage -> assertThat(usage.uses()).hasSize(1));
    }
}

package io.sriov.linux.inventory;

import io.sriov.linux.inventory.SysfsTree.Function;
import java.nio.file.Path;

/// A machine to measure with: PFs of a network device with up to 249 VFs each. Half of the VFs have
/// a driver of the host and an interface, half are passed through; each has an IOMMU group of its
/// own, and every tenth of those passed through a process that holds it.
final class LargeMachine {
    private LargeMachine() {}

    /// {@return where the machine of a size is}
    static Path directory(Path machines, int functions) {
        return machines.resolve(Integer.toString(functions));
    }

    /// {@return a machine that has been built before}
    static SysfsTree at(Path directory) {
        return SysfsTree.at(directory);
    }

    /// Builds a machine.
    ///
    /// @param functions how many functions its PFs and VFs are together: a multiple of 25, at most
    ///   63,750
    static void build(Path directory, int functions) {
        var tree = new SysfsTree(directory);
        tree.function("pci0000:00", "0000:00:03.0")
                .is("0x1b36", "0x000c", "0x060400")
                .config(ConfigBytes.rootPort());
        int together = functions % 250 == 0 ? 250 : 25;
        for (int pf = 0; pf < functions / together; pf++) {
            pf(tree, pf, together - 1);
        }
    }

    private static void pf(SysfsTree tree, int number, int vfs) {
        int group = number * (vfs + 1);
        Function pf =
                tree.function("pci0000:00", "0000:00:03.0", "0000:%02x:00.0".formatted(number + 1))
                        .is("0x8086", "0x10c9", "0x020000")
                        .config(ConfigBytes.intel82576())
                        .driver("igb")
                        .group(group)
                        .attribute("ari_enabled", "1")
                        .sriov(vfs, vfs, 1, 1, "10ca");
        pf.netDevice("eth" + number);
        for (int i = 0; i < vfs; i++) {
            Function vf =
                    pf.vf(i, 1, 1)
                            .is("0x8086", "0x10ca", "0x020000")
                            .config(ConfigBytes.vf())
                            .group(group + 1 + i);
            if (i % 2 == 0) {
                vf.driver("igbvf").netDevice("eth" + number + "v" + i);
            } else {
                vf.driver("vfio-pci").child("vfio-dev", "vfio" + (group + i));
            }
            if (i % 20 == 1) {
                tree.process(1000L + group + i, "qemu-system-x86")
                        .holds(9, "/dev/vfio/" + (group + 1 + i));
            }
        }
    }
}

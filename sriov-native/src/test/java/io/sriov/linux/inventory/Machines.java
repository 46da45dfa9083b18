package io.sriov.linux.inventory;

import io.sriov.linux.inventory.SysfsTree.Function;

/// Devices to put into a [SysfsTree].
final class Machines {
    private Machines() {}

    /// An Intel 82576 below a root port, with 7 VFs, which is all that its driver takes of the 8
    /// that it could have. VF 0 to 3 belong to igbvf, 4 to 6 to vfio-pci.
    static Function igb(SysfsTree tree) {
        tree.function("pci0000:00", "0000:00:03.0")
                .is("0x1b36", "0x000c", "0x060400")
                .config(ConfigBytes.rootPort())
                .driver("pcieport");
        Function pf =
                tree.function("pci0000:00", "0000:00:03.0", "0000:01:00.0")
                        .is("0x8086", "0x10c9", "0x020000")
                        .config(ConfigBytes.intel82576())
                        .driver("igb")
                        .group(12)
                        .attribute("numa_node", "1")
                        .attribute("ari_enabled", "1")
                        .sriov(7, 7, 128, 2, "10ca");
        pf.netDevice("ens3").attribute("flags", "0x1003");
        for (int i = 0; i < 7; i++) {
            Function vf =
                    pf.vf(i, 128, 2)
                            .is("0x8086", "0x10ca", "0x020000")
                            .config(ConfigBytes.vf())
                            .attribute("reset", "")
                            .group(20 + i);
            if (i < 4) {
                vf.driver("igbvf").netDevice("ens3v" + i);
            } else {
                vf.driver("vfio-pci")
                        .attribute("driver_override", "vfio-pci")
                        .child("vfio-dev", "vfio" + (i - 4));
            }
        }
        return pf;
    }

    /// A ConnectX PF in switchdev mode: its directory `net` shows the representors of its two VFs,
    /// under names that sort before that of its own interface.
    static Function switchdev(SysfsTree tree) {
        Function pf =
                tree.function("pci0000:40", "0000:40:01.0", "0000:41:00.0")
                        .is("0x15b3", "0x101d", "0x020000")
                        .driver("mlx5_core")
                        .group(31)
                        .attribute("numa_node", "0")
                        .sriov(16, 2, 2, 1, "101e")
                        .attribute("sriov_drivers_autoprobe", "0")
                        .child("infiniband", "mlx5_0");
        pf.netDevice("enp65s0f0_0").attribute("phys_port_name", "pf0vf0");
        pf.netDevice("enp65s0f0_1").attribute("phys_port_name", "pf0vf1");
        pf.netDevice("enp65s0f0np0").attribute("phys_port_name", "p0");
        for (int i = 0; i < 2; i++) {
            pf.vf(i, 2, 1)
                    .is("0x15b3", "0x101e", "0x020000")
                    .driver("mlx5_core")
                    .group(40 + i)
                    .child("infiniband", "mlx5_" + (1 + i))
                    .child("infiniband_verbs", "uverbs" + (1 + i))
                    .netDevice("eth" + i);
        }
        return pf;
    }

    /// An NVMe controller behind a Volume Management Device, which gives it a domain above 16 bits,
    /// with 127 VFs at most, which have no driver.
    static Function nvme(SysfsTree tree, int vfs) {
        Function pf =
                tree.function(
                                "pci0000:00",
                                "0000:00:0e.0",
                                "pci10000:00",
                                "10000:00:02.0",
                                "10000:02:05.0")
                        .is("0x144d", "0xa824", "0x010802")
                        .driver("nvme")
                        .sriov(127, vfs, 1, 1, "a824")
                        .child("nvme", "nvme0");
        for (int i = 0; i < vfs; i++) {
            pf.vf(i, 1, 1).is("0x144d", "0xa824", "0x010802");
        }
        return pf;
    }

    /// A PF without a driver, and without a port above it.
    static Function idle(SysfsTree tree) {
        return tree.function("pci0000:80", "0000:80:02.0")
                .is("0x8086", "0x10c9", "0x020000")
                .config(ConfigBytes.intel82576())
                .sriov(8, 0, 128, 2, "10ca");
    }
}

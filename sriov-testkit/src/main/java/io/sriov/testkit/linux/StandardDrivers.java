package io.sriov.testkit.linux;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The drivers of common SR-IOV devices, as Linux 6.12 has them.
public final class StandardDrivers {
    private static final int INTEL = 0x8086;
    private static final int MELLANOX = 0x15b3;

    private StandardDrivers() {}

    /// {@return the drivers: `igb`, `ixgbe`, `i40e`, `ice`, `mlx5_core`, `nvme`, `c6xx`
    /// (QuickAssist) and `xe` of PFs, those of their VFs, `vfio-pci`, `pci-stub` and `pci-pf-stub`}
    public static List<PciDriver> all() {
        return List.of(
                igb(),
                network("igbvf").addTakes(id(0x10ca), id(0x1520)).build(),
                ixgbe(),
                network("ixgbevf").addTakes(id(0x10ed), id(0x1515), id(0x1565)).build(),
                i40e(),
                ice(),
                network("iavf").addTakes(id(0x154c), id(0x1889)).build(),
                mlx5(),
                PciDriver.builder()
                        .name("nvme")
                        .addTakes(PciId.ofClass(0x010802))
                        .addTraits(DriverTrait.NVME_CONTROLLER, DriverTrait.CREATES_VFS)
                        .build(),
                PciDriver.builder()
                        .name("c6xx")
                        .addTakes(id(0x37c8))
                        .addTraits(DriverTrait.CREATES_VFS)
                        .build(),
                PciDriver.builder().name("c6xxvf").addTakes(id(0x37c9)).build(),
                PciDriver.builder()
                        .name("xe")
                        .addTakes(id(0x56c0))
                        .addTraits(DriverTrait.CREATES_VFS)
                        .build(),
                PciDriver.vfioPci(false),
                PciDriver.pciStub(),
                PciDriver.pciPfStub());
    }

    /// `igb_main.c`: 7 of the 8 VFs that an 82576 has.
    private static PciDriver igb() {
        return pf("igb")
                .addTakes(id(0x10c9), id(0x1521))
                .mostVfs(7)
                .linkSpeed(1000)
                .addTraits(DriverTrait.NEEDS_LINK_FOR_RATES, DriverTrait.NO_MINIMAL_RATE)
                .addTraits(DriverTrait.LOSES_ADDRESSES_WHILE_DOWN)
                .vfOperations(without(VfOperation.LINK_STATE, VfOperation.RSS_QUERY))
                .build();
    }

    /// `ixgbe_sriov.c`: 63 of 64 VFs, the last pool is the PF's.
    private static PciDriver ixgbe() {
        return pf("ixgbe")
                .addTakes(id(0x10fb), id(0x1528), id(0x1563))
                .mostVfs(63)
                .addTraits(DriverTrait.NEEDS_LINK_FOR_RATES, DriverTrait.NO_MINIMAL_RATE)
                .addTraits(DriverTrait.LOSES_ADDRESSES_WHILE_DOWN)
                .vfOperations(without())
                .build();
    }

    /// `i40e_virtchnl_pf.c`.
    private static PciDriver i40e() {
        return pf("i40e")
                .addTakes(id(0x1572), id(0x158b))
                .linkSpeed(40_000)
                .addTraits(DriverTrait.NO_MINIMAL_RATE)
                .vfOperations(without(VfOperation.RSS_QUERY))
                .build();
    }

    /// `ice_sriov.c`.
    private static PciDriver ice() {
        return pf("ice")
                .addTakes(id(0x1592), id(0x1593), id(0x159b))
                .linkSpeed(100_000)
                .addTraits(DriverTrait.DOT1AD)
                .vfOperations(without(VfOperation.RSS_QUERY))
                .build();
    }

    /// `mellanox/mlx5/core/sriov.c`, `en_main.c`; takes PFs and VFs.
    private static PciDriver mlx5() {
        return pf("mlx5_core")
                .addTakes(PciId.of(MELLANOX, 0x1017), PciId.of(MELLANOX, 0x1018))
                .addTakes(PciId.of(MELLANOX, 0x1021), PciId.of(MELLANOX, 0x101e))
                .linkSpeed(100_000)
                .addTraits(DriverTrait.TAKES_VFS_TOO)
                .vfOperations(without(VfOperation.RSS_QUERY))
                .build();
    }

    private static PciDriver.Builder pf(String name) {
        return network(name).addTraits(DriverTrait.CREATES_VFS);
    }

    private static PciDriver.Builder network(String name) {
        return PciDriver.builder().name(name).addTraits(DriverTrait.NETWORK_INTERFACE);
    }

    /// The operations of Ethernet drivers, but for some.
    private static Set<VfOperation> without(VfOperation... missing) {
        var operations = EnumSet.complementOf(EnumSet.of(VfOperation.GUID));
        operations.removeAll(List.of(missing));
        return operations;
    }

    private static PciId id(int device) {
        return PciId.of(INTEL, device);
    }
}

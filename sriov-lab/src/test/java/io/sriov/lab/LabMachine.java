package io.sriov.lab;

import io.sriov.driver.PfDrivers;
import io.sriov.host.MemoryRecordStore;
import io.sriov.linux.LinuxHost;
import io.sriov.pci.PciAddress;
import java.util.List;

/// The machine that `sriov-lab/src/lab/machine.py` describes: its devices, each by the root port
/// that it is behind.
///
/// | device | QEMU's name | root port | VFs by the driver | IOMMU group |
/// |---|---|---|---|---|
/// | [#igb()] | `igb0` | `rp1` | 7 | each function its own |
/// | [#nvme()] | `nvme0` | `rp2` | 127 | each function its own |
/// | [#igbWithoutAcs()] | `igb1` | `rp3` | 7 | all functions and the port in one |
final class LabMachine {
    /// How many VFs the driver `igb` gives, one fewer than the 82576 has.
    static final int IGB_VFS = 7;

    /// How many VFs an 82576 has, by its SR-IOV capability.
    static final int IGB_TOTAL_VFS = 8;

    /// How many VFs the NVMe controller has.
    static final int NVME_VFS = 127;

    private LabMachine() {}

    /// {@return the machine as programs see it, with new records and no vendor's drivers}
    static LinuxHost host() {
        return LinuxHost.builder()
                .records(new MemoryRecordStore())
                .drivers(PfDrivers.of(List.of()))
                .build();
    }

    /// {@return the Intel 82576 that VFs can be handed over of}
    static PciFunction igb() {
        return pfBehind(1);
    }

    /// {@return the NVMe controller}
    static PciFunction nvme() {
        return pfBehind(2);
    }

    /// {@return the Intel 82576 whose functions share one IOMMU group}
    static PciFunction igbWithoutAcs() {
        return pfBehind(3);
    }

    /// {@return a root port}
    ///
    /// @param slot 1..3
    static PciFunction rootPort(int slot) {
        return new PciFunction(new PciAddress(0, 0, 0x10 + slot, 0));
    }

    private static PciFunction pfBehind(int slot) {
        List<PciFunction> pfs =
                PciFunction.named(rootPort(slot).directory()).stream()
                        .filter(PciFunction::isPf)
                        .toList();
        if (pfs.size() != 1) {
            throw new AssertionError("PFs behind root port " + slot + ": " + pfs);
        }
        return pfs.getFirst();
    }
}

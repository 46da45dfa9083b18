package io.sriov.linux.inventory;

import io.sriov.host.HostException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The PFs of a machine: every PCI function for which the kernel has SR-IOV, with or without a
/// driver.
///
/// What vanishes while it is read is left out. Reading a PF waits while somebody creates or
/// destroys VFs of it, because the kernel locks the number of its VFs; [#names()] and
/// [#locate(String)] wait at most for who changes network interfaces. Thread-safe; every call looks
/// anew.
public final class PfInventory {
    private final Sysfs sysfs;
    private final ConfigSpaces spaces;

    /// Makes an inventory; nothing has been looked at.
    ///
    /// @param sysfs the attributes of devices
    /// @param spaces their configuration spaces; a hardware limit and the ports above a PF stay
    ///   unknown where they cannot be read
    public PfInventory(Sysfs sysfs, ConfigSpaces spaces) {
        this.sysfs = sysfs;
        this.spaces = spaces;
    }

    /// {@return every PF with its VFs, by device name, numbers inside names in numeric order}
    public List<SysfsPf> read() {
        var reader = new InventoryReader(sysfs, spaces);
        return PciDevices.pfs(sysfs).stream()
                .map(reader::pf)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(SysfsPf::device, NameOrder.BY_NUMBERS))
                .toList();
    }

    /// {@return a PF with its VFs; empty where there is none}
    ///
    /// @param address where it sits
    public Optional<SysfsPf> read(PciAddress address) {
        return new InventoryReader(sysfs, spaces).pf(address);
    }

    /// {@return one VF of a PF, without looking at the others; empty where there is no such VF}
    ///
    /// @param pf where the PF sits
    /// @param index the VF's number
    public Optional<SysfsVf> vf(PciAddress pf, int index) {
        return new InventoryReader(sysfs, spaces).vf(pf, index);
    }

    /// {@return where every PF sits, in order; asks for nothing that the kernel locks}
    public List<PciAddress> addresses() {
        return PciDevices.pfs(sysfs);
    }

    /// {@return where the PF sits that an address names; empty where the name is no address, or no
    /// PF sits there}
    ///
    /// @param name the name; untrusted
    public Optional<PciAddress> at(String name) {
        return PciAddress.tryParse(name).filter(address -> PciDevices.isPf(sysfs, address));
    }

    /// {@return every PF with the names it goes by, by device name, numbers inside names in numeric
    /// order}
    public List<PfName> names() {
        var reader = new InventoryReader(sysfs, spaces);
        return PciDevices.pfs(sysfs).stream()
                .map(address -> new PfName(address, reader.names(address)))
                .sorted(Comparator.comparing(PfName::device, NameOrder.BY_NUMBERS))
                .toList();
    }

    /// Finds a PF by a name: its network interface, `ens1f0`; its NVMe controller, `nvme0`; its
    /// RDMA device, `mlx5_0`; or its PCI address in any spelling of [PciAddress#parse(String)].
    ///
    /// @param name the name; untrusted, and compared with the names there are, never made part of a
    ///   path
    /// @return the PF and its names
    /// @throws HostException with [io.sriov.host.Errno#ENOENT] when there is no such PF, naming
    ///   those there are; with [io.sriov.host.Errno#EINVAL] when several go by the name
    public PfName locate(String name) {
        return PfLookup.find(name, names(), sysfs);
    }

    /// Finds a PF by a name, as [#locate(String)], and reads it.
    ///
    /// @param name the name; untrusted
    /// @return the PF with its VFs
    /// @throws HostException as [#locate(String)] does
    public SysfsPf find(String name) {
        return read(locate(name).address()).orElseThrow(() -> PfLookup.gone(name));
    }
}

package io.sriov.testkit.linux;

/// Where a driver's behaviour differs from that of others.
public enum DriverTrait {
    /// Its devices are network interfaces.
    NETWORK_INTERFACE,
    /// Its devices are NVMe controllers.
    NVME_CONTROLLER,
    /// It gives devices to programs through VFIO, as `vfio-pci` does: it takes none that is not
    /// meant for it by `driver_override`, none without an IOMMU group, and no PF that has VFs.
    VFIO,
    /// It leaves the choice of DMA domains to others (`driver_managed_dma`), so that its devices
    /// may share an IOMMU group with devices that programs have.
    MANAGES_DMA,
    /// It does not switch its devices on: their attribute `enable` stays 0. VFIO does so for the
    /// process that opens a device.
    LEAVES_DISABLED,
    /// It creates and destroys VFs: `sriov_configure` of `struct pci_driver`.
    CREATES_VFS,
    /// It takes VFs as well as PFs, as `mlx5_core` does. Other drivers that make network interfaces
    /// of PFs and create VFs refuse VFs with EINVAL.
    TAKES_VFS_TOO,
    /// It leaves VFs behind when it leaves the PF. Others destroy them.
    LEAVES_VFS_BEHIND,
    /// It makes no VFs while the PF's interface is down, and reports success: 0 VFs.
    OVERLOOKS_VFS_WHILE_DOWN,
    /// It sets addresses and VLANs of VFs only while the PF's interface is up: EINVAL.
    NEEDS_UP_FOR_ADDRESSES,
    /// It sets rates only while the PF's interface is up and has a carrier: EINVAL.
    NEEDS_LINK_FOR_RATES,
    /// The drivers of its VFs get no answer from it while the PF's interface is down, and make up
    /// an address instead of the one that was set.
    LOSES_ADDRESSES_WHILE_DOWN,
    /// It promises no bandwidth: a minimal rate is refused with EINVAL.
    NO_MINIMAL_RATE,
    /// It puts VFs into 802.1ad VLANs too, which others refuse with EPROTONOSUPPORT.
    DOT1AD,
    /// It takes no address of zeros: EINVAL.
    REFUSES_ZERO_MAC
}

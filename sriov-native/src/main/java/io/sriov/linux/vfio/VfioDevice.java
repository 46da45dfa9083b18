package io.sriov.linux.vfio;

import io.sriov.ffm.Libc;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Retry;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// A function, open, as a hypervisor has it. Must be closed. Thread-safe.
///
/// Every method throws [HostException][io.sriov.host.HostException] with the kernel's errno when
/// the kernel refuses.
public final class VfioDevice implements AutoCloseable {
    private final VfioFile file;
    private final Runnable below;

    VfioDevice(VfioFile file) {
        this(file, () -> {});
    }

    /// @param below closes what it was opened through
    VfioDevice(VfioFile file, Runnable below) {
        this.file = file;
        this.below = below;
    }

    /// Opens a function that a VFIO driver is bound to, and has its memory guarded, with nothing of
    /// the caller's memory in its reach.
    ///
    /// That goes through its IOMMU group where the caller may open that, and past it, by the
    /// function's own node and `/dev/iommu`, where it may not and the kernel has these. A reset
    /// that is under way is waited for, 3 seconds at most.
    ///
    /// @param path where VFIO's nodes are
    /// @param function where the function sits
    /// @param token for a VF whose PF is held through VFIO, the token that its holder has set; for
    ///   a PF, the token that its VFs shall need; absent otherwise
    /// @return the device, which is reset when the last one who has it open closes it
    /// @throws io.sriov.host.HostException with ENOENT when there is no node; with EPERM or EACCES
    ///   when the caller may not open it, when the group is not viable, saying why, or when the
    ///   token is missing or wrong; with EBUSY when somebody has it, such as a guest
    public static VfioDevice open(VfioPath path, PciAddress function, Optional<UUID> token) {
        return new VfioOpening(Libc.system(), path, Retry.OF_VF).open(function, token);
    }

    /// Opens a function by its own node, past its IOMMU group.
    ///
    /// @param libc the C library
    /// @param node [VfioPath#device(PciAddress)]
    /// @param function where the function sits
    /// @param iommufd what it is bound to until it is closed
    /// @param token the VF token, see [VfioGroup#device(Optional)]. Kernels that do not ask for it
    ///   on this way, before 2025, refuse it with EINVAL, and let everybody have the VFs without
    /// @return the device
    /// @throws io.sriov.host.HostException with EBUSY when somebody has it, such as a guest; with
    ///   EACCES when the token is missing or wrong
    static VfioDevice open(
            Libc libc, Path node, PciAddress function, Iommufd iommufd, Optional<UUID> token) {
        VfioFile opened;
        try {
            opened = VfioFile.open(libc, node.toString());
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.opening(node.toString(), e);
        }
        try {
            IommufdBinding.bind(opened, iommufd.fd(), token);
            return new VfioDevice(opened);
        } catch (LinuxErrorException e) {
            opened.close();
            throw VfioDiagnosis.openingDevice(function, token.isPresent(), e);
        }
    }

    /// {@return what the kernel says of it}
    public DeviceInfo info() {
        return ask(() -> DeviceInfo.ask(file));
    }

    /// {@return a region}
    ///
    /// @param index its number, from 0 and below [DeviceInfo#regions()]: [RegionInfo#CONFIG]
    public RegionInfo region(int index) {
        return ask(() -> RegionInfo.ask(file, index));
    }

    /// {@return a kind of interrupt}
    ///
    /// @param index its number, from 0 and below [DeviceInfo#irqs()]: [IrqInfo#MSIX]
    public IrqInfo irq(int index) {
        return ask(() -> IrqInfo.ask(file, index));
    }

    /// {@return its configuration space as a guest sees it}
    ///
    /// The kernel makes up what the device itself does not have or must keep: the vendor and device
    /// IDs of a VF are there, its BARs can be sized, and writes to what others depend on are lost.
    /// Usable until this object is closed; thread-safe.
    public ConfigSpace configSpace() {
        return new VfioConfigSpace(file, region(RegionInfo.CONFIG));
    }

    /// Resets it, which [DeviceInfo#resettable()] says can be done.
    public void reset() {
        ask(() -> file.ioctl(VfioRequest.DEVICE_RESET, 0));
    }

    /// Sets, for a PF, the token that its VFs need from then on; until it is set nobody knows it.
    ///
    /// @param token the token, a secret
    /// @throws io.sriov.host.HostException with ENOTTY when this is no PF, or `vfio-pci` was loaded
    ///   without `enable_sriov=1`
    public void setVfToken(UUID token) {
        try {
            VfToken.set(file, token);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.settingToken(file.name(), e);
        }
    }

    /// {@return the file descriptor, for handing it over; it stays this object's}
    public int fd() {
        return file.fd();
    }

    private interface Question<T> {
        T ask() throws LinuxErrorException;
    }

    private <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.asking(file.name(), e);
        }
    }

    VfioDevice over(Runnable other) {
        return new VfioDevice(file, other);
    }

    @Override
    public void close() {
        file.close();
        below.run();
    }
}

package io.sriov.linux.vfio;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.ffm.Libc;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.pci.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.UUID;

/// An IOMMU group, open; the kernel lets one process at a time have it. Must be closed, after its
/// devices. Thread-safe.
final class VfioGroup implements AutoCloseable {
    private final VfioFile file;
    private final VfioPath path;
    private final PciAddress function;

    private VfioGroup(VfioFile file, VfioPath path, PciAddress function) {
        this.file = file;
        this.path = path;
        this.function = function;
    }

    /// Opens the group of a function.
    ///
    /// @param libc the C library
    /// @param path where VFIO's nodes are
    /// @param function where the function sits
    /// @return the group
    /// @throws io.sriov.host.HostException as [VfioPath#group(PciAddress)] does; with EBUSY when
    ///   somebody has the group, such as a guest
    static VfioGroup open(Libc libc, VfioPath path, PciAddress function) {
        String node = path.group(function).toString();
        try {
            return new VfioGroup(VfioFile.open(libc, node), path, function);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.opening(node, e);
        }
    }

    /// {@return what the kernel says of the group}
    ///
    /// @throws io.sriov.host.HostException when the kernel refuses
    GroupStatus status() {
        try {
            return GroupStatus.ask(file);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.asking(file.name(), e);
        }
    }

    /// {@return who is in the group, and which of them keep it from being used}
    ///
    /// @throws io.sriov.host.HostException with ENODEV when the function is gone
    IommuGroup members() {
        return path.members(function);
    }

    /// Puts the group into a container.
    ///
    /// @param container the container
    /// @throws io.sriov.host.HostException when the kernel refuses; where the group is not viable,
    ///   the message says which devices in it have which drivers
    void enter(VfioContainer container) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fd = arena.allocateFrom(JAVA_INT, container.fd());
            file.ioctl(VfioRequest.GROUP_SET_CONTAINER, fd);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.entering(file.name(), isViable(), members(), e);
        }
    }

    private boolean isViable() {
        try {
            return GroupStatus.ask(file).viable();
        } catch (LinuxErrorException _) {
            return true;
        }
    }

    /// Takes the group out of its container; its devices must be closed.
    ///
    /// @throws io.sriov.host.HostException when the kernel refuses
    void leave() {
        try {
            file.ioctl(VfioRequest.GROUP_UNSET_CONTAINER, 0);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.asking(file.name(), e);
        }
    }

    /// Opens the function for which the group was opened. The group must be in a container that
    /// guards the memory.
    ///
    /// @param token for a VF whose PF is held through VFIO, the token that its holder has set; for
    ///   a PF, the token that its VFs shall need; absent otherwise
    /// @return the device, which is reset when the last one who has it open closes it
    /// @throws io.sriov.host.HostException with EACCES when the token is missing or wrong
    VfioDevice device(Optional<UUID> token) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(VfToken.argument(function, token));
            int fd = file.ioctl(VfioRequest.GROUP_GET_DEVICE_FD, name);
            return new VfioDevice(new VfioFile(file.libc(), function.toString(), fd));
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.openingDevice(function, token.isPresent(), e);
        }
    }

    /// {@return the file descriptor, for handing it over; it stays this object's}
    int fd() {
        return file.fd();
    }

    @Override
    public void close() {
        file.close();
    }
}

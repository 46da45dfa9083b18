package io.sriov.linux.vfio;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import java.nio.file.Path;
import java.util.List;

/// What groups are put into so that they share the memory that their devices may reach. Must be
/// closed, after its groups. Thread-safe.
final class VfioContainer implements AutoCloseable {
    /// `VFIO_API_VERSION`: there has been no other.
    static final int API_VERSION = 0;

    /// `VFIO_TYPE1_IOMMU`.
    static final int TYPE1 = 1;

    /// `VFIO_TYPE1v2_IOMMU`.
    static final int TYPE1_V2 = 3;

    /// `VFIO_NOIOMMU_IOMMU`: no protection at all.
    static final int NO_IOMMU = 8;

    /// How the memory may be guarded, the best first.
    private static final List<Integer> IOMMUS = List.of(TYPE1_V2, TYPE1, NO_IOMMU);

    private final VfioFile file;

    private VfioContainer(VfioFile file) {
        this.file = file;
    }

    /// Opens a container with nothing in it.
    ///
    /// @param libc the C library
    /// @param node [VfioPath#container()]
    /// @return the container
    /// @throws HostException when it cannot be opened, or is of another version
    static VfioContainer open(Libc libc, Path node) {
        VfioFile file;
        try {
            file = VfioFile.open(libc, node.toString());
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.opening(node.toString(), e);
        }
        try {
            int version = file.ioctl(VfioRequest.GET_API_VERSION, 0);
            if (version != API_VERSION) {
                throw new HostException(
                        Operation.PASS_THROUGH,
                        node.toString(),
                        Errno.EOPNOTSUPP,
                        "the kernel's VFIO has version " + version + ", and only 0 is known here",
                        "use a newer release of this library");
            }
            return new VfioContainer(file);
        } catch (LinuxErrorException e) {
            file.close();
            throw VfioDiagnosis.asking(node.toString(), e);
        } catch (HostException e) {
            file.close();
            throw e;
        }
    }

    /// {@return whether the kernel has something that not every kernel has}
    ///
    /// @param extension its number, such as `VFIO_TYPE1v2_IOMMU`, 3
    boolean has(int extension) {
        try {
            return file.ioctl(VfioRequest.CHECK_EXTENSION, extension) > 0;
        } catch (LinuxErrorException _) {
            return false;
        }
    }

    /// Has the memory guarded, in the best way that the kernel knows for the groups inside, of
    /// which there must be one.
    ///
    /// @throws HostException when the kernel refuses
    void guard() {
        int iommu =
                IOMMUS.stream()
                        .filter(this::has)
                        .findFirst()
                        .orElseThrow(() ->
                                new HostException(
                                        Operation.PASS_THROUGH,
                                        file.name(),
                                        Errno.EOPNOTSUPP,
                                        "the kernel knows no way of guarding the memory",
                                        "load vfio_iommu_type1 with modprobe"));
        try {
            file.ioctl(VfioRequest.SET_IOMMU, iommu);
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.guarding(file.name(), e);
        }
    }

    int fd() {
        return file.fd();
    }

    @Override
    public void close() {
        file.close();
    }
}

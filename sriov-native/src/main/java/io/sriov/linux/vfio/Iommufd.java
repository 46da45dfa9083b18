package io.sriov.linux.vfio;

import io.sriov.ffm.Libc;
import io.sriov.linux.sys.LinuxErrorException;
import java.nio.file.Path;

/// `/dev/iommu`, open: what devices that are opened by their own nodes are bound to, from Linux 6.6
/// on. Must be closed, after its devices. Thread-safe.
final class Iommufd implements AutoCloseable {
    private final VfioFile file;

    private Iommufd(VfioFile file) {
        this.file = file;
    }

    /// Opens it anew, with nothing bound.
    ///
    /// @param libc the C library
    /// @param node [VfioPath#iommufd()]
    /// @return what devices can be bound to
    /// @throws io.sriov.host.HostException with ENOENT when the kernel has no iommufd
    static Iommufd open(Libc libc, Path node) {
        try {
            return new Iommufd(VfioFile.open(libc, node.toString()));
        } catch (LinuxErrorException e) {
            throw VfioDiagnosis.opening(node.toString(), e);
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

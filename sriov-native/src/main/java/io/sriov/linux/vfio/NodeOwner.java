package io.sriov.linux.vfio;

import io.sriov.ffm.FileOwnership;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who may open one of VFIO's nodes: a hypervisor that does not run as root must own the node of
/// the function's group, or the function's own and `/dev/iommu`. A node that is made anew, since
/// the function was bound again, is root's.
///
/// Immutable.
///
/// @param user the number of its owner, `uid_t`
/// @param group the number of its group, `gid_t`
public record NodeOwner(int user, int group) {

    /// {@return who owns a node now}
    ///
    /// @param node the node
    /// @throws HostException with ENOENT when there is no such node
    public static NodeOwner of(Path node) {
        try {
            return new NodeOwner(number(node, "unix:uid"), number(node, "unix:gid"));
        } catch (NoSuchFileException e) {
            throw unknown(
                    node,
                    Errno.ENOENT,
                    "there is no such node",
                    "look for the function's group again: its number has changed",
                    e);
        } catch (IOException e) {
            throw unknown(node, Errno.EIO, "its owner cannot be told", null, e);
        }
    }

    private static int number(Path node, String attribute) throws IOException {
        return (Integer) Objects.requireNonNull(Files.getAttribute(node, attribute));
    }

    private static HostException unknown(
            Path node, Errno errno, String detail, @Nullable String remedy, IOException cause) {
        return new HostException(
                Operation.PASS_THROUGH, node.toString(), errno, detail, remedy, cause);
    }

    /// Gives a node to this owner.
    ///
    /// @param node the node
    /// @return who owned it before
    /// @throws HostException with the kernel's errno when the caller may not do that
    public NodeOwner take(Path node) {
        return take(FileOwnership.system(), node);
    }

    NodeOwner take(FileOwnership ownership, Path node) {
        NodeOwner before = of(node);
        try {
            LinuxErrorException.check(
                    node.toString(), ownership.change(node.toString(), user, group));
            return before;
        } catch (LinuxErrorException e) {
            throw new HostException(
                    Operation.PASS_THROUGH,
                    node.toString(),
                    e.errno(),
                    switch (e.errno()) {
                        case EPERM, EACCES -> "the caller may not give it away";
                        default -> "changing its owner: " + e.text();
                    },
                    switch (e.errno()) {
                        case EPERM, EACCES -> "run as root, or with CAP_CHOWN";
                        case EROFS -> "mount /dev writable";
                        default -> "look for the function's group again";
                    });
        }
    }
}

package io.sriov.linux.vfio;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.linux.sys.Retry;
import io.sriov.pci.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Opens a function in the way that is open to the caller.
final class VfioOpening {
    private final Libc libc;
    private final VfioPath path;
    private final Retry retry;

    VfioOpening(Libc libc, VfioPath path, Retry retry) {
        this.libc = libc;
        this.path = path;
        this.retry = retry;
    }

    VfioDevice open(PciAddress function, Optional<UUID> token) {
        Optional<Path> own = path.device(function).filter(VfioOpening::mayOpen);
        return own.isPresent() && mayOpen(path.iommufd()) && !mayOpenGroup(function)
                ? byItsOwnNode(own.get(), function, token)
                : throughItsGroup(function, token);
    }

    private boolean mayOpenGroup(PciAddress function) {
        try {
            return mayOpen(path.container()) && mayOpen(path.group(function));
        } catch (HostException _) {
            return false;
        }
    }

    private static boolean mayOpen(Path node) {
        return Files.isReadable(node) && Files.isWritable(node);
    }

    private VfioDevice throughItsGroup(PciAddress function, Optional<UUID> token) {
        VfioGroup group = VfioGroup.open(libc, path, function);
        VfioContainer container = null;
        try {
            container = VfioContainer.open(libc, path.container());
            group.enter(container);
            container.guard();
            VfioDevice device = patiently(() -> group.device(token));
            VfioContainer entered = container;
            return device.over(() -> {
                group.close();
                entered.close();
            });
        } catch (RuntimeException e) {
            group.close();
            if (container != null) {
                container.close();
            }
            throw e;
        }
    }

    private VfioDevice byItsOwnNode(Path node, PciAddress function, Optional<UUID> token) {
        Iommufd iommufd = Iommufd.open(libc, path.iommufd());
        try {
            return patiently(() -> VfioDevice.open(libc, node, function, iommufd, token))
                    .over(iommufd::close);
        } catch (RuntimeException e) {
            iommufd.close();
            throw e;
        }
    }

    /// The kernel does not wait for a function that somebody else resets, but says EAGAIN
    /// (`vfio_pci_core_enable` in Linux's `drivers/vfio/pci/vfio_pci_core.c`).
    private VfioDevice patiently(Supplier<VfioDevice> open) {
        var opened = new AtomicReference<VfioDevice>();
        retry.run(
                HostException.class, e -> e.errno() == Errno.EAGAIN, () -> opened.set(open.get()));
        return opened.get();
    }
}

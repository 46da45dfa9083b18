package io.sriov.linux;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfUse;
import io.sriov.linux.bind.Binding;
import io.sriov.linux.bind.PassthroughDrivers;
import io.sriov.linux.inventory.VfUsage;
import io.sriov.linux.vfio.IommuGroup;
import io.sriov.linux.vfio.NodeOwner;
import io.sriov.linux.vfio.VfioDevice;
import io.sriov.linux.vfio.VfioPath;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// A PCI function on its way to a guest and back: a VF, or a PF that is passed through itself.
///
/// ```java
/// PassthroughFunction vf = host.passthrough("ens3f0", 2);
/// vf.bind();                              // vfio-pci, whatever was bound before
/// vf.reset();                             // nothing of its last user is left
/// vf.give(new NodeOwner(64055, 108));     // QEMU does not run as root
/// // ... the guest runs, and ends ...
/// vf.release();                           // reset, and back to the driver of the host
/// ```
///
/// Nothing is kept between two calls but where the function sits: the names of VFIO's nodes change
/// with every start and every binding, and are looked up when they are asked for. Once VFs have
/// been destroyed and created again, ask for a VF anew by its number.
///
/// A function that somebody holds through VFIO is not taken away: every method that would is
/// refused with EBUSY, naming the process, because the kernel would wait for it without end; and
/// with EPERM where the caller may not see who holds it. So is a PF that has VFs, which its driver
/// would destroy. Other uses, such as an interface that is up, end with the driver;
/// [io.sriov.host.VfStatus#uses()] tells them.
///
/// Every method throws [HostException], with ENODEV when there is no such function any more, and
/// with the kernel's errno where the kernel refuses; changes take root, or CAP_DAC_OVERRIDE, giving
/// nodes away CAP_CHOWN. A call blocks as long as the kernel, at most for the host's deadline.
/// Thread-safe.
public final class PassthroughFunction {
    private final LinuxHost host;
    private final PciAddress address;

    PassthroughFunction(LinuxHost host, PciAddress address) {
        this.host = host;
        this.address = address;
    }

    /// {@return where the function sits}
    public PciAddress address() {
        return address;
    }

    private LinuxKernel kernel() {
        return host.kernel();
    }

    private VfioPath vfio() {
        return kernel().vfio();
    }

    /// {@return which driver it has now}
    public DriverBinding driver() {
        return DriverBinding.of(kernel().functions().binding(address));
    }

    /// Binds `vfio-pci`, and lets no other driver be bound from then on.
    ///
    /// @return what was there, for [#restore(DriverBinding)]
    /// @throws HostException as [#bind(String)] does
    public DriverBinding bind() {
        return bind(Passthrough.DRIVER);
    }

    /// Binds a driver by its name, and lets no other be bound from then on. What refuses for the
    /// moment only, such as a function that is still being reset, is tried again for 3 seconds.
    ///
    /// @param driver the driver: a vendor's own for VFIO, such as `mlx5_vfio_pci`, or one of the
    ///   host's
    /// @return what was there, for [#restore(DriverBinding)]
    /// @throws HostException with ENOENT when the driver is not loaded; with EINVAL when the IOMMU
    ///   is off; with EBUSY when a guest has the function, or it is kept from every driver since it
    ///   could not be reset. What was there is there again, or the message says why not
    /// @throws IllegalArgumentException if that is no name of a driver
    public DriverBinding bind(String driver) {
        if (!bound().equals(Optional.of(driver))) {
            requireUnheld(Operation.ATTACH_VF);
        }
        return DriverBinding.of(kernel().functions().bind(address, driver));
    }

    /// Takes it from its driver. Which driver may be bound stays as it is.
    ///
    /// @return what was there, for [#restore(DriverBinding)]
    public DriverBinding unbind() {
        requireUnheld(Operation.DETACH_VF);
        return DriverBinding.of(kernel().functions().unbind(address));
    }

    /// Puts back what was there.
    ///
    /// @param before what was there
    /// @throws HostException when the driver of then cannot be bound
    /// @throws IllegalArgumentException if that is of another function
    public void restore(DriverBinding before) {
        if (!before.function().equals(address)) {
            throw new IllegalArgumentException(before.function() + " is not " + address);
        }
        Binding binding = before.binding();
        if (!bound().equals(binding.driver())) {
            requireUnheld(Operation.ATTACH_VF);
        }
        kernel().functions().restore(binding);
    }

    /// {@return the IOMMU group as it is now: who is in it, and who keeps it from being used by a
    /// guest}
    public IommuGroup group() {
        return vfio().members(address);
    }

    /// {@return the node of its IOMMU group as it is now: `/dev/vfio/7`}
    ///
    /// @throws HostException with ENOENT when it is in no group, or no VFIO driver is bound to it
    public Path groupNode() {
        return vfio().group(address);
    }

    /// {@return its own node as it is now: `/dev/vfio/devices/vfio0`; empty where the kernel has no
    /// such nodes, before Linux 6.6 or without CONFIG_VFIO_DEVICE_CDEV}
    ///
    /// @throws HostException with ENOENT when no VFIO driver is bound to it
    public Optional<Path> deviceNode() {
        return vfio().device(address);
    }

    /// {@return who may open the node of its group, besides root}
    ///
    /// @throws HostException as [#groupNode()] does
    public NodeOwner owner() {
        return NodeOwner.of(groupNode());
    }

    /// Gives the node of its group, and its own where there is one, to somebody, such as a
    /// hypervisor that does not run as root. A group goes to one user as a whole. The nodes are
    /// root's again when the function is bound again.
    ///
    /// A hypervisor that goes by a function's own node needs `/dev/iommu` as well, which is one for
    /// the whole machine and is left alone.
    ///
    /// @param owner who gets them
    /// @return who owned the node of the group before
    /// @throws HostException as [#groupNode()] does; with EPERM when the group is not viable,
    ///   saying who else is in it, or when the caller may not do that
    public NodeOwner give(NodeOwner owner) {
        Path node = groupNode();
        IommuGroup group = group();
        if (!group.viable()) {
            throw new HostException(
                    Operation.PASS_THROUGH,
                    address.toString(),
                    Errno.EPERM,
                    "its IOMMU group is not viable: " + group.obstacle().orElse(""),
                    "bind vfio-pci to those as well, leave them without a driver, or use a slot"
                            + " whose ports have ACS");
        }
        NodeOwner before = owner.take(node);
        deviceNode().ifPresent(owner::take);
        return before;
    }

    /// Resets it, so that nothing of its last user is left to the next. No driver of the host's may
    /// be bound: the kernel does not come back from it with some.
    ///
    /// @throws HostException with EBUSY when a driver of the host's is bound; with the kernel's
    ///   errno when it cannot be reset, or does not answer afterwards
    public void reset() {
        requireUnheld(Operation.RESET_VF);
        kernel().functions().reset(address);
    }

    /// Opens it as a guest would, to look at it.
    ///
    /// @return the device, to be closed; while it is open nobody else can have the function
    /// @throws HostException as [VfioDevice#open(VfioPath, PciAddress, Optional)] does
    public VfioDevice open() {
        return VfioDevice.open(vfio(), address, Optional.empty());
    }

    /// Opens a VF whose PF is held through VFIO as well, or such a PF, see
    /// [VfioDevice#setVfToken(UUID)].
    ///
    /// @param vfToken the token that the PF's holder has set, a secret
    /// @return the device, to be closed
    /// @throws HostException as [VfioDevice#open(VfioPath, PciAddress, Optional)] does
    public VfioDevice open(UUID vfToken) {
        return VfioDevice.open(vfio(), address, Optional.of(vfToken));
    }

    /// Takes it back from a guest that has ended: takes it from VFIO's driver, resets it, lets any
    /// driver be bound, and the kernel choose one of the host's, and looks whether it has. Where a
    /// driver of the host's is bound already, it stays, and nothing is reset.
    ///
    /// Until the reset has succeeded, no driver can be bound (`driver_override` is `none`). A
    /// function whose reset fails stays so and is given to nobody, [#bind()] included, until this
    /// is called again and succeeds, or the PF's VFs are created anew.
    ///
    /// @throws HostException for [Operation#RESET_VF] when the reset fails; with ENODEV when no
    ///   driver of the host's takes it, which leaves it reset and without one
    public void release() {
        if (bound().filter(PassthroughDrivers::isHosts).isEmpty()) {
            requireUnheld(Operation.DETACH_VF);
        }
        kernel().functions().release(address);
    }

    private Optional<String> bound() {
        return kernel().functions().binding(address).driver();
    }

    /// Drivers destroy the VFs of a PF that is taken from them, whoever uses those.
    private void requireNoVfs(Operation operation) {
        int vfs = new NumVfs(new LinuxPf(host, address), kernel()).links();
        if (vfs > 0) {
            throw new HostException(
                    operation,
                    address.toString(),
                    Errno.EBUSY,
                    "it is a PF, and its " + vfs + " VFs would be lost with its driver",
                    "destroy them first: iovctl -D -d " + address);
        }
    }

    /// The kernel waits without end for whoever holds a function through VFIO.
    private void requireUnheld(Operation operation) {
        requireNoVfs(operation);
        if (bound().filter(PassthroughDrivers::isVfio).isEmpty()) {
            return;
        }
        VfUsage usage = kernel().users().of(address);
        for (VfUse use : usage.uses()) {
            if (use.exclusive()) {
                throw new HostException(
                        operation,
                        address.toString(),
                        Errno.EBUSY,
                        "it is held: " + use.holder(),
                        "stop the guest or program that has it");
            }
        }
        usage.unknown()
                .ifPresent(why -> {
                    throw new HostException(
                            operation,
                            address.toString(),
                            Errno.EPERM,
                            "whether a guest holds it cannot be told",
                            why);
                });
    }
}

package io.sriov.host;

import io.sriov.pci.ConfigSpace;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.List;

/// A PF as its kernel offers it.
///
/// The operations are those of a kernel: each does one thing, at once, and fails with an errno.
/// They neither plan nor restore; see `io.sriov.Sriov` for that. Thread-safe: the kernel orders
/// concurrent calls for one PF.
public interface PhysicalFunction {

    /// {@return the device name under which the PF is planned and recorded: `ix0` on FreeBSD,
    /// `0000:03:00.0` on Linux, where other names of it may change}
    String device();

    /// {@return the path under which the kernel offers the PF's SR-IOV controls: `/dev/iov/ix0`}
    String node();

    /// {@return the schema that the PF's driver publishes, with the parameters of the
    /// infrastructure: `num_vfs`, `device`, `passthrough`}
    ///
    /// @throws HostException when the kernel does not give it
    PfSchema schema();

    /// Checks what a schema cannot say: rules between parameters, and limits of the device. Nothing
    /// is touched.
    ///
    /// @param config a configuration that is valid by this PF's schema
    /// @return the problems, those that are errors keep the configuration from being applied; none
    ///   where the kernel keeps such rules to itself
    /// @throws HostException when the kernel cannot be asked
    default List<Diagnostic> check(IovConfig config) {
        return List.of();
    }

    /// Looks whether the caller and the machine have what it takes to create a configuration's VFs:
    /// permissions, a driver, room. Asked before the first step of an apply, so that no VFs are
    /// destroyed that could not be created again. Nothing is touched.
    ///
    /// @param config a configuration for this PF
    /// @throws HostException with the errno that [#configure(IovConfig)] would give
    default void preflight(IovConfig config) {}

    /// {@return the declared parameters that do not read back as declared; none where all do, or
    /// where the kernel does not give parameters back}
    ///
    /// @param config the configuration that is in force
    /// @throws HostException when the kernel cannot be asked
    default List<ParameterMismatch> compare(IovConfig config) {
        return List.of();
    }

    /// Puts back what an operation that was interrupted, with its process, had changed on its way
    /// and what [#status()] does not show: a switch of the kernel, for instance. Does nothing where
    /// nothing was interrupted.
    ///
    /// @throws HostException when it cannot be put back
    default void settle() {}

    /// {@return the PF and its VFs as they are now}
    ///
    /// @throws HostException when the kernel cannot be asked
    PfStatus status();

    /// {@return the PF's configuration space}
    ConfigSpace configSpace();

    /// Creates all VFs of a configuration in one shot, as `IOV_CONFIG` does.
    ///
    /// Afterwards VF Enable and VF MSE are set and NumVFs is what was asked for; VF `i` sits where
    /// First VF Offset and VF Stride put it as they read then, see [io.sriov.pci.VfRouting]. A
    /// kernel may return normally although single VFs were not created (their driver refused them):
    /// only [#status()] tells.
    ///
    /// Where it is refused because of VFs that exist, nothing changes. After any other failure
    /// there are no VFs and VF Enable is clear; other registers may keep what was written. Of
    /// several who configure one PF at once one wins, and the others find VFs or a PF that is busy.
    ///
    /// @param config a configuration for this PF
    /// @throws HostException with the kernel's errno: [Errno#EBUSY] while VFs exist or somebody
    ///   else is changing the PF; [Errno#EINVAL] for what its validation refuses, among it
    ///   parameters that the schema does not declare; for more than TotalVFs [Errno#EINVAL] on
    ///   FreeBSD, [Errno#ERANGE] on Linux; [Errno#ENOSPC], [Errno#ENXIO], … for missing resources
    void configure(IovConfig config);

    /// Destroys all VFs, as `IOV_DELETE` does. Afterwards VF Enable, VF MSE and NumVFs are clear.
    ///
    /// @throws HostException with the kernel's errno: [Errno#ECHILD] when there are none,
    ///   [Errno#EBUSY] when a VF's driver does not let go or somebody else is changing the PF. Then
    ///   all VFs are still there and enabled, but those detached before that one stay detached
    void delete();

    /// Attaches the driver that a VF is meant for: the host's VF driver, or the passthrough stub.
    ///
    /// @param index the VF's number
    /// @throws HostException with [Errno#ENOENT] when there is no such VF, [Errno#EBUSY] when a
    ///   driver is attached, [Errno#ENXIO] when none takes it
    void attachVf(int index);

    /// Detaches a VF's driver. The VF stays, and whoever used it without holding it has lost it.
    ///
    /// @param index the VF's number
    /// @throws HostException with [Errno#ENOENT] when there is no such VF, [Errno#ENXIO] when no
    ///   driver is attached, [Errno#EBUSY] when its driver does not let go
    void detachVf(int index);
}

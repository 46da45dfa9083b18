package io.sriov.host;

import io.sriov.pci.ConfigSpace;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;

/// A PF as its kernel offers it.
///
/// The operations are those of a kernel: each does one thing, at once, and fails with an errno.
/// They neither plan nor restore; see `io.sriov.Sriov` for that. Thread-safe: the kernel orders
/// concurrent calls for one PF.
public interface PhysicalFunction {

    /// {@return the device name: `ix0`}
    String device();

    /// {@return the path under which the kernel offers the PF's SR-IOV controls: `/dev/iov/ix0`}
    String node();

    /// {@return the schema that the PF's driver publishes}
    ///
    /// @throws HostException when the kernel does not give it
    PfSchema schema();

    /// {@return the PF and its VFs as they are now}
    ///
    /// @throws HostException when the kernel cannot be asked
    PfStatus status();

    /// {@return the PF's configuration space}
    ConfigSpace configSpace();

    /// Creates all VFs of a configuration in one shot, as `IOV_CONFIG` does.
    ///
    /// A kernel may return normally although single VFs were not created (their driver refused
    /// them): only [#status()] tells.
    ///
    /// @param config a configuration for this PF
    /// @throws HostException with the kernel's errno: [Errno#EBUSY] while VFs exist, [Errno#EINVAL]
    ///   for what its validation refuses, [Errno#ENOSPC], [Errno#ENXIO], … for missing resources
    void configure(IovConfig config);

    /// Destroys all VFs, as `IOV_DELETE` does.
    ///
    /// @throws HostException with the kernel's errno: [Errno#ECHILD] when there are none,
    ///   [Errno#EBUSY] when a VF's driver does not let go; VFs detached before that one stay
    ///   detached
    void delete();

    /// Attaches the driver that a VF is meant for: the host's VF driver, or the passthrough stub.
    ///
    /// @param index the VF's number
    /// @throws HostException when there is no such VF, or no driver takes it
    void attachVf(int index);

    /// Detaches a VF's driver.
    ///
    /// @param index the VF's number
    /// @throws HostException when there is no such VF, or with [Errno#EBUSY] when its driver does
    ///   not let go
    void detachVf(int index);
}

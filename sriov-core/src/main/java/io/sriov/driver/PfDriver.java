package io.sriov.driver;

import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.List;

/// The driver of one PF, as the SR-IOV infrastructure sees it.
///
/// The infrastructure calls one method at a time, not always on the same thread, in this order:
/// [#init], then [#addVf] for 0, 1, 2, …, later [#uninit]. After a successful `init` there may be
/// no `addVf` at all when resources are missing; `uninit` still comes. Sources: PCI_IOV_INIT(9),
/// PCI_IOV_ADD_VF(9), PCI_IOV_UNINIT(9).
public interface PfDriver {

    /// {@return the schema: what may be configured; the same for the life of the driver}
    PfSchema schema();

    /// Checks what the schema cannot say: rules between parameters, and limits of the device.
    ///
    /// @param config a configuration that is valid by the schema
    /// @return the problems, with where in the configuration they are; errors keep it from being
    ///   applied
    default List<Diagnostic> check(IovConfig config) {
        return List.of();
    }

    /// Asks the device what a VF has of its parameters, and tells where that is not what it was
    /// given.
    ///
    /// An answer that the device does not give is never told as none: without an exception, each
    /// parameter that differs is there.
    ///
    /// @param index the VF's number
    /// @param vf the VF's driver parameters, as [#addVf] was given them
    /// @return all those that read back otherwise than given; none where all read back as given, or
    ///   where this driver can ask its device for none of them at any time
    /// @throws PfDriverException when the device cannot be asked, or does not answer
    default List<ParameterMismatch> compare(int index, DriverParameters vf)
            throws PfDriverException {
        return List.of();
    }

    /// Asks the device what a VF has of the schema's parameters, declared or not.
    ///
    /// @param index the VF's number
    /// @return all of the VF's driver parameters that the schema has, in its order, but for those
    ///   that are no property of the device and only stand for another; those that cannot be told,
    ///   always or this time, with the reason why not; an empty list only where this driver reads
    ///   nothing back of any VF at any time
    /// @throws PfDriverException when the device cannot be asked, or does not answer, unless each
    ///   parameter says for itself that it is not known
    default List<ParameterReading> read(int index) throws PfDriverException {
        return List.of();
    }

    /// Prepares for VFs to be enabled.
    ///
    /// @param numVfs how many VFs will be enabled; 0 is possible on kernels that do not refuse it
    /// @param pf the PF's driver parameters: those required and those with defaults are present,
    ///   all in range
    /// @throws PfDriverException to refuse; no VF is created then, and `uninit` is not called
    void init(int numVfs, DriverParameters pf) throws PfDriverException;

    /// Takes a VF in hand.
    ///
    /// @param index the VF's number; they come in order, from 0
    /// @param vf the VF's driver parameters, as for `init`
    /// @throws PfDriverException to refuse this VF alone; the others are not concerned, and come
    ///   all the same, before and after it
    void addVf(int index, DriverParameters vf) throws PfDriverException;

    /// Releases what `init` and `addVf` took, threads too. The VFs are gone or never came.
    void uninit();
}

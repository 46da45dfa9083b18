package io.sriov.host;

import java.util.List;

/// One machine with its SR-IOV devices.
///
/// Implementations are thread-safe; calls for different PFs do not wait for each other.
public interface Host extends AutoCloseable {

    /// {@return the host's name for messages, as one would give it to `iovctl --host`}
    String name();

    /// {@return every PF whose driver offers SR-IOV, by device name, numbers inside names in
    /// numeric order}
    ///
    /// @throws HostException when the host cannot be asked
    List<PhysicalFunction> physicalFunctions();

    /// {@return the PF of a device name}
    ///
    /// @param device the name, `ix0`; untrusted input, which implementations never join into a path
    ///   unchecked
    /// @throws HostException with [Errno#ENOENT] when there is no such PF, naming those there are
    PhysicalFunction physicalFunction(String device);

    /// {@return where this host keeps journals and records of what was applied}
    RecordStore records();

    /// Releases what the host holds. PFs of a closed host cannot be used any more.
    @Override
    void close();
}

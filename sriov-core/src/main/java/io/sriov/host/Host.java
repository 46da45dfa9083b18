package io.sriov.host;

import io.sriov.dump.MachineDump;
import java.util.List;

/// One machine with its SR-IOV devices.
///
/// Implementations are thread-safe; calls for different PFs do not wait for each other. Whoever
/// asks for a PF gets the same one: what is done through one object is seen through all.
///
/// The contract tests in `io.sriov.testkit.contract` check what is said in this package, against
/// every platform.
public interface Host extends AutoCloseable {

    /// {@return the host's name for messages, as one would give it to `iovctl --host`; also after
    /// it was closed}
    String name();

    /// {@return every PF whose driver offers SR-IOV, by device name, numbers inside names in
    /// numeric order}
    ///
    /// @throws HostException when the host cannot be asked
    List<PhysicalFunction> physicalFunctions();

    /// {@return the PF of a device name}
    ///
    /// @param device the name, `ix0`, or another name of it, see `PfStatus#otherNames()`; compared
    ///   letter by letter; untrusted input, which implementations never join into a path unchecked
    /// @throws HostException with [Errno#ENOENT] when there is no such PF, naming those there are,
    ///   whatever the text: empty, a path, or longer than the kernel takes
    PhysicalFunction physicalFunction(String device);

    /// {@return what messages call a PF of a device name, whether there is one or not: the path of
    /// its node where PFs have nodes by their names, `/dev/iov/ix0`}
    ///
    /// @param device the name
    default String node(String device) {
        return device;
    }

    /// {@return where this host keeps journals and records of what was applied; the same place at
    /// each call}
    RecordStore records();

    /// Looks whether the machine has what it takes to create VFs and to give them away. Nothing is
    /// changed. PFs' state and the records are not among what is looked at here: see
    /// `io.sriov.Sriov#examine()`.
    ///
    /// @return what was found, in the order in which to put it right; nothing where this kind of
    ///   host lacks nothing
    default List<Finding> examine() {
        return List.of();
    }

    /// Says all that this host can tell of its SR-IOV devices: registers, memory, drivers, names.
    /// Nothing is changed, and nothing is masked: see [io.sriov.dump.Masking].
    ///
    /// What cannot be told stands in the dump as such, see [MachineDump#unread()] and
    /// [io.sriov.dump.FunctionDump#unread()]; that a PF cannot be asked is no error here.
    ///
    /// Registers are read as a whole, as `lspci -xxxx` does. There are devices that do not take
    /// that well; they are rare.
    ///
    /// @return the dump
    /// @throws HostException when the host cannot be asked which PFs there are
    default MachineDump dump() {
        return PortsDump.of(this);
    }

    /// Releases what the host holds; does nothing where that was done.
    ///
    /// Whatever is asked of the kernel through a closed host, its PFs or their configuration spaces
    /// throws `IllegalStateException`.
    @Override
    void close();
}

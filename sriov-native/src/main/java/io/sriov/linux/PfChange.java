package io.sriov.linux;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.RecordStore;

/// A change of a PF's VFs, which excludes every other of this PF by the SDK, in any process with
/// the same records. Ends when it is closed.
final class PfChange implements AutoCloseable {
    private final RecordStore.Lock lock;
    private final Autoprobe autoprobe;

    private PfChange(RecordStore.Lock lock, Autoprobe autoprobe) {
        this.lock = lock;
        this.autoprobe = autoprobe;
    }

    /// Begins a change.
    ///
    /// @throws HostException with EBUSY while somebody else is changing the PF
    static PfChange begin(LinuxPf pf, Operation operation) {
        LinuxKernel kernel = pf.host().kernel();
        RecordStore records = pf.host().records();
        RecordStore.Lock lock;
        try {
            lock = records.lock(name("change", pf));
        } catch (HostException e) {
            throw new HostException(
                    operation,
                    pf.device(),
                    e.errno(),
                    e.errno() == Errno.EBUSY
                            ? "another thread or process is changing it"
                            : "that it is being changed cannot be recorded",
                    e.remedy().orElse(null),
                    e);
        }
        return new PfChange(
                lock, new Autoprobe(kernel.sysfs(), records, autoprobeEntry(pf), pf.directory()));
    }

    /// {@return the record's name of what a PF's switch for probing was}
    static String autoprobeEntry(LinuxPf pf) {
        return name("autoprobe", pf);
    }

    /// An entry's name: `autoprobe-0000-03-00.0`.
    private static String name(String kind, LinuxPf pf) {
        return kind + "-" + pf.device().replace(':', '-');
    }

    Autoprobe autoprobe() {
        return autoprobe;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (RuntimeException e) {
            // What was done is done; the process's end drops the lock.
            System.getLogger(PfChange.class.getName())
                    .log(System.Logger.Level.WARNING, "a lock could not be given back", e);
        }
    }
}

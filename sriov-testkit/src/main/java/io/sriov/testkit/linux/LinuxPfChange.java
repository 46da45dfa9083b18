package io.sriov.testkit.linux;

import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.RecordStore;

/// A change of a PF's VFs, which excludes every other of this PF. Its switch for probing new VFs,
/// `sriov_drivers_autoprobe`, is recorded before it is switched off, so that it can be put back by
/// whoever comes after a change that was interrupted.
final class LinuxPfChange implements AutoCloseable {
    private static final String AUTOPROBE = "sriov_drivers_autoprobe";

    private final FunctionFiles files;
    private final RecordStore records;
    private final String entry;
    private final RecordStore.Lock lock;

    private LinuxPfChange(
            FunctionFiles files, RecordStore records, String entry, RecordStore.Lock lock) {
        this.files = files;
        this.records = records;
        this.entry = entry;
        this.lock = lock;
    }

    /// @throws HostException with EBUSY while somebody else is changing the PF
    static LinuxPfChange begin(SimulatedLinuxPf pf, Operation operation) {
        FunctionFiles files = pf.files();
        RecordStore records = pf.host().records();
        String name = pf.device().replace(':', '-');
        try {
            return new LinuxPfChange(
                    files, records, "autoprobe-" + name, records.lock("change-" + name));
        } catch (HostException e) {
            throw new HostException(
                    operation,
                    pf.device(),
                    e.errno(),
                    "another thread is changing it",
                    e.remedy().orElse(null),
                    e);
        }
    }

    /// Keeps drivers from VFs that come.
    void withhold() {
        settle();
        if (files.text(AUTOPROBE).filter("1"::equals).isPresent()) {
            records.write(entry, "1");
            files.write(AUTOPROBE, "0");
        }
    }

    /// Puts the switch back; does nothing where it was not touched.
    void settle() {
        if (records.read(entry).isPresent()) {
            files.write(AUTOPROBE, "1");
            records.remove(entry);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}

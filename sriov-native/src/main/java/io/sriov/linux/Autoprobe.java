package io.sriov.linux;

import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.RecordStore;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.Optional;

/// A PF's switch by which the kernel looks for drivers for new VFs: `sriov_drivers_autoprobe`
/// (`Documentation/ABI/testing/sysfs-bus-pci`). It is recorded before it is switched off, so that a
/// later process can put it back.
final class Autoprobe {
    private static final String ON = "1";
    private static final String OFF = "0";

    private final Sysfs sysfs;
    private final RecordStore records;
    private final String entry;
    private final Path file;

    /// @param entry the record's name
    /// @param pf the PF's directory in sysfs
    Autoprobe(Sysfs sysfs, RecordStore records, String entry, Path pf) {
        this.sysfs = sysfs;
        this.records = records;
        this.entry = entry;
        this.file = pf.resolve("sriov_drivers_autoprobe");
    }

    /// Switches it off. Does nothing where it is off, or the kernel has no such switch.
    ///
    /// @throws HostException when it cannot be recorded or written
    void off() {
        settle();
        if (sysfs.text(file).equals(Optional.of(ON))) {
            records.write(entry, ON);
            write(OFF);
        }
    }

    /// {@return whether it was switched off, and not put back yet}
    ///
    /// @throws HostException when the record cannot be read
    boolean isRecorded() {
        return records.read(entry).isPresent();
    }

    /// Puts back what was recorded; does nothing where nothing was.
    ///
    /// @throws HostException when it cannot be written
    void settle() {
        if (!isRecorded()) {
            return;
        }
        if (sysfs.exists(file)) {
            write(ON);
        }
        records.remove(entry);
    }

    private void write(String value) {
        try {
            sysfs.write(file, value);
        } catch (LinuxErrorException e) {
            throw new HostException(
                    Operation.CONFIGURE,
                    file.toString(),
                    e.errno(),
                    "it cannot be set to " + value + ": " + e.text(),
                    WriteAdvice.of(e.errno()).orElse("see dmesg"));
        }
    }
}

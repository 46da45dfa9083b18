package io.sriov.record;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.RecordStore;
import io.sriov.schema.config.IovConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The records of one PF.
///
/// | entry | holds |
/// |---|---|
/// | `applied-DEVICE` | the configuration in force, [AppliedConfiguration] |
/// | `journal-DEVICE` | while an apply is under way or needs attention: [Journal] |
/// | `previous-DEVICE` | beside a journal: a copy of `applied-DEVICE` as it was before |
/// | `pending-DEVICE` | beside a journal: the configuration that is being applied |
/// | `damaged-N-…` | an entry that could not be read, kept aside |
///
/// `previous-` and `pending-` without a journal are left-overs without a meaning. Every method may
/// throw [HostException] when the store fails. Thread-safe as far as the store is; changes are made
/// under [#lock()].
public final class PfRecords {
    private static final String APPLIED = "applied-";
    private static final String JOURNAL = "journal-";
    private static final String PREVIOUS = "previous-";
    private static final String PENDING = "pending-";

    private final RecordStore store;
    private final String device;
    private final String suffix;

    /// Opens the records of a PF.
    ///
    /// @param store where they are
    /// @param device the PF's device name
    public PfRecords(RecordStore store, String device) {
        this.store = store;
        this.device = device;
        this.suffix = encode(device);
    }

    /// {@return the devices that have a journal, sorted by entry name; entries that only look like
    /// journals, such as an editor's copies, are passed over}
    ///
    /// @param store where the records are
    public static List<String> journalled(RecordStore store) {
        return store.names().stream()
                .filter(name -> name.startsWith(JOURNAL))
                .map(name -> name.substring(JOURNAL.length()))
                .filter(suffix -> !suffix.isEmpty() && encode(decode(suffix)).equals(suffix))
                .map(PfRecords::decode)
                .toList();
    }

    /// Excludes everybody else from changing the PF, as far as they ask here.
    ///
    /// @return the lock
    public RecordStore.Lock lock() {
        return store.lock(suffix);
    }

    /// Excludes everybody else as [#lock()] does, if nobody excludes the caller.
    ///
    /// @return the lock; empty where somebody else holds it
    public Optional<RecordStore.Lock> tryLock() {
        try {
            return Optional.of(lock());
        } catch (HostException e) {
            if (e.errno() == Errno.EBUSY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// {@return the configuration in force}
    public Entry<AppliedConfiguration> applied() {
        return read(APPLIED, RecordText::readApplied);
    }

    /// {@return the text of the record of the configuration in force, whatever it is worth}
    public Optional<String> appliedText() {
        return store.read(APPLIED + suffix);
    }

    /// {@return the journal}
    public Entry<Journal> journal() {
        return read(JOURNAL, RecordText::readJournal);
    }

    /// {@return the configuration in force before the apply that the journal is about}
    public Entry<AppliedConfiguration> previous() {
        return read(PREVIOUS, RecordText::readApplied);
    }

    /// {@return the configuration that the apply of the journal applies}
    public Entry<IovConfig> pending() {
        return read(PENDING, RecordText::readPending);
    }

    /// Begins an apply: writes what recovering from it takes, the journal last.
    ///
    /// A journal that is still there tells of a failed apply whose VFs the record is not about; the
    /// record goes first then, so that nobody will ever take it for theirs.
    ///
    /// @param journal the first entry
    /// @param target the configuration to be applied; empty for a removal
    public void begin(Journal journal, Optional<IovConfig> target) {
        if (!(journal() instanceof Entry.Absent<Journal>)) {
            store.remove(APPLIED + suffix);
        }
        copy(APPLIED, PREVIOUS);
        if (target.isPresent()) {
            store.write(PENDING + suffix, RecordText.write(target.get()));
        } else {
            store.remove(PENDING + suffix);
        }
        write(journal);
    }

    /// Leaves a PF to somebody's attention: the journal stays, and the record goes, because it does
    /// not tell what is in force. What it told remains as [#previous()].
    ///
    /// @param journal the last entry
    public void leave(Journal journal) {
        write(journal);
        store.remove(APPLIED + suffix);
    }

    /// Writes the next entry of the journal.
    ///
    /// @param journal the journal
    public void write(Journal journal) {
        store.write(JOURNAL + suffix, RecordText.write(journal));
    }

    /// Records the configuration in force.
    ///
    /// @param applied the configuration; empty where there is none any more
    public void record(Optional<AppliedConfiguration> applied) {
        if (applied.isPresent()) {
            store.write(APPLIED + suffix, RecordText.write(applied.get()));
        } else {
            store.remove(APPLIED + suffix);
        }
    }

    /// Puts the record back that was there before the apply of the journal, if it is another now.
    public void restoreRecord() {
        copy(PREVIOUS, APPLIED);
    }

    /// Ends an apply: the journal goes, and then, as far as the store can, what belongs to it.
    public void end() {
        store.remove(JOURNAL + suffix);
        try {
            store.remove(PENDING + suffix);
            store.remove(PREVIOUS + suffix);
        } catch (HostException _) {
            // Without a journal they mean nothing; the next apply writes over them.
        }
    }

    /// Keeps aside those of the record and the journal that cannot be read.
    ///
    /// @return the names under which they are kept
    public List<String> setDamagedAside() {
        var kept = new ArrayList<String>();
        boolean journal = journal().damage().isPresent();
        if (journal || applied().damage().isPresent()) {
            setAside(APPLIED, kept);
        }
        if (journal) {
            setAside(PREVIOUS, kept);
            setAside(PENDING, kept);
            setAside(JOURNAL, kept);
        }
        return List.copyOf(kept);
    }

    private void setAside(String kind, List<String> kept) {
        Optional<String> text = store.read(kind + suffix);
        if (text.isEmpty()) {
            return;
        }
        Set<String> taken = new HashSet<>(store.names());
        int number = 1;
        while (taken.contains("damaged-" + number + "-" + kind + suffix)) {
            number++;
        }
        String name = "damaged-" + number + "-" + kind + suffix;
        store.write(name, text.get());
        store.remove(kind + suffix);
        kept.add(name);
    }

    private void copy(String from, String to) {
        Optional<String> text = store.read(from + suffix);
        if (text.equals(store.read(to + suffix))) {
            return;
        }
        if (text.isPresent()) {
            store.write(to + suffix, text.get());
        } else {
            store.remove(to + suffix);
        }
    }

    private <T> Entry<T> read(String kind, Reader<T> reader) {
        Optional<String> text = store.read(kind + suffix);
        if (text.isEmpty()) {
            return new Entry.Absent<>();
        }
        String fingerprint = SealedText.sha256(text.get());
        try {
            return new Entry.Present<>(reader.read(text.get(), device), fingerprint);
        } catch (DamagedTextException e) {
            return new Entry.Damaged<>(
                    "entry '" + kind + suffix + "' cannot be read: " + e.getMessage(), fingerprint);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(String text, String device) throws DamagedTextException;
    }

    /// The device name in the characters that an entry's name may have: others as `_` and two
    /// hexadecimal digits for each byte of UTF-8.
    static String encode(String device) {
        var encoded = new StringBuilder();
        for (byte b : device.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || (c == '.' && !encoded.isEmpty())) {
                encoded.append(c);
            } else {
                encoded.append('_').append(HexFormat.of().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String decode(String encoded) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '_'
                    && i + 2 < encoded.length()
                    && HexFormat.isHexDigit(encoded.charAt(i + 1))
                    && HexFormat.isHexDigit(encoded.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

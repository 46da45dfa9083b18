package io.sriov.host;

import java.util.List;
import java.util.Optional;

/// Where journals and records of applied configurations are kept, so that a later process can tell
/// what was done.
///
/// A kernel does not give a configuration back, and a process can die at any point: what is written
/// here is what the next one knows. Entries are texts under names of 1 to 200 letters, digits, `.`,
/// `_` and `-`, the first not `.`; any other name is a programming mistake
/// (`IllegalArgumentException`). Any text that UTF-8 can write comes back as it was, the empty one
/// too. Embedders may keep entries in a store of their own. Thread-safe; what is written through
/// one store is seen at once by every other over the same place.
public interface RecordStore {

    /// {@return the text of an entry, or empty where there is none}
    ///
    /// @param name the entry's name
    /// @throws HostException when the store cannot be read
    Optional<String> read(String name);

    /// Writes an entry, whole and durable: after a crash either the old or the new text is there,
    /// and once this returns the new one.
    ///
    /// @param name the entry's name
    /// @param text the new text
    /// @throws HostException when the store cannot be written
    void write(String name, String text);

    /// Removes an entry, durably; does nothing where there is none.
    ///
    /// @param name the entry's name
    /// @throws HostException when the store cannot be written
    void remove(String name);

    /// Looks whether entries can be written, as far as that can be told without writing one.
    ///
    /// @throws HostException when they cannot
    default void checkWritable() {}

    /// {@return the names of all entries, sorted as texts are compared; locks are no entries}
    ///
    /// @throws HostException when the store cannot be read
    List<String> names();

    /// Excludes every other holder, in this thread, this process or another, from the same name
    /// until the lock is closed. It need not name an entry, and keeps nobody from reading and
    /// writing.
    ///
    /// @param name what to lock: a PF's device name
    /// @return the lock
    /// @throws HostException with [Errno#EBUSY] when somebody else holds it
    Lock lock(String name);

    /// {@return the name, when it can name an entry, for implementations}
    ///
    /// @param name the name
    /// @throws IllegalArgumentException when it cannot
    static String checkedName(String name) {
        return EntryName.check(name);
    }

    /// {@return the refusal of a lock that somebody else holds, for implementations}
    ///
    /// @param name what was to be locked
    static HostException lockedBySomebodyElse(String name) {
        return new HostException(
                HostException.Operation.RECORD,
                name,
                Errno.EBUSY,
                "another thread or process is changing it",
                "wait until that is done, then try again");
    }

    /// A lock that is held until it is closed. Closing it again does nothing.
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}

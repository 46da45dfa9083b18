package io.sriov.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A store that keeps each entry as a file of a directory, for hosts whose state outlives the
/// process.
///
/// A file is written beside its place, forced to the disk, and renamed into it; then the directory
/// is forced to the disk. Locks are advisory locks on files of their own, so they end with the
/// process that holds them. Names that begin with a dot are the store's: temporary and lock files.
/// Thread-safe.
public final class DirectoryRecordStore implements RecordStore {
    /// What this process holds: a file lock guards against other processes only, and closing any
    /// channel of a file drops the process's locks on it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /// What messages about no single entry are about.
    private static final String ALL = "any PF";

    private final Path directory;

    /// Opens a store; the directory is made when the first entry is written.
    ///
    /// @param directory where the entries are
    public DirectoryRecordStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /// {@return the store in a directory that somebody has named behind a platform's colon}
    ///
    /// @param platform the platform's name: `linux`
    /// @param directory the directory, as it was typed
    /// @throws HostException with [Errno#EINVAL] when that cannot name a directory
    public static DirectoryRecordStore behind(String platform, String directory) {
        try {
            return new DirectoryRecordStore(Path.of(directory));
        } catch (InvalidPathException e) {
            throw new HostException(
                    HostException.Operation.OPEN_HOST,
                    "'" + platform + ":" + directory + "'",
                    Errno.EINVAL,
                    "'" + directory + "' is no name of a directory",
                    "name a directory",
                    e);
        }
    }

    @Override
    public Optional<String> read(String name) {
        Path file = directory.resolve(EntryName.check(name));
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    @Override
    public synchronized void write(String name, String text) {
        Path file = directory.resolve(EntryName.check(name));
        Path beside = directory.resolve("." + name + ".new");
        try {
            Files.createDirectories(directory);
            DurableFile.write(file, beside, text);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    @Override
    public synchronized void remove(String name) {
        try {
            if (Files.deleteIfExists(directory.resolve(EntryName.check(name)))) {
                DurableFile.forceDirectoryOf(directory.resolve(name));
            }
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    @Override
    public void checkWritable() {
        Path nearest = directory;
        while (Files.notExists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            throw failed(ALL, new NotDirectoryException(nearest.toString()));
        }
        if (!Files.isWritable(nearest)) {
            throw failed(ALL, new AccessDeniedException(nearest.toString()));
        }
    }

    @Override
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw failed(ALL, e);
        }
    }

    @Override
    public Lock lock(String name) {
        Path file = lockFile(EntryName.check(name));
        if (!HELD.add(file)) {
            throw RecordStore.lockedBySomebodyElse(name);
        }
        boolean locked = false;
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw RecordStore.lockedBySomebodyElse(name);
                }
                locked = true;
                return new HeldLock(name, file, channel);
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw failed(name, e);
        } finally {
            if (!locked) {
                HELD.remove(file);
            }
        }
    }

    /// The same path for everybody who means the same file, through whatever links.
    private Path lockFile(String name) {
        try {
            Files.createDirectories(directory);
            return directory.toRealPath().resolve("." + name + ".lock");
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private HostException failed(String name, IOException e) {
        Errno errno = DurableFile.errno(e);
        return new HostException(
                HostException.Operation.RECORD,
                name,
                errno,
                "in directory " + directory,
                errno == Errno.EACCES
                        ? "run as a user who may write there"
                        : "make sure that the directory can be read and written",
                e);
    }

    private final class HeldLock implements Lock {
        private final String name;
        private final Path file;
        private final FileChannel channel;
        private boolean held = true;

        HeldLock(String name, Path file, FileChannel channel) {
            this.name = name;
            this.file = file;
            this.channel = channel;
        }

        @Override
        public synchronized void close() {
            if (!held) {
                return;
            }
            held = false;
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(name, e);
            } finally {
                HELD.remove(file);
            }
        }
    }
}

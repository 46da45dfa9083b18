package io.sriov.schema.ucl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Opens the files that a text asks for, within the [limits][UclIncludeRules] that the caller set.
final class UclFiles {

    /// Why a file was not opened.
    enum Trouble {
        /// There is no such file, or a directory on the way cannot be searched.
        MISSING,
        /// It is there but a directory or something else that is no regular file.
        NOT_A_FILE,
        /// It is a file but cannot be read.
        UNREADABLE,
        /// It is outside the include root, or a limit is exceeded. No macro can ask to ignore this.
        FORBIDDEN
    }

    /// A file was not opened.
    static final class FileTrouble extends Exception {

        private static final long serialVersionUID = 1L;

        private final Trouble trouble;

        FileTrouble(Trouble trouble, String message) {
            super(message, null, false, false);
            this.trouble = trouble;
        }

        Trouble trouble() {
            return trouble;
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }

    private final UclIncludeRules rules;
    private final Path start;
    private int filesLeft;
    private long bytesLeft;

    UclFiles(UclIncludeRules rules) {
        this.rules = rules;
        this.start = rules.startingDirectory();
        this.filesLeft = rules.maxFiles();
        this.bytesLeft = rules.maxBytes();
    }

    /// {@return the value of `CURDIR` for text that is not a file}
    String directory() {
        return start.toString();
    }

    /// {@return the real path of a file that may be read}
    ///
    /// @param name as the text has it
    Path resolve(String name) throws FileTrouble {
        Path root = root();
        if (name.isEmpty()) { // to Java, the directory itself
            throw new FileTrouble(Trouble.MISSING, "cannot open '': no such file");
        }
        Path path = absolute(name);
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            requireInside(name, path, root);
            throw new FileTrouble(
                    Trouble.MISSING, "cannot open '" + name + "': " + reason(e, path));
        }
        if (!real.startsWith(root)) {
            throw outside(name, root);
        }
        if (saysDirectory(name) && !Files.isDirectory(real)) {
            throw new FileTrouble(Trouble.MISSING, "cannot open '" + name + "': not a directory");
        }
        return real;
    }

    /// Java's paths do not keep what is said of their end.
    private static boolean saysDirectory(String name) {
        return name.endsWith("/") || name.endsWith("/.");
    }

    /// {@return the names of the files that match a pattern}
    ///
    /// @param pattern as the text has it
    List<String> match(String pattern) throws FileTrouble {
        Path root = root();
        Path path = absolute(pattern);
        requireInside(pattern, path, root);
        List<String> matches = UclGlob.expand(path.normalize().toString(), filesLeft + 1);
        return saysDirectory(pattern)
                ? matches.stream().filter(match -> Files.isDirectory(Path.of(match))).toList()
                : matches;
    }

    /// Refuses a name that is outside whatever links there are, so that nobody learns from the
    /// answer which files exist elsewhere.
    private static void requireInside(String name, Path path, Path root) throws FileTrouble {
        Path existing = path.normalize();
        Path rest = Path.of("");
        while (existing != null && !Files.exists(existing)) {
            Path last = existing.getFileName();
            rest = last == null ? rest : last.resolve(rest);
            existing = existing.getParent();
        }
        try {
            if (existing == null || !existing.toRealPath().resolve(rest).startsWith(root)) {
                throw outside(name, root);
            }
        } catch (IOException e) {
            throw outside(name, root);
        }
    }

    private static FileTrouble outside(String name, Path root) {
        return new FileTrouble(
                Trouble.FORBIDDEN,
                "'" + name + "' is outside the directory that may be included from, " + root);
    }

    private Path absolute(String name) throws FileTrouble {
        try {
            return start.resolve(name);
        } catch (InvalidPathException e) {
            throw new FileTrouble(Trouble.FORBIDDEN, "'" + name + "' is not a file name");
        }
    }

    private Path root() throws FileTrouble {
        String root = rules.root();
        if (root == null) {
            throw new FileTrouble(
                    Trouble.FORBIDDEN,
                    "includes need a directory they may read from: set UclFactoryBuilder.includeRoot");
        }
        try {
            return Path.of(root).toRealPath();
        } catch (IOException e) {
            throw new FileTrouble(
                    Trouble.FORBIDDEN,
                    "the directory that may be included from cannot be opened: "
                            + reason(e, Path.of(root)));
        }
    }

    /// {@return the contents of a file}
    ///
    /// @param real what [#resolve] returned
    byte[] read(Path real) throws FileTrouble {
        if (!Files.isRegularFile(real)) {
            throw new FileTrouble(Trouble.NOT_A_FILE, "'" + real + "' is not a regular file");
        }
        if (--filesLeft < 0) {
            throw new FileTrouble(
                    Trouble.FORBIDDEN,
                    "more than " + rules.maxFiles() + " files are included in one text");
        }
        byte[] content;
        try (InputStream stream = Files.newInputStream(real)) {
            content = stream.readNBytes((int) Math.min(bytesLeft + 1, Integer.MAX_VALUE - 16));
        } catch (IOException e) {
            throw new FileTrouble(
                    Trouble.UNREADABLE, "cannot read '" + real + "': " + reason(e, real));
        }
        bytesLeft -= content.length;
        if (bytesLeft < 0) {
            throw new FileTrouble(
                    Trouble.FORBIDDEN,
                    "the included files are larger than " + rules.maxBytes() + " bytes together");
        }
        return content;
    }

    private static String reason(IOException e, Path path) {
        return switch (e) {
            case java.nio.file.NoSuchFileException missing -> "no such file";
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case java.nio.file.FileSystemLoopException loop -> "too many symbolic links";
            default -> {
                String message = e.getMessage();
                yield message == null || message.equals(path.toString())
                        ? e.getClass().getSimpleName()
                        : message;
            }
        };
    }
}

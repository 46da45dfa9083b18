package io.sriov.linux.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A part of `/sys` of a real kernel, as the lab has recorded it, made anew of files and links; and
/// what programs that are not ours said of the machine at the same moment.
///
/// The recording is text, one thing on a line, its kind first:
///
/// | line | |
/// |---|---|
/// | `at DIRECTORY` | the directory, below `/sys`, of the lines that follow |
/// | `file NAME TEXT` | an attribute; `\n` and `\\` stand for a newline and a backslash; empty where the kernel lets nobody read it |
/// | `bytes NAME SIZE OFFSET:BYTES ...` | a file of bytes: those at offsets, all in hexadecimal but the size; what is not given is 0 |
/// | `link NAME TARGET` | a symbolic link |
/// | `said COMMAND` | a program; each line of its output follows, after a `\|` |
final class RecordedMachine {
    private final Map<String, StringBuilder> said = new HashMap<>();

    /// Makes the files of a recording.
    ///
    /// @param resource its name
    /// @param sys where `/sys` is to be, a directory that is empty or not there
    RecordedMachine(String resource, Path sys) {
        try {
            Path directory = sys;
            StringBuilder output = new StringBuilder();
            for (String line : lines(resource)) {
                String[] words = line.split(" ", 3);
                if (line.startsWith("|")) {
                    output.append(line, 1, line.length()).append('\n');
                    continue;
                }
                switch (words[0]) {
                    case "at" -> directory = Files.createDirectories(sys.resolve(words[1]));
                    case "file" ->
                            Files.writeString(directory.resolve(words[1]), unescaped(words[2]));
                    case "bytes" ->
                            Files.write(directory.resolve(words[1]), bytes(words[2].split(" ")));
                    case "link" ->
                            Files.createSymbolicLink(
                                    directory.resolve(words[1]), Path.of(words[2]));
                    case "said" -> {
                        output = new StringBuilder();
                        said.put(line.substring("said ".length()), output);
                    }
                    default ->
                            throw new IllegalArgumentException("no line of a recording: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return what a program said}
    ///
    /// @param command its name and arguments, as recorded
    String said(String command) {
        return Objects.requireNonNull(said.get(command), command).toString();
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream text = RecordedMachine.class.getResourceAsStream(resource)) {
            return new String(
                            Objects.requireNonNull(text, resource).readAllBytes(),
                            StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /// @param words the size, and the bytes at each offset
    private static byte[] bytes(String[] words) {
        byte[] bytes = new byte[Integer.parseInt(words[0])];
        for (int i = 1; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            byte[] some = HexFormat.of().parseHex(words[i].substring(colon + 1));
            System.arraycopy(
                    some,
                    0,
                    bytes,
                    Integer.parseInt(words[i].substring(0, colon), 16),
                    some.length);
        }
        return bytes;
    }
}

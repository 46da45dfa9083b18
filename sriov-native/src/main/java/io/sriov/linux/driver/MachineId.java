package io.sriov.linux.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// What no other machine has: machine-id(5). Immutable and thread-safe.
///
/// @param file where it is written
record MachineId(Path file) {
    /// 128 bits; while a machine boots for the first time the file may say `uninitialized`.
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    /// {@return that of this machine}
    static MachineId system() {
        return new MachineId(Path.of("/etc/machine-id"));
    }

    /// {@return the ID, 32 hexadecimal digits; empty where the machine has none}
    Optional<String> read() {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(text -> ID.matcher(text).matches());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// {@return what to say where there is none}
    String absence() {
        return "stable-mac needs an ID of the machine, and " + file + " has none";
    }
}

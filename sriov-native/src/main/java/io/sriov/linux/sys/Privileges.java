package io.sriov.linux.sys;

import java.nio.file.Path;
import java.util.Optional;

/// What this process may do: its line `CapEff` in proc(5). Immutable.
///
/// @param effective the mask of its capabilities; empty where it cannot be told
/// @param root whether it runs as root, who needs no capability for what is his
/// @param inUserNamespace whether its capabilities are known to hold in a user namespace alone
///   (user_namespaces(7))
public record Privileges(Optional<Long> effective, boolean root, boolean inUserNamespace) {
    /// What the map of users reads where every user is who he is.
    private static final String ALL_USERS = "0 0 4294967295";

    /// {@return what this process may do now}
    ///
    /// @param sysfs by which files are read
    /// @param proc where `/proc` is
    public static Privileges read(Sysfs sysfs, Path proc) {
        String status = sysfs.text(proc.resolve("self/status")).orElse("");
        return new Privileges(
                field(status, "CapEff:", 0).flatMap(Privileges::mask),
                field(status, "Uid:", 1).equals(Optional.of("0")),
                sysfs.text(proc.resolve("self/uid_map"))
                        .filter(map -> !map.isEmpty())
                        .filter(map -> !map.replaceAll("\\s+", " ").equals(ALL_USERS))
                        .isPresent());
    }

    /// {@return whether the process is known not to have a capability}
    ///
    /// @param one which
    public boolean lacks(Capability one) {
        return effective.filter(mask -> (mask & one.mask()) == 0).isPresent();
    }

    private static Optional<String> field(String status, String name, int index) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+", -1))
                .filter(words -> words.length > index)
                .map(words -> words[index])
                .findFirst();
    }

    private static Optional<Long> mask(String hexadecimal) {
        try {
            return Optional.of(Long.parseUnsignedLong(hexadecimal, 16));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}

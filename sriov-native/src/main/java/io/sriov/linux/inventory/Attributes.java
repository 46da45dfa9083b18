package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The directory of one device in sysfs. What it holds is listed once: an attribute that was not
/// there then is not asked for. Immutable, apart from the device.
final class Attributes {
    private final Sysfs sysfs;
    private final Path directory;
    private final Set<String> entries;

    private Attributes(Sysfs sysfs, Path directory, Set<String> entries) {
        this.sysfs = sysfs;
        this.directory = directory;
        this.entries = entries;
    }

    /// {@return the attributes of a device; none where there is no such device}
    ///
    /// @param sysfs where it is
    /// @param directory the device's directory
    static Attributes of(Sysfs sysfs, Path directory) {
        return new Attributes(sysfs, directory, Set.copyOf(sysfs.names(directory)));
    }

    /// What the directory holds, in no order.
    Set<String> entries() {
        return entries;
    }

    boolean has(String name) {
        return entries.contains(name);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /// An attribute's text; empty where it says nothing.
    Optional<String> text(String name) {
        return has(name)
                ? sysfs.text(path(name)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /// A number from 0 to `max`, decimal or hexadecimal with `0x`; empty where there is no such.
    OptionalInt number(String name, int max) {
        return has(name) ? within(max, sysfs.number(path(name))) : OptionalInt.empty();
    }

    /// A number from 0 to `max` in hexadecimal without `0x`; empty where there is no such.
    OptionalInt hexadecimal(String name, int max) {
        return within(max, text(name).flatMap(Attributes::parseHexadecimal));
    }

    private static Optional<Long> parseHexadecimal(String text) {
        try {
            return Optional.of(Long.parseLong(text, 16));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static OptionalInt within(int max, Optional<Long> number) {
        return number.filter(n -> n >= 0 && n <= max).isPresent()
                ? OptionalInt.of(number.get().intValue())
                : OptionalInt.empty();
    }

    /// What is written as `0` or `1`.
    Optional<Boolean> flag(String name) {
        OptionalInt number = number(name, 1);
        return number.isPresent() ? Optional.of(number.getAsInt() == 1) : Optional.empty();
    }

    /// The name of what a link leads to.
    Optional<String> linkedName(String name) {
        return has(name) ? sysfs.linkedName(path(name)) : Optional.empty();
    }

    /// The names in a directory below, numbers inside names in numeric order.
    List<String> names(String name) {
        return has(name)
                ? sysfs.names(path(name)).stream().sorted(NameOrder.BY_NUMBERS).toList()
                : List.of();
    }
}

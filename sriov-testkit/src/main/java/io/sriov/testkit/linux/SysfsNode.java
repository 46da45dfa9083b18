package io.sriov.testkit.linux;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Something that has a name in sysfs.
sealed interface SysfsNode {
    /// A directory.
    ///
    /// @param names the names in it
    /// @param find what goes by a name
    record Directory(Supplier<List<String>> names, Function<String, Optional<SysfsNode>> find)
            implements SysfsNode {
        static final Directory EMPTY = new Directory(List::of, _ -> Optional.empty());

        /// A directory whose names are few, so that they may be gone through.
        static Directory of(Supplier<List<String>> names, Function<String, SysfsNode> find) {
            return new Directory(
                    names,
                    name ->
                            names.get().contains(name)
                                    ? Optional.of(find.apply(name))
                                    : Optional.empty());
        }
    }

    /// A symbolic link.
    ///
    /// @param target where it leads, from `/sys` on: `/devices/pci0000:00`
    record Link(String target) implements SysfsNode {}

    /// A file.
    ///
    /// @param show its text; empty where it cannot be read
    /// @param store takes what is written; empty where it cannot be written
    record Attribute(Optional<Supplier<String>> show, Optional<Consumer<String>> store)
            implements SysfsNode {
        static Attribute readOnly(Supplier<String> show) {
            return new Attribute(Optional.of(show), Optional.empty());
        }

        static Attribute writeOnly(Consumer<String> store) {
            return new Attribute(Optional.empty(), Optional.of(store));
        }

        static Attribute of(Supplier<String> show, Consumer<String> store) {
            return new Attribute(Optional.of(show), Optional.of(store));
        }
    }
}

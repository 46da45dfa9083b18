package io.sriov.testkit.machine;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.KeyedValues;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.ShapeCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is wrong with a description so far, and how its parts are read: each is made only of values
/// that are right.
final class Problems {
    private final List<Diagnostic> found = new ArrayList<>();

    List<Diagnostic> found() {
        return found;
    }

    /// Reads a part of a description.
    ///
    /// @param what what messages call it: `a port`
    /// @param read reads its values
    /// @return what was read; empty where something is wrong with it, which is reported
    <T> Optional<T> part(Node node, String what, Function<KeyedValues, Supplier<T>> read) {
        int before = found.size();
        KeyedValues values = new KeyedValues(node, what, found::add);
        Supplier<T> built = read.apply(values);
        values.finish();
        mistypedFirst(found.subList(before, found.size()));
        if (found.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(built.get());
        } catch (IllegalArgumentException e) {
            values.problem(
                    MachineCode.IMPOSSIBLE_HARDWARE,
                    String.valueOf(e.getMessage()),
                    values.origin(),
                    null);
            return Optional.empty();
        }
    }

    /// Where the value of a key is, or the part where it is not there.
    static Origin at(Node node, String key) {
        return node instanceof Node.Section section
                ? section.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .findFirst()
                        .map(entry -> entry.value().origin())
                        .orElse(node.origin())
                : node.origin();
    }

    /// A key that nobody knows is often the one that is missing, and says more.
    private static void mistypedFirst(List<Diagnostic> problems) {
        problems.sort(Comparator.comparing(one -> one.code() != ShapeCode.UNEXPECTED_KEY));
    }

    /// Requires keys of a part.
    static void require(KeyedValues values, String... keys) {
        for (String key : keys) {
            if (!values.has(key)) {
                values.missing(key);
            }
        }
    }
}

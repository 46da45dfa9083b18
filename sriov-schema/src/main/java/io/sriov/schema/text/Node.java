package io.sriov.schema.text;

import io.sriov.schema.diagnostic.Origin;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A value of a text, with the place where it was written. Immutable and thread-safe.
public sealed interface Node {

    /// {@return where the value begins}
    Origin origin();

    /// {@return the value as it was written, shortened where it is large; for messages}
    String text();

    /// An object: keys with values, in the order of the text, repeated keys and all.
    ///
    /// @param entries the keys and values
    /// @param origin where it begins
    record Section(List<Entry> entries, Origin origin) implements Node {
        @Override
        public String text() {
            return entries.isEmpty() ? "{}" : "{…}";
        }
    }

    /// A key of a [Section] with its value.
    ///
    /// @param key the key as written, without quotes
    /// @param origin where the key begins
    /// @param value the value
    record Entry(String key, Origin origin, Node value) {}

    /// An array.
    ///
    /// @param values its values
    /// @param origin where it begins
    record Sequence(List<Node> values, Origin origin) implements Node {
        private static final int SHOWN = 4;

        @Override
        public String text() {
            String shown =
                    values.stream().limit(SHOWN).map(Node::text).collect(Collectors.joining(", "));
            return "[" + shown + (values.size() > SHOWN ? ", …]" : "]");
        }
    }

    /// A string, number, truth value or null.
    ///
    /// @param kind which of them
    /// @param text the string itself, or the number or word as spelled in the text: `4k`, `500ms`,
    ///   `TRUE`
    /// @param number the number: a [Long] or [java.math.BigInteger] for an integer, a
    ///   [java.math.BigDecimal] with the exact value for another; null for what is no number, or
    ///   one whose exponent is beyond those of `BigDecimal`
    /// @param plain whether it is a string of YAML without quotes, block or tag: a string only
    ///   because YAML knows it as nothing else
    /// @param origin where it begins
    record Scalar(Kind kind, String text, @Nullable Number number, boolean plain, Origin origin)
            implements Node {

        /// The kinds of scalars.
        public enum Kind {
            /// Text, quoted or bare.
            STRING,
            /// A number written as an integer.
            INTEGER,
            /// Any other number.
            REAL,
            /// A truth value that is true.
            TRUE,
            /// A truth value that is false.
            FALSE,
            /// The word null.
            NULL
        }
    }
}

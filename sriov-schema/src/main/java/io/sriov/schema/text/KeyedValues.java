package io.sriov.schema.text;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticCode;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Node.Scalar;
import io.sriov.schema.text.Node.Scalar.Kind;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of a section by their keys, as their reader asks for them.
///
/// What is asked for and is not of the kind that is needed is reported with its place, and is then
/// as good as absent. [#finish()] reports keys that nobody asked for. Not thread-safe.
public final class KeyedValues {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,30})(KiB|MiB|GiB|TiB|)");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,30}");
    private static final Pattern OTHER_UNIT = Pattern.compile("\\d+ *(?!(?i)x)[a-zA-Z]+");
    private static final String UNITS = "KMGT";

    private final String what;
    private final Origin origin;
    private final Consumer<Diagnostic> problems;
    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();

    /// Takes a section apart; what is no section is reported, and has no values.
    ///
    /// @param node the section
    /// @param what what messages call it: `a port`
    /// @param problems where problems go
    public KeyedValues(Node node, String what, Consumer<Diagnostic> problems) {
        this.what = what;
        this.origin = node.origin();
        this.problems = problems;
        if (node instanceof Node.Section section) {
            for (Node.Entry entry : section.entries()) {
                if (entries.putIfAbsent(entry.key(), entry) != null) {
                    problem(
                            ShapeCode.UNEXPECTED_KEY,
                            "'" + entry.key() + "' stands twice",
                            entry.origin(),
                            "leave one of them out");
                }
            }
        } else {
            problem(
                    ShapeCode.WRONG_SHAPE,
                    what + " must be an object, not " + node.text(),
                    node.origin(),
                    null);
        }
    }

    /// {@return where the section begins}
    public Origin origin() {
        return origin;
    }

    /// {@return whether a key is there}
    ///
    /// @param key the key
    public boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    /// {@return where the value of a key is, or the section where it is not there}
    ///
    /// @param key the key
    public Origin origin(String key) {
        Node.Entry entry = entries.get(key);
        return entry == null ? origin : entry.value().origin();
    }

    /// {@return the keys, in the order of the text}
    public List<String> keys() {
        asked.addAll(entries.keySet());
        return List.copyOf(entries.keySet());
    }

    /// {@return the value of a key as it is; empty where it is not there}
    ///
    /// @param key the key
    public Optional<Node> node(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key)).map(Node.Entry::value);
    }

    /// {@return the values of an array; none where it is not there}
    ///
    /// @param key the key
    public List<Node> list(String key) {
        Node node = node(key).orElse(null);
        if (node instanceof Node.Sequence sequence) {
            return sequence.values();
        }
        if (node != null) {
            wrong(key, "an array", node);
        }
        return List.of();
    }

    /// {@return a string}
    ///
    /// @param key the key
    public Optional<String> string(String key) {
        Node node = node(key).orElse(null);
        if (node instanceof Scalar scalar && scalar.kind() == Kind.STRING) {
            return Optional.of(scalar.text());
        }
        if (node != null) {
            wrong(key, "a string", node);
        }
        return Optional.empty();
    }

    /// {@return a word, which may look like a number or a truth value and need no quotes then}
    ///
    /// @param key the key
    public Optional<String> word(String key) {
        return node(key).flatMap(node -> word(key, node));
    }

    private Optional<String> word(String key, Node node) {
        if (node instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
            return Optional.of(scalar.text());
        }
        wrong(key, "a word", node);
        return Optional.empty();
    }

    /// {@return a truth value}
    ///
    /// @param key the key
    public Optional<Boolean> bool(String key) {
        Node node = node(key).orElse(null);
        if (node instanceof Scalar scalar
                && (scalar.kind() == Kind.TRUE || scalar.kind() == Kind.FALSE)) {
            return Optional.of(scalar.kind() == Kind.TRUE);
        }
        if (node != null) {
            wrong(key, "true or false", node, quoted(node) ? "write it without quotes" : null);
        }
        return Optional.empty();
    }

    private static boolean quoted(Node node) {
        return node instanceof Scalar scalar
                && scalar.kind() == Kind.STRING
                && (scalar.text().equals("true") || scalar.text().equals("false"));
    }

    /// {@return a whole number: in digits, `"0x8086"`, or `"64MiB"` with a unit of 1024}
    ///
    /// @param key the key
    /// @param min the least
    /// @param max the greatest
    public OptionalLong integer(String key, long min, long max) {
        Node node = node(key).orElse(null);
        if (node == null) {
            return OptionalLong.empty();
        }
        BigInteger number = number(node);
        if (number == null) {
            boolean unit =
                    !SIZE.matcher(node.text()).matches()
                            && OTHER_UNIT.matcher(node.text()).matches();
            wrong(key, "a whole number", node, unit ? "the units are KiB, MiB, GiB and TiB" : null);
            return OptionalLong.empty();
        }
        if (number.compareTo(BigInteger.valueOf(min)) < 0
                || number.compareTo(BigInteger.valueOf(max)) > 0) {
            problem(
                    ShapeCode.OUT_OF_RANGE,
                    "'" + key + "' is " + node.text() + ", which is not in " + min + ".." + max,
                    node.origin(),
                    null);
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.longValueExact());
    }

    private static @Nullable BigInteger number(Node node) {
        if (!(node instanceof Scalar scalar)) {
            return null;
        }
        if (scalar.number() instanceof Long number) {
            return BigInteger.valueOf(number);
        }
        if (scalar.number() instanceof BigInteger number) {
            return number;
        }
        String text = scalar.text();
        if (HEXADECIMAL.matcher(text).matches()) {
            return new BigInteger(text.substring(2), 16);
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return null;
        }
        String unit = size.group(2);
        int shift = unit.isEmpty() ? 0 : 10 * (1 + UNITS.indexOf(unit.charAt(0)));
        return new BigInteger(size.group(1)).shiftLeft(shift);
    }

    /// {@return the choice that a word names: in lower case, with hyphens}
    ///
    /// @param key the key
    /// @param choices those there are
    /// @param <E> what they are
    public <E extends Enum<E>> Optional<E> choice(String key, Collection<E> choices) {
        return node(key).flatMap(node -> choice(key, node, choices));
    }

    /// {@return the choices that an array of words names}
    ///
    /// @param key the key
    /// @param choices those there are
    /// @param <E> what they are
    public <E extends Enum<E>> List<E> choices(String key, Collection<E> choices) {
        return list(key).stream().flatMap(node -> choice(key, node, choices).stream()).toList();
    }

    private <E extends Enum<E>> Optional<E> choice(String key, Node node, Collection<E> choices) {
        String word = word(key, node).orElse(null);
        if (word == null) {
            return Optional.empty();
        }
        Optional<E> found = choices.stream().filter(one -> word(one).equals(word)).findFirst();
        if (found.isEmpty()) {
            unknown(key, word, node.origin(), choices.stream().map(KeyedValues::word).toList());
        }
        return found;
    }

    /// {@return the word for a choice: its name in lower case, with hyphens}
    ///
    /// @param choice the choice
    public static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reports that a word is none of those that can stand here.
    ///
    /// @param key its key
    /// @param word the word
    /// @param at where it is
    /// @param known the words that there are
    public void unknown(String key, String word, Origin at, Collection<String> known) {
        problem(
                ShapeCode.UNKNOWN_WORD,
                "'" + key + "' cannot be '" + word + "'",
                at,
                nearest(word, known).orElseGet(() -> "use one of " + String.join(", ", known)));
    }

    /// Reports that a key is not there which the section needs.
    ///
    /// @param key the key
    public void missing(String key) {
        problem(ShapeCode.MISSING_KEY, what + " has no '" + key + "'", origin, "add it");
    }

    /// Reports every key that nobody asked for.
    public void finish() {
        for (Node.Entry entry : entries.values()) {
            if (!asked.contains(entry.key())) {
                problem(
                        ShapeCode.UNEXPECTED_KEY,
                        "unknown key '" + entry.key() + "'",
                        entry.origin(),
                        nearest(entry.key(), asked)
                                .orElseGet(() -> what + " has " + String.join(", ", asked)));
            }
        }
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return Spelling.nearest(name, known.stream()).map(near -> "did you mean '" + near + "'?");
    }

    private void wrong(String key, String wanted, Node node) {
        wrong(key, wanted, node, null);
    }

    private void wrong(String key, String wanted, Node node, @Nullable String hint) {
        problem(
                ShapeCode.WRONG_SHAPE,
                "'" + key + "' must be " + wanted + ", not " + node.text(),
                node.origin(),
                hint);
    }

    /// Reports a problem.
    ///
    /// @param code its name
    /// @param message what is wrong
    /// @param at where
    /// @param hint what to do; null where there is nothing to say
    public void problem(DiagnosticCode code, String message, Origin at, @Nullable String hint) {
        Diagnostic diagnostic = Diagnostic.error(code, message, at);
        problems.accept(hint == null ? diagnostic : diagnostic.withHint(hint));
    }
}

package io.sriov.schema.ucl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The macros: `.name(arguments) value`.
///
/// `.priority` and `.inherit` work on the tree; `.include`, `.try_include`, `.includes` and `.load`
/// are for [UclIncludes]. How much of the text belongs to a macro follows `ucl_parse_macro_value`
/// and `ucl_parse_macro_arguments` in libucl's `ucl_parser.c`.
final class UclMacros {

    private enum Macro {
        INCLUDE("include"),
        TRY_INCLUDE("try_include"),
        INCLUDES("includes"),
        LOAD("load"),
        PRIORITY("priority"),
        INHERIT("inherit");

        private static final Macro[] ALL = values();

        private final String text;

        Macro(String text) {
            this.text = text;
        }

        static @Nullable Macro named(String name) {
            for (Macro macro : ALL) {
                if (macro.text.equals(name)) {
                    return macro;
                }
            }
            return null;
        }
    }

    /// Arguments are UCL themselves, and so can have macros with arguments.
    private static final int MAX_ARGUMENT_DEPTH = 16;

    private static final int MAX_NAME_SHOWN = 64;

    private final UclFiles files;
    private final UclIncludes includes;
    private final int argumentDepth;
    private int inheritable;
    private @Nullable Macro pending;

    UclMacros(UclReadSettings settings, UclFiles files, UclIncludes includes) {
        this(files, includes, settings.includeRules().maxInherited(), 0);
    }

    private UclMacros(UclFiles files, UclIncludes includes, int inheritable, int argumentDepth) {
        this.files = files;
        this.includes = includes;
        this.inheritable = inheritable;
        this.argumentDepth = argumentDepth;
    }

    /// Notes which macro is to be [run][#run].
    ///
    /// @param from where its name begins, behind the dot
    /// @param to where its name ends
    void name(UclReader reader, int from, int to) {
        String name = new String(reader.text, from, Math.min(to - from, MAX_NAME_SHOWN));
        pending = Macro.named(name);
        if (pending == null) {
            throw reader.error(
                    from - 1,
                    name.isEmpty()
                            ? "a macro needs a name behind its '.'"
                            : "there is no macro '."
                                    + name
                                    + "'; there are .include, .try_include, .includes, .load,"
                                    + " .priority and .inherit");
        }
    }

    /// Reads the arguments and the value of the pending macro and does what it says.
    void run(UclReader reader, int nameAt) {
        Macro macro = pending;
        if (macro == null) {
            throw new IllegalStateException("no macro is pending");
        }
        int macroAt = nameAt - 1;
        UclArguments arguments = UclArguments.NONE;
        if (reader.text[reader.at] == '(') {
            UclArguments given = arguments(reader);
            if (given != null) {
                arguments = given;
                reader.skipSpaces();
                if (reader.atComment()) {
                    reader.skipComments();
                }
            }
        }
        String value = value(reader);
        if (reader.settings.has(UclReadFeature.VARIABLES)) {
            value = reader.variables.expand(value);
        }
        switch (macro) {
            case INCLUDE -> includes.include(reader, macroAt, value, arguments, false, false);
            case TRY_INCLUDE -> includes.include(reader, macroAt, value, arguments, true, false);
            case INCLUDES -> includes.include(reader, macroAt, value, arguments, false, true);
            case LOAD -> includes.load(reader, macroAt, value, arguments);
            case PRIORITY -> priority(reader, macroAt, value, arguments);
            case INHERIT -> inherit(reader, macroAt, value, arguments);
        }
    }

    private @Nullable UclArguments arguments(UclReader reader) {
        if (reader.end - reader.at < 2) {
            return null;
        }
        int from = reader.at + 1;
        int open = 1;
        boolean quoted = false;
        for (int i = from; i < reader.end; i++) {
            char c = reader.text[i];
            if (quoted) {
                quoted = c != '"' || reader.text[i - 1] == '\\';
            } else if (c == '(') {
                open++;
            } else if (c == '"') {
                quoted = true;
            } else if (c == ')' && --open == 0) {
                reader.at = i + 1;
                // libucl does not look at arguments that end the text.
                return reader.at < reader.end ? arguments(reader, from, i) : null;
            }
        }
        reader.at = reader.end;
        return null;
    }

    private UclArguments arguments(UclReader reader, int from, int to) {
        if (argumentDepth == MAX_ARGUMENT_DEPTH) {
            throw reader.error(
                    from,
                    "arguments of macros are nested deeper than " + MAX_ARGUMENT_DEPTH + " levels");
        }
        UclTree tree = new UclTree(16);
        UclSource source = tree.addSource(reader.source);
        UclReader arguments =
                new UclReader(
                        reader.settings,
                        tree,
                        reader.parser,
                        new UclVariables(
                                files.directory(),
                                java.util.Map.of(),
                                reader.settings.constraints()),
                        new UclMacros(
                                files, includes.forArguments(), inheritable, argumentDepth + 1),
                        source,
                        from,
                        to);
        return new UclArguments(tree, arguments.read());
    }

    private static String value(UclReader reader) {
        int from;
        int to;
        switch (reader.text[reader.at]) {
            case '"' -> {
                from = ++reader.at;
                reader.scanQuoted();
                to = reader.at - 1;
            }
            case '{' -> {
                reader.at++;
                reader.skipSpaces();
                from = reader.at;
                while (reader.at < reader.end && reader.text[reader.at] != '}') {
                    reader.at++;
                }
                to = reader.at;
                reader.at = Math.min(reader.end, reader.at + 1);
            }
            default -> {
                from = reader.at;
                while (reader.at < reader.end
                        && !UclCharacters.isValueEnd(reader.text[reader.at])) {
                    reader.at++;
                }
                to = reader.at;
            }
        }
        while (reader.at < reader.end
                && (reader.text[reader.at] == ';'
                        || UclCharacters.isSpace(reader.text[reader.at]))) {
            reader.at++;
        }
        return new String(reader.text, from, to - from);
    }

    private static void priority(
            UclReader reader, int macroAt, String value, UclArguments arguments) {
        if (!value.isEmpty()) {
            Integer number = leadingInteger(value);
            if (number == null) {
                throw reader.error(macroAt, "'" + value + "' is not a priority: write .priority 5");
            }
            reader.setPriority(number);
            return;
        }
        Long number = arguments.integer("priority");
        if (number == null) {
            throw reader.error(macroAt, "a priority is missing: write .priority 5");
        }
        reader.setPriority(number.intValue());
    }

    /// {@return what strtol(3) makes of text that it takes as a whole, truncated, or null}
    private static @Nullable Integer leadingInteger(String text) {
        int at = 0;
        while (at < text.length() && UclCharacters.isSpace(text.charAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (negative || text.charAt(at) == '+')) {
            at++;
        }
        if (at == text.length()) {
            return null;
        }
        long value = 0;
        for (; at < text.length(); at++) {
            if (!UclCharacters.isDigit(text.charAt(at))) {
                return null;
            }
            int digit = text.charAt(at) - '0';
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return (int) (negative ? -value : value);
    }

    private void inherit(UclReader reader, int macroAt, String name, UclArguments arguments) {
        UclTree tree = reader.tree;
        int root = reader.root();
        int parent =
                tree.type(root) == UclTree.OBJECT
                        ? tree.find(root, tree.names.number(name))
                        : UclTree.NONE;
        if (parent == UclTree.NONE || tree.type(parent) != UclTree.OBJECT) {
            throw reader.error(
                    macroAt,
                    "there is no object '"
                            + name
                            + "' at the top level before this place to inherit");
        }
        boolean replace = arguments.isTrue("replace");
        boolean repetitionsAreMembers = !reader.settings.has(UclReadFeature.IMPLICIT_ARRAYS);
        int target = reader.container();
        for (int member : members(tree, parent)) {
            int old = tree.find(target, tree.key(member));
            if (old != UclTree.NONE && !replace) {
                continue;
            }
            UclTreeCopy copies = new UclTreeCopy(tree, inheritable, repetitionsAreMembers);
            int copy = copies.member(member);
            if (copy == UclTreeCopy.TOO_LARGE) {
                throw reader.error(
                        macroAt,
                        "more than "
                                + reader.settings.includeRules().maxInherited()
                                + " values are inherited in one text");
            }
            inheritable = copies.budget();
            if (!replace) {
                tree.set(copy, UclTree.INHERITED);
            }
            if (old != UclTree.NONE) {
                tree.repeat(target, old, copy, repetitionsAreMembers);
            } else {
                tree.insert(target, copy);
                if (repetitionsAreMembers) {
                    tree.linkRepetitions(target, tree.same(copy));
                }
            }
        }
    }

    private static List<Integer> members(UclTree tree, int object) {
        List<Integer> members = new ArrayList<>();
        for (int member = tree.first(object); member != UclTree.NONE; member = tree.next(member)) {
            if (!tree.is(member, UclTree.REPEATED)) {
                members.add(member);
            }
        }
        return members;
    }
}

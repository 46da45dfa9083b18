package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.StreamReadConstraints;

/// The variables of a text, and their replacement in strings.
///
/// `$NAME` takes the first variable whose name the text begins with, `${NAME}` the one of that
/// name; what matches none stays as it is. In a string where something was replaced, `$$` is one
/// dollar sign; in all others it stays, too (`ucl_expand_variable` in libucl's `ucl_parser.c`).
final class UclVariables {

    static final String FILENAME = "FILENAME";
    static final String CURDIR = "CURDIR";

    private final LinkedHashMap<String, String> values = new LinkedHashMap<>();
    private final StreamReadConstraints constraints;

    UclVariables(String directory, Map<String, String> values, StreamReadConstraints constraints) {
        this.constraints = constraints;
        this.values.put(FILENAME, "undef");
        this.values.put(CURDIR, directory);
        this.values.putAll(values);
    }

    /// Sets the variables that name the current file.
    void enterFile(String filename, String directory) {
        values.put(FILENAME, filename);
        values.put(CURDIR, directory);
    }

    /// Removes the variables that name the current file, so that the next ones come last, as libucl
    /// has it while it reads an included file and afterwards.
    String[] leaveFile() {
        String filename = values.remove(FILENAME);
        String directory = values.remove(CURDIR);
        return new String[] {
            filename == null ? "undef" : filename, directory == null ? "" : directory
        };
    }

    /// {@return `text` with its variables replaced}
    String expand(String text) {
        int dollar = text.indexOf('$');
        if (dollar < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 64);
        boolean found = false;
        int closingBrace = 0;
        int at = 0;
        int length = text.length();
        while (dollar >= 0 && dollar + 1 < length) {
            out.append(text, at, dollar);
            at = dollar + 1;
            char c = text.charAt(at);
            if (c == '$') {
                out.append('$');
                at++;
            } else if (c == '{') {
                if (closingBrace >= 0 && closingBrace <= at) {
                    closingBrace = text.indexOf('}', at);
                }
                String value =
                        closingBrace < 0 || closingBrace - at - 1 > longestName()
                                ? null
                                : values.get(text.substring(at + 1, closingBrace));
                if (value == null) {
                    out.append("${");
                    at++;
                } else {
                    found = true;
                    append(out, value);
                    at = closingBrace + 1;
                }
            } else {
                Map.Entry<String, String> match = prefix(text, at);
                if (match == null) {
                    out.append('$');
                } else {
                    found = true;
                    append(out, match.getValue());
                    at += match.getKey().length();
                }
            }
            dollar = text.indexOf('$', at);
        }
        return found ? EscapedUtf8.canonical(out.append(text, at, length).toString()) : text;
    }

    private int longestName() {
        int longest = 0;
        for (String name : values.keySet()) {
            longest = Math.max(longest, name.length());
        }
        return longest;
    }

    private void append(StringBuilder out, String value) {
        constraints.validateStringLengthLong((long) out.length() + value.length());
        out.append(value);
    }

    private Map.@org.jspecify.annotations.Nullable Entry<String, String> prefix(
            String text, int at) {
        for (Map.Entry<String, String> variable : values.entrySet()) {
            if (text.startsWith(variable.getKey(), at)) {
                return variable;
            }
        }
        return null;
    }
}

package io.sriov.schema.reference;

import io.sriov.schema.diagnostic.PrintableText;

/// Text on its way into a manual page: sentences on lines of their own, nothing taken for a macro
/// or an escape.
///
/// Source: mdoc(7) and mandoc_char(7) of mandoc 1.14.
final class Mdoc {
    private static final int WIDTH = 78;

    private final StringBuilder out = new StringBuilder();

    /// A line with a macro.
    Mdoc macro(String line) {
        out.append(line).append('\n');
        return this;
    }

    /// Text for people: each sentence begins a line, lines are filled.
    Mdoc text(String text) {
        for (String sentence : text.strip().split("(?<=[.!?])\\s+", -1)) {
            var line = new StringBuilder();
            for (String word : sentence.strip().split("\\s+", -1)) {
                String escaped = escaped(word);
                if (!line.isEmpty() && line.length() + 1 + escaped.length() > WIDTH) {
                    flush(line);
                }
                line.append(line.isEmpty() ? "" : " ").append(escaped);
            }
            flush(line);
        }
        return this;
    }

    /// Lines that are printed as they are.
    Mdoc literal(String text) {
        out.append(".Bd -literal -offset indent\n");
        text.lines()
                .map(Mdoc::escaped)
                .map(Mdoc::guarded)
                .forEach(line -> out.append(line).append('\n'));
        out.append(".Ed\n");
        return this;
    }

    private void flush(StringBuilder line) {
        if (!line.isEmpty()) {
            out.append(guarded(line.toString())).append('\n');
            line.setLength(0);
        }
    }

    /// A line that begins like a macro does not.
    private static String guarded(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    /// An argument of a macro, whatever is in it: one word, and neither a macro nor punctuation.
    static String argument(String text) {
        String line = escaped(text.replaceAll("\\s+", " ")).replace("\"", "\\(dq");
        boolean ends = !line.isEmpty() && ".,:;?!)]|".indexOf(line.charAt(line.length() - 1)) >= 0;
        return "\"\\&" + line + (ends ? "\\&\"" : "\"");
    }

    /// Text without anything that mandoc would read: backslashes and what is not ASCII are escapes.
    static String escaped(String text) {
        String printable = PrintableText.of(text.replace('\t', ' '));
        var escaped = new StringBuilder(printable.length() + 16);
        printable
                .codePoints()
                .forEach(c -> {
                    if (c == '\\') {
                        escaped.append("\\e");
                    } else if (c < 0x80) {
                        escaped.append((char) c);
                    } else {
                        escaped.append(String.format("\\[u%04X]", c));
                    }
                });
        return escaped.toString();
    }

    /// {@return the page}
    @Override
    public String toString() {
        return out.toString();
    }
}

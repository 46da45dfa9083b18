package io.sriov.schema.nvlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Prints an nvlist as `nvlist_fdump` does: one line for each pair, four blanks for each level,
/// `NAME (TYPE): value`.
///
/// ```
/// PF (NVLIST):
///     IOV (NVLIST):
///         device (STRING): [ix0]
///         num_vfs (NUMBER): 3 (3) (0x3)
/// ```
///
/// Numbers stand there as unsigned, signed and hexadecimal ones; a binary is its length and its
/// bytes in hexadecimal; after each list of an array there is a line with a comma.
public final class NvlistDump {
    private static final int CHUNK = 8192;

    private final Appendable out;
    private final StringBuilder text = new StringBuilder(CHUNK + CHUNK / 4);

    private NvlistDump(Appendable out) {
        this.out = out;
    }

    /// Prints a list piece by piece: what is held in memory at a time does not grow with the list.
    ///
    /// @param list the list
    /// @param out where it goes; every line ends with a line feed, on every system
    /// @throws IOException if the output fails
    public static void write(Nvlist list, Appendable out) throws IOException {
        NvlistDump dump = new NvlistDump(out);
        dump.list(list, 0);
        dump.flush();
    }

    /// {@return the whole text of a list, every line ended by a line feed; empty for a list without
    /// pairs}
    ///
    /// @param list the list
    public static String text(Nvlist list) {
        StringBuilder whole = new StringBuilder();
        try {
            write(list, whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole.toString();
    }

    private void list(Nvlist list, int level) throws IOException {
        List<NvPair> pairs = list.pairs();
        for (int i = 0; i < pairs.size(); i++) {
            pair(pairs.get(i), level);
        }
    }

    private void pair(NvPair pair, int level) throws IOException {
        NvValue value = pair.value();
        indent(level).append(pair.name()).append(" (").append(value.type().text()).append("):");
        switch (value.type()) {
            case NULL -> text.append(" null");
            case BOOL -> text.append(' ').append(bool(((NvValue.Bool) value).value()));
            case NUMBER -> number(text.append(' '), ((NvValue.Uint64) value).value());
            case STRING -> text.append(" [").append(((NvValue.Text) value).value()).append(']');
            case BINARY ->
                    text.append(' ')
                            .append(((NvValue.Binary) value).size())
                            .append(' ')
                            .append(value);
            case BOOL_ARRAY -> {
                String separator = " [ ";
                for (boolean item : ((NvValue.BoolArray) value).values()) {
                    text.append(separator).append(bool(item));
                    separator = ", ";
                }
                text.append(" ]");
            }
            case NUMBER_ARRAY -> {
                NvValue.NumberArray numbers = (NvValue.NumberArray) value;
                for (int i = 0; i < numbers.size(); i++) {
                    number(text.append(i == 0 ? " [ " : ", "), numbers.get(i));
                    flushIfFull();
                }
                text.append(" ]");
            }
            case STRING_ARRAY -> {
                String separator = " [ \"";
                for (String item : ((NvValue.TextArray) value).values()) {
                    text.append(separator).append(item).append('"');
                    separator = ", \"";
                    flushIfFull();
                }
                text.append(" ]");
            }
            case NVLIST_ARRAY ->
                    text.append(' ').append(((NvValue.NvlistArray) value).values().size());
            case NVLIST -> {}
            case DESCRIPTOR, DESCRIPTOR_ARRAY -> throw NvlistLayout.noDescriptors();
        }
        text.append('\n');
        flushIfFull();
        if (value instanceof Nvlist nested) {
            list(nested, level + 1);
        } else if (value instanceof NvValue.NvlistArray array) {
            for (Nvlist element : array.values()) {
                list(element, level + 1);
                indent(level + 1).append(",\n");
            }
        }
    }

    private StringBuilder indent(int level) {
        for (int i = 0; i < level; i++) {
            text.append("    ");
        }
        return text;
    }

    private static void number(StringBuilder text, long value) {
        text.append(Long.toUnsignedString(value))
                .append(" (")
                .append(value)
                .append(") (0x")
                .append(Long.toHexString(value))
                .append(')');
    }

    private static String bool(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    private void flushIfFull() throws IOException {
        if (text.length() >= CHUNK) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.append(text);
        text.setLength(0);
    }
}

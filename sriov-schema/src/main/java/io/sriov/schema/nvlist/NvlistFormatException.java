package io.sriov.schema.nvlist;

import java.io.Serial;

/// Bytes are not a packed nvlist. Says which rule they break, and at which byte.
///
/// `nvlist_unpack` fails with `EILSEQ` for [Rule#FLAGS_UNEXPECTED] and with `EINVAL` for everything
/// else; the FreeBSD kernel makes both of them `EINVAL`.
public final class NvlistFormatException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final Rule rule;
    private final int offset;

    NvlistFormatException(Rule rule, int offset, String message) {
        super("byte " + offset + ": " + message);
        this.rule = rule;
        this.offset = offset;
    }

    /// {@return the rule that is broken}
    public Rule rule() {
        return rule;
    }

    /// {@return the index of the byte at fault, from 0 up to the number of bytes; that number
    /// itself means that something is missing there}
    public int offset() {
        return offset;
    }

    /// What must hold of packed bytes. libnv breaks off at the same faults, save those marked
    /// *ours*: there it goes on with content lost or made up, and no libnv writes such bytes.
    public enum Rule {
        /// The header of a list is complete.
        HEADER_TRUNCATED,
        /// A header begins with 0x6c.
        MAGIC,
        /// Only the flags IGNORE_CASE, NO_UNIQUE and big-endian are set in a header.
        FLAGS_UNKNOWN,
        /// The size in a header is the number of bytes behind it, up to the end of the whole
        /// buffer.
        SIZE,
        /// There are no descriptors: they do not travel in bytes.
        DESCRIPTORS,
        /// The outermost list has the flags that the reader expects.
        FLAGS_UNEXPECTED,
        /// All headers name one byte order (*ours*).
        BYTE_ORDER_MIXED,
        /// The header of a pair is complete.
        PAIR_TRUNCATED,
        /// The type of a pair is one of 1 to 12, 254 and 255.
        TYPE,
        /// A name takes at most 2048 bytes with its NUL.
        NAME_TOO_LONG,
        /// A name is complete.
        NAME_TRUNCATED,
        /// A name has one NUL, at its end.
        NAME_NUL,
        /// The data of a pair is complete.
        DATA_TRUNCATED,
        /// The data of a pair has the size its type asks for.
        DATA_SIZE,
        /// A bool is 0 or 1.
        BOOL,
        /// A string has one NUL, at its end.
        STRING_NUL,
        /// An array has at least one item, and as many as its data holds.
        ARRAY_ITEMS,
        /// No name occurs twice in a list, unless its flags allow it.
        DUPLICATE_NAME,
        /// The outermost list is not ended by a terminator.
        TERMINATOR_AT_TOP,
        /// A nested list is ended by UP, an element of an array by ARRAY_NEXT (*ours*).
        TERMINATOR_KIND,
        /// A terminator has neither name nor data nor items (*ours*).
        TERMINATOR_CONTENT,
        /// An array of lists has as many as it says (*ours*).
        ARRAY_INCOMPLETE,
        /// Lists nest at most [Nvlist#MAX_DEPTH] deep (*ours*).
        DEPTH
    }
}

package io.sriov.schema.ucl;

import tools.jackson.core.FormatFeature;

/// What [UclParser] may be told about the UCL text it reads.
///
/// The defaults read every text as libucl 0.9 does after `ucl_parser_new(0)`, with one exception:
/// [#INCLUDES] is disabled, so that text alone can never make a program open files.
public enum UclReadFeature implements FormatFeature {
    /// A key that is repeated in one object stands for an array of all its values, as in libucl: `a
    /// = 1; a = 2` is `{"a": [1, 2]}`. Disabled, every occurrence is reported as a property of its
    /// own, in the order and at the place where it was written, so that a caller can refuse
    /// repetitions; bound to a map or a record, the last one then wins. Enabled by default.
    IMPLICIT_ARRAYS(1, true),

    /// `$NAME` and `${NAME}` in unquoted, double-quoted and multi-line strings and in the arguments
    /// of macros are replaced by the variable's value; see [UclFactoryBuilder#variable]. Disabled,
    /// a dollar sign is a character like any other. Enabled by default.
    VARIABLES(1 << 1, true),

    /// The macros that read other files work: `.include`, `.try_include`, `.includes` and `.load`.
    /// They stay within [UclFactoryBuilder#includeRoot], which must be set as well. Disabled, such
    /// a macro is an error at its place. Disabled by default.
    INCLUDES(1 << 2, false),

    /// Integers from 2^63 to 2^64-1 are read, as [java.math.BigInteger], and a multiplier suffix
    /// that carries a number past 2^64-1 or below -2^63 is an error. Disabled, a number above
    /// 2^63-1 is an error ("out of range"), and the product of a number and its suffix wraps around
    /// in 64 bits, both as in libucl. Disabled by default.
    UNSIGNED_INTEGERS(1 << 3, false),

    /// A UTF-8 byte order mark at the very beginning of the text is skipped. Disabled, it is part
    /// of the first key, as in libucl. Disabled by default.
    SKIP_BYTE_ORDER_MARK(1 << 4, false),

    /// The escapes `\udc80` to `\udcff`, where they are not half of a pair, stand for the bytes
    /// 0x80 to 0xff: the form in which a JSON writer can keep a byte that is not UTF-8. Disabled,
    /// they stand for three bytes each, as in libucl. Disabled by default.
    BYTE_ESCAPES(1 << 5, false),

    /// Anything but comments behind the closing brace or bracket of the document is an error.
    /// Disabled, it is not looked at, as in libucl. Disabled by default.
    WHOLE_TEXT(1 << 6, false);

    private final int mask;
    private final boolean enabledByDefault;

    UclReadFeature(int mask, boolean enabledByDefault) {
        this.mask = mask;
        this.enabledByDefault = enabledByDefault;
    }

    @Override
    public boolean enabledByDefault() {
        return enabledByDefault;
    }

    @Override
    public int getMask() {
        return mask;
    }

    @Override
    public boolean enabledIn(int flags) {
        return (flags & mask) != 0;
    }

    /// {@return the mask of all features that are enabled by default}
    static int defaults() {
        int flags = 0;
        for (UclReadFeature feature : values()) {
            if (feature.enabledByDefault) {
                flags |= feature.mask;
            }
        }
        return flags;
    }
}

package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the kernel reads what is written to attributes: `lib/kstrtox.c`, `lib/string_helpers.c`.
final class KernelText {
    /// A number of any base behind an optional sign, and one line's end.
    private static final Pattern NUMBER =
            Pattern.compile("\\+?(?:0[xX](\\p{XDigit}+)|(0[0-7]*)|([1-9][0-9]*))\n?");

    private static final BigInteger MAX_16 = BigInteger.valueOf(0xffff);

    private KernelText() {}

    /// `kstrtou16` with base 0: `0x10` and `020` are 16.
    static int u16(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            throw new SyscallException(Errno.EINVAL, "'" + text.strip() + "' is no number");
        }
        BigInteger value =
                number.group(1) != null
                        ? new BigInteger(number.group(1), 16)
                        : number.group(2) != null
                                ? new BigInteger(number.group(2), 8)
                                : new BigInteger(number.group(3));
        if (value.compareTo(MAX_16) > 0) {
            throw new SyscallException(Errno.EINVAL, value + " does not fit into 16 bits");
        }
        return value.intValue();
    }

    /// `kstrtobool`: the beginning of the text decides.
    static boolean bool(String text) {
        String start = text.isEmpty() ? "" : text.substring(0, 1);
        switch (start) {
            case "y", "Y", "t", "T", "1" -> {
                return true;
            }
            case "n", "N", "f", "F", "0" -> {
                return false;
            }
            case "o", "O" -> {
                String second = text.length() < 2 ? "" : text.substring(1, 2);
                if (second.equalsIgnoreCase("n")) {
                    return true;
                }
                if (second.equalsIgnoreCase("f")) {
                    return false;
                }
            }
            default -> {}
        }
        throw new SyscallException(Errno.EINVAL, "'" + text.strip() + "' is neither yes nor no");
    }

    /// A name, without the line's end that `echo` puts behind it: `sysfs_streq`.
    static String name(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}

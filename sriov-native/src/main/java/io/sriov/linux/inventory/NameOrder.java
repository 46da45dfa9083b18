package io.sriov.linux.inventory;

import java.util.Comparator;

/// The order of device names: numbers inside names count as numbers, `ens2` before `ens10`.
final class NameOrder {
    /// The order.
    static final Comparator<String> BY_NUMBERS =
            ((Comparator<String>) NameOrder::compare).thenComparing(Comparator.naturalOrder());

    private NameOrder() {}

    private static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int order;
            if (digit(a, i) && digit(b, j)) {
                int endA = endOfNumber(a, i);
                int endB = endOfNumber(b, j);
                order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
                i = endA;
                j = endB;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && digit(text, end)) {
            end++;
        }
        return end;
    }

    /// Compares numbers of any length.
    private static int compareNumbers(String a, String b) {
        String shortA = withoutZeros(a);
        String shortB = withoutZeros(b);
        int order = Integer.compare(shortA.length(), shortB.length());
        return order != 0 ? order : shortA.compareTo(shortB);
    }

    private static String withoutZeros(String digits) {
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}

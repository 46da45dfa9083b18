package io.sriov.linux.inventory;

/// Text of somebody else's making, fit for a message: on one line, without anything that a terminal
/// obeys, and not endless.
final class Printable {
    private static final int LONGEST = 64;

    private Printable() {}

    static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> isPrintable(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST
                ? shown.append('…').toString()
                : shown.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

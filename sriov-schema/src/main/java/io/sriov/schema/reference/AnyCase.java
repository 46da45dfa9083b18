package io.sriov.schema.reference;

/// Regular expressions, as JSON Schema takes them (ECMA-262), for names whose case is ignored.
final class AnyCase {
    private static final String SYNTAX = "^$\\.*+?()[]{}|/";

    private AnyCase() {}

    /// {@return what matches a name in any case and nothing else}
    static String name(String name) {
        return "^" + expression(name, true) + "$";
    }

    /// {@return what matches a name in any case but as it is}
    static String otherThan(String name) {
        return "^(?!" + expression(name, false) + "$)" + expression(name, true) + "$";
    }

    private static String expression(String text, boolean anyCase) {
        var expression = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (letter && anyCase) {
                expression.append('[').append((char) (c & ~0x20)).append((char) (c | 0x20));
                expression.append(']');
            } else if (SYNTAX.indexOf(c) >= 0) {
                expression.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                expression.append(String.format("\\u%04x", (int) c));
            } else {
                expression.append(c);
            }
        }
        return expression.toString();
    }
}

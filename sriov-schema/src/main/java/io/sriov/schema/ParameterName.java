package io.sriov.schema;

/// How parameter names compare: ignoring the case of ASCII letters, as strcasecmp(3) does in the C
/// locale.
public final class ParameterName {

    private ParameterName() {}

    /// {@return the name with ASCII capitals made small, so that equal names are equal strings}
    ///
    /// @param name a name as somebody spelled it
    public static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isCapital(name.charAt(i))) {
                return foldFrom(name, i);
            }
        }
        return name;
    }

    private static String foldFrom(String name, int first) {
        char[] folded = name.toCharArray();
        for (int i = first; i < folded.length; i++) {
            if (isCapital(folded[i])) {
                folded[i] = (char) (folded[i] + ('a' - 'A'));
            }
        }
        return new String(folded);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /// {@return whether two spellings name the same parameter}
    ///
    /// @param one a name
    /// @param other another
    public static boolean same(String one, String other) {
        return one.equals(other)
                || (one.length() == other.length() && fold(one).equals(fold(other)));
    }
}

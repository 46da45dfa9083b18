package io.sriov.host;

import java.util.regex.Pattern;

/// What a record may be named, so that every store can keep it and no name leads out of a
/// directory.
final class EntryName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private EntryName() {}

    /// {@return the name, when it is one}
    ///
    /// @param name the name
    /// @throws IllegalArgumentException when it is none
    static String check(String name) {
        if (!VALID.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' cannot name a record: 1 to 200 letters, digits, '.', '_' and '-',"
                            + " the first not '.'");
        }
        return name;
    }
}

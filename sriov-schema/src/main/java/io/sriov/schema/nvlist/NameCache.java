package io.sriov.schema.nvlist;

import io.sriov.schema.utf8.EscapedUtf8;
import org.jspecify.annotations.Nullable;

/// Keeps the names met last, so that one that returns in each of many lists is decoded once and
/// held once.
final class NameCache {
    private static final int SLOTS = 256;

    private final @Nullable String[] names = new @Nullable String[SLOTS];

    /// {@return the text of the bytes from one index up to another}
    String decode(byte[] in, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + in[i];
        }
        int slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
        String known = names[slot];
        if (known != null && matches(known, in, from, to)) {
            return known;
        }
        String name = EscapedUtf8.decode(in, from, to);
        names[slot] = name;
        return name;
    }

    private static boolean matches(String name, byte[] in, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            // A negative byte matches no char: only ASCII names are found here.
            if (name.charAt(i - from) != in[i]) {
                return false;
            }
        }
        return true;
    }
}

package io.sriov.schema.nvlist;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the first pair of a name. A few pairs are searched one by one, more of them through a hash
/// table, so that a list of any length is built and searched in linear time altogether, also when
/// its names were chosen to collide (the buckets of [HashMap] become trees).
final class NameIndex {
    private static final int SEARCHED_ONE_BY_ONE = 8;

    private final Map<String, NvPair> table;

    private NameIndex(Map<String, NvPair> table) {
        this.table = table;
    }

    /// {@return the first pair of a name}
    ///
    /// @param index the index of the pairs, null where they have none
    static @Nullable NvPair find(
            @Nullable NameIndex index, List<NvPair> pairs, boolean ignoreCase, String name) {
        if (index != null) {
            return index.table.get(key(ignoreCase, name));
        }
        for (int i = 0; i < pairs.size(); i++) {
            NvPair pair = pairs.get(i);
            if (sameName(ignoreCase, pair.name(), name)) {
                return pair;
            }
        }
        return null;
    }

    /// {@return the index that goes with pairs of which one was added at the end; null as long as
    /// they need none}
    ///
    /// @param index the index before
    static @Nullable NameIndex added(
            @Nullable NameIndex index, List<NvPair> pairs, boolean ignoreCase) {
        if (index != null) {
            index.put(pairs.getLast(), ignoreCase);
            return index;
        }
        if (pairs.size() <= SEARCHED_ONE_BY_ONE) {
            return null;
        }
        NameIndex fresh = new NameIndex(new HashMap<>(4 * SEARCHED_ONE_BY_ONE));
        for (NvPair pair : pairs) {
            fresh.put(pair, ignoreCase);
        }
        return fresh;
    }

    private void put(NvPair pair, boolean ignoreCase) {
        table.putIfAbsent(key(ignoreCase, pair.name()), pair);
    }

    /// {@return an index of the same pairs that goes on by itself}
    NameIndex copy() {
        return new NameIndex(new HashMap<>(table));
    }

    static boolean sameName(boolean ignoreCase, String a, String b) {
        if (!ignoreCase) {
            return a.equals(b);
        }
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right && lower(left) != lower(right)) {
                return false;
            }
        }
        return true;
    }

    private static String key(boolean ignoreCase, String name) {
        if (!ignoreCase) {
            return name;
        }
        int i = 0;
        while (i < name.length() && lower(name.charAt(i)) == name.charAt(i)) {
            i++;
        }
        if (i == name.length()) {
            return name;
        }
        char[] folded = name.toCharArray();
        for (; i < folded.length; i++) {
            folded[i] = lower(folded[i]);
        }
        return new String(folded);
    }

    /// As `strcasecmp` in the C locale: only ASCII letters have a case.
    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
}

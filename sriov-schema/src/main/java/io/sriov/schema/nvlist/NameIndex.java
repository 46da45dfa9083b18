package io.sriov.schema.nvlist;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the first pair of a name. A few pairs are searched one by one, more of them through a hash
/// table, so that a list of any length is built and searched in linear time altogether, also when
/// its names were chosen to collide (the buckets of [HashMap] become trees).
final class NameIndex {
    private static final int SEARCHED_ONE_BY_ONE = 8;

    private final boolean ignoreCase;
    private @Nullable Map<String, NvPair> table;

    NameIndex(boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
    }

    /// {@return the first pair of a name among pairs that were all told to this index}
    @Nullable NvPair find(List<NvPair> pairs, String name) {
        Map<String, NvPair> known = table;
        if (known != null) {
            return known.get(key(name));
        }
        for (int i = 0; i < pairs.size(); i++) {
            NvPair pair = pairs.get(i);
            if (sameName(pair.name(), name)) {
                return pair;
            }
        }
        return null;
    }

    /// Takes note of the last of the pairs.
    void added(List<NvPair> pairs) {
        Map<String, NvPair> known = table;
        if (known != null) {
            NvPair last = pairs.getLast();
            known.putIfAbsent(key(last.name()), last);
        } else if (pairs.size() > SEARCHED_ONE_BY_ONE) {
            Map<String, NvPair> fresh = new HashMap<>(4 * SEARCHED_ONE_BY_ONE);
            for (NvPair pair : pairs) {
                fresh.putIfAbsent(key(pair.name()), pair);
            }
            table = fresh;
        }
    }

    /// {@return an index of the same pairs that goes on by itself}
    NameIndex copy() {
        NameIndex copy = new NameIndex(ignoreCase);
        copy.table = Optional.ofNullable(table).map(HashMap::new).orElse(null);
        return copy;
    }

    boolean sameName(String a, String b) {
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

    private String key(String name) {
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

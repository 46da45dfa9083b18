package io.sriov.schema.nvlist;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A public flag of an nvlist, as given to `nvlist_create` and expected by `nvlist_unpack`
/// (`sys/sys/nv.h`).
public enum NvFlag {
    /// Names are compared without regard to the case of ASCII letters (`NV_FLAG_IGNORE_CASE`,
    /// 0x01).
    IGNORE_CASE(0x01),
    /// A name may occur more than once; look-ups find the first (`NV_FLAG_NO_UNIQUE`, 0x02).
    NO_UNIQUE(0x02);

    private static final List<Set<NvFlag>> SETS =
            IntStream.rangeClosed(0, 3).mapToObj(NvFlag::newSet).toList();

    private final int bit;

    NvFlag(int bit) {
        this.bit = bit;
    }

    /// {@return the bit of this flag in the header of a packed nvlist}
    public int bit() {
        return bit;
    }

    /// {@return the shared, unmodifiable set of the flags whose bits are set}
    static Set<NvFlag> set(int bits) {
        return SETS.get(bits);
    }

    static int bits(NvFlag... flags) {
        int bits = 0;
        for (NvFlag flag : flags) {
            bits |= flag.bit;
        }
        return bits;
    }

    private static Set<NvFlag> newSet(int bits) {
        EnumSet<NvFlag> set = EnumSet.noneOf(NvFlag.class);
        for (NvFlag flag : values()) {
            if ((bits & flag.bit) != 0) {
                set.add(flag);
            }
        }
        return Collections.unmodifiableSet(set);
    }
}

package io.sriov.schema.nvlist;

import io.sriov.schema.utf8.EscapedUtf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An nvlist (nv(9)): pairs of a name and a value, in order. Immutable and safe for use by several
/// threads.
///
/// Its flags say whether names differ by case ([NvFlag#IGNORE_CASE]) and whether a name may occur
/// twice ([NvFlag#NO_UNIQUE]); lists nested in it have flags of their own. Two lists are equal if
/// their flags are, and their pairs in the same order and spelling.
///
/// Lists nest at most [#MAX_DEPTH] deep, where libnv has no limit.
public final class Nvlist implements NvValue {
    /// How many lists may stand inside one another, the outermost included.
    public static final int MAX_DEPTH = 256;

    private final int flags;
    private final List<NvPair> pairs;
    private final @Nullable NameIndex index;
    private final long contentSize;
    private final int depth;

    private Nvlist(
            int flags, List<NvPair> pairs, @Nullable NameIndex index, long contentSize, int depth) {
        this.flags = flags;
        this.pairs = pairs;
        this.index = index;
        this.contentSize = contentSize;
        this.depth = depth;
    }

    /// {@return a builder of a list with these flags}
    ///
    /// @param flags the flags, none for a list of unique names that differ by case
    public static Builder builder(NvFlag... flags) {
        return new Builder(NvFlag.bits(flags));
    }

    static Builder builder(int flags) {
        return new Builder(flags);
    }

    /// {@return the flags of this list, unmodifiable}
    public Set<NvFlag> flags() {
        return NvFlag.set(flags);
    }

    int flagBits() {
        return flags;
    }

    /// {@return the pairs in order, unmodifiable}
    public List<NvPair> pairs() {
        return pairs;
    }

    /// {@return whether there is no pair}
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /// {@return the first pair of a name, the case of ASCII letters ignored if the flags say so}
    ///
    /// @param name the name
    public Optional<NvPair> pair(String name) {
        return Optional.ofNullable(find(name));
    }

    /// {@return whether there is a pair of this name}
    ///
    /// @param name the name, see [#pair(String)]
    public boolean contains(String name) {
        return find(name) != null;
    }

    /// {@return the first value of a name that is of a type; values of that name and of other types
    /// are passed over, as in libnv}
    ///
    /// @param name the name, see [#pair(String)]
    /// @param type the type of value looked for
    /// @param <T> the type of value looked for
    public <T extends NvValue> Optional<T> value(String name, Class<T> type) {
        return Optional.ofNullable(find(name, type));
    }

    private @Nullable NvPair find(String name) {
        return NameIndex.find(index, pairs, ignoresCase(flags), EscapedUtf8.canonical(name));
    }

    private static boolean ignoresCase(int flags) {
        return (flags & NvFlag.IGNORE_CASE.bit()) != 0;
    }

    private <T extends NvValue> @Nullable T find(String name, Class<T> type) {
        NvPair first = find(name);
        if (first == null) {
            return null;
        }
        if (type.isInstance(first.value())) {
            return type.cast(first.value());
        }
        if ((flags & NvFlag.NO_UNIQUE.bit()) != 0) {
            for (NvPair pair : pairs) {
                if (type.isInstance(pair.value())
                        && NameIndex.sameName(ignoresCase(flags), pair.name(), first.name())) {
                    return type.cast(pair.value());
                }
            }
        }
        return null;
    }

    /// {@return the first truth value of a name}
    ///
    /// @param name the name, see [#value(String, Class)]
    public Optional<Boolean> bool(String name) {
        return value(name, Bool.class).map(Bool::value);
    }

    /// {@return the first number of a name, as unsigned bits}
    ///
    /// @param name the name, see [#value(String, Class)]
    public OptionalLong number(String name) {
        NvValue.Uint64 number = find(name, NvValue.Uint64.class);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number.value());
    }

    /// {@return the first string of a name}
    ///
    /// @param name the name, see [#value(String, Class)]
    public Optional<String> string(String name) {
        return value(name, Text.class).map(Text::value);
    }

    /// {@return the first nested list of a name}
    ///
    /// @param name the name, see [#value(String, Class)]
    public Optional<Nvlist> nvlist(String name) {
        return value(name, Nvlist.class);
    }

    /// {@return a copy of the first binary of a name}
    ///
    /// @param name the name, see [#value(String, Class)]
    public Optional<byte[]> binary(String name) {
        return value(name, Binary.class).map(Binary::toBytes);
    }

    /// {@return how many bytes this list takes when packed on its own}
    public long packedSize() {
        return NvlistLayout.LIST_HEADER + contentSize;
    }

    /// The packed size of the pairs, without the header before and the terminator behind them.
    long contentSize() {
        return contentSize;
    }

    /// {@return how many lists stand inside one another here: 1 for a list of plain values, at most
    /// [#MAX_DEPTH]}
    public int depth() {
        return depth;
    }

    @Override
    public NvType type() {
        return NvType.NVLIST;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Nvlist that
                        && flags == that.flags
                        && pairs.equals(that.pairs));
    }

    @Override
    public int hashCode() {
        return 31 * flags + pairs.hashCode();
    }

    /// {@return a short description; [NvlistDump] has the content}
    @Override
    public String toString() {
        return "Nvlist["
                + pairs.size()
                + " pairs, "
                + packedSize()
                + " bytes packed, flags "
                + flags()
                + "]";
    }

    /// Puts an [Nvlist] together, pair by pair. Each method named after a type does what
    /// `nvlist_add_` with that type does, and throws where libnv would record an error in the list.
    /// Not safe for use by several threads.
    public static final class Builder {
        private final int flags;
        private final ArrayList<NvPair> pairs = new ArrayList<>(4);
        private @Nullable NameIndex index;
        private boolean indexHandedOver;
        private long contentSize;
        private int deepestChild;

        private Builder(int flags) {
            this.flags = flags;
        }

        /// Adds a pair behind the others.
        ///
        /// @param pair the pair
        /// @return this builder
        /// @throws IllegalArgumentException if the name is there already and the flags do not allow
        ///   that, or if lists would nest deeper than [Nvlist#MAX_DEPTH]
        public Builder add(NvPair pair) {
            if (!isFree(pair.name())) {
                throw new IllegalArgumentException("'" + pair.name() + "' is in the list already");
            }
            append(pair);
            return this;
        }

        /// Adds a value under a name, see [#add(NvPair)].
        ///
        /// @param name the name, see [NvPair#of]
        /// @param value the value
        /// @return this builder
        public Builder add(String name, NvValue value) {
            return add(NvPair.of(name, value));
        }

        /// Adds [NvValue.Null], see [#add(NvPair)].
        ///
        /// @param name the name
        /// @return this builder
        public Builder addNull(String name) {
            return add(name, Null.NULL);
        }

        /// Adds a [NvValue.Bool], see [#add(NvPair)].
        ///
        /// @param name the name
        /// @param value the value
        /// @return this builder
        public Builder addBool(String name, boolean value) {
            return add(name, Bool.of(value));
        }

        /// Adds a [NvValue.Uint64], see [#add(NvPair)].
        ///
        /// @param name the name
        /// @param value the unsigned number
        /// @return this builder
        public Builder addNumber(String name, long value) {
            return add(name, new NvValue.Uint64(value));
        }

        /// Adds a [NvValue.Text], see [#add(NvPair)].
        ///
        /// @param name the name
        /// @param value the text
        /// @return this builder
        public Builder addString(String name, String value) {
            return add(name, new Text(value));
        }

        /// Adds a nested list, see [#add(NvPair)].
        ///
        /// @param name the name
        /// @param value the list
        /// @return this builder
        public Builder addNvlist(String name, Nvlist value) {
            return add(name, value);
        }

        /// Adds a [NvValue.Binary], see [#add(NvPair)].
        ///
        /// @param name the name
        /// @param value the bytes, at least one; they are copied
        /// @return this builder
        public Builder addBinary(String name, byte... value) {
            return add(name, Binary.of(value));
        }

        Set<NvFlag> flags() {
            return NvFlag.set(flags);
        }

        /// {@return whether a pair of this name may be added}
        ///
        /// @param name the name
        public boolean takes(String name) {
            return isFree(EscapedUtf8.canonical(name));
        }

        /// The same for a name that is canonical.
        boolean isFree(String name) {
            return (flags & NvFlag.NO_UNIQUE.bit()) != 0
                    || NameIndex.find(index, pairs, ignoresCase(flags), name) == null;
        }

        /// Adds a pair whose name was found to be free.
        void append(NvPair pair) {
            int depthBelow = depthOf(pair.value());
            if (depthBelow >= MAX_DEPTH) {
                throw new IllegalArgumentException(
                        "'" + pair.name() + "' nests lists more than " + MAX_DEPTH + " deep");
            }
            if (indexHandedOver && index != null) {
                index = index.copy();
            }
            indexHandedOver = false;
            pairs.add(pair);
            index = NameIndex.added(index, pairs, ignoresCase(flags));
            contentSize = NvlistLayout.saturatedSum(contentSize, pair.packedSize());
            deepestChild = Math.max(deepestChild, depthBelow);
        }

        private static int depthOf(NvValue value) {
            int depth = 0;
            if (value instanceof Nvlist list) {
                depth = list.depth;
            } else if (value instanceof NvlistArray array) {
                for (Nvlist element : array.values()) {
                    depth = Math.max(depth, element.depth);
                }
            }
            return depth;
        }

        /// {@return a list of the pairs added so far}
        public Nvlist build() {
            indexHandedOver = true;
            return new Nvlist(flags, List.copyOf(pairs), index, contentSize, deepestChild + 1);
        }
    }
}

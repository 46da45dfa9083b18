package io.sriov.schema.nvlist;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The value of a pair: one of libnv's types, or an [Nvlist] nested in another. Values are
/// immutable and safe for use by several threads.
public sealed interface NvValue
        permits Nvlist,
                NvValue.Null,
                NvValue.Bool,
                NvValue.Uint64,
                NvValue.Text,
                NvValue.Binary,
                NvValue.BoolArray,
                NvValue.NumberArray,
                NvValue.TextArray,
                NvValue.NvlistArray {

    /// {@return the libnv type of this value}
    NvType type();

    /// The value that says no more than that its name is there.
    enum Null implements NvValue {
        NULL;

        @Override
        public NvType type() {
            return NvType.NULL;
        }

        @Override
        public String toString() {
            return "null";
        }
    }

    /// A truth value.
    ///
    /// @param value the value
    record Bool(boolean value) implements NvValue {
        /// The value true.
        public static final Bool TRUE = new Bool(true);

        /// The value false.
        public static final Bool FALSE = new Bool(false);

        /// {@return the value true or false}
        ///
        /// @param value which of them
        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public NvType type() {
            return NvType.BOOL;
        }
    }

    /// An unsigned number of 64 bits.
    ///
    /// @param value its bits: a negative `long` stands for 2^63 or more, see
    ///   [Long#toUnsignedString(long)]
    record Uint64(long value) implements NvValue {
        @Override
        public NvType type() {
            return NvType.NUMBER;
        }

        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    /// A string.
    ///
    /// @param value the text; bytes that are not UTF-8 stand in it as the package description says
    record Text(String value) implements NvValue {
        /// @throws IllegalArgumentException if the text holds a NUL
        public Text {
            value = NvlistLayout.packable(value, "string");
        }

        @Override
        public NvType type() {
            return NvType.STRING;
        }

        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /// Bytes, at least one.
    final class Binary implements NvValue {
        private final byte[] bytes;

        private Binary(byte[] bytes) {
            requireItems(bytes.length);
            this.bytes = bytes;
        }

        /// {@return a value of these bytes, which are copied}
        ///
        /// @param bytes at least one byte
        /// @throws IllegalArgumentException if there is none: libnv has no empty binary
        public static Binary of(byte... bytes) {
            return copyOf(bytes, 0, bytes.length);
        }

        static Binary copyOf(byte[] bytes, int from, int to) {
            return new Binary(Arrays.copyOfRange(bytes, from, to));
        }

        /// {@return the number of bytes, at least 1}
        public int size() {
            return bytes.length;
        }

        /// {@return a copy of the bytes}
        public byte[] toBytes() {
            return bytes.clone();
        }

        byte[] shared() {
            return bytes;
        }

        @Override
        public NvType type() {
            return NvType.BINARY;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /// {@return the bytes in hexadecimal, two digits each}
        @Override
        public String toString() {
            return HexFormat.of().formatHex(bytes);
        }
    }

    /// Truth values, at least one.
    ///
    /// @param values the values in order
    record BoolArray(List<Boolean> values) implements NvValue {
        /// @throws IllegalArgumentException if there is none: libnv has no empty arrays
        public BoolArray {
            values = List.copyOf(values);
            requireItems(values.size());
        }

        @Override
        public NvType type() {
            return NvType.BOOL_ARRAY;
        }
    }

    /// Unsigned numbers of 64 bits, at least one.
    final class NumberArray implements NvValue {
        private final long[] numbers;

        private NumberArray(long[] numbers) {
            requireItems(numbers.length);
            this.numbers = numbers;
        }

        /// {@return a value of these numbers, which are copied}
        ///
        /// @param numbers at least one; a negative one stands for 2^63 or more
        /// @throws IllegalArgumentException if there is none: libnv has no empty arrays
        public static NumberArray of(long... numbers) {
            return new NumberArray(numbers.clone());
        }

        static NumberArray owning(long[] numbers) {
            return new NumberArray(numbers);
        }

        /// {@return how many numbers there are, at least 1}
        public int size() {
            return numbers.length;
        }

        /// {@return one of the numbers}
        ///
        /// @param index from 0 up to [#size()]
        /// @throws IndexOutOfBoundsException if there is no such number
        public long get(int index) {
            return numbers[index];
        }

        /// {@return the numbers in order}
        public LongStream stream() {
            return Arrays.stream(numbers);
        }

        @Override
        public NvType type() {
            return NvType.NUMBER_ARRAY;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NumberArray that && Arrays.equals(numbers, that.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }

        @Override
        public String toString() {
            return Arrays.toString(stream().mapToObj(Long::toUnsignedString).toArray());
        }
    }

    /// Strings, at least one.
    ///
    /// @param values the texts in order, each as in [Text]
    record TextArray(List<String> values) implements NvValue {
        /// @throws IllegalArgumentException if there is none, or one holds what [Text] refuses
        public TextArray {
            values = values.stream().map(text -> NvlistLayout.packable(text, "string")).toList();
            requireItems(values.size());
        }

        @Override
        public NvType type() {
            return NvType.STRING_ARRAY;
        }
    }

    /// Nvlists, at least one.
    ///
    /// @param values the lists in order
    record NvlistArray(List<Nvlist> values) implements NvValue {
        /// @throws IllegalArgumentException if there is none: libnv has no empty arrays
        public NvlistArray {
            values = List.copyOf(values);
            requireItems(values.size());
        }

        @Override
        public NvType type() {
            return NvType.NVLIST_ARRAY;
        }
    }

    private static void requireItems(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "an nvlist holds no empty binary or array: give at least one item");
        }
    }
}

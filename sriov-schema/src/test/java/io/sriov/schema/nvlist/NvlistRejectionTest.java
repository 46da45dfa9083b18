package io.sriov.schema.nvlist;

import static io.sriov.schema.nvlist.ReferenceDumps.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.schema.nvlist.NvlistFormatException.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One row or more for each rule of the packed form. A row gives what stands behind the outermost
/// header, which is put before it with the right size; offsets count from there.
class NvlistRejectionTest {
    private static final String LONG_0 = "0000000000000000";
    private static final String EMPTY_LIST_AT_END = "6c 00 00 " + LONG_0 + LONG_0;
    private static final String UP = "ff 0100" + LONG_0 + LONG_0 + "00";
    private static final String NEXT = "fe 0100" + LONG_0 + LONG_0 + "00";

    record Row(Rule rule, int offset, String body) {
        @Override
        public String toString() {
            return rule + ": " + body;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                // Nested headers: after a pair header of 19 and the name "a".
                new Row(Rule.HEADER_TRUNCATED, 21, nvlist("6c 00 00")),
                new Row(Rule.HEADER_TRUNCATED, 21, "05 0200 0100000000000000" + LONG_0 + "6100 6c"),
                new Row(Rule.MAGIC, 21, nvlist("6d 00 00" + LONG_0 + LONG_0)),
                new Row(Rule.FLAGS_UNKNOWN, 23, nvlist("6c 00 04" + LONG_0 + LONG_0)),
                new Row(Rule.FLAGS_UNKNOWN, 23, nvlist("6c 00 40" + LONG_0 + LONG_0)),
                new Row(Rule.SIZE, 32, nvlist("6c 00 00" + LONG_0 + "0100000000000000")),
                new Row(Rule.SIZE, 32, nvlist("6c 00 00" + LONG_0 + LONG_0 + UP)),
                new Row(Rule.DESCRIPTORS, 24, nvlist("6c 00 00 0100000000000000" + LONG_0)),
                new Row(Rule.BYTE_ORDER_MIXED, 23, nvlist("6c 00 80" + LONG_0 + LONG_0)),
                // Pair headers.
                new Row(Rule.PAIR_TRUNCATED, 0, "01"),
                new Row(Rule.PAIR_TRUNCATED, 0, "01 0100" + LONG_0 + "00000000000000"),
                new Row(Rule.TYPE, 0, pair("00", LONG_0, LONG_0, "")),
                new Row(Rule.TYPE, 0, pair("0d", LONG_0, LONG_0, "")),
                new Row(Rule.TYPE, 0, pair("fd", LONG_0, LONG_0, "")),
                new Row(
                        Rule.NAME_TOO_LONG,
                        1,
                        "01 0108" + LONG_0 + LONG_0 + "61".repeat(2048) + "00"),
                new Row(Rule.NAME_TRUNCATED, 1, "01 0300" + LONG_0 + LONG_0 + "6100"),
                new Row(Rule.NAME_NUL, 19, "01 0000" + LONG_0 + LONG_0),
                new Row(Rule.NAME_NUL, 20, "01 0300" + LONG_0 + LONG_0 + "610000"),
                new Row(Rule.NAME_NUL, 21, "01 0200" + LONG_0 + LONG_0 + "6162"),
                new Row(Rule.DATA_TRUNCATED, 3, pair("04", "0400000000000000", LONG_0, "616200")),
                new Row(Rule.DATA_TRUNCATED, 3, pair("07", "ffffffffffffffff", LONG_0, "616200")),
                // Sizes and content by type.
                new Row(Rule.DATA_SIZE, 3, pair("01", "0100000000000000", LONG_0, "00")),
                new Row(Rule.DATA_SIZE, 3, pair("02", LONG_0, LONG_0, "")),
                new Row(Rule.DATA_SIZE, 3, pair("02", "0200000000000000", LONG_0, "0101")),
                new Row(Rule.BOOL, 21, pair("02", "0100000000000000", LONG_0, "02")),
                new Row(Rule.DATA_SIZE, 3, pair("03", "0400000000000000", LONG_0, "01020304")),
                new Row(Rule.DATA_SIZE, 3, pair("04", LONG_0, LONG_0, "")),
                new Row(Rule.STRING_NUL, 23, pair("04", "0200000000000000", LONG_0, "6162")),
                new Row(Rule.STRING_NUL, 22, pair("04", "0300000000000000", LONG_0, "610000")),
                new Row(Rule.DATA_SIZE, 3, pair("05", LONG_0, LONG_0, EMPTY_LIST_AT_END)),
                new Row(Rule.DATA_SIZE, 3, pair("07", LONG_0, LONG_0, "")),
                new Row(Rule.DESCRIPTORS, 0, pair("06", "0800000000000000", LONG_0, LONG_0)),
                new Row(
                        Rule.DESCRIPTORS,
                        0,
                        pair("0c", "0800000000000000", "0100000000000000", LONG_0)),
                // Arrays.
                new Row(Rule.ARRAY_ITEMS, 11, pair("08", LONG_0, LONG_0, "")),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("08", "0200000000000000", "0300000000000000", "0100")),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("08", "0100000000000000", "0100000000000080", "01")),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("09", "0800000000000000", "0200000000000000", LONG_0)),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("09", "0800000000000000", "0100000000000020", LONG_0)),
                new Row(Rule.DATA_SIZE, 3, pair("0a", LONG_0, "0100000000000000", "")),
                new Row(Rule.ARRAY_ITEMS, 11, pair("0a", "0100000000000000", LONG_0, "00")),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("0a", "0200000000000000", "0100000000000000", "0000")),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("0a", "0200000000000000", "ffffffffffffffff", "0000")),
                new Row(
                        Rule.STRING_NUL,
                        24,
                        pair("0a", "0300000000000000", "0200000000000000", "610062")),
                new Row(Rule.ARRAY_ITEMS, 11, pair("0b", LONG_0, LONG_0, EMPTY_LIST_AT_END)),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("0b", LONG_0, "0200000000000000", EMPTY_LIST_AT_END)),
                new Row(
                        Rule.ARRAY_ITEMS,
                        11,
                        pair("0b", LONG_0, "ffffffffffffffff", EMPTY_LIST_AT_END)),
                new Row(
                        Rule.MAGIC,
                        21,
                        pair("0b", LONG_0, "0100000000000000", "00" + EMPTY_LIST_AT_END)),
                new Row(
                        Rule.ARRAY_INCOMPLETE,
                        61,
                        pair(
                                "0b",
                                LONG_0,
                                "0200000000000000",
                                list(21) + pair("01", LONG_0, LONG_0, ""))),
                new Row(
                        Rule.HEADER_TRUNCATED,
                        60,
                        pair("0b", LONG_0, "0200000000000000", list(21) + NEXT + "6c")),
                // Ends of lists.
                new Row(Rule.TERMINATOR_AT_TOP, 0, UP),
                new Row(Rule.TERMINATOR_AT_TOP, 0, NEXT),
                new Row(Rule.TERMINATOR_AT_TOP, 60, nvlist(list(40) + UP + UP)),
                new Row(Rule.TERMINATOR_KIND, 40, nvlist(list(20) + NEXT)),
                new Row(
                        Rule.TERMINATOR_KIND,
                        40,
                        pair("0b", LONG_0, "0100000000000000", list(20) + UP)),
                new Row(
                        Rule.TERMINATOR_CONTENT,
                        40,
                        nvlist(list(21) + "ff 0200" + LONG_0 + LONG_0 + "6100")),
                new Row(
                        Rule.TERMINATOR_CONTENT,
                        40,
                        nvlist(list(20) + "ff 0100" + LONG_0 + "0100000000000000 00")),
                new Row(
                        Rule.TERMINATOR_CONTENT,
                        40,
                        nvlist(list(21) + "ff 0100 0100000000000000" + LONG_0 + "00 00")),
                // Names.
                new Row(
                        Rule.DUPLICATE_NAME,
                        21,
                        pair("01", LONG_0, LONG_0, "") + pair("01", LONG_0, LONG_0, "")),
                new Row(
                        Rule.DUPLICATE_NAME,
                        21,
                        pair("01", LONG_0, LONG_0, "") + nvlist(list(20) + UP)),
                new Row(
                        Rule.DUPLICATE_NAME,
                        21,
                        pair("01", LONG_0, LONG_0, "")
                                + pair("0b", LONG_0, "0100000000000000", list(20) + NEXT)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refuses(Row row) {
        byte[] body = bytes(row.body());
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class,
                        () -> NvlistUnpacker.unpack(withHeader(0, body)));
        assertThat(refusal).as("accepted").isNotNull();
        assertThat(refusal.rule()).as(refusal.getMessage()).isEqualTo(row.rule());
        assertThat(refusal.offset()).as(refusal.getMessage()).isEqualTo(19 + row.offset());
        assertThat(refusal).hasMessageStartingWith("byte " + refusal.offset() + ": ");
    }

    record OutermostRow(Rule rule, int offset, String bytes) {}

    static Stream<OutermostRow> outermostRows() {
        return Stream.of(
                new OutermostRow(Rule.HEADER_TRUNCATED, 0, ""),
                new OutermostRow(Rule.HEADER_TRUNCATED, 0, "6c 00 00" + LONG_0 + "00000000000000"),
                new OutermostRow(Rule.MAGIC, 0, "00 00 00" + LONG_0 + LONG_0),
                new OutermostRow(Rule.FLAGS_UNKNOWN, 2, "6c 00 08" + LONG_0 + LONG_0),
                new OutermostRow(Rule.SIZE, 11, "6c 00 00" + LONG_0 + "0100000000000000"),
                new OutermostRow(Rule.SIZE, 11, "6c 00 00" + LONG_0 + LONG_0 + "00"),
                new OutermostRow(
                        Rule.SIZE,
                        11,
                        "6c 00 80" + LONG_0 + "1500000000000000" + pair("01", LONG_0, LONG_0, "")),
                new OutermostRow(Rule.DESCRIPTORS, 3, "6c 00 00 0000000000000080" + LONG_0),
                new OutermostRow(Rule.FLAGS_UNEXPECTED, 2, "6c 00 01" + LONG_0 + LONG_0),
                new OutermostRow(Rule.FLAGS_UNEXPECTED, 2, "6c 00 82" + LONG_0 + LONG_0));
    }

    @ParameterizedTest
    @MethodSource("outermostRows")
    void refusesTheOutermostHeader(OutermostRow row) {
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class,
                        () -> NvlistUnpacker.unpack(bytes(row.bytes())));
        assertThat(refusal).as("accepted").isNotNull();
        assertThat(refusal.rule()).as(refusal.getMessage()).isEqualTo(row.rule());
        assertThat(refusal.offset()).as(refusal.getMessage()).isEqualTo(row.offset());
    }

    @Test
    void refusesListsNestedTooDeep() {
        StringBuilder body = new StringBuilder();
        int pairs = Nvlist.MAX_DEPTH;
        for (int depth = 1; depth <= pairs; depth++) {
            int left = 40 * (pairs - depth);
            body.append("05 0200 1300000000000000" + LONG_0 + "6100").append(list(left));
        }
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class,
                        () -> NvlistUnpacker.unpack(withHeader(0, bytes(body.toString()))));
        assertThat(refusal.rule()).isEqualTo(Rule.DEPTH);
        assertThat(refusal.offset()).isEqualTo(19 + 40 * (pairs - 1));
    }

    /// Arrays inside one another, each of which claims as many lists as could be packed in what is
    /// left: room made for all of them beforehand would be gigabytes.
    @Test
    void takesNoRoomForWhatIsOnlyClaimed() {
        int arrays = Nvlist.MAX_DEPTH - 1;
        byte[] body = new byte[arrays * 40 + 8_000_000];
        java.nio.ByteBuffer out =
                java.nio.ByteBuffer.wrap(body).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < arrays; i++) {
            out.put((byte) 11)
                    .putShort((short) 2)
                    .putLong(0)
                    .putLong((out.remaining() - 18) / 19)
                    .put((byte) 'a')
                    .put((byte) 0);
            out.put((byte) 0x6c)
                    .put((byte) 0)
                    .put((byte) 0)
                    .putLong(0)
                    .putLong(out.remaining() - 8);
        }
        byte[] packed = new byte[19 + body.length];
        java.nio.ByteBuffer.wrap(packed)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x6c)
                .put((byte) 0)
                .put((byte) 0)
                .putLong(0)
                .putLong(body.length)
                .put(body);
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class, () -> NvlistUnpacker.unpack(packed));
        assertThat(refusal.rule()).as(refusal.getMessage()).isEqualTo(Rule.TYPE);
        assertThat(refusal.offset()).isEqualTo(19 + arrays * 40);
    }

    @Test
    void everyRuleHasARow() {
        Set<Rule> rows =
                rows().map(Row::rule)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
        outermostRows().map(OutermostRow::rule).forEach(rows::add);
        rows.add(Rule.DEPTH);
        assertThat(rows).containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void namesTheFlagsFoundAndExpected() {
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class,
                        () -> NvlistUnpacker.unpack(withHeader(1, new byte[0]), NvFlag.NO_UNIQUE));
        assertThat(refusal)
                .hasMessage("byte 2: the list has flags [IGNORE_CASE], expected are [NO_UNIQUE]");
    }

    record MessageRow(String message, String body) {}

    static Stream<MessageRow> messageRows() {
        return Stream.of(
                new MessageRow(
                        "byte 40: a list begins here, its header takes 19 bytes, 3 are left",
                        nvlist("6c 00 00")),
                new MessageRow(
                        "byte 40: a list begins with 0x6c, here is 0x9f",
                        nvlist("9f 00 00" + LONG_0 + LONG_0)),
                new MessageRow(
                        "byte 42: unknown flags in 0xc0", nvlist("6c 00 c0" + LONG_0 + LONG_0)),
                new MessageRow(
                        "byte 51: the header counts 18446744073709551615 bytes behind it, there are"
                                + " 0",
                        nvlist("6c 00 00" + LONG_0 + "ffffffffffffffff")),
                new MessageRow(
                        "byte 19: a pair begins here, its header takes 19 bytes, 2 are left",
                        "01 00"),
                new MessageRow(
                        "byte 20: a name of 3 bytes, 2 are left",
                        "01 0300" + LONG_0 + LONG_0 + "6100"),
                new MessageRow(
                        "byte 22: pair 'a': 4 bytes of data, 3 are left",
                        pair("04", "0400000000000000", LONG_0, "616200")),
                new MessageRow(
                        "byte 40: pair 'a': a bool is 0 or 1, here is 0x80",
                        pair("02", "0100000000000000", LONG_0, "80")),
                new MessageRow(
                        "byte 59: 'a' is a list, but ends like an element of an array",
                        nvlist(list(20) + NEXT)),
                new MessageRow(
                        "byte 59: 'a' is an array, but ends like a list",
                        pair("0b", LONG_0, "0100000000000000", list(20) + UP)),
                new MessageRow(
                        "byte 30: pair 'a': 2 strings in an array of 1 items",
                        pair("0a", "0200000000000000", "0100000000000000", "0000")));
    }

    @ParameterizedTest
    @MethodSource("messageRows")
    void saysWhatIsThereAndWhatThereShouldBe(MessageRow row) {
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class,
                        () -> NvlistUnpacker.unpack(withHeader(0, bytes(row.body()))));
        assertThat(refusal).hasMessage(row.message());
    }

    /// `NV_NAME_MAX` is 2048, the NUL included.
    @Test
    void readsTheLongestName() {
        byte[] packed =
                withHeader(0, bytes("01 0008" + LONG_0 + LONG_0 + "61".repeat(2047) + "00"));
        assertThat(NvlistUnpacker.unpack(packed).contains("a".repeat(2047))).isTrue();
    }

    /// What libnv passes over in bytes it did not write, see [NvlistUnpacker].
    static Stream<String> tolerated() {
        return Stream.of(
                // An item count where none belongs, the version of a nested header, another data
                // size of a nested list, no end of it.
                pair("01", LONG_0, "0500000000000000", ""),
                nvlist("6c 07 00" + LONG_0 + "1400000000000000" + UP),
                pair("05", "0100000000000000", LONG_0, list(20) + UP),
                pair("05", "2700000000000000", LONG_0, list(20) + UP),
                nvlist(list(0)),
                pair("0b", LONG_0, "0100000000000000", list(0)),
                pair("0b", "0500000000000000", "0100000000000000", list(20) + NEXT),
                pair("08", "0100000000000000", "0100000000000000", "07"));
    }

    @ParameterizedTest
    @MethodSource("tolerated")
    void toleratesWhatLibnvTolerates(String body) {
        byte[] packed = withHeader(0, bytes(body));
        Nvlist list = NvlistUnpacker.unpack(packed);
        assertThat(list.pairs()).hasSize(1);
        assertThat(list.pairs().getFirst().name()).isEqualTo("a");
        byte[] again = NvlistPacker.pack(list);
        assertThat(again).isNotEqualTo(packed);
        assertThat(NvlistUnpacker.unpack(again)).isEqualTo(list);
    }

    @Test
    void toleratesAnyVersionInTheOutermostHeader() {
        byte[] packed = withHeader(0, new byte[0]);
        packed[1] = 9;
        assertThat(NvlistUnpacker.unpack(packed).isEmpty()).isTrue();
    }

    private static byte[] withHeader(int flags, byte[] body) {
        byte[] packed = new byte[19 + body.length];
        packed[0] = 0x6c;
        packed[2] = (byte) flags;
        packed[11] = (byte) body.length;
        packed[12] = (byte) (body.length >> 8);
        System.arraycopy(body, 0, packed, 19, body.length);
        return packed;
    }

    /// A pair named "a": 21 bytes and its data.
    private static String pair(String type, String dataSize, String items, String data) {
        return type + " 0200 " + dataSize + items + "6100" + data;
    }

    private static String nvlist(String data) {
        return pair(
                "05",
                "1300000000000000".replace("13", bytes(data).length < 19 ? "03" : "13"),
                LONG_0,
                data);
    }

    /// A list header that has so many bytes behind it.
    private static String list(int left) {
        return "6c 00 00" + LONG_0 + "%02x%02x000000000000".formatted(left & 0xff, left >> 8);
    }
}

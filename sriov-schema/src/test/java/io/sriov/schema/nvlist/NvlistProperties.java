package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NvlistProperties {

    @Provide
    Arbitrary<Nvlist> lists() {
        return NvlistArbitraries.lists();
    }

    @Provide
    Arbitrary<ByteOrder> orders() {
        return Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @Property(tries = 300)
    void everyListSurvivesPacking(@ForAll("lists") Nvlist list, @ForAll("orders") ByteOrder order) {
        byte[] packed = NvlistPacker.pack(list, order);
        assertThat((long) packed.length).isEqualTo(list.packedSize());
        Nvlist again = NvlistUnpacker.unpack(packed, list.flags().toArray(NvFlag[]::new));
        assertThat(again).isEqualTo(list).hasSameHashCodeAs(list);
        assertThat(NvlistUnpacker.unpackAnyFlags(packed)).isEqualTo(list);
        assertThat(again.depth()).isEqualTo(list.depth());
        assertThat(again.packedSize()).isEqualTo(list.packedSize());
        assertThat(NvlistDump.text(again)).isEqualTo(NvlistDump.text(list));
    }

    @Property(tries = 300)
    void noPrefixIsAListOfItsOwn(
            @ForAll("lists") Nvlist list,
            @ForAll("orders") ByteOrder order,
            @ForAll @IntRange(max = 2000) int cut) {
        byte[] packed = NvlistPacker.pack(list, order);
        byte[] truncated = Arrays.copyOf(packed, Math.max(0, packed.length - 1 - cut));
        NvlistFormatException refusal =
                catchThrowableOfType(
                        NvlistFormatException.class,
                        () -> NvlistUnpacker.unpackAnyFlags(truncated));
        assertThat(refusal).isNotNull();
        assertThat(refusal.offset()).isBetween(0, truncated.length);
    }

    @Property(tries = 300)
    void changedBytesAreRefusedOrMeanWhatTheyAreRepackedTo(
            @ForAll("lists") Nvlist list,
            @ForAll("orders") ByteOrder order,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll @Size(4) List<Byte> values) {
        byte[] packed = NvlistPacker.pack(list, order);
        for (int i = 0; i < places.size(); i++) {
            packed[places.get(i) % packed.length] = values.get(i);
        }
        readOrRefuse(packed);
    }

    @Property
    void bytesThatLookLikeAListAreRefusedOrMeanWhatTheyAreRepackedTo(
            @ForAll("nearlyLists") byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property
    void anyBytesAreRefused(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(bytes);
    }

    /// Pairs of random types and sizes behind a proper header: gets much further than random bytes.
    @Provide
    Arbitrary<byte[]> nearlyLists() {
        Arbitrary<byte[]> pairs =
                Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 254, 255)
                        .flatMap(type ->
                                Arbitraries.integers()
                                        .between(0, 20)
                                        .flatMap(dataSize ->
                                                Arbitraries.integers()
                                                        .between(0, 3)
                                                        .map(items -> {
                                                            byte[] pair = new byte[21 + dataSize];
                                                            pair[0] = (byte) (int) type;
                                                            pair[1] = 2;
                                                            pair[3] = (byte) (int) dataSize;
                                                            pair[11] = (byte) (int) items;
                                                            pair[19] = (byte) ('a' + dataSize);
                                                            return pair;
                                                        })));
        return pairs.list()
                .ofMaxSize(8)
                .withoutEdgeCases()
                .map(parts -> {
                    int length = parts.stream().mapToInt(part -> part.length).sum();
                    byte[] bytes = new byte[19 + length];
                    bytes[0] = 0x6c;
                    bytes[11] = (byte) length;
                    bytes[12] = (byte) (length >> 8);
                    int at = 19;
                    for (byte[] part : parts) {
                        System.arraycopy(part, 0, bytes, at, part.length);
                        at += part.length;
                    }
                    return bytes;
                });
    }

    private static void readOrRefuse(byte[] bytes) {
        Nvlist list;
        try {
            list = NvlistUnpacker.unpackAnyFlags(bytes);
        } catch (NvlistFormatException refusal) {
            assertThat(refusal.offset()).isBetween(0, bytes.length);
            return;
        }
        ByteOrder order = bytes[2] < 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] again = NvlistPacker.pack(list, order);
        assertThat(NvlistUnpacker.unpackAnyFlags(again)).isEqualTo(list);
        // Missing ends of lists are added; of the rest only fields without meaning differ, which
        // are zeroed here on both sides.
        assertThat(again.length).isGreaterThanOrEqualTo(bytes.length);
        assertThat((again.length - bytes.length) % 20).isZero();
        if (again.length == bytes.length) {
            assertThat(withoutIdleFields(bytes)).isEqualTo(withoutIdleFields(again));
        }
    }

    /// Clears what the reader does not look at: versions, data sizes of nested lists, item counts
    /// of what is no array; and makes the items of a bool array 0 or 1.
    private static byte[] withoutIdleFields(byte[] bytes) {
        byte[] out = bytes.clone();
        java.nio.ByteBuffer in =
                java.nio.ByteBuffer.wrap(bytes)
                        .order(bytes[2] < 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        out[1] = 0;
        int at = 19;
        boolean headerNext = false;
        while (at < bytes.length) {
            if (headerNext && bytes[at] == 0x6c) {
                out[at + 1] = 0;
                at += 19;
                headerNext = false;
                continue;
            }
            int type = bytes[at] & 0xff;
            int nameSize = in.getShort(at + 1) & 0xffff;
            int dataSize = (int) in.getLong(at + 3);
            if (type < 8) {
                Arrays.fill(out, at + 11, at + 19, (byte) 0);
            }
            if (type == 5 || type == 11) {
                Arrays.fill(out, at + 3, at + 11, (byte) 0);
                dataSize = 0;
            }
            headerNext = type == 5 || type == 11 || type == 254;
            at += 19 + nameSize;
            if (type == 8) {
                for (int i = at; i < at + dataSize; i++) {
                    out[i] = (byte) (out[i] == 0 ? 0 : 1);
                }
            }
            at += dataSize;
        }
        return out;
    }

    @Property
    void anyBytesWithoutNulSurviveAsAString(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 255) Integer> content) {
        byte[] text = new byte[content.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (int) content.get(i);
        }
        byte[] packed =
                NvlistPacker.pack(
                        Nvlist.builder()
                                .addBinary("a", Arrays.copyOf(text, text.length + 1))
                                .build());
        packed[19] = 4;
        Nvlist list = NvlistUnpacker.unpack(packed);
        assertThat(NvlistPacker.pack(list)).isEqualTo(packed);
        String decoded = list.string("a").orElseThrow();
        assertThat(new NvValue.Text(decoded).value()).isEqualTo(decoded);
        String strict = new String(text, StandardCharsets.UTF_8);
        if (Arrays.equals(strict.getBytes(StandardCharsets.UTF_8), text)) {
            assertThat(decoded).isEqualTo(strict);
        }
    }
}

package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// Whatever the bytes, reading them ends in a list or in an [NvlistFormatException], in memory
/// bounded by their number; and a list that was read loses and adds nothing: packed again it is the
/// same bytes, but for what libnv passes over, which [PackedBytes#canonical] puts right by itself.
///
/// Any number of tries makes sense; the profile `long` makes a million.
class NvlistFuzzProperties {

    @Provide
    Arbitrary<Nvlist> lists() {
        return RandomNvlists.lists();
    }

    @Provide
    Arbitrary<ByteOrder> orders() {
        return Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @Property
    void everyListSurvivesPacking(@ForAll("lists") Nvlist list, @ForAll("orders") ByteOrder order) {
        byte[] packed = NvlistPacker.pack(list, order);
        assertThat((long) packed.length).isEqualTo(list.packedSize());
        assertThat(PackedBytes.canonical(packed)).isEqualTo(packed);
        Nvlist again = NvlistUnpacker.unpack(packed, list.flags().toArray(NvFlag[]::new));
        assertThat(again).isEqualTo(list).hasSameHashCodeAs(list);
        assertThat(again.depth()).isEqualTo(list.depth());
        assertThat(again.packedSize()).isEqualTo(list.packedSize());
        AllocatedBytes.assertBounded(packed);
    }

    @Property
    void whatLibnvPassesOverChangesNothing(
            @ForAll("lists") Nvlist list, @ForAll("orders") ByteOrder order, @ForAll long seed) {
        byte[] packed = NvlistPacker.pack(list, order);
        byte[] respelled = PackedBytes.respelled(packed, at -> scrambled(seed + at));
        assertThat(NvlistUnpacker.unpackAnyFlags(respelled)).isEqualTo(list);
        assertThat(readOrRefuse(respelled)).isTrue();
    }

    /// The finalizer of splitmix64.
    private static long scrambled(long seed) {
        long bits = (seed + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        return (bits ^ (bits >>> 31)) * 0x94d049bb133111ebL;
    }

    @Property
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

    @Property
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void editedBytesAreRefusedOrMeanWhatTheyAreRepackedTo(
            @ForAll("lists") Nvlist list,
            @ForAll("lists") Nvlist other,
            @ForAll("orders") ByteOrder order,
            @ForAll @Size(min = 1, max = 3) List<@From("edits") PackedEdit> edits,
            @ForAll @IntRange(max = 3) int unsealed) {
        byte[] bytes = NvlistPacker.pack(list, order);
        byte[] donor = NvlistPacker.pack(other, order);
        for (PackedEdit edit : edits) {
            bytes = edit.apply(bytes, donor);
        }
        boolean read = readOrRefuse(unsealed == 0 ? bytes : PackedBytes.sealed(bytes));
        Statistics.collect(read);
        Statistics.coverage(outcomes -> {
            outcomes.check(true).percentage(share -> share > 5);
            outcomes.check(false).percentage(share -> share > 30);
        });
    }

    @Provide
    Arbitrary<PackedEdit> edits() {
        return PackedEdit.edits();
    }

    @Property
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void roughPairsAreRefusedOrMeanWhatTheyAreRepackedTo(
            @ForAll @Size(max = 8) List<@From("roughPairs") byte[]> pairs,
            @ForAll("headers") byte[] header) {
        boolean read = readOrRefuse(behind(header, pairs));
        Statistics.collect(read);
        Statistics.coverage(outcomes -> {
            outcomes.check(true).percentage(share -> share > 5);
            outcomes.check(false).percentage(share -> share > 30);
        });
    }

    /// Pairs and ends of lists of any type, with small sizes, and with the header of a list where
    /// one belongs.
    @Provide
    Arbitrary<byte[]> roughPairs() {
        return Combinators.combine(
                        Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 254, 255, 255),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 3))
                .as(NvlistFuzzProperties::roughPair);
    }

    private static byte[] roughPair(int type, int size, int items) {
        boolean nested = type == 5 || type == 11;
        boolean terminator = type >= 254;
        int nameSize = terminator ? 1 : 2;
        int dataSize = terminator ? 0 : size;
        byte[] pair = new byte[19 + nameSize + (nested ? 19 : dataSize)];
        pair[0] = (byte) type;
        pair[1] = (byte) nameSize;
        pair[3] = (byte) dataSize;
        if (!terminator) {
            pair[11] = (byte) items;
            pair[19] = (byte) ('a' + size);
        }
        if (nested) {
            pair[21] = 0x6c;
        }
        return pair;
    }

    @Property
    void bytesBehindAHeaderAreRefusedOrMeanWhatTheyAreRepackedTo(
            @ForAll("headers") byte[] header, @ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(behind(header, List.of(bytes)));
    }

    @Property
    void anyBytesAreRefusedOrMeanWhatTheyAreRepackedTo(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Provide
    Arbitrary<byte[]> headers() {
        return Arbitraries.of(0, 1, 2, 3, 0x80, 0x83)
                .map(flags -> {
                    byte[] header = new byte[19];
                    header[0] = 0x6c;
                    header[2] = (byte) (int) flags;
                    return header;
                });
    }

    private static byte[] behind(byte[] header, List<byte[]> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(
                        header.length + parts.stream().mapToInt(part -> part.length).sum());
        all.put(header);
        parts.forEach(all::put);
        return PackedBytes.sealed(all.array());
    }

    private static boolean readOrRefuse(byte[] bytes) {
        AllocatedBytes.assertBounded(bytes);
        Nvlist list;
        try {
            list = NvlistUnpacker.unpackAnyFlags(bytes);
        } catch (NvlistFormatException refusal) {
            assertThat(refusal.offset()).isBetween(0, bytes.length);
            assertThat(refusal).hasMessageStartingWith("byte " + refusal.offset() + ": ");
            return false;
        }
        ByteOrder order = bytes[2] < 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] again = NvlistPacker.pack(list, order);
        assertThat(again).isEqualTo(PackedBytes.canonical(bytes));
        assertThat(NvlistUnpacker.unpackAnyFlags(again)).isEqualTo(list);
        return true;
    }
}

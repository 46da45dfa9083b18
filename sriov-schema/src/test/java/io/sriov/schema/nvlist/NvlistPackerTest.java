package io.sriov.schema.nvlist;

import static io.sriov.schema.nvlist.ReferenceDumps.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NvlistPackerTest {

    @Test
    void packsTheFirstReferenceDump() {
        assertThat(NvlistPacker.pack(ReferenceDumps.FIRST))
                .isEqualTo(ReferenceDumps.FIRST_PACKED)
                .hasSize(159);
        assertThat(NvlistUnpacker.unpack(ReferenceDumps.FIRST_PACKED))
                .isEqualTo(ReferenceDumps.FIRST);
    }

    @Test
    void packsTheSecondReferenceDump() {
        assertThat(NvlistPacker.pack(ReferenceDumps.SECOND))
                .isEqualTo(ReferenceDumps.SECOND_PACKED)
                .hasSize(308);
        assertThat(NvlistUnpacker.unpack(ReferenceDumps.SECOND_PACKED))
                .isEqualTo(ReferenceDumps.SECOND);
    }

    @Test
    void packsAnEmptyListToItsHeader() {
        assertThat(NvlistPacker.pack(Nvlist.builder().build()))
                .isEqualTo(bytes("6c0000 0000000000000000 0000000000000000"));
    }

    @Test
    void bigEndianMachinesWriteSwappedIntegersAndMarkEveryHeader() {
        Nvlist list =
                Nvlist.builder(NvFlag.IGNORE_CASE)
                        .addNvlist(
                                "a", Nvlist.builder(NvFlag.NO_UNIQUE).addNumber("n", 258).build())
                        .build();
        byte[] expected =
                bytes(
                        """
                        6c 00 81  0000000000000000  0000000000000059
                        05 0002 0000000000000030 0000000000000000  6100
                           6c 00 82  0000000000000000  0000000000000031
                           03 0002 0000000000000008 0000000000000000  6e00  0000000000000102
                           ff 0001 0000000000000000 0000000000000000  00
                        """);
        assertThat(NvlistPacker.pack(list, ByteOrder.BIG_ENDIAN)).isEqualTo(expected);
        assertThat(NvlistUnpacker.unpack(expected, NvFlag.IGNORE_CASE)).isEqualTo(list);
    }

    @Test
    void theDataSizeOfANestedListCountsItsOwnListsWithTheirEnds() {
        Nvlist inner = Nvlist.builder().addNull("x").build();
        Nvlist outer = Nvlist.builder().addNvlist("i", inner).addNull("y").build();
        byte[] packed =
                NvlistPacker.pack(Nvlist.builder().addNvlist("o", outer).addNull("z").build());
        // o's header: 19; pair i: 21 + header 19 + pair x 21 + end 20; pair y: 21. Neither o's own
        // end nor z.
        assertThat(packed[19 + 3]).isEqualTo((byte) (19 + (21 + 19 + 21 + 20) + 21));
    }

    @Test
    void knowsThePackedSizeBeforehand() {
        assertThat(ReferenceDumps.FIRST.packedSize()).isEqualTo(159);
        assertThat(ReferenceDumps.SECOND.packedSize()).isEqualTo(308);
    }

    @Test
    void refusesWhatNoArrayCanHold() {
        Nvlist list = Nvlist.builder().addBinary("b", new byte[1000]).build();
        for (int i = 0; i < 100; i++) {
            list = Nvlist.builder().addNvlist("left", list).addNvlist("right", list).build();
        }
        Nvlist doubled = list;
        assertThatThrownBy(() -> NvlistPacker.pack(doubled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes packed");
    }

    @Test
    void textIsUtf8() {
        byte[] packed = NvlistPacker.pack(Nvlist.builder().addString("é", "a€😀").build());
        assertThat(packed)
                .isEqualTo(
                        bytes(
                                """
                                6c 00 00  0000000000000000  1f00000000000000
                                04 0300 0900000000000000 0000000000000000  c3a900  61e282acf09f988000
                                """));
        assertThat(NvlistUnpacker.unpack(packed).string("é")).contains("a€😀");
    }

    @Test
    void arraysOfListsMayBeginWithAnEmptyList() {
        Nvlist full = Nvlist.builder().addBool("x", true).build();
        Nvlist empty = Nvlist.builder().build();
        Nvlist list =
                Nvlist.builder()
                        .add("l", new NvValue.NvlistArray(List.of(empty, empty, full, empty)))
                        .addNull("z")
                        .build();
        assertThat(NvlistUnpacker.unpack(NvlistPacker.pack(list))).isEqualTo(list);
    }
}

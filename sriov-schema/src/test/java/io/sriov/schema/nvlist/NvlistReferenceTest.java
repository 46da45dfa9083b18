package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares with an independent implementation in C that lays structs over the bytes.
class NvlistReferenceTest {
    private static final int LISTS = 500;

    @Test
    void packsAndUnpacksAsTheProgramInC(@TempDir Path directory)
            throws IOException, InterruptedException {
        ReferenceProgram program = ReferenceProgram.compile(directory);
        List<Nvlist> lists = lists();
        assertThat(program.pack(List.of(ReferenceDumps.FIRST, ReferenceDumps.SECOND), false))
                .containsExactly(
                        hex(ReferenceDumps.FIRST_PACKED), hex(ReferenceDumps.SECOND_PACKED));
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            List<byte[]> packed =
                    lists.stream().map(list -> NvlistPacker.pack(list, order)).toList();
            List<String> expected = program.pack(lists, order == ByteOrder.BIG_ENDIAN);
            assertThat(packed.stream().map(NvlistReferenceTest::hex)).isEqualTo(expected);
            assertThat(
                            expected.stream()
                                    .map(hex ->
                                            NvlistUnpacker.unpackAnyFlags(
                                                    HexFormat.of().parseHex(hex))))
                    .isEqualTo(lists);
            assertThat(program.unpack(packed)).isEqualTo(ReferenceProgram.text(lists));
        }
    }

    /// The same lists in every run.
    private static List<Nvlist> lists() {
        List<Nvlist> lists = new ArrayList<>(List.of(ReferenceDumps.FIRST, ReferenceDumps.SECOND));
        JqwikSession.run(() -> {
            var random = new Random(20_240_613);
            var generator = NvlistArbitraries.lists().generator(LISTS);
            for (int i = 0; i < LISTS; i++) {
                lists.add(generator.next(random).value());
            }
        });
        return lists;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

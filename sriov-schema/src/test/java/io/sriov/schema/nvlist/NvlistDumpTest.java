package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Expected texts follow `nvlist_dump` in FreeBSD's sys/contrib/libnv/nvlist.c, format string by
/// format string.
class NvlistDumpTest {

    @Test
    void printsAConfigurationAsIovctlDoes() {
        Nvlist list =
                Nvlist.builder()
                        .addNvlist(
                                "PF",
                                Nvlist.builder()
                                        .addNvlist("DRIVER", Nvlist.builder().build())
                                        .addNvlist(
                                                "IOV",
                                                Nvlist.builder()
                                                        .addString("device", "ix0")
                                                        .addNumber("num_vfs", 3)
                                                        .build())
                                        .build())
                        .addNvlist(
                                "VF-0",
                                Nvlist.builder()
                                        .addNvlist(
                                                "DRIVER",
                                                Nvlist.builder()
                                                        .addBinary(
                                                                "mac-addr",
                                                                (byte) 0x02,
                                                                (byte) 0x56,
                                                                (byte) 0x48,
                                                                (byte) 0x7e,
                                                                (byte) 0xd9,
                                                                (byte) 0xf7)
                                                        .build())
                                        .addNvlist(
                                                "IOV",
                                                Nvlist.builder()
                                                        .addBool("passthrough", true)
                                                        .build())
                                        .build())
                        .build();
        assertThat(NvlistDump.text(list))
                .isEqualTo(
                        """
                        PF (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                device (STRING): [ix0]
                                num_vfs (NUMBER): 3 (3) (0x3)
                        VF-0 (NVLIST):
                            DRIVER (NVLIST):
                                mac-addr (BINARY): 6 0256487ed9f7
                            IOV (NVLIST):
                                passthrough (BOOL): TRUE
                        """);
    }

    @Test
    void printsEveryType() {
        Nvlist list =
                Nvlist.builder()
                        .addNull("nothing")
                        .addBool("no", false)
                        .addNumber("big", -1)
                        .addString("empty", "")
                        .addBinary("bin", (byte) 0, (byte) 0xab)
                        .add("bools", new NvValue.BoolArray(List.of(true, false)))
                        .add("one", new NvValue.BoolArray(List.of(false)))
                        .add("numbers", NvValue.NumberArray.of(1, -2))
                        .add("strings", new NvValue.TextArray(List.of("a", "", "b c")))
                        .build();
        assertThat(NvlistDump.text(list))
                .isEqualTo(
                        """
                        nothing (NULL): null
                        no (BOOL): FALSE
                        big (NUMBER): 18446744073709551615 (-1) (0xffffffffffffffff)
                        empty (STRING): []
                        bin (BINARY): 2 00ab
                        bools (BOOL ARRAY): [ TRUE, FALSE ]
                        one (BOOL ARRAY): [ FALSE ]
                        numbers (NUMBER ARRAY): [ 1 (1) (0x1), 18446744073709551614 (-2) (0xfffffffffffffffe) ]
                        strings (STRING ARRAY): [ "a", "", "b c" ]
                        """);
    }

    @Test
    void printsACommaAfterEachListOfAnArray() {
        Nvlist inner =
                Nvlist.builder()
                        .add(
                                "in",
                                new NvValue.NvlistArray(
                                        List.of(Nvlist.builder().addNull("x").build())))
                        .build();
        Nvlist list =
                Nvlist.builder()
                        .add(
                                "all-empty",
                                new NvValue.NvlistArray(
                                        List.of(
                                                Nvlist.builder().build(),
                                                Nvlist.builder().build())))
                        .add(
                                "l",
                                new NvValue.NvlistArray(
                                        List.of(
                                                Nvlist.builder().build(),
                                                inner,
                                                Nvlist.builder().build())))
                        .addNull("z")
                        .build();
        assertThat(NvlistDump.text(list))
                .isEqualTo(
                        """
                        all-empty (NVLIST ARRAY): 2
                            ,
                            ,
                        l (NVLIST ARRAY): 3
                            ,
                            in (NVLIST ARRAY): 1
                                x (NULL): null
                                ,
                            ,
                            ,
                        z (NULL): null
                        """);
    }

    @Test
    void anEmptyListPrintsNothing() {
        assertThat(NvlistDump.text(Nvlist.builder().build())).isEmpty();
    }

    @Test
    void writesALongListInPieces() throws IOException {
        Nvlist.Builder builder = Nvlist.builder();
        for (int i = 0; i < 10_000; i++) {
            builder.addNumber("number-" + i, i);
        }
        Nvlist list = builder.build();

        List<String> pieces = pieces(list);

        assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeLessThan(20_000));
        String whole = String.join("", pieces);
        assertThat(whole).isEqualTo(NvlistDump.text(list));
        assertThat(whole.lines()).hasSize(10_000);
    }

    @Test
    void writesALongArrayInPieces() throws IOException {
        String[] texts = new String[10_000];
        Arrays.setAll(texts, i -> "text-" + i);
        Nvlist list =
                Nvlist.builder()
                        .add(
                                "numbers",
                                NvValue.NumberArray.of(LongStream.range(0, 10_000).toArray()))
                        .add("strings", new NvValue.TextArray(List.of(texts)))
                        .build();

        List<String> pieces = pieces(list);

        assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeLessThan(20_000));
        assertThat(String.join("", pieces))
                .startsWith("numbers (NUMBER ARRAY): [ 0 (0) (0x0), 1 (1) (0x1), ")
                .contains(", 9999 (9999) (0x270f) ]\nstrings (STRING ARRAY): [ \"text-0\", ")
                .endsWith("\"text-9999\" ]\n");
    }

    @Test
    void aLongTextIsNotHeldForWhatFollowsIt() throws IOException {
        Nvlist.Builder builder = Nvlist.builder().addString("long", "x".repeat(30_000));
        for (int i = 0; i < 10_000; i++) {
            builder.addNumber("number-" + i, i);
        }

        assertThat(pieces(builder.build()))
                .allSatisfy(piece -> assertThat(piece).hasSizeLessThan(50_000));
    }

    private static List<String> pieces(Nvlist list) throws IOException {
        List<String> pieces = new ArrayList<>();
        Appendable out =
                new Appendable() {
                    @Override
                    public Appendable append(CharSequence text) {
                        pieces.add(text.toString());
                        return this;
                    }

                    @Override
                    public Appendable append(CharSequence text, int start, int end) {
                        return append(text.subSequence(start, end));
                    }

                    @Override
                    public Appendable append(char c) {
                        return append(String.valueOf(c));
                    }
                };
        NvlistDump.write(list, out);
        return pieces;
    }
}

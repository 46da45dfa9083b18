package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
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
        StringBuilder whole = new StringBuilder();
        int[] longest = {0};
        Appendable out =
                new Appendable() {
                    @Override
                    public Appendable append(CharSequence text) {
                        longest[0] = Math.max(longest[0], text.length());
                        whole.append(text);
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
        assertThat(whole.toString()).isEqualTo(NvlistDump.text(list));
        assertThat(whole.toString().lines()).hasSize(10_000);
        assertThat(longest[0]).isLessThan(20_000);
    }
}

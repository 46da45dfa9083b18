package io.sriov.schema.nvlist;

import java.util.HexFormat;
import java.util.List;

/// Two lists with their packed bytes as libnv writes them on a little-endian machine, put down
/// field by field.
final class ReferenceDumps {
    static final Nvlist FIRST =
            Nvlist.builder()
                    .addBool("flag", true)
                    .addNumber("n", 258)
                    .addNvlist("sub", Nvlist.builder().addString("s", "hi").build())
                    .build();

    static final byte[] FIRST_PACKED =
            bytes(
                    """
                    6c 00 00  0000000000000000  8c00000000000000
                    02 0500 0100000000000000 0000000000000000  666c616700  01
                    03 0200 0800000000000000 0000000000000000  6e00  0201000000000000
                    05 0400 2b00000000000000 0000000000000000  73756200
                       6c 00 00  0000000000000000  2c00000000000000
                       04 0200 0300000000000000 0000000000000000  7300  686900
                       ff 0100 0000000000000000 0000000000000000  00
                    """);

    static final Nvlist SECOND =
            Nvlist.builder()
                    .add("b", new NvValue.BoolArray(List.of(true, false)))
                    .add("n", NvValue.NumberArray.of(1, 2))
                    .add("s", new NvValue.TextArray(List.of("a", "bc")))
                    .add(
                            "l",
                            new NvValue.NvlistArray(
                                    List.of(
                                            Nvlist.builder().addNull("x").build(),
                                            Nvlist.builder().build(),
                                            Nvlist.builder()
                                                    .addBinary("y", (byte) 0x0a, (byte) 0xff)
                                                    .build())))
                    .addNull("z")
                    .build();

    static final byte[] SECOND_PACKED =
            bytes(
                    """
                    6c 00 00  0000000000000000  2101000000000000
                    08 0200 0200000000000000 0200000000000000  6200  01 00
                    09 0200 1000000000000000 0200000000000000  6e00  0100000000000000 0200000000000000
                    0a 0200 0500000000000000 0200000000000000  7300  6100 626300
                    0b 0200 0000000000000000 0300000000000000  6c00
                       6c 00 00  0000000000000000  a300000000000000
                       01 0200 0000000000000000 0000000000000000  7800
                       fe 0100 0000000000000000 0000000000000000  00
                       6c 00 00  0000000000000000  6700000000000000
                       fe 0100 0000000000000000 0000000000000000  00
                       6c 00 00  0000000000000000  4000000000000000
                       07 0200 0200000000000000 0000000000000000  7900  0aff
                       fe 0100 0000000000000000 0000000000000000  00
                    01 0200 0000000000000000 0000000000000000  7a00
                    """);

    private ReferenceDumps() {}

    /// {@return the bytes of hexadecimal digits, blanks and line ends left out}
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
}

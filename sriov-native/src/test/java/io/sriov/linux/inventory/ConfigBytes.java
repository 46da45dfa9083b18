package io.sriov.linux.inventory;

import java.util.HexFormat;

/// Configuration spaces of real kinds of functions.
public final class ConfigBytes {
    /// An Intel 82576 PF with TotalVFs 8: its header, and its capabilities as pciutils publishes
    /// them in a test case; the same dump that `sriov-core` decodes.
    private static final String INTEL_82576 =
            """
            00: 86 80 c9 10 07 04 10 00 01 00 00 02 10 00 80 00
            30: 00 00 fe ff 40 00 00 00 00 00 00 00 0b 01 00 00
            40: 01 50 23 c8 00 20 00 1a 00 00 00 00 00 00 00 00
            50: 05 70 80 01 00 00 00 00 00 00 00 00 00 00 00 00
            70: 11 a0 09 80 03 00 00 00 03 20 00 00 00 00 00 00
            a0: 10 00 02 00 c2 8c 00 10 30 28 19 00 41 6c 03 02
            b0: 40 00 41 10 00 00 00 00 00 00 00 00 00 00 00 00
            c0: 00 00 00 00 1f 00 00 00 00 00 00 00 00 00 00 00
            100: 01 00 01 14 00 00 00 00 00 00 00 00 11 20 06 00
            140: 03 00 01 15 4c 17 12 ff ff 21 1b 00 00 00 00 00
            150: 0e 00 01 16 00 01 00 00 00 00 00 00 00 00 00 00
            160: 10 00 01 00 00 00 00 00 19 00 00 00 08 00 08 00
            170: 04 00 00 00 80 00 02 00 00 00 ca 10 53 05 00 00
            180: 01 00 00 00 04 00 a8 b1 00 00 00 00 00 00 00 00
            190: 04 00 a9 b1 00 00 00 00 00 00 00 00 00 00 00 00
            """;

    /// A root port, by the tables of PCIe 6.0: a bridge header; the PCI Express capability, version
    /// 2, with ARI Forwarding supported and enabled (§7.5.3.15, §7.5.3.16); ACS with all but egress
    /// control supported and the four controls that Linux turns on enabled (§7.7.11).
    private static final String ROOT_PORT =
            """
            00: 36 1b 0c 00 07 00 10 00 00 00 04 06 00 00 01 00
            10: 00 00 00 00 00 00 00 00 00 01 02 00 00 00 00 00
            30: 00 00 00 00 40 00 00 00 00 00 00 00 00 00 00 00
            40: 10 00 42 00 00 00 00 00 00 00 00 00 00 00 00 00
            60: 00 00 00 00 20 00 00 00 20 00 00 00 00 00 00 00
            100: 0d 00 01 00 5f 00 1d 00 00 00 00 00 00 00 00 00
            """;

    private ConfigBytes() {}

    public static byte[] intel82576() {
        return bytes(INTEL_82576);
    }

    static byte[] rootPort() {
        return bytes(ROOT_PORT);
    }

    /// The registers of a VF: its IDs read all ones.
    static byte[] vf() {
        byte[] bytes = new byte[64];
        bytes[0] = bytes[1] = bytes[2] = bytes[3] = (byte) 0xff;
        return bytes;
    }

    private static byte[] bytes(String dump) {
        byte[] bytes = new byte[4096];
        dump.lines()
                .forEach(line -> {
                    String[] parts = line.split(": ", 2);
                    byte[] row = HexFormat.ofDelimiter(" ").parseHex(parts[1].strip());
                    System.arraycopy(row, 0, bytes, Integer.parseInt(parts[0], 16), row.length);
                });
        return bytes;
    }
}

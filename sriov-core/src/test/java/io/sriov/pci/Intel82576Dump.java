package io.sriov.pci;

/// Configuration space of a real Intel 82576 PF with 4 of 8 VFs enabled, as `lspci -xxxx` printed
/// it (published with pciutils as a test case of its SR-IOV decoder). Lines of zeros are left out.
final class Intel82576Dump {
    static final String TEXT =
            """
            09:00.0 Class 0200: Device 8086:10c9 (rev 01)
            00: 86 80 c9 10 07 04 10 00 01 00 00 02 10 00 80 00
            10: 00 00 a6 b1 00 00 a4 b1 21 20 00 00 00 40 b0 b1
            30: 00 00 fe ff 40 00 00 00 00 00 00 00 0b 01 00 00
            40: 01 50 23 c8 00 20 00 1a 00 00 00 00 00 00 00 00
            50: 05 70 80 01 00 00 00 00 00 00 00 00 00 00 00 00
            70: 11 a0 09 80 03 00 00 00 03 20 00 00 00 00 00 00
            a0: 10 00 02 00 c2 8c 00 10 30 28 19 00 41 6c 03 02
            b0: 40 00 41 10 00 00 00 00 00 00 00 00 00 00 00 00
            c0: 00 00 00 00 1f 00 00 00 00 00 00 00 00 00 00 00
            100: 01 00 01 14 00 00 00 00 00 00 00 00 11 20 06 00
            110: 00 20 00 00 00 20 00 00 00 00 00 00 00 00 00 00
            140: 03 00 01 15 4c 17 12 ff ff 21 1b 00 00 00 00 00
            150: 0e 00 01 16 00 01 00 00 00 00 00 00 00 00 00 00
            160: 10 00 01 00 00 00 00 00 19 00 00 00 08 00 08 00
            170: 04 00 00 00 80 00 02 00 00 00 ca 10 53 05 00 00
            180: 01 00 00 00 04 00 a8 b1 00 00 00 00 00 00 00 00
            190: 04 00 a9 b1 00 00 00 00 00 00 00 00 00 00 00 00
            ff0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            """;

    private Intel82576Dump() {}

    static ConfigSpaceImage image() {
        return ConfigSpaceImage.parse(TEXT);
    }
}

package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfigSpaceImageTest {
    @Test
    void registersAreLittleEndianAndUnsigned() {
        ConfigSpaceImage image = ConfigSpaceImage.parse("00: 86 80 c9 f0");
        assertThat(image.read32(0)).isEqualTo(0xf0c98086L);
        assertThat(image.read16(2)).isEqualTo(0xf0c9);
        assertThat(image.read8(3)).isEqualTo(0xf0);
    }

    @Test
    void beyondTheEndReadsAreOnesAndWritesAreLost() {
        ConfigSpaceImage image = ConfigSpaceImage.of(new byte[64]);
        image.write32(64, 1);
        assertThat(image.read32(64)).isEqualTo(0xffff_ffffL);
        assertThat(image.read16(0xffe)).isEqualTo(0xffff);
        assertThat(image.toBytes()).hasSize(64).containsOnly(0);
    }

    @Test
    void accessesOutsideTheContractAreRefused() {
        ConfigSpaceImage image = ConfigSpaceImage.of(new byte[4096]);
        assertThatThrownBy(() -> image.read(2, 4))
                .hasMessage("offset 2 is not a multiple of 4 in 0..4095");
        assertThatThrownBy(() -> image.read(-4, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> image.read(4096, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> image.read(0, 3))
                .hasMessageContaining("1, 2 or 4 bytes wide, not 3");
        assertThatThrownBy(() -> image.write(0, 2, 0x10000))
                .hasMessage("value 10000h does not fit 2 bytes");
        assertThatThrownBy(() -> image.write(0, 4, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfigSpaceImage.of(new byte[4097]))
                .hasMessageContaining("at most 4096");
    }

    @Test
    void dumpsRoundTrip() {
        ConfigSpaceImage image = Intel82576Dump.image();
        assertThat(image.toBytes()).hasSize(4096);
        assertThat(ConfigSpaceImage.parse(image.toHexDump()).toBytes()).isEqualTo(image.toBytes());
        assertThat(image.toHexDump())
                .startsWith("00: 86 80 c9 10 07 04 10 00 01 00 00 02 10 00 80 00\n")
                .contains("\n170: 04 00 00 00 80 00 02 00 00 00 ca 10 53 05 00 00\n");
    }

    @Test
    void textThatIsNoDumpIsRefused() {
        assertThatThrownBy(() -> ConfigSpaceImage.parse("09:00.0 Ethernet controller\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no line");
        assertThatThrownBy(() -> ConfigSpaceImage.parse("00: 01 02\n00: 01 02\n"))
                .hasMessageContaining("line '00: 01 02' does not continue");
        assertThatThrownBy(() -> ConfigSpaceImage.parse("fff: 01 02\n"))
                .hasMessageContaining("at most 4096");
    }
}

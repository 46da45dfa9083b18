package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VfBarTest {
    /// Registers as hardware has them: some bits take what is written, the rest stay.
    private static final class Masked implements ConfigSpace {
        private final ConfigSpaceImage image;
        private final long[] masks = new long[SIZE / 4];

        Masked(ConfigSpaceImage image) {
            this.image = image;
        }

        @Override
        public long read(int offset, int width) {
            return image.read(offset, width);
        }

        @Override
        public void write(int offset, int width, long value) {
            assertThat(width).isEqualTo(4);
            long mask = masks[offset / 4];
            image.write32(offset, (image.read32(offset) & ~mask) | (value & mask));
        }
    }

    /// Values of PCI 3.0 §6.2.5.1: a device that decodes 2^n bytes answers ones above bit n-1 and
    /// its type bits below.
    @ParameterizedTest
    @CsvSource({
        "fffff000, 0, false, false, 4096",
        "ffff0008, 0, false, true, 65536",
        "ffffc004, ffffffff, true, false, 16384",
        "0000000c, fffffff0, true, true, 68719476736",
        "0000000c, 80000000, true, true, -9223372036854775808",
        "80000000, 0, false, false, 2147483648",
        "00000000, 0, false, false, 0",
        "00000004, 0, true, false, 0"
    })
    void sizes(String low, String high, boolean wide, boolean prefetchable, long size) {
        VfBar bar =
                VfBar.decode(
                        2, 0xb000_0000L, 0x1, Long.parseLong(low, 16), Long.parseLong(high, 16));
        assertThat(bar)
                .isEqualTo(
                        new VfBar(
                                2, wide, prefetchable, wide ? 0x1_b000_0000L : 0xb000_0000L, size));
    }

    @Test
    void sizingLeavesTheRegistersAsTheyWere() {
        ConfigSpaceImage image = Intel82576Dump.image();
        Masked config = new Masked(image);
        // The 82576 has VF BAR0 and BAR3, 16 KiB each, 64-bit.
        for (int at : new int[] {0x184, 0x190}) {
            config.masks[at / 4] = 0xffff_c000L;
            config.masks[at / 4 + 1] = 0xffff_ffffL;
        }
        assertThat(VfBar.size(config, 0x160))
                .containsExactly(
                        new VfBar(0, true, false, 0xb1a8_0000L, 16384),
                        new VfBar(3, true, false, 0xb1a9_0000L, 16384));
        assertThat(image.toBytes()).isEqualTo(Intel82576Dump.image().toBytes());
    }

    @Test
    void a64BitTypeInTheLastRegisterIsTakenAs32Bits() {
        ConfigSpaceImage image = ConfigSpaceImage.of(new byte[4096]);
        image.write32(0x100 + SriovCapability.vfBar(5), 0x4);
        Masked config = new Masked(image);
        config.masks[(0x100 + SriovCapability.vfBar(5)) / 4] = 0xffff_0000L;
        assertThat(VfBar.size(config, 0x100)).extracting(VfBar::index).containsExactly(5);
        assertThat(image.read32(0x100 + SriovCapability.VF_MIGRATION_STATE)).isZero();
    }

    @Test
    void aperturesFollowEachOther() {
        VfBar bar = new VfBar(0, true, true, 0x1_0000_0000L, 0x4000);
        assertThat(bar.address(0)).isEqualTo(0x1_0000_0000L);
        assertThat(bar.address(63)).isEqualTo(0x1_000f_c000L);
        assertThat(bar.windowSize(64)).isEqualTo(0x10_0000);
        assertThat(bar.windowSize(0)).isZero();
    }

    @Test
    void aperturesBeyondTheAddressSpaceAreRefused() {
        VfBar narrow = new VfBar(1, false, false, 0xffff_0000L, 0x8000);
        assertThat(narrow.address(1)).isEqualTo(0xffff_8000L);
        assertThatThrownBy(() -> narrow.address(2))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the aperture of VF 2 in VF BAR 1 ends beyond the address space");
        VfBar wide = new VfBar(1, true, false, 0xffff_ffff_ffff_0000L, 0x8000);
        assertThat(wide.address(1)).isEqualTo(0xffff_ffff_ffff_8000L);
        assertThatThrownBy(() -> wide.address(2)).isInstanceOf(ArithmeticException.class);
        VfBar huge = new VfBar(0, true, false, 0, 1L << 60);
        assertThatThrownBy(() -> huge.windowSize(17)).isInstanceOf(ArithmeticException.class);
        assertThat(huge.windowSize(15)).isEqualTo(15L << 60);
    }

    @Test
    void impossibleBars() {
        assertThatThrownBy(() -> new VfBar(6, false, false, 0, 0))
                .hasMessageContaining("not in 0..5");
        assertThatThrownBy(() -> new VfBar(0, false, false, 0, 3))
                .hasMessageContaining("power of two");
    }
}

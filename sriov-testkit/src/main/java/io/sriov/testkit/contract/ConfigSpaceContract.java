package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What every [ConfigSpace] promises.
@DisplayNameGeneration(RuleNames.class)
@ExtendWith(RuleNames.class)
public abstract class ConfigSpaceContract {
    private static final int[] WIDTHS = {1, 2, 4};

    private ConfigSpaceBench bench;
    private ConfigSpace space;

    /// For subclasses.
    protected ConfigSpaceContract() {}

    /// Opens a bench for one test, which closes it.
    ///
    /// @return the bench
    /// @throws Exception when there is none; the test fails
    protected abstract ConfigSpaceBench open() throws Exception;

    @BeforeEach
    void openBench() throws Exception {
        bench = open();
        space = bench.space();
    }

    @AfterEach
    void closeBench() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void readsOfEveryWidthAgree() {
        for (int offset = 0; offset < ConfigSpace.SIZE; offset += 4) {
            long value = space.read(offset, 4);
            long words = space.read(offset, 2) | space.read(offset + 2, 2) << 16;
            long bytes = 0;
            for (int i = 3; i >= 0; i--) {
                bytes = bytes << 8 | space.read(offset + i, 1);
            }
            if (space.read(offset, 4) == value) {
                assertThat(words).as("two words at %03xh", offset).isEqualTo(value);
                assertThat(bytes).as("four bytes at %03xh", offset).isEqualTo(value);
            }
        }
    }

    @Test
    void valuesAreUnsignedAndFitTheirWidth() {
        for (int width : WIDTHS) {
            for (int offset = 0; offset < ConfigSpace.SIZE; offset += width) {
                assertThat(space.read(offset, width))
                        .as("%d bytes at %03xh", width, offset)
                        .isBetween(0L, ConfigSpace.allOnes(width));
            }
        }
    }

    @Test
    void shorthandsReadTheSame() {
        int at = ConfigHeader.VENDOR_ID;
        assertThat(space.read8(at)).isEqualTo((int) space.read(at, 1));
        assertThat(space.read16(at)).isEqualTo((int) space.read(at, 2));
        assertThat(space.read32(at)).isEqualTo(space.read(at, 4));
    }

    @Test
    void misalignedAccessesAreRefused() {
        assertNoAccess(1, 2);
        assertNoAccess(3, 2);
        assertNoAccess(1, 4);
        assertNoAccess(2, 4);
        assertNoAccess(3, 4);
        assertNoAccess(ConfigSpace.SIZE - 1, 2);
        assertNoAccess(ConfigSpace.SIZE - 2, 4);
    }

    @Test
    void offsetsOutsideTheSpaceAreRefused() {
        for (int width : WIDTHS) {
            assertNoAccess(-width, width);
            assertNoAccess(ConfigSpace.SIZE, width);
            assertNoAccess(Integer.MIN_VALUE, width);
            assertNoAccess(Integer.MAX_VALUE - 3, width);
        }
    }

    @Test
    void otherWidthsAreRefused() {
        for (int width : new int[] {Integer.MIN_VALUE, -4, -1, 0, 3, 8, 16}) {
            assertNoAccess(0, width);
        }
    }

    private void assertNoAccess(int offset, int width) {
        assertThatIllegalArgumentException()
                .as("reading %d bytes at %d", width, offset)
                .isThrownBy(() -> space.read(offset, width));
        assertThatIllegalArgumentException()
                .as("writing %d bytes at %d", width, offset)
                .isThrownBy(() -> space.write(offset, width, 0));
    }

    @Test
    void valuesThatDoNotFitTheirWidthAreRefused() {
        for (int width : WIDTHS) {
            for (long value : new long[] {-1, 1L << (8 * width), Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatIllegalArgumentException()
                        .as("writing %xh in %d bytes", value, width)
                        .isThrownBy(() -> space.write(0, width, value));
            }
        }
    }

    @Test
    void theIdentityCannotBeWritten() {
        long identity = functionOf(ConfigHeader.VENDOR_ID);
        space.write(ConfigHeader.VENDOR_ID, 4, ~identity & ConfigSpace.allOnes(4));
        space.write(ConfigHeader.VENDOR_ID, 2, 0x1234);
        space.write(ConfigHeader.DEVICE_ID, 1, 0x56);
        assertThat(space.read(ConfigHeader.VENDOR_ID, 4))
                .as("Vendor ID and Device ID after writing others")
                .isEqualTo(identity);
    }

    @Test
    void aWriteReachesItsOwnBytesAndNoOthers() {
        long before = functionOf(ConfigHeader.COMMAND);
        int at = ConfigHeader.COMMAND + 1;
        long toggled = space.read(at, 1) ^ (ConfigHeader.COMMAND_INTERRUPT_DISABLE >> 8);
        space.write(at, 1, toggled);
        try {
            assertThat(space.read(ConfigHeader.COMMAND, 2))
                    .as("Command after toggling Interrupt Disable by a write of one byte")
                    .isEqualTo((before ^ ConfigHeader.COMMAND_INTERRUPT_DISABLE) & 0xffff);
        } finally {
            space.write(ConfigHeader.COMMAND, 2, before & 0xffff);
        }
        assertThat(space.read(ConfigHeader.COMMAND, 2))
                .as("Command, written back")
                .isEqualTo(before & 0xffff);
    }

    private long functionOf(int offset) {
        Assumptions.assumeTrue(
                bench.hardware() && bench.size() >= ConfigHeader.END,
                "this bench has no function's registers");
        return space.read(offset, 4);
    }

    @Test
    void beyondTheEndReadsGiveAllOnesAndWritesAreLost() {
        Assumptions.assumeTrue(
                bench.size() < ConfigSpace.SIZE, "this bench's space has all 4096 bytes");
        for (int width : WIDTHS) {
            int first = (bench.size() + width - 1) / width * width;
            for (int offset : new int[] {first, ConfigSpace.SIZE - width}) {
                space.write(offset, width, 0);
                assertThat(space.read(offset, width))
                        .as("%d bytes at %03xh", width, offset)
                        .isEqualTo(ConfigSpace.allOnes(width));
            }
        }
    }
}

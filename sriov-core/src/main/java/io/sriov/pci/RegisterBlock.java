package io.sriov.pci;

import java.util.Arrays;

/// The dwords of one capability as they were read, addressed by byte offset within it.
final class RegisterBlock {
    private final int offset;
    private final int[] dwords;

    private RegisterBlock(int offset, int[] dwords) {
        this.offset = offset;
        this.dwords = dwords;
    }

    /// Reads `length` bytes at `offset`; what would lie beyond the space reads as all ones.
    static RegisterBlock read(ConfigSpace config, int offset, int length) {
        if (offset < 0 || offset >= ConfigSpace.SIZE || offset % 4 != 0) {
            throw new IllegalArgumentException("no capability can begin at offset " + offset);
        }
        int[] dwords = new int[length / 4];
        for (int i = 0; i < dwords.length; i++) {
            int at = offset + 4 * i;
            dwords[i] = at < ConfigSpace.SIZE ? (int) config.read32(at) : -1;
        }
        return new RegisterBlock(offset, dwords);
    }

    int offset() {
        return offset;
    }

    int u8(int at) {
        return (dwords[at / 4] >>> (8 * (at % 4))) & 0xff;
    }

    int u16(int at) {
        return (dwords[at / 4] >>> (8 * (at % 4))) & 0xffff;
    }

    long u32(int at) {
        return dwords[at / 4] & 0xffff_ffffL;
    }

    boolean bit(int at, int mask) {
        return (u16(at) & mask) != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegisterBlock that
                && offset == that.offset
                && Arrays.equals(dwords, that.dwords);
    }

    @Override
    public int hashCode() {
        return 31 * offset + Arrays.hashCode(dwords);
    }
}

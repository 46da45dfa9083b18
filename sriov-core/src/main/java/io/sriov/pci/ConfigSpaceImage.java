package io.sriov.pci;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A configuration space held in memory, such as a dump of a real device. Every register is plain
/// memory: a write changes the bytes and nothing else. Reads beyond the end of the image give all
/// ones.
///
/// Not thread-safe.
public final class ConfigSpaceImage implements ConfigSpace {
    private static final Pattern LINE =
            Pattern.compile("([0-9a-fA-F]{2,3}):((?: [0-9a-fA-F]{2}){1,16})\\s*");

    private final byte[] bytes;

    private ConfigSpaceImage(byte[] bytes) {
        this.bytes = bytes;
    }

    /// An image of a copy of `bytes`.
    ///
    /// @throws IllegalArgumentException if there are more than 4,096 bytes
    public static ConfigSpaceImage of(byte[] bytes) {
        if (bytes.length > SIZE) {
            throw new IllegalArgumentException(
                    "a configuration space has at most " + SIZE + " bytes, not " + bytes.length);
        }
        return new ConfigSpaceImage(bytes.clone());
    }

    /// Reads the hexadecimal lines of `lspci -x`, `-xxx` or `-xxxx` for one function: `OFFSET: b b
    /// b …`, offsets in ascending order. Other lines, such as the decoded text above them, are
    /// passed over; gaps are zero.
    ///
    /// @throws IllegalArgumentException if no such line is there, if offsets go backwards (two
    ///   functions in one text), or if a line reaches beyond 4,096 bytes
    public static ConfigSpaceImage parse(String dump) {
        byte[] bytes = new byte[SIZE];
        int end = 0;
        for (String line : dump.lines().toList()) {
            Matcher m = LINE.matcher(line);
            if (!m.matches()) {
                continue;
            }
            int offset = Integer.parseInt(m.group(1), 16);
            byte[] row = HexFormat.of().parseHex(m.group(2).replace(" ", ""));
            if (offset < end || offset + row.length > SIZE) {
                throw new IllegalArgumentException(
                        "line '"
                                + line.strip()
                                + "' does not continue one dump of at most "
                                + SIZE
                                + " bytes");
            }
            System.arraycopy(row, 0, bytes, offset, row.length);
            end = offset + row.length;
        }
        if (end == 0) {
            throw new IllegalArgumentException("no line of the form '00: 86 80 …' in the dump");
        }
        return new ConfigSpaceImage(Arrays.copyOf(bytes, end));
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// The lines `lspci -x` would write, 16 bytes each, ending in a newline; `lspci -F` reads them
    /// back when a line with the address stands before them.
    public String toHexDump() {
        StringBuilder out = new StringBuilder(bytes.length * 4);
        HexFormat row = HexFormat.ofDelimiter(" ");
        for (int at = 0; at < bytes.length; at += 16) {
            out.append(PciAddress.hex(at, 2)).append(": ");
            out.append(row.formatHex(bytes, at, Math.min(at + 16, bytes.length))).append('\n');
        }
        return out.toString();
    }

    @Override
    public long read(int offset, int width) {
        ConfigSpace.checkAccess(offset, width);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            int octet = offset + i < bytes.length ? (bytes[offset + i] & 0xff) : 0xff;
            value = (value << 8) | octet;
        }
        return value;
    }

    @Override
    public void write(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        for (int i = 0; i < width && offset + i < bytes.length; i++) {
            bytes[offset + i] = (byte) (value >> (8 * i));
        }
    }
}

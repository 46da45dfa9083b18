package io.sriov.linux.netlink;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Bytes of a datagram, beyond whose end nothing can be read. Numbers are in the byte order of the
/// machine unless said otherwise. Immutable as long as nobody writes to the datagram.
///
/// Every place is given in bytes from the beginning of these bytes, every error in bytes from the
/// beginning of the datagram.
final class NlBytes {
    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment bytes;
    private final long origin;

    private NlBytes(MemorySegment bytes, long origin) {
        this.bytes = bytes;
        this.origin = origin;
    }

    /// {@return all bytes of a datagram}
    static NlBytes of(byte[] datagram) {
        return new NlBytes(MemorySegment.ofArray(datagram), 0);
    }

    /// {@return how many there are}
    long size() {
        return bytes.byteSize();
    }

    /// {@return where in the datagram a place is}
    long origin(long at) {
        return origin + at;
    }

    /// {@return the bytes from a place on}
    ///
    /// @throws MalformedMessageException when it is beyond the end
    NlBytes from(long at) throws MalformedMessageException {
        require(at, 0);
        return slice(at, size() - at);
    }

    /// {@return some of the bytes}
    ///
    /// @throws MalformedMessageException when there are not as many
    NlBytes slice(long at, long size) throws MalformedMessageException {
        require(at, size);
        return new NlBytes(bytes.asSlice(at, size), origin + at);
    }

    int u8(long at) throws MalformedMessageException {
        require(at, Byte.BYTES);
        return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at));
    }

    int u16(long at) throws MalformedMessageException {
        require(at, Short.BYTES);
        return Short.toUnsignedInt(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
    }

    /// {@return a number in network byte order}
    int be16(long at) throws MalformedMessageException {
        require(at, Short.BYTES);
        return Short.toUnsignedInt(bytes.get(BIG_ENDIAN_SHORT, at));
    }

    int s32(long at) throws MalformedMessageException {
        require(at, Integer.BYTES);
        return bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    long u32(long at) throws MalformedMessageException {
        return Integer.toUnsignedLong(s32(at));
    }

    /// {@return 64 bits; those of an unsigned number too}
    long s64(long at) throws MalformedMessageException {
        require(at, Long.BYTES);
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    /// {@return a copy of some of the bytes}
    byte[] copy(long at, long size) throws MalformedMessageException {
        require(at, size);
        return bytes.asSlice(at, size).toArray(ValueLayout.JAVA_BYTE);
    }

    /// {@return the text up to the first NUL, or to the end where there is none}
    String text() throws MalformedMessageException {
        byte[] text = copy(0, size());
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private void require(long at, long size) throws MalformedMessageException {
        if (at > size() || size > size() - at) {
            throw new MalformedMessageException(
                    origin + Math.min(at, size()),
                    size + " bytes expected, " + Math.max(0, size() - at) + " are left");
        }
    }
}

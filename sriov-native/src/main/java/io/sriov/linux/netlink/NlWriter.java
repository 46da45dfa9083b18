package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Writes one message. For one thread.
final class NlWriter {
    private byte[] bytes = new byte[128];
    private int size;

    /// Starts a message.
    ///
    /// @param type its type
    /// @param flags `NLM_F_*`
    /// @param sequence its number
    NlWriter(int type, int flags, int sequence) {
        MemorySegment header = append(NlMessage.HEADER.byteSize());
        header.set(JAVA_SHORT_UNALIGNED, NlMessage.TYPE, (short) type);
        header.set(JAVA_SHORT_UNALIGNED, NlMessage.FLAGS, (short) flags);
        header.set(JAVA_INT_UNALIGNED, NlMessage.SEQUENCE, sequence);
    }

    /// Appends zeros, and the padding that they need.
    ///
    /// @param length how many
    /// @return the zeros, to be written before anything else is appended
    MemorySegment append(long length) {
        int end = Math.toIntExact(size + NlMessage.align(length));
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        MemorySegment appended = MemorySegment.ofArray(bytes).asSlice(size, length);
        size = end;
        return appended;
    }

    /// Appends an attribute.
    ///
    /// @param type its type
    /// @param length the length of its value, in bytes
    /// @return the value, zeros, to be written before anything else is appended
    MemorySegment attribute(int type, long length) {
        long header = NlAttribute.HEADER.byteSize();
        MemorySegment attribute = append(header + length);
        setHeader(attribute, type, header + length);
        return attribute.asSlice(header);
    }

    /// Appends an attribute of one number.
    ///
    /// @param type its type
    /// @param value the number, 32 bits
    void attribute32(int type, int value) {
        attribute(type, Integer.BYTES).set(JAVA_INT_UNALIGNED, 0, value);
    }

    /// Appends an attribute of attributes. What is appended before it is ended is in it.
    ///
    /// @param type its type
    /// @return what [#endNest(int)] takes
    int beginNest(int type) {
        int start = size;
        attribute(type, 0);
        return start;
    }

    /// Ends an attribute of attributes.
    ///
    /// @param start what [#beginNest(int)] gave
    /// @throws IllegalStateException when there is more in it than an attribute can hold
    void endNest(int start) {
        MemorySegment nest = MemorySegment.ofArray(bytes).asSlice(start, size - start);
        int type = Short.toUnsignedInt(nest.get(JAVA_SHORT_UNALIGNED, NlAttribute.TYPE));
        setHeader(nest, type, size - start);
    }

    private static void setHeader(MemorySegment attribute, int type, long length) {
        if (length > NlAttribute.LONGEST) {
            throw new IllegalStateException("an attribute of " + length + " bytes");
        }
        attribute.set(JAVA_SHORT_UNALIGNED, NlAttribute.LENGTH, (short) length);
        attribute.set(JAVA_SHORT_UNALIGNED, NlAttribute.TYPE, (short) type);
    }

    /// {@return the message}
    byte[] toBytes() {
        MemorySegment.ofArray(bytes).set(JAVA_INT_UNALIGNED, NlMessage.LENGTH, size);
        return Arrays.copyOf(bytes, size);
    }
}

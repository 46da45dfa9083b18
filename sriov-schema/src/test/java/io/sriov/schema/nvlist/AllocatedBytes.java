package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What reading takes of memory, in relation to the bytes that are read.
final class AllocatedBytes {
    /// For each byte read. A string of one character takes two bytes packed, and here an object, an
    /// array and its place in a list.
    private static final long PER_BYTE = 64;

    /// For whatever input: tables of the reader, and an exception with its stack.
    private static final long FIXED = 32 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /// Checks that reading takes no more memory than the input accounts for, whether or not it ends
    /// in a refusal.
    static void assertBounded(byte[] input) {
        assertBounded(input, PER_BYTE);
    }

    /// The same, with another bound for each byte read.
    static void assertBounded(byte[] input, long perByte) {
        long bound = FIXED + perByte * input.length;
        long allocated = ofReading(input);
        // The first times through a piece of code the JVM takes some memory for itself.
        for (int i = 0; i < 3 && allocated > bound; i++) {
            allocated = ofReading(input);
        }
        assertThat(allocated)
                .as("bytes allocated to read %d", input.length)
                .isLessThanOrEqualTo(bound);
    }

    private static long ofReading(byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            var _ = NvlistUnpacker.unpackAnyFlags(input);
        } catch (NvlistFormatException _) {
            // A refusal may not take more either.
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The parameter of `PCIOCREAD`, `PCIOCWRITE` and `PCIOCATTACHED`: an access to a register of a
/// function.
final class PciIo {
    /// `sys/sys/pciio.h`:
    ///
    /// ```c
    /// struct pci_io {
    ///     struct pcisel pi_sel;
    ///     int           pi_reg;
    ///     int           pi_width;
    ///     uint32_t      pi_data;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            PciSelector.LAYOUT.withName("pi_sel"),
                            JAVA_INT.withName("pi_reg"),
                            JAVA_INT.withName("pi_width"),
                            JAVA_INT.withName("pi_data"))
                    .withName("pci_io");

    static final long READ = IoctlRequest.inOut('p', 2, LAYOUT);
    static final long WRITE = IoctlRequest.inOut('p', 3, LAYOUT);
    static final long ATTACHED = IoctlRequest.inOut('p', 4, LAYOUT);

    private static final long REG = offset("pi_reg");
    private static final long WIDTH = offset("pi_width");
    private static final long DATA = offset("pi_data");

    private PciIo() {}

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    static void write(MemorySegment at, PciSelector function, int register, int width, long data) {
        function.write(at);
        at.set(JAVA_INT, REG, register);
        at.set(JAVA_INT, WIDTH, width);
        at.set(JAVA_INT, DATA, (int) data);
    }

    static long data(MemorySegment at) {
        return Integer.toUnsignedLong(at.get(JAVA_INT, DATA));
    }
}

package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// A BAR as `PCIOCGETBAR` describes it.
///
/// @param enabled whether the function decodes it
/// @param base the register's value: the address, and the type in the low 4 bits
/// @param length how many bytes it has
record PciBarIo(boolean enabled, long base, long length) {
    /// `sys/sys/pciio.h`:
    ///
    /// ```c
    /// struct pci_bar_io {
    ///     struct pcisel pbi_sel;
    ///     int           pbi_reg;
    ///     int           pbi_enabled;
    ///     uint64_t      pbi_base;
    ///     uint64_t      pbi_length;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            PciSelector.LAYOUT.withName("pbi_sel"),
                            JAVA_INT.withName("pbi_reg"),
                            JAVA_INT.withName("pbi_enabled"),
                            JAVA_LONG.withName("pbi_base"),
                            JAVA_LONG.withName("pbi_length"))
                    .withName("pci_bar_io");

    static final long REQUEST = IoctlRequest.inOut('p', 6, LAYOUT);

    private static final long REG = offset("pbi_reg");
    private static final long ENABLED = offset("pbi_enabled");
    private static final long BASE = offset("pbi_base");
    private static final long LENGTH = offset("pbi_length");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    static void write(MemorySegment at, PciSelector function, int register) {
        function.write(at);
        at.set(JAVA_INT, REG, register);
    }

    static PciBarIo read(MemorySegment at) {
        return new PciBarIo(
                at.get(JAVA_INT, ENABLED) != 0, at.get(JAVA_LONG, BASE), at.get(JAVA_LONG, LENGTH));
    }
}

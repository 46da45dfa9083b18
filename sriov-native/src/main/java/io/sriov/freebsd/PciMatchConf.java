package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Which functions `PCIOCGETCONF` is to describe.
///
/// @param content fills in a zeroed structure
record PciMatchConf(Consumer<MemorySegment> content) {
    /// `sys/sys/pciio.h`:
    ///
    /// ```c
    /// struct pci_match_conf {
    ///     struct pcisel     pc_sel;
    ///     char              pd_name[PCI_MAXNAMELEN + 1];
    ///     u_long            pd_unit;
    ///     uint16_t          pc_vendor, pc_device;
    ///     uint8_t           pc_class;
    ///     pci_getconf_flags flags;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            PciSelector.LAYOUT.withName("pc_sel"),
                            MemoryLayout.sequenceLayout(PciConf.NAME_SIZE, JAVA_BYTE)
                                    .withName("pd_name"),
                            MemoryLayout.paddingLayout(7),
                            JAVA_LONG.withName("pd_unit"),
                            JAVA_SHORT.withName("pc_vendor"),
                            JAVA_SHORT.withName("pc_device"),
                            JAVA_BYTE.withName("pc_class"),
                            MemoryLayout.paddingLayout(3),
                            JAVA_INT.withName("flags"),
                            MemoryLayout.paddingLayout(4))
                    .withName("pci_match_conf");

    private static final int MATCH_DOMAIN = 0x001;
    private static final int MATCH_BUS = 0x002;
    private static final int MATCH_NAME = 0x010;
    private static final int MATCH_UNIT = 0x020;
    private static final int MATCH_CLASS = 0x100;

    private static final long NAME = offset("pd_name");
    private static final long UNIT = offset("pd_unit");
    private static final long CLASS = offset("pc_class");
    private static final long FLAGS = offset("flags");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    /// The function that a unit of a driver has.
    static PciMatchConf driver(String name, long unit) {
        return new PciMatchConf(at -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] field = Arrays.copyOf(bytes, Math.min(bytes.length, PciConf.NAME_SIZE - 1));
            MemorySegment.copy(field, 0, at, JAVA_BYTE, NAME, field.length);
            at.set(JAVA_LONG, UNIT, unit);
            at.set(JAVA_INT, FLAGS, MATCH_NAME | MATCH_UNIT);
        });
    }

    /// The functions on a bus.
    static PciMatchConf bus(long domain, int bus) {
        return new PciMatchConf(at -> {
            new PciSelector(domain, bus, 0, 0).write(at);
            at.set(JAVA_INT, FLAGS, MATCH_DOMAIN | MATCH_BUS);
        });
    }

    /// The functions of a base class.
    static PciMatchConf baseClass(int classCode) {
        return new PciMatchConf(at -> {
            at.set(JAVA_BYTE, CLASS, (byte) classCode);
            at.set(JAVA_INT, FLAGS, MATCH_CLASS);
        });
    }
}

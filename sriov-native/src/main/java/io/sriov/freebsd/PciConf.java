package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A PCI function as `PCIOCGETCONF` describes it.
///
/// @param selector where it is
/// @param headerType its header type, 0..127
/// @param vendorId its vendor ID; a VF's is the PF's
/// @param deviceId its device ID; a VF's is VF Device ID of the PF
/// @param classCode its base class, 0..255
/// @param driver the name of its driver; empty where it has none
/// @param unit the driver's unit
/// @param numaDomain its NUMA domain, where the kernel tells
record PciConf(
        PciSelector selector,
        int headerType,
        int vendorId,
        int deviceId,
        int classCode,
        String driver,
        long unit,
        OptionalInt numaDomain) {
    /// `PCI_MAXNAMELEN` and a NUL.
    static final int NAME_SIZE = 17;

    private static final List<MemoryLayout> COMMON =
            List.of(
                    PciSelector.LAYOUT.withName("pc_sel"),
                    JAVA_BYTE.withName("pc_hdr"),
                    MemoryLayout.paddingLayout(1),
                    JAVA_SHORT.withName("pc_subvendor"),
                    JAVA_SHORT.withName("pc_subdevice"),
                    JAVA_SHORT.withName("pc_vendor"),
                    JAVA_SHORT.withName("pc_device"),
                    JAVA_BYTE.withName("pc_class"),
                    JAVA_BYTE.withName("pc_subclass"),
                    JAVA_BYTE.withName("pc_progif"),
                    JAVA_BYTE.withName("pc_revid"),
                    MemoryLayout.sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("pd_name"),
                    MemoryLayout.paddingLayout(1),
                    JAVA_LONG.withName("pd_unit"));

    /// Until FreeBSD 14, `sys/sys/pciio.h`:
    ///
    /// ```c
    /// struct pci_conf {
    ///     struct pcisel pc_sel;
    ///     uint8_t       pc_hdr;
    ///     uint16_t      pc_subvendor, pc_subdevice, pc_vendor, pc_device;
    ///     uint8_t       pc_class, pc_subclass, pc_progif, pc_revid;
    ///     char          pd_name[PCI_MAXNAMELEN + 1];
    ///     u_long        pd_unit;
    /// };
    /// ```
    static final StructLayout LAYOUT_14 =
            MemoryLayout.structLayout(COMMON.toArray(MemoryLayout[]::new)).withName("pci_conf_14");

    /// From FreeBSD 15 on the same, and behind it:
    ///
    /// ```c
    ///     int    pd_numa_domain;
    ///     size_t pc_reported_len;
    ///     char   pc_spare[64];
    /// ```
    ///
    /// `pc_reported_len` says how much of the structure the kernel has filled in.
    static final StructLayout LAYOUT_15 = layout15();

    private static final long HDR = offset("pc_hdr");
    private static final long VENDOR = offset("pc_vendor");
    private static final long DEVICE = offset("pc_device");
    private static final long CLASS = offset("pc_class");
    private static final long NAME = offset("pd_name");
    private static final long UNIT = offset("pd_unit");
    private static final long NUMA = offset("pd_numa_domain");
    private static final long REPORTED = offset("pc_reported_len");

    private static StructLayout layout15() {
        List<MemoryLayout> members = new ArrayList<>(COMMON);
        members.add(JAVA_INT.withName("pd_numa_domain"));
        members.add(MemoryLayout.paddingLayout(4));
        members.add(JAVA_LONG.withName("pc_reported_len"));
        members.add(MemoryLayout.sequenceLayout(64, JAVA_BYTE).withName("pc_spare"));
        return MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new)).withName("pci_conf");
    }

    private static long offset(String member) {
        return LAYOUT_15.byteOffset(PathElement.groupElement(member));
    }

    /// Reads a structure of either layout.
    ///
    /// @param at the structure, as long as its layout
    static PciConf read(MemorySegment at) {
        boolean told =
                at.byteSize() >= LAYOUT_15.byteSize()
                        && Long.compareUnsigned(at.get(JAVA_LONG, REPORTED), NUMA + 4) >= 0;
        int numa = told ? at.get(JAVA_INT, NUMA) : -1;
        return new PciConf(
                PciSelector.read(at),
                at.get(JAVA_BYTE, HDR) & 0x7f,
                Short.toUnsignedInt(at.get(JAVA_SHORT, VENDOR)),
                Short.toUnsignedInt(at.get(JAVA_SHORT, DEVICE)),
                Byte.toUnsignedInt(at.get(JAVA_BYTE, CLASS)),
                at.asSlice(NAME, NAME_SIZE).getString(0),
                at.get(JAVA_LONG, UNIT),
                numa < 0 ? OptionalInt.empty() : OptionalInt.of(numa));
    }

    /// {@return the driver with its unit, `ix0`; empty where there is none}
    String nameUnit() {
        return driver.isEmpty() ? "" : driver + unit;
    }
}

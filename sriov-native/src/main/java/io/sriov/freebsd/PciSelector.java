package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the kernel names a PCI function. A function behind a port with ARI enabled has device 0 and
/// an 8-bit function number.
///
/// @param domain 0..4294967295
/// @param bus 0..255
/// @param device 0..31
/// @param function 0..255
record PciSelector(long domain, int bus, int device, int function) {
    /// `sys/sys/pciio.h`:
    ///
    /// ```c
    /// struct pcisel {
    ///     uint32_t pc_domain;
    ///     uint8_t  pc_bus;
    ///     uint8_t  pc_dev;
    ///     uint8_t  pc_func;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("pc_domain"),
                            JAVA_BYTE.withName("pc_bus"),
                            JAVA_BYTE.withName("pc_dev"),
                            JAVA_BYTE.withName("pc_func"),
                            MemoryLayout.paddingLayout(1))
                    .withName("pcisel");

    private static final Pattern TEXT =
            Pattern.compile("pci([0-9]{1,10}):([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,3})");

    /// Reads what [#toString()] writes; empty where the text is something else.
    static Optional<PciSelector> tryParse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new PciSelector(
                                Long.parseLong(parts.group(1)),
                                Integer.parseInt(parts.group(2)),
                                Integer.parseInt(parts.group(3)),
                                Integer.parseInt(parts.group(4))))
                : Optional.empty();
    }

    static PciSelector read(MemorySegment at) {
        return new PciSelector(
                Integer.toUnsignedLong(at.get(JAVA_INT, 0)),
                Byte.toUnsignedInt(at.get(JAVA_BYTE, 4)),
                Byte.toUnsignedInt(at.get(JAVA_BYTE, 5)),
                Byte.toUnsignedInt(at.get(JAVA_BYTE, 6)));
    }

    void write(MemorySegment at) {
        at.set(JAVA_INT, 0, (int) domain);
        at.set(JAVA_BYTE, 4, (byte) bus);
        at.set(JAVA_BYTE, 5, (byte) device);
        at.set(JAVA_BYTE, 6, (byte) function);
    }

    /// `PCI_RID` and `PCIE_ARI_RID`, which agree where both can be used.
    RoutingId routingId() {
        return new RoutingId((bus << 8) | (((device << 3) | function) & 0xff));
    }

    PciAddress address() {
        return PciAddress.of(domain, routingId());
    }

    /// `pci0:3:0:128`, as pciconf(8) prints and devctl(8) takes.
    @Override
    public String toString() {
        return "pci" + domain + ':' + bus + ':' + device + ':' + function;
    }
}

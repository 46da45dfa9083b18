package io.sriov.linux.nvme;

import static io.sriov.linux.nvme.LittleEndian.U16;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// A secondary controller, as its primary controller tells of it.
///
/// @param id its controller identifier
/// @param virtualFunction the VF that it is, from 1 for VF-0; 0 where it is none
/// @param online whether it is online
/// @param vq how many flexible queues it has
/// @param vi how many flexible interrupt vectors it has
public record SecondaryController(int id, int virtualFunction, boolean online, int vq, int vi) {
    /// The *Secondary Controller Entry*: NVM Express Base Specification 2.0, section 5.17. Names
    /// are the specification's.
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            U16.withName("SCID"),
                            U16.withName("PCID"),
                            JAVA_BYTE.withName("SCS"),
                            MemoryLayout.paddingLayout(3),
                            U16.withName("VFN"),
                            U16.withName("NVQ"),
                            U16.withName("NVI"),
                            MemoryLayout.paddingLayout(18))
                    .withName("Secondary Controller Entry");

    /// The number of the *Secondary Controller List* as the *Controller or Namespace Structure*
    /// that *Identify* is asked for.
    static final int CNS = 0x15;

    /// How many entries one list holds; byte 0 of a list says how many there are.
    static final int ENTRIES = 127;

    /// Where a list's entries begin.
    private static final long FIRST = 32;

    private static final int ONLINE = 1;

    static List<SecondaryController> decodeList(MemorySegment data) {
        int count = Math.min(ENTRIES, Byte.toUnsignedInt(data.get(JAVA_BYTE, 0)));
        var controllers = new ArrayList<SecondaryController>(count);
        for (int i = 0; i < count; i++) {
            controllers.add(decode(data.asSlice(FIRST + i * LAYOUT.byteSize(), LAYOUT.byteSize())));
        }
        return controllers;
    }

    private static SecondaryController decode(MemorySegment entry) {
        int state = entry.get(JAVA_BYTE, LAYOUT.byteOffset(PathElement.groupElement("SCS")));
        return new SecondaryController(
                u16(entry, "SCID"),
                u16(entry, "VFN"),
                (state & ONLINE) != 0,
                u16(entry, "NVQ"),
                u16(entry, "NVI"));
    }

    private static int u16(MemorySegment entry, String field) {
        long offset = LAYOUT.byteOffset(PathElement.groupElement(field));
        return Short.toUnsignedInt(entry.get(U16, offset));
    }

    /// {@return how many flexible resources of a type it has}
    ///
    /// @param type which
    public int assigned(FlexibleResource type) {
        return switch (type) {
            case VQ -> vq;
            case VI -> vi;
        };
    }
}

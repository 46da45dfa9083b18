package io.sriov.linux.nvme;

import static io.sriov.linux.nvme.LittleEndian.U16;
import static io.sriov.linux.nvme.LittleEndian.U32;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What a primary controller has for its secondary controllers.
///
/// @param id its controller identifier
/// @param vq its queues
/// @param vi its interrupt vectors
public record PrimaryCapabilities(int id, Pool vq, Pool vi) {
    /// The *Primary Controller Capabilities Structure*, CNS 14h of the command *Identify*: NVM
    /// Express Base Specification 2.0, section 5.17. Names are the specification's.
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            U16.withName("CNTLID"),
                            U16.withName("PORTID"),
                            JAVA_BYTE.withName("CRT"),
                            MemoryLayout.paddingLayout(27),
                            U32.withName("VQFRT"),
                            U32.withName("VQRFA"),
                            U16.withName("VQRFAP"),
                            U16.withName("VQPRT"),
                            U16.withName("VQFRSM"),
                            U16.withName("VQGRAN"),
                            MemoryLayout.paddingLayout(16),
                            U32.withName("VIFRT"),
                            U32.withName("VIRFA"),
                            U16.withName("VIRFAP"),
                            U16.withName("VIPRT"),
                            U16.withName("VIFRSM"),
                            U16.withName("VIGRAN"),
                            MemoryLayout.paddingLayout(4016))
                    .withName("Primary Controller Capabilities");

    /// Its number as the *Controller or Namespace Structure* that *Identify* is asked for.
    static final int CNS = 0x14;

    /// Flexible resources of one type.
    ///
    /// @param supported whether there is such a thing: the bit of *Controller Resource Types*
    /// @param total all of them, the primary controller's own included: VQFRT, VIFRT
    /// @param ofPrimary how many the primary controller has for itself: VQRFAP, VIRFAP
    /// @param mostOfSecondary how many one secondary controller can have: VQFRSM, VIFRSM
    public record Pool(boolean supported, long total, int ofPrimary, int mostOfSecondary) {

        /// {@return how many there are for all secondary controllers together}
        public long forSecondaries() {
            return Math.max(0, total - ofPrimary);
        }
    }

    static PrimaryCapabilities decode(MemorySegment data) {
        return new PrimaryCapabilities(
                u16(data, "CNTLID"),
                pool(data, FlexibleResource.VQ, "VQFRT", "VQRFAP", "VQFRSM"),
                pool(data, FlexibleResource.VI, "VIFRT", "VIRFAP", "VIFRSM"));
    }

    private static Pool pool(
            MemorySegment data, FlexibleResource type, String total, String primary, String most) {
        int types = data.get(JAVA_BYTE, offset("CRT"));
        return new Pool(
                (types >> type.number() & 1) != 0,
                Integer.toUnsignedLong(data.get(U32, offset(total))),
                u16(data, primary),
                u16(data, most));
    }

    private static int u16(MemorySegment data, String field) {
        return Short.toUnsignedInt(data.get(U16, offset(field)));
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// {@return the resources of one type}
    ///
    /// @param type which
    public Pool pool(FlexibleResource type) {
        return switch (type) {
            case VQ -> vq;
            case VI -> vi;
        };
    }
}

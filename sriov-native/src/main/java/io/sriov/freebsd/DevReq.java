package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The parameter of a request to `/dev/devctl2`: which device it is about.
final class DevReq {
    /// The size of the name with its NUL, in bytes.
    static final int NAME_SIZE = 128;

    /// `sys/sys/bus.h`:
    ///
    /// ```c
    /// struct devreq {
    ///     char dr_name[128];
    ///     int  dr_flags;
    ///     union {
    ///         struct devreq_buffer dru_buffer; // void *buffer; size_t length;
    ///         void                *dru_data;
    ///     } dr_dru;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            MemoryLayout.sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("dr_name"),
                            JAVA_INT.withName("dr_flags"),
                            MemoryLayout.paddingLayout(4),
                            MemoryLayout.structLayout(
                                            ADDRESS.withName("buffer"),
                                            JAVA_LONG.withName("length"))
                                    .withName("dr_dru"))
                    .withName("devreq");

    static final long ATTACH = IoctlRequest.in('D', 1, LAYOUT);
    static final long DETACH = IoctlRequest.in('D', 2, LAYOUT);

    private DevReq() {}
}

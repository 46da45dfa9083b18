package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The requests of a node below `/dev/iov`: `sys/sys/iov.h`.
final class IovArg {
    /// ```c
    /// struct pci_iov_arg {
    ///     void   *config;
    ///     size_t  len;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(ADDRESS.withName("config"), JAVA_LONG.withName("len"))
                    .withName("pci_iov_arg");

    /// ```c
    /// struct pci_iov_schema {
    ///     void   *schema;
    ///     size_t  len;
    ///     int     error;
    /// };
    /// ```
    ///
    /// `struct pci_iov_status`, with the pointer as an integer, has the same size and offsets.
    static final StructLayout OUTPUT =
            MemoryLayout.structLayout(
                            ADDRESS.withName("schema"),
                            JAVA_LONG.withName("len"),
                            JAVA_INT.withName("error"),
                            MemoryLayout.paddingLayout(4))
                    .withName("pci_iov_schema");

    static final long CONFIG = IoctlRequest.in('p', 10, LAYOUT);
    static final long DELETE = IoctlRequest.none('p', 11);
    static final long GET_SCHEMA = IoctlRequest.inOut('p', 12, OUTPUT);

    /// In kernels from 2026 on.
    static final long GET_STATUS = IoctlRequest.inOut('p', 13, OUTPUT);

    private IovArg() {}
}

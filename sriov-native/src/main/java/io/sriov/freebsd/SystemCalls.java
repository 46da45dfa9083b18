package io.sriov.freebsd;

import io.sriov.ffm.DirectoryEntries;
import io.sriov.ffm.Libc;
import io.sriov.ffm.NetworkInterfaces;
import io.sriov.ffm.Sysctl;
import java.lang.foreign.SymbolLookup;

/// Everything of the C library that this package calls. Thread-safe.
///
/// @param files files and devices
/// @param directories directories
/// @param sysctl the kernel's variables
/// @param interfaces network interfaces
record SystemCalls(
        Libc files, DirectoryEntries directories, Sysctl sysctl, NetworkInterfaces interfaces) {

    /// {@return the calls of a C library}
    static SystemCalls of(SymbolLookup library) {
        return new SystemCalls(
                new Libc(library),
                new DirectoryEntries(library),
                new Sysctl(library),
                new NetworkInterfaces(library));
    }
}

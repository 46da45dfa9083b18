package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The parameter of `PCIOCGETCONF`: what is looked for, where the answer goes, and where in the
/// list the kernel is.
///
/// @param memory the structure
record PciConfIo(MemorySegment memory) {
    /// `sys/sys/pciio.h`:
    ///
    /// ```c
    /// struct pci_conf_io {
    ///     uint32_t               pat_buf_len;
    ///     uint32_t               num_patterns;
    ///     struct pci_match_conf *patterns;
    ///     uint32_t               match_buf_len;
    ///     uint32_t               num_matches;
    ///     struct pci_conf       *matches;
    ///     uint32_t               offset;
    ///     uint32_t               generation;
    ///     pci_getconf_status     status;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("pat_buf_len"),
                            JAVA_INT.withName("num_patterns"),
                            ADDRESS.withName("patterns"),
                            JAVA_INT.withName("match_buf_len"),
                            JAVA_INT.withName("num_matches"),
                            ADDRESS.withName("matches"),
                            JAVA_INT.withName("offset"),
                            JAVA_INT.withName("generation"),
                            JAVA_INT.withName("status"),
                            MemoryLayout.paddingLayout(4))
                    .withName("pci_conf_io");

    /// `PCIOCGETCONF` from FreeBSD 15 on, for [PciConf#LAYOUT_15].
    static final long REQUEST_15 = IoctlRequest.inOut('p', 10, LAYOUT);

    /// `PCIOCGETCONF` until FreeBSD 14, for [PciConf#LAYOUT_14].
    static final long REQUEST_14 = IoctlRequest.inOut('p', 5, LAYOUT);

    /// `pci_getconf_status`: there are no more.
    static final int LAST_DEVICE = 0;

    /// `pci_getconf_status`: functions have come or gone since the first call; begin again.
    static final int LIST_CHANGED = 1;

    /// `pci_getconf_status`: call again.
    static final int MORE_DEVS = 2;

    private static final long PAT_BUF_LEN = offset("pat_buf_len");
    private static final long NUM_PATTERNS = offset("num_patterns");
    private static final long PATTERNS = offset("patterns");
    private static final long MATCH_BUF_LEN = offset("match_buf_len");
    private static final long NUM_MATCHES = offset("num_matches");
    private static final long MATCHES = offset("matches");
    private static final long OFFSET = offset("offset");
    private static final long STATUS = offset("status");

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    /// Looks for one pattern from the beginning of the list.
    void begin(MemorySegment pattern, MemorySegment matches) {
        memory.fill((byte) 0);
        memory.set(JAVA_INT, PAT_BUF_LEN, (int) pattern.byteSize());
        memory.set(JAVA_INT, NUM_PATTERNS, 1);
        memory.set(ADDRESS, PATTERNS, pattern);
        memory.set(JAVA_INT, MATCH_BUF_LEN, (int) matches.byteSize());
        memory.set(ADDRESS, MATCHES, matches);
    }

    int numMatches() {
        return memory.get(JAVA_INT, NUM_MATCHES);
    }

    int status() {
        return memory.get(JAVA_INT, STATUS);
    }

    /// Where in the list the next call begins.
    int offset() {
        return memory.get(JAVA_INT, OFFSET);
    }
}

package io.sriov.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.pci.ConfigHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Memory or ports of a function, as the kernel has assigned it; see `PCIOCGETBAR` in pci(4).
///
/// @param index the number of its first register, 0..5
/// @param enabled whether the function decodes it
/// @param memory whether it is memory; else it is I/O ports
/// @param base the first address
/// @param length how many bytes it has
public record PciBar(int index, boolean enabled, boolean memory, long base, long length) {
    private static final int BARS = 6;

    /// The low bits of a BAR tell its kind (PCI 3.0 §6.2.5.1).
    private static final long IO = 0x1;

    private static final long WIDE = 0x4;
    private static final long MEMORY_BITS = 0xf;
    private static final long IO_BITS = 0x3;

    /// The BARs of a function, in order.
    static List<PciBar> read(PciNode pci, PciSelector function) {
        var bars = new ArrayList<PciBar>();
        try {
            for (int i = 0; i < BARS; i++) {
                Optional<PciBarIo> found = pci.bar(function, ConfigHeader.BAR0 + 4 * i);
                if (found.isEmpty()) {
                    continue;
                }
                PciBarIo bar = found.get();
                boolean memory = (bar.base() & IO) == 0;
                bars.add(
                        new PciBar(
                                i,
                                bar.enabled(),
                                memory,
                                bar.base() & ~(memory ? MEMORY_BITS : IO_BITS),
                                bar.length()));
                i += memory && (bar.base() & WIDE) != 0 ? 1 : 0;
            }
        } catch (KernelErrorException e) {
            throw new HostException(
                    Operation.GET_STATUS,
                    function.toString(),
                    e.errno(),
                    e.errno() == Errno.ENODEV
                            ? "the function is gone"
                            : "the kernel does not tell its BARs" + e.remark(),
                    null);
        }
        return List.copyOf(bars);
    }
}

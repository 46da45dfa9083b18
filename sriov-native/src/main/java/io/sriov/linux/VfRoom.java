package io.sriov.linux;

import io.sriov.host.HostException;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.UpstreamPort;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Whether a machine has room for a PF's VFs: address space for their BARs, and bus numbers. The
/// kernel asks for both before it creates any, and has one answer, ENOMEM (`sriov_enable` in
/// `drivers/pci/iov.c`).
final class VfRoom {
    /// The lines of the attribute `resource` that are the VF BARs: `PCI_IOV_RESOURCES` to
    /// `PCI_IOV_RESOURCE_END` of `include/linux/pci.h`.
    private static final int FIRST_VF_BAR = 7;

    /// An address has not been assigned: `IORESOURCE_UNSET` of `include/linux/ioport.h`.
    private static final long UNSET = 0x2000_0000;

    private final LinuxPf pf;
    private final SysfsPf now;
    private final Sysfs sysfs;

    /// @param pf the PF
    /// @param now how it reads now
    VfRoom(LinuxPf pf, SysfsPf now) {
        this.pf = pf;
        this.now = now;
        this.sysfs = pf.host().kernel().sysfs();
    }

    /// {@return what there is certainly not enough of for a number of VFs; the first is what the
    /// kernel looks at first}
    List<Obstacle> obstacles(int numVfs) {
        var obstacles = new ArrayList<Obstacle>();
        memory().ifPresent(obstacles::add);
        buses(numVfs).ifPresent(obstacles::add);
        return obstacles;
    }

    /// {@return that VF BARs have no address, where that is so}
    Optional<Obstacle> memory() {
        String[] lines = sysfs.text(pf.directory().resolve("resource")).orElse("").split("\n", -1);
        if (lines.length < FIRST_VF_BAR + SriovCapability.VF_BAR_COUNT) {
            return Optional.empty();
        }
        var flags = new long[SriovCapability.VF_BAR_COUNT];
        boolean unset = false;
        for (int i = 0; i < flags.length; i++) {
            flags[i] = flags(lines[FIRST_VF_BAR + i]);
            unset |= (flags[i] & UNSET) != 0;
        }
        return unset || isWipedOut(flags)
                ? Optional.of(
                        new Obstacle(
                                "its VFs have no place in memory: VF BARs have no address",
                                "in the BIOS setup, switch on SR-IOV and 'Above 4G decoding'; or"
                                        + " boot with pci=realloc"))
                : Optional.empty();
    }

    /// The last of start, end and flags, `0x%016llx` each (`resource_show`).
    private static long flags(String line) {
        String last = line.substring(line.lastIndexOf(' ') + 1);
        try {
            return Long.parseUnsignedLong(last.replaceFirst("^0x", ""), 16);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// The kernel forgets a BAR for which it has found no place (`reset_resource` in
    /// `drivers/pci/setup-bus.c`); the register still shows what kind it is.
    private boolean isWipedOut(long[] flags) {
        return registers().map(SriovCapability::assignedVfBars).orElse(List.of()).stream()
                .map(VfBar::index)
                .anyMatch(index -> flags[index] == 0);
    }

    private Optional<SriovCapability> registers() {
        try {
            return SriovCapability.find(pf.configSpace());
        } catch (HostException _) {
            return Optional.empty();
        }
    }

    /// Offset and stride are those that the kernel reckons with only while there are no VFs.
    private Optional<Obstacle> buses(int numVfs) {
        OptionalInt offset = now.sriov().firstVfOffset();
        OptionalInt stride = now.sriov().vfStride();
        Optional<Long> last = lastBus();
        if (numVfs == 0
                || now.sriov().numVfs().orElse(0) > 0
                || offset.isEmpty()
                || stride.isEmpty()
                || last.isEmpty()) {
            return Optional.empty();
        }
        long distance = offset.getAsInt() + (long) stride.getAsInt() * (numVfs - 1);
        long bus = (now.address().routingId().value() + distance) >> 8;
        return bus <= last.get()
                ? Optional.empty()
                : Optional.of(
                        new Obstacle(
                                "the last of %d VFs would be on bus %02x, and the port above has"
                                                .formatted(numVfs, bus)
                                        + " buses up to %02x only".formatted(last.get()),
                                "ask for fewer VFs, or boot with pci=assign-busses"));
    }

    /// The last bus below the port above the PF: as far as the kernel lets VFs reach.
    private Optional<Long> lastBus() {
        List<UpstreamPort> ports = now.ports();
        return ports.isEmpty()
                ? Optional.empty()
                : sysfs.number(
                        sysfs.path("bus/pci/devices")
                                .resolve(ports.getLast().address().toString())
                                .resolve("subordinate_bus_number"));
    }
}

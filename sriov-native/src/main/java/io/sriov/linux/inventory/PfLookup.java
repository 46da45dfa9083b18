package io.sriov.linux.inventory;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the PF that somebody means.
final class PfLookup {
    private PfLookup() {}

    static PfName find(String name, List<PfName> pfs, Sysfs sysfs) {
        Optional<PciAddress> address = PciAddress.tryParse(name);
        List<PfName> found =
                pfs.stream()
                        .filter(pf ->
                                address.map(pf.address()::equals)
                                        .orElseGet(() -> pf.names().contains(name)))
                        .toList();
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 -> throw unknown(name, address, pfs, sysfs);
            default -> throw ambiguous(name, found);
        };
    }

    private static HostException unknown(
            String name, Optional<PciAddress> address, List<PfName> pfs, Sysfs sysfs) {
        return new HostException(
                Operation.OPEN_PF,
                Printable.of(name),
                Errno.ENOENT,
                address.flatMap(at -> known(at, sysfs)).orElse("there is no such PF"),
                pfs.isEmpty()
                        ? "no device of this machine offers SR-IOV: see lspci -v, and whether the"
                                + " firmware has it switched off"
                        : "use one of " + names(pfs));
    }

    /// What a function is that is no PF.
    private static Optional<String> known(PciAddress address, Sysfs sysfs) {
        Attributes function = Attributes.of(sysfs, PciDevices.directory(sysfs, address));
        if (function.entries().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                function.linkedName("physfn")
                        .map(pf -> "it is a VF of " + pf)
                        .orElse("it has no SR-IOV"));
    }

    private static HostException ambiguous(String name, List<PfName> found) {
        return new HostException(
                Operation.OPEN_PF,
                Printable.of(name),
                Errno.EINVAL,
                "several PFs go by this name",
                "use the address of one: "
                        + found.stream()
                                .map(pf -> pf.address().toString())
                                .collect(Collectors.joining(", ")));
    }

    static HostException gone(String name) {
        return new HostException(
                Operation.OPEN_PF,
                Printable.of(name),
                Errno.ENOENT,
                "the PF vanished while it was read",
                "see dmesg for why");
    }

    private static String names(List<PfName> pfs) {
        return pfs.stream()
                .map(pf ->
                        pf.names().size() == 1
                                ? pf.device()
                                : pf.device() + " (" + pf.address() + ")")
                .collect(Collectors.joining(", "));
    }
}

package io.sriov.freebsd;

import io.sriov.ffm.Sysctl;
import io.sriov.pci.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which PCI function a node below `/dev/iov` stands for.
///
/// Most drivers name the node after the PF (`ix0`). One that gives it another name, as cxgbe(4)
/// names it after the port that the PF serves (`cxl0`), is found by way of that device in the tree:
/// the PF is the function of the port's card whose function number is the port's number
/// (`t4_iov.c`).
final class PfLocation {
    private static final Pattern DEVICE = Pattern.compile("(.*?[^0-9])([0-9]{1,10})");
    private static final Pattern LOCATION = Pattern.compile("(?:^|.* )dbsf=(pci[0-9:]+)(?: .*)?");
    private static final Pattern PORT = Pattern.compile("(?:^|.* )port=([0-9]{1,3})(?: .*)?");

    private PfLocation() {}

    /// {@return the function; empty where the node's name does not lead to one}
    ///
    /// @param device the node's name
    /// @param pci the PCI functions
    /// @param sysctl the device tree
    static Optional<PciConf> find(String device, PciNode pci, Sysctl sysctl) {
        Matcher name = DEVICE.matcher(device);
        if (!name.matches()) {
            return Optional.empty();
        }
        String driver = name.group(1);
        long unit = Long.parseLong(name.group(2));
        List<PciConf> found = pci.list(PciMatchConf.driver(driver, unit));
        return found.isEmpty() ? byPort(driver, unit, pci, sysctl) : found.stream().findFirst();
    }

    /// {@return the function at a place}
    ///
    /// @param address the place
    /// @param pci the PCI functions
    static Optional<PciConf> at(PciAddress address, PciNode pci) {
        return pci.list(PciMatchConf.bus(address.domain(), address.bus())).stream()
                .filter(function -> function.selector().address().equals(address))
                .findFirst();
    }

    private static Optional<PciConf> byPort(String driver, long unit, PciNode pci, Sysctl sysctl) {
        String node = "dev." + driver + "." + unit;
        OptionalInt port =
                sysctl.text(node + ".%location")
                        .map(PORT::matcher)
                        .filter(Matcher::matches)
                        .map(text -> OptionalInt.of(Integer.parseInt(text.group(1))))
                        .orElse(OptionalInt.empty());
        Optional<PciAddress> card =
                sysctl.text(node + ".%parent")
                        .map(DEVICE::matcher)
                        .filter(Matcher::matches)
                        .flatMap(parent ->
                                sysctl.text(
                                        "dev."
                                                + parent.group(1)
                                                + "."
                                                + parent.group(2)
                                                + ".%location"))
                        .map(LOCATION::matcher)
                        .filter(Matcher::matches)
                        .flatMap(text -> PciAddress.tryParse(text.group(1)));
        if (port.isEmpty() || port.getAsInt() > 7 || card.isEmpty()) {
            return Optional.empty();
        }
        PciAddress nexus = card.get();
        return at(
                new PciAddress(nexus.domain(), nexus.bus(), nexus.device(), port.getAsInt()), pci);
    }
}

package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where PCI functions are in sysfs: `bus/pci/devices`, under their addresses.
final class PciDevices {
    private static final String DIRECTORY = "bus/pci/devices";

    private PciDevices() {}

    /// {@return a function's directory, which need not be there}
    static Path directory(Sysfs sysfs, PciAddress address) {
        return sysfs.path(DIRECTORY).resolve(address.toString());
    }

    /// {@return every PF, by address: every function with `sriov_totalvfs`}
    static List<PciAddress> pfs(Sysfs sysfs) {
        return sysfs.names(sysfs.path(DIRECTORY)).stream()
                .map(PciAddress::tryParse)
                .flatMap(Optional::stream)
                .filter(address -> isPf(sysfs, address))
                .sorted()
                .toList();
    }

    static boolean isPf(Sysfs sysfs, PciAddress address) {
        return sysfs.exists(directory(sysfs, address).resolve("sriov_totalvfs"));
    }
}

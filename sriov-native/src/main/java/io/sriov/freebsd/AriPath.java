package io.sriov.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PcieCapability;
import java.util.Optional;

/// Whether ARI is enabled on the path to a bus: the kernel enables it in the port above when it
/// can, and gives the functions below one 8-bit number each (`pcib_try_enable_ari` in
/// `sys/dev/pci/pci_pci.c`).
final class AriPath {
    /// The base class of bridges (PCI Code and ID Assignment Specification).
    private static final int BRIDGE = 0x06;

    private AriPath() {}

    /// {@return whether it is; empty where the caller may not read registers}
    ///
    /// @param domain the domain of the bus
    /// @param bus the bus
    /// @param pci the PCI functions
    static Optional<Boolean> enabled(long domain, int bus, PciNode pci) {
        try {
            return Optional.of(
                    pci.list(PciMatchConf.baseClass(BRIDGE)).stream()
                            .filter(bridge ->
                                    bridge.headerType() == ConfigHeader.HEADER_TYPE_BRIDGE
                                            && bridge.selector().domain() == domain)
                            .map(bridge -> pci.configSpace(bridge.selector()))
                            .filter(port -> port.read8(ConfigHeader.SECONDARY_BUS) == bus)
                            .findFirst()
                            .map(AriPath::forwards)
                            .orElse(false));
        } catch (HostException e) {
            if (e.errno() == Errno.EPERM) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean forwards(ConfigSpace port) {
        return PcieCapability.find(port).map(PcieCapability::ariForwardingEnabled).orElse(false);
    }
}

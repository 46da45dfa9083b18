package io.sriov.testkit.sim;

import io.sriov.pci.AriCapability;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PcieCapability;
import io.sriov.testkit.sim.bus.BridgeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A root port as the kernel sees it: the memory it can give to what is below, whether it forwards
/// ARI requests, and the PFs on its bus in order of function number.
final class KernelPort {
    private final ConfigSpace config;
    private final List<AddressSpace> memory;
    private final List<PfDevice> functions = new ArrayList<>();
    private boolean ariEnabled;

    KernelPort(ConfigSpace config) {
        this.config = config;
        this.memory = BridgeWindow.readAll(config).stream().map(AddressSpace::new).toList();
    }

    /// Takes a range that is known to be free.
    ///
    /// @throws IllegalArgumentException if it is not
    void take(long base, long size) {
        memory.stream()
                .filter(space -> space.window().contains(base))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "memory " + Long.toHexString(base) + "h is not the port's"))
                .take(base, size);
    }

    void release(long base) {
        memory.stream()
                .filter(space -> space.window().contains(base))
                .forEach(space -> space.release(base));
    }

    List<PfDevice> functions() {
        return functions;
    }

    void add(PfDevice pf) {
        functions.add(pf);
    }

    /// Whether ARI forwarding is on, as the kernel remembers it.
    boolean ariEnabled() {
        return ariEnabled;
    }

    /// Takes ARI forwarding as it is, on a machine that runs already.
    void rememberAri() {
        ariEnabled =
                PcieCapability.find(config).map(PcieCapability::ariForwardingEnabled).orElse(false);
    }

    /// Turns ARI forwarding on where both the port and function 0 below it can;
    /// `pcib_try_enable_ari` in FreeBSD's `sys/dev/pci/pci_pci.c`.
    void tryEnableAri() {
        PcieCapability pcie = PcieCapability.find(config).orElse(null);
        if (pcie == null || functions.isEmpty() || !pcie.ariForwardingSupported()) {
            return;
        }
        int version =
                AriCapability.find(functions.getFirst().config())
                        .map(AriCapability::version)
                        .orElse(0);
        if (version == 1) {
            int at = pcie.offset() + PcieCapability.DEVICE_CONTROL_2;
            config.write16(at, config.read16(at) | PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING);
            ariEnabled = true;
        }
    }

    /// Takes memory for `count` BARs of one size behind each other, aligned to one of them.
    OptionalLong reserve(BarRegister bar, int count) {
        if (count == 0 || Math.multiplyHigh(bar.size(), count) != 0) {
            return OptionalLong.empty();
        }
        return memory.stream()
                .filter(space -> !space.window().above4GiB() || (bar.wide() && bar.prefetchable()))
                .map(space -> space.reserve(bar.size() * count, bar.size()))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }
}

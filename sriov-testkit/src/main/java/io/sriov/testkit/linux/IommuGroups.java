package io.sriov.testkit.linux;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.PcieCapability;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/// Puts functions into IOMMU groups: `pci_device_group` in `drivers/iommu/iommu.c`, and ACS in
/// `drivers/pci/pci.c`.
final class IommuGroups {
    /// `REQ_ACS_FLAGS`: what keeps functions apart.
    private static final int APART =
            AcsCapability.Control.SOURCE_VALIDATION.bit()
                    | AcsCapability.Control.P2P_REQUEST_REDIRECT.bit()
                    | AcsCapability.Control.P2P_COMPLETION_REDIRECT.bit()
                    | AcsCapability.Control.UPSTREAM_FORWARDING.bit();

    private final boolean on;
    private final SortedMap<Integer, IommuGroup> groups = new TreeMap<>();
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private int next;

    /// @param on whether there is an IOMMU
    IommuGroups(boolean on) {
        this.on = on;
    }

    /// The groups by their numbers.
    SortedMap<Integer, IommuGroup> all() {
        return groups;
    }

    /// `pci_std_enable_acs`: has a function keep its peers apart, where it can.
    void enableAcs(PciDevice device) {
        if (!on || device.acs().isEmpty()) {
            return;
        }
        int at = device.acs().get();
        int supported = device.config().read16(at + AcsCapability.CAPABILITY);
        int control = device.config().read16(at + AcsCapability.CONTROL);
        device.config().write16(at + AcsCapability.CONTROL, control | (supported & APART));
    }

    /// Puts a function that has come into a group.
    void add(PciDevice device) {
        if (!on) {
            return;
        }
        IommuGroup group = groupOf(device);
        group.members().add(device);
        device.group(Optional.of(group));
    }

    /// Takes a function that goes out of its group, which is no more when it has no other.
    void remove(PciDevice device) {
        device.group()
                .ifPresent(group -> {
                    group.members().remove(device);
                    if (group.members().isEmpty()) {
                        groups.remove(group.number());
                        free.add(group.number());
                    }
                });
        device.group(Optional.empty());
    }

    private IommuGroup groupOf(PciDevice device) {
        PciDevice at = device;
        Optional<PciDevice> bridge = device.bus().bridge();
        while (bridge.isPresent() && !isApartUpwards(bridge.get())) {
            at = bridge.get();
            if (at.group().isPresent()) {
                return at.group().get();
            }
            bridge = at.bus().bridge();
        }
        return ofSlot(at).orElseGet(this::fresh);
    }

    /// `get_pci_function_alias_group`.
    private static Optional<IommuGroup> ofSlot(PciDevice device) {
        if (device.vfOf().isPresent() || !multiFunction(device) || isApart(device)) {
            return Optional.empty();
        }
        return device.bus().devices().stream()
                .filter(other ->
                        other != device
                                && other.address().device() == device.address().device()
                                && !isApart(other))
                .flatMap(other -> other.group().stream())
                .findFirst();
    }

    private IommuGroup fresh() {
        Integer freed = free.poll();
        IommuGroup group = new IommuGroup(freed != null ? freed : next++);
        groups.put(group.number(), group);
        return group;
    }

    /// `pci_acs_path_enabled`, up to the root.
    private static boolean isApartUpwards(PciDevice port) {
        for (Optional<PciDevice> at = Optional.of(port);
                at.isPresent();
                at = at.get().bus().bridge()) {
            if (!isApart(at.get())) {
                return false;
            }
        }
        return true;
    }

    /// `pci_acs_enabled`: of ports always, of others where they have several functions.
    private static boolean isApart(PciDevice device) {
        if (device.pcie().isEmpty()) {
            return false;
        }
        PcieCapability.PortType type = device.pcie().get().portType();
        boolean asked =
                type == PcieCapability.PortType.ROOT_PORT
                        || type == PcieCapability.PortType.SWITCH_DOWNSTREAM_PORT
                        || (device.vfOf().isEmpty() && multiFunction(device));
        if (!asked) {
            return true;
        }
        if (device.acs().isEmpty()) {
            return false;
        }
        int at = device.acs().get();
        int wanted = APART & device.config().read16(at + AcsCapability.CAPABILITY);
        return (device.config().read16(at + AcsCapability.CONTROL) & wanted) == wanted;
    }

    private static boolean multiFunction(PciDevice device) {
        return (device.identity().headerType() & ConfigHeader.HEADER_TYPE_MULTI_FUNCTION) != 0;
    }
}

package io.sriov.linux.inventory;

import io.sriov.pci.PciAddress;
import java.util.List;

/// The names of a PF.
///
/// @param address where it sits
/// @param names every name it goes by, the usual one first; its address is the last
public record PfName(PciAddress address, List<String> names) {
    /// Copies the list.
    public PfName {
        names = List.copyOf(names);
    }

    /// {@return the name it usually goes by}
    public String device() {
        return names.getFirst();
    }
}

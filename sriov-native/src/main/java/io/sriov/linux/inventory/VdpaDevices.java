package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The vDPA devices of a machine, by the PCI function they are made of
/// (`Documentation/ABI/testing/sysfs-bus-vdpa`).
final class VdpaDevices {
    /// The device that `vhost_vdpa` makes for a guest's use, and that has a file in `/dev`.
    private static final String VHOST = "vhost-vdpa-";

    /// A vDPA device.
    ///
    /// @param name its name
    /// @param files the files through which processes use it
    record VdpaDevice(String name, List<String> files) {}

    private final Map<PciAddress, List<VdpaDevice>> devices = new HashMap<>();

    private VdpaDevices() {}

    static VdpaDevices none() {
        return new VdpaDevices();
    }

    static VdpaDevices read(Sysfs sysfs) {
        var read = new VdpaDevices();
        Path directory = sysfs.path("bus/vdpa/devices");
        for (String name : sysfs.names(directory)) {
            Path device = directory.resolve(name);
            parent(sysfs, device)
                    .ifPresent(address ->
                            read.devices
                                    .computeIfAbsent(address, _ -> new ArrayList<>())
                                    .add(new VdpaDevice(name, files(sysfs, device))));
        }
        return read;
    }

    private static List<String> files(Sysfs sysfs, Path device) {
        return sysfs.names(device).stream()
                .filter(entry -> entry.startsWith(VHOST))
                .map(entry -> "/dev/" + entry)
                .toList();
    }

    /// The function nearest to the device on the path that its link leads to.
    private static Optional<PciAddress> parent(Sysfs sysfs, Path device) {
        Optional<PciAddress> nearest = Optional.empty();
        for (Path component : sysfs.link(device).orElse(Path.of(""))) {
            Optional<PciAddress> function = PciAddress.tryParse(component.toString());
            nearest = function.isPresent() ? function : nearest;
        }
        return nearest;
    }

    List<VdpaDevice> of(PciAddress address) {
        return devices.getOrDefault(address, List.of());
    }
}

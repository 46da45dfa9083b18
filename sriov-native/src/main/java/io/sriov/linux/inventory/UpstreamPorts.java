package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The ports above functions, each read once. For one reading; not thread-safe.
final class UpstreamPorts {
    /// A root bus in the path of a device. There are several where a domain hangs below a function
    /// of another one, as with Intel's Volume Management Device.
    private static final Pattern ROOT_BUS = Pattern.compile("pci[0-9a-f]+:[0-9a-f]{2}");

    private final Sysfs sysfs;
    private final Registers registers;
    private final Map<PciAddress, UpstreamPort> read = new HashMap<>();

    UpstreamPorts(Sysfs sysfs, Registers registers) {
        this.sysfs = sysfs;
        this.registers = registers;
    }

    /// {@return the ports from the root port down to a function, which is told by the path that its
    /// link in `bus/pci/devices` leads to}
    List<UpstreamPort> above(PciAddress address) {
        Optional<Path> path = sysfs.link(PciDevices.directory(sysfs, address));
        if (path.isEmpty()) {
            return List.of();
        }
        var ports = new ArrayList<UpstreamPort>();
        for (Path component : path.get()) {
            String name = component.toString();
            if (ROOT_BUS.matcher(name).matches()) {
                ports.clear();
            }
            PciAddress.tryParse(name)
                    .filter(found -> !found.equals(address))
                    .ifPresent(found -> ports.add(read.computeIfAbsent(found, this::port)));
        }
        return List.copyOf(ports);
    }

    private UpstreamPort port(PciAddress address) {
        return new UpstreamPort(address, registers.read(address, UpstreamPort.Registers::read));
    }
}

package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The network interfaces of a function: what its directory `net` shows in this network namespace.
///
/// A PF in switchdev mode shows the representors of its VFs beside its own interface, the uplink;
/// `phys_port_name` tells them apart, `p0` being an uplink's and `pf0vf3` a representor's
/// (`Documentation/networking/switchdev.rst`).
///
/// @param uplinks the function's own interfaces, one per port, in the order of the ports
/// @param others the rest: representors
/// @param elsewhere whether the function has an interface and none is in this namespace: the
///   directory is there and shows nothing
public record FunctionInterfaces(List<String> uplinks, List<String> others, boolean elsewhere) {
    private static final Pattern PORT = Pattern.compile("p\\d+");

    /// Copies the lists.
    public FunctionInterfaces {
        uplinks = List.copyOf(uplinks);
        others = List.copyOf(others);
    }

    /// {@return the function's own interface, of its first port where it has several}
    public Optional<String> uplink() {
        return uplinks.stream().findFirst();
    }

    /// {@return all interfaces}
    public List<String> all() {
        var all = new ArrayList<>(uplinks);
        all.addAll(others);
        return List.copyOf(all);
    }

    /// {@return those of a PF at this moment; none where there is no such function}
    ///
    /// @param sysfs the attributes of devices
    /// @param pf where the PF sits
    public static FunctionInterfaces ofPf(Sysfs sysfs, PciAddress pf) {
        return ofPf(sysfs, Attributes.of(sysfs, PciDevices.directory(sysfs, pf)));
    }

    /// {@return where an interface of a function has its attributes}
    ///
    /// @param sysfs the attributes of devices
    /// @param function where the function sits
    /// @param name the interface's name, as it was read here
    public static Path directory(Sysfs sysfs, PciAddress function, String name) {
        return PciDevices.directory(sysfs, function).resolve("net").resolve(name);
    }

    /// Reads those of a PF.
    static FunctionInterfaces ofPf(Sysfs sysfs, Attributes pf) {
        var physical = new ArrayList<String>();
        var unnamed = new ArrayList<String>();
        var others = new ArrayList<String>();
        List<String> found = pf.names("net");
        for (String name : found) {
            Optional<String> port =
                    sysfs.text(pf.path("net").resolve(name).resolve("phys_port_name"));
            if (port.filter(text -> !text.isEmpty()).isEmpty()) {
                unnamed.add(name);
            } else if (PORT.matcher(port.get()).matches()) {
                physical.add(name);
            } else {
                others.add(name);
            }
        }
        List<String> uplinks = physical;
        if (physical.isEmpty()) {
            uplinks = unnamed;
        } else {
            others.addAll(unnamed);
        }
        return new FunctionInterfaces(
                uplinks.size() > 1 ? inOrderOfPorts(uplinks, sysfs, pf) : uplinks,
                others,
                pf.has("net") && found.isEmpty());
    }

    private static List<String> inOrderOfPorts(List<String> names, Sysfs sysfs, Attributes pf) {
        Map<String, Long> ports = new HashMap<>();
        for (String name : names) {
            ports.put(
                    name,
                    sysfs.number(pf.path("net").resolve(name).resolve("dev_port")).orElse(0L));
        }
        return names.stream().sorted(Comparator.comparing(ports::get)).toList();
    }

    /// Reads those of a VF, which has no representors: all are its own.
    static FunctionInterfaces ofVf(Attributes vf) {
        List<String> names = vf.names("net");
        return new FunctionInterfaces(names, List.of(), vf.has("net") && names.isEmpty());
    }
}

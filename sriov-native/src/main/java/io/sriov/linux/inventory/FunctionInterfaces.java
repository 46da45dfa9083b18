package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /// The highest number a port can have, `dev_port` in `struct net_device`.
    private static final int MAX_PORT = 0xffff;

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

    private record Interface(String name, Optional<String> port, int portNumber) {
        boolean physical() {
            return port.filter(text -> PORT.matcher(text).matches()).isPresent();
        }
    }

    static FunctionInterfaces read(Sysfs sysfs, Attributes function) {
        if (!function.has("net")) {
            return new FunctionInterfaces(List.of(), List.of(), false);
        }
        List<Interface> found =
                function.names("net").stream().map(name -> read(name, sysfs, function)).toList();
        boolean named = found.stream().anyMatch(Interface::physical);
        var uplinks = new ArrayList<Interface>();
        var others = new ArrayList<String>();
        for (Interface one : found) {
            if (named ? one.physical() : one.port().isEmpty()) {
                uplinks.add(one);
            } else {
                others.add(one.name());
            }
        }
        uplinks.sort(Comparator.comparingInt(Interface::portNumber));
        return new FunctionInterfaces(
                uplinks.stream().map(Interface::name).toList(), others, found.isEmpty());
    }

    private static Interface read(String name, Sysfs sysfs, Attributes function) {
        Attributes attributes = Attributes.of(sysfs, function.path("net").resolve(name));
        return new Interface(
                name,
                attributes.text("phys_port_name"),
                attributes.number("dev_port", MAX_PORT).orElse(0));
    }
}

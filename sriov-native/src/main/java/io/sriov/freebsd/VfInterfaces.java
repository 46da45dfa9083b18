package io.sriov.freebsd;

import io.sriov.ffm.NetworkInterfaces;
import io.sriov.host.VfUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The network interfaces of VFs that the host keeps, and who would miss them.
final class VfInterfaces {
    /// The base class of network controllers (PCI Code and ID Assignment Specification).
    private static final int NETWORK = 0x02;

    /// Drivers that name their interfaces otherwise than themselves: `mlx5_core0` makes `mce0`
    /// (`mlx5_en_main.c`).
    private static final Map<String, String> OTHER_NAMES = Map.of("mlx5_core", "mce");

    /// Drivers whose interfaces belong to ports of theirs, which are devices of their own: a VF
    /// says nothing about the number of the interface (cxgbev(4)).
    private static final List<String> PORTS = List.of("t4vf", "t5vf", "t6vf");

    private final Map<String, Integer> flags;

    private VfInterfaces(Map<String, Integer> flags) {
        this.flags = flags;
    }

    /// {@return the interfaces as they are now}
    static VfInterfaces read(NetworkInterfaces interfaces) {
        return new VfInterfaces(interfaces.flags());
    }

    /// {@return the name of the interface that a VF's driver has made}
    ///
    /// @param vf the VF, with its driver attached
    static Optional<String> name(PciConf vf) {
        if (vf.classCode() != NETWORK || vf.driver().isEmpty() || PORTS.contains(vf.driver())) {
            return Optional.empty();
        }
        return Optional.of(OTHER_NAMES.getOrDefault(vf.driver(), vf.driver()) + vf.unit());
    }

    /// {@return who uses an interface: it is up; or it cannot be seen under its name, although its
    /// driver is attached, because it has been given to a jail or another name}
    ///
    /// @param name the interface's name
    List<VfUse> uses(String name) {
        if (flags.isEmpty()) {
            return List.of();
        }
        Integer of = flags.get(name);
        if (of == null) {
            return List.of(
                    new VfUse("interface " + name + " has been given to a jail or renamed", false));
        }
        return (of & NetworkInterfaces.IFF_UP) != 0
                ? List.of(new VfUse("interface " + name + " is up", false))
                : List.of();
    }
}

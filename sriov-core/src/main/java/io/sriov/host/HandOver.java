package io.sriov.host;

import io.sriov.pci.PciAddress;
import java.util.Optional;

/// How a VF is given to somebody, in the words of the program that takes it.
///
/// @param taker the program
/// @param text what that program is told
public record HandOver(Taker taker, String text) {
    /// A program that takes VFs.
    public enum Taker {
        /// bhyve(8), FreeBSD's hypervisor: the text stands behind the slot in option `-s`, as in
        /// `-s 7,passthru,3/0/128`.
        BHYVE,
        /// jail(8): the text is a parameter in jail.conf(5), `vnet.interface = "ixv0";`.
        JAIL
    }

    /// {@return how bhyve(8) is given a function; empty outside domain 0, which is all that bhyve
    /// knows}
    ///
    /// @param vf where the function sits
    /// @param ari whether ARI is enabled on the path to it, see [PciAddress#toSelector(boolean)]
    public static Optional<HandOver> toBhyve(PciAddress vf, boolean ari) {
        if (vf.domain() != 0) {
            return Optional.empty();
        }
        String selector = vf.toSelector(ari).substring("pci0:".length());
        return Optional.of(new HandOver(Taker.BHYVE, "passthru," + selector.replace(':', '/')));
    }

    /// {@return how a jail with a network stack of its own is given an interface}
    ///
    /// @param networkInterface the interface's name
    public static HandOver toJail(String networkInterface) {
        return new HandOver(Taker.JAIL, "vnet.interface = \"" + networkInterface + "\";");
    }
}

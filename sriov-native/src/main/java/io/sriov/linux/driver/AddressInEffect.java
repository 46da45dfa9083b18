package io.sriov.linux.driver;

import io.sriov.driver.PfIdentity;
import io.sriov.host.ParameterMismatch;
import io.sriov.linux.inventory.FunctionInterfaces;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Path;
import java.util.Optional;

/// The MAC address that a VF of the host really has. It is another thing than the one that the PF
/// has been given for it: a VF's driver asks the PF when it starts, and takes one of its own making
/// where it gets no answer, as from a PF that is down (`igbvf_probe` in
/// `drivers/net/ethernet/intel/igbvf/netdev.c`).
///
/// An interface in a bond has the bond's address meanwhile (`bond_enslave` in
/// `drivers/net/bonding/bond_main.c`), and its own again when it leaves.
final class AddressInEffect {
    /// Somebody has set the address of an interface: `NET_ADDR_SET`,
    /// `include/uapi/linux/netdevice.h`.
    private static final long SET = 3;

    private final Sysfs sysfs;
    private final PfIdentity pf;

    AddressInEffect(Sysfs sysfs, PfIdentity pf) {
        this.sysfs = sysfs;
        this.pf = pf;
    }

    /// {@return that a VF has another address than declared; empty where it has not, chooses for
    /// itself, or has no interface that can be seen from here}
    Optional<ParameterMismatch> compare(int index, VfDeclaration vf) {
        Optional<MacAddress> declared = vf.mac().filter(mac -> !VfRules.isZero(mac));
        if (declared.isEmpty() || vf.trust().orElse(false)) {
            return Optional.empty();
        }
        return interfaceOf(index)
                .flatMap(net ->
                        sysfs.text(net.resolve("bonding_slave/perm_hwaddr"))
                                .or(() -> sysfs.text(net.resolve("address")))
                                .filter(address -> !address.equals(declared.get().toString()))
                                .map(address ->
                                        new ParameterMismatch(
                                                IovConfig.vfName(index),
                                                VfParameter.MAC_ADDR.parameterName(),
                                                declared.get().toString(),
                                                address
                                                        + ", which "
                                                        + net.getFileName()
                                                        + " has: "
                                                        + cause(net))));
    }

    private String cause(Path net) {
        return sysfs.number(net.resolve("addr_assign_type")).equals(Optional.of(SET))
                ? "somebody has set it there (ip link set address)"
                : "its driver was not told while the PF's interface was down";
    }

    private Optional<Path> interfaceOf(int index) {
        Path vf =
                sysfs.path("bus/pci/devices")
                        .resolve(pf.address().toString())
                        .resolve("virtfn" + index);
        return sysfs.linkedName(vf)
                .flatMap(PciAddress::tryParse)
                .flatMap(address ->
                        sysfs.names(vf.resolve("net")).stream()
                                .findFirst()
                                .map(name -> FunctionInterfaces.directory(sysfs, address, name)));
    }
}

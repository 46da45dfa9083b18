package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.schema.MacAddress;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether VFs will have addresses that stay, and that nobody else on the host has. For one
/// configuration and one thread.
final class AddressCheck {
    private final DriverTraits traits;
    private final IovConfig config;
    private final NetdevCheck check;

    /// Begins a check.
    ///
    /// @param traits what its driver does
    /// @param config the configuration
    /// @param check finds what is declared of VFs
    AddressCheck(DriverTraits traits, IovConfig config, NetdevCheck check) {
        this.traits = traits;
        this.config = config;
        this.check = check;
    }

    /// {@return a warning where VFs are given no address; empty where all are, or the drivers of
    /// such VFs do not make one up}
    Optional<Diagnostic> notGiven() {
        if (!traits.has(DriverTrait.RANDOM_ADDRESSES)) {
            return Optional.empty();
        }
        var vfs = new BitSet();
        for (int i = 0; i < config.numVfs(); i++) {
            VfDeclaration vf = declaration(i);
            vfs.set(i, !vf.has(VfParameter.MAC_ADDR) && !vf.wantsStableMac());
        }
        return vfs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.warning(
                                        DriverCode.DRIVER_RULE,
                                        VfRanges.text(vfs)
                                                + ": no address is given, so that another one is"
                                                + " made up each time they are created",
                                        check.originOfNumVfs())
                                .withHint(
                                        "declare stable-mac : true in DEFAULT, or mac-addr for each"
                                                + " VF"));
    }

    /// {@return an error where stable addresses are wanted and the machine has no ID}
    ///
    /// @param id the machine's
    Optional<Diagnostic> notStable(MachineId id) {
        for (int i = 0; i < config.numVfs(); i++) {
            if (declaration(i).wantsStableMac()) {
                return id.read().isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                Diagnostic.error(
                                                DriverCode.NOT_SUPPORTED,
                                                id.absence(),
                                                check.originOfAddress(i))
                                        .withHint(
                                                "systemd-machine-id-setup gives it one; in a"
                                                        + " container, mount the host's"));
            }
        }
        return Optional.empty();
    }

    /// {@return a warning for each address that something else on the host has}
    ///
    /// @param taken who has which address, this PF's VFs left out
    List<Diagnostic> taken(Map<MacAddress, String> taken) {
        var warnings = new ArrayList<Diagnostic>();
        for (int i = 0; i < config.numVfs(); i++) {
            Optional<MacAddress> mac = declaration(i).mac();
            String holder = mac.map(taken::get).orElse(null);
            if (holder != null) {
                warnings.add(
                        Diagnostic.warning(
                                        DriverCode.DRIVER_RULE,
                                        IovConfig.vfName(i)
                                                + ": "
                                                + mac.get()
                                                + " is the address of "
                                                + holder
                                                + " already",
                                        check.originOfAddress(i))
                                .withHint("give each function of a network an address of its own"));
            }
        }
        return warnings;
    }

    /// {@return whether any VF is given an address by name}
    boolean anyGiven() {
        for (int i = 0; i < config.numVfs(); i++) {
            if (declaration(i).mac().filter(mac -> !VfRules.isZero(mac)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private VfDeclaration declaration(int index) {
        return new VfDeclaration(DriverParameters.of(config.vf(index)));
    }
}

package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a configuration asks for that does not work while the PF's interface is down. For one
/// configuration and one thread.
final class PfDownCheck {
    private final String driver;
    private final DriverTraits traits;
    private final IovConfig config;
    private final NetdevCheck check;
    private final String link;

    /// Begins a check.
    ///
    /// @param driver the PF's driver
    /// @param traits what it takes
    /// @param config the configuration
    /// @param check finds what is declared of VFs
    /// @param link the name of the interface, which is down
    PfDownCheck(
            String driver, DriverTraits traits, IovConfig config, NetdevCheck check, String link) {
        this.driver = driver;
        this.traits = traits;
        this.config = config;
        this.check = check;
        this.link = link;
    }

    /// {@return errors, and a warning of addresses that VFs would not take}
    List<Diagnostic> run() {
        var diagnostics = new ArrayList<Diagnostic>();
        if (traits.has(DriverTrait.NEEDS_UP_FOR_VFS)) {
            diagnostics.add(needsUp("makes VFs", check.originOfNumVfs()));
        }
        if (traits.has(DriverTrait.NEEDS_UP_FOR_ADDRESSES)) {
            check.firstOf(
                            EnumSet.of(
                                    VfParameter.MAC_ADDR, VfParameter.STABLE_MAC, VfParameter.VLAN))
                    .map(at -> needsUp("sets addresses and VLANs of VFs", at))
                    .ifPresent(diagnostics::add);
        }
        firstRate().map(at -> needsUp("limits rates of VFs", at)).ifPresent(diagnostics::add);
        lostAddresses().ifPresent(diagnostics::add);
        return diagnostics;
    }

    private Diagnostic needsUp(String what, Origin at) {
        return Diagnostic.error(
                        DriverCode.DRIVER_RULE,
                        "%s %s only while %s is up".formatted(driver, what, link),
                        at)
                .withHint(BringUp.hint(link));
    }

    private Optional<Origin> firstRate() {
        Set<VfParameter> rates = EnumSet.of(VfParameter.MIN_TX_RATE, VfParameter.MAX_TX_RATE);
        for (int i = 0; i < config.numVfs(); i++) {
            var vf = new VfDeclaration(DriverParameters.of(config.vf(i)));
            for (VfParameter rate : rates) {
                if (traits.needLinkFor(vf.number(rate))) {
                    return Optional.of(check.origin(i, rate));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Diagnostic> lostAddresses() {
        if (!traits.has(DriverTrait.LOSES_ADDRESSES_WHILE_DOWN)) {
            return Optional.empty();
        }
        var vfs = new BitSet();
        for (int i = 0; i < config.numVfs(); i++) {
            var vf = new VfDeclaration(DriverParameters.of(config.vf(i)));
            boolean given =
                    vf.wantsStableMac() || vf.mac().filter(mac -> !VfRules.isZero(mac)).isPresent();
            if (given && !config.passthrough(i)) {
                vfs.set(i);
            }
        }
        return vfs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.warning(
                                        DriverCode.DRIVER_RULE,
                                        VfRanges.text(vfs)
                                                + ": the host's driver gets no answer from "
                                                + driver
                                                + " while "
                                                + link
                                                + " is down, and takes random addresses instead of"
                                                + " those that they are given",
                                        check.originOfAddress(vfs.nextSetBit(0)))
                                .withHint(BringUp.hint(link)));
    }
}

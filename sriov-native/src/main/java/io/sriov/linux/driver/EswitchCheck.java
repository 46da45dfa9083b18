package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfIdentity;
import io.sriov.linux.netlink.Devlink;
import io.sriov.linux.netlink.EswitchMode;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a configuration asks for that goes by the VFs' representors while the PF's eswitch is in
/// switchdev mode. For one configuration and one thread.
final class EswitchCheck {
    private final PfIdentity pf;
    private final DriverTraits traits;
    private final IovConfig config;
    private final NetdevCheck check;

    /// Begins a check.
    ///
    /// @param pf the PF
    /// @param traits what its driver takes in which mode
    /// @param config the configuration
    /// @param check finds what is declared of VFs
    EswitchCheck(PfIdentity pf, DriverTraits traits, IovConfig config, NetdevCheck check) {
        this.pf = pf;
        this.traits = traits;
        this.config = config;
        this.check = check;
    }

    /// {@return an error for each place that declares such a thing; none where the mode is another
    /// one or not known}
    ///
    /// @param devlink what knows the mode; asked only when it matters
    List<Diagnostic> run(Devlink devlink) {
        Map<Origin, VfParameter> places = new LinkedHashMap<>();
        for (int i = 0; i < config.numVfs(); i++) {
            var vf = new VfDeclaration(DriverParameters.of(config.vf(i)));
            for (VfParameter parameter : vf.declared()) {
                if (isForLegacyMode(vf, parameter)) {
                    places.putIfAbsent(check.origin(i, parameter), parameter);
                }
            }
        }
        if (places.isEmpty() || !isSwitchdev(devlink)) {
            return List.of();
        }
        var problems = new ArrayList<Diagnostic>();
        places.forEach((at, parameter) -> problems.add(problem(at, parameter)));
        return problems;
    }

    private boolean isForLegacyMode(VfDeclaration vf, VfParameter parameter) {
        return switch (parameter) {
            case ALLOW_SET_MAC, ALLOW_PROMISC -> traits.has(DriverTrait.TRUSTS_IN_LEGACY_MODE_ONLY);
            case MAC_ANTI_SPOOF -> traits.has(DriverTrait.TAGS_IN_LEGACY_MODE_ONLY);
            // taking a VLAN away changes nothing there, and is let pass
            case VLAN -> traits.has(DriverTrait.TAGS_IN_LEGACY_MODE_ONLY) && !vf.noVlan();
            default -> false;
        };
    }

    private boolean isSwitchdev(Devlink devlink) {
        return devlink.eswitchMode("pci", pf.address().toString())
                .equals(Optional.of(EswitchMode.SWITCHDEV));
    }

    private Diagnostic problem(Origin at, VfParameter parameter) {
        return Diagnostic.error(
                        DriverCode.NOT_SUPPORTED,
                        "%s cannot be set while the eswitch of %s is in switchdev mode: there the VFs' representors take its place"
                                .formatted(parameter.parameterName(), pf.address()),
                        at)
                .withHint(
                        "leave it out and use tc or a bridge on the representors (devlink port"
                                + " show), or devlink dev eswitch set pci/"
                                + pf.address()
                                + " mode legacy");
    }
}

package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks a whole configuration: every VF by itself ([VfRules]), and VFs against each other. What
/// several VFs have from one place of the text is told once. For one configuration and one thread.
final class NetdevCheck {
    /// How many VFs one answer of the kernel has room for: see
    /// [io.sriov.linux.netlink.VfList.Reason#TOO_MANY].
    private static final int MOST_REPORTED = 334;

    private static final List<VfParameter> UNIQUE =
            List.of(VfParameter.MAC_ADDR, VfParameter.NODE_GUID, VfParameter.PORT_GUID);

    private final String driver;
    private final DriverTraits traits;
    private final IovConfig config;
    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    NetdevCheck(String driver, DriverTraits traits, IovConfig config) {
        this.driver = driver;
        this.traits = traits;
        this.config = config;
    }

    /// {@return the problems, by VF}
    List<Diagnostic> run() {
        DeviceConfig checked = null;
        for (int i = 0; i < config.numVfs(); i++) {
            // VFs without a section of their own share one
            if (config.vf(i) != checked) {
                checked = config.vf(i);
                checkVf(i, new VfDeclaration(DriverParameters.of(checked)));
            }
        }
        UNIQUE.forEach(this::checkUnique);
        if (traits.has(DriverTrait.ONE_TRUSTED_VF)) {
            checkTrustedVfs();
        }
        return List.copyOf(diagnostics);
    }

    /// {@return where the first of some parameters is declared; empty where no VF has any}
    ///
    /// @param parameters which
    Optional<Origin> firstOf(Set<VfParameter> parameters) {
        for (int i = 0; i < config.numVfs(); i++) {
            var vf = new VfDeclaration(DriverParameters.of(config.vf(i)));
            Optional<VfParameter> first =
                    vf.declared().stream().filter(parameters::contains).findFirst();
            if (first.isPresent()) {
                return Optional.of(origin(i, first.get()));
            }
        }
        return Optional.empty();
    }

    private void checkVf(int index, VfDeclaration vf) {
        for (VfProblem problem : VfRules.check(driver, traits, vf)) {
            add(index, problem);
        }
        boolean min = vf.has(VfParameter.MIN_TX_RATE);
        if (config.numVfs() > MOST_REPORTED
                && traits.takes(VfParameter.MIN_TX_RATE)
                && min != vf.has(VfParameter.MAX_TX_RATE)) {
            VfParameter given = min ? VfParameter.MIN_TX_RATE : VfParameter.MAX_TX_RATE;
            VfParameter other = min ? VfParameter.MAX_TX_RATE : VfParameter.MIN_TX_RATE;
            add(
                    index,
                    new VfProblem(
                            given,
                            DriverCode.DRIVER_RULE,
                            given.parameterName()
                                    + " alone cannot be set with more than "
                                    + MOST_REPORTED
                                    + " VFs: the kernel takes both rates at once, and does not"
                                    + " report the other one of so many",
                            "declare " + other.parameterName() + " too; 0 is none"));
        }
    }

    private void add(int index, VfProblem problem) {
        diagnostics.add(
                Diagnostic.error(problem.code(), problem.message(), origin(index, problem.at()))
                        .withHint(problem.hint()));
    }

    /// Where a VF's parameter is declared; its name where that is in no text.
    Origin origin(int index, VfParameter parameter) {
        return config.vf(index)
                .setting(parameter.parameterName())
                .flatMap(Setting::origin)
                .orElseGet(() ->
                        Origin.whole(IovConfig.vfName(index) + "." + parameter.parameterName()));
    }

    /// Where it is declared how many VFs there are to be.
    Origin originOfNumVfs() {
        return config.pf()
                .setting("num_vfs")
                .flatMap(Setting::origin)
                .orElseGet(() -> Origin.whole("PF.num_vfs"));
    }

    /// Where it is declared what address a VF has.
    Origin originOfAddress(int index) {
        var vf = new VfDeclaration(DriverParameters.of(config.vf(index)));
        return origin(index, vf.wantsStableMac() ? VfParameter.STABLE_MAC : VfParameter.MAC_ADDR);
    }

    private void checkUnique(VfParameter parameter) {
        Map<String, Integer> first = new HashMap<>();
        Set<Origin> told = new HashSet<>();
        for (int i = 0; i < config.numVfs(); i++) {
            var vf = new VfDeclaration(DriverParameters.of(config.vf(i)));
            if (!vf.has(parameter) || isNone(vf, parameter)) {
                continue;
            }
            Integer other = first.putIfAbsent(vf.text(parameter), i);
            if (other != null && told.add(origin(i, parameter))) {
                add(
                        i,
                        new VfProblem(
                                parameter,
                                DriverCode.DRIVER_RULE,
                                "%s and %s have the same %s %s"
                                        .formatted(
                                                IovConfig.vfName(other),
                                                IovConfig.vfName(i),
                                                parameter.parameterName(),
                                                vf.text(parameter)),
                                "give every VF one of its own"));
            }
        }
    }

    /// Zeros stand for no address at all.
    private static boolean isNone(VfDeclaration vf, VfParameter parameter) {
        return parameter == VfParameter.MAC_ADDR
                ? vf.mac().filter(VfRules::isZero).isPresent()
                : vf.number(parameter).orElse(0L) == 0;
    }

    private void checkTrustedVfs() {
        var trusted = new ArrayList<Integer>();
        for (int i = 0; i < config.numVfs(); i++) {
            var vf = new VfDeclaration(DriverParameters.of(config.vf(i)));
            if (vf.trust().orElse(false)) {
                trusted.add(i);
            }
        }
        if (trusted.size() > 1) {
            int second = trusted.get(1);
            VfParameter at =
                    new VfDeclaration(DriverParameters.of(config.vf(second)))
                                    .has(VfParameter.ALLOW_SET_MAC)
                            ? VfParameter.ALLOW_SET_MAC
                            : VfParameter.ALLOW_PROMISC;
            add(
                    second,
                    new VfProblem(
                            at,
                            DriverCode.DEVICE_LIMIT,
                            "%d VFs are to be trusted, and %s trusts one"
                                    .formatted(trusted.size(), driver),
                            "set it for one VF only"));
        }
    }
}

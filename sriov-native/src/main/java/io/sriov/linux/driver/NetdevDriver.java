package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfList;
import io.sriov.linux.netlink.VfSetting;
import io.sriov.linux.sys.Capability;
import io.sriov.linux.sys.Privileged;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sets VFs through the network interface of their PF. For one thread.
///
/// The interface is looked for when something is declared that needs it. What the kernel reports of
/// VFs is read once, and again after VFs have been set.
final class NetdevDriver implements PfDriver, Privileged {
    private final Sysfs sysfs;
    private final Rtnetlink netlink;
    private final PfIdentity pf;
    private final DriverTraits traits;
    private final PfSchema schema;
    private final Map<Integer, VfSetting.TxRate> rates = new HashMap<>();
    private @Nullable PfLink link;
    private @Nullable Map<Integer, VfLink> before;
    private @Nullable Map<Integer, VfLink> reported;
    private @Nullable String unread;

    NetdevDriver(Sysfs sysfs, Rtnetlink netlink, PfIdentity pf) {
        this.sysfs = sysfs;
        this.netlink = netlink;
        this.pf = pf;
        this.traits = DriverTable.of(pf);
        this.schema =
                PfSchema.ofDriver(
                        List.of(),
                        Arrays.stream(VfParameter.values())
                                .filter(traits::takes)
                                .map(VfParameter::parameter)
                                .toList());
    }

    @Override
    public PfSchema schema() {
        return schema;
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        var check = new NetdevCheck(pf.driver(), traits, config);
        var diagnostics = new ArrayList<>(check.run());
        diagnostics.addAll(checkLink(check));
        if (traits.has(DriverTrait.NEEDS_UP_FOR_VFS) && isDown()) {
            Origin numVfs =
                    config.pf()
                            .setting("num_vfs")
                            .flatMap(Setting::origin)
                            .orElseGet(() -> Origin.whole("PF.num_vfs"));
            diagnostics.add(needsUp("makes VFs", numVfs));
        }
        return diagnostics;
    }

    private List<Diagnostic> checkLink(NetdevCheck check) {
        Optional<Origin> first = check.firstOf(EnumSet.allOf(VfParameter.class));
        if (first.isEmpty()) {
            return List.of();
        }
        try {
            if (traits.has(DriverTrait.NEEDS_UP_FOR_ADDRESSES) && !link().up()) {
                return check
                        .firstOf(EnumSet.of(VfParameter.MAC_ADDR, VfParameter.VLAN))
                        .map(at -> needsUp("sets addresses and VLANs of VFs", at))
                        .stream()
                        .toList();
            }
            link();
            return List.of();
        } catch (PfDriverException e) {
            return List.of(
                    Diagnostic.error(
                            DriverCode.NOT_SUPPORTED,
                            "VFs cannot be set from here: " + e.getMessage(),
                            first.get()));
        }
    }

    private Diagnostic needsUp(String what, Origin at) {
        return Diagnostic.error(
                        DriverCode.DRIVER_RULE,
                        "%s %s only while %s is up".formatted(pf.driver(), what, linkName()),
                        at)
                .withHint("ip link set " + linkName() + " up");
    }

    private String linkName() {
        return link == null ? pf.address().toString() : link.name();
    }

    /// Whether the interface is known to be down.
    private boolean isDown() {
        try {
            return !link().up();
        } catch (PfDriverException _) {
            return false;
        }
    }

    /// The kernel lets bnxt_en overlook a request for VFs, and bnx2x refuse it without a reason.
    @Override
    public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
        if (numVfs > 0 && traits.has(DriverTrait.NEEDS_UP_FOR_VFS) && isDown()) {
            throw new PfDriverException(
                    Errno.ENETDOWN,
                    "%s makes VFs only while %s is up: ip link set %s up"
                            .formatted(pf.driver(), linkName(), linkName()));
        }
    }

    @Override
    public void addVf(int index, DriverParameters parameters) throws PfDriverException {
        var vf = new VfDeclaration(parameters);
        List<VfProblem> problems = VfRules.check(pf.driver(), traits, vf);
        if (!problems.isEmpty()) {
            VfProblem problem = problems.getFirst();
            throw new PfDriverException(Errno.EINVAL, problem.message() + "; " + problem.hint());
        }
        for (VfStep step : VfSteps.of(vf, rate -> rateOf(index, rate))) {
            reported = null;
            try {
                netlink.set(link().index(), index, step.setting());
            } catch (NetlinkException e) {
                throw NetdevRefusal.of(pf, traits, link(), step, e);
            }
            if (step.setting() instanceof VfSetting.TxRate set) {
                rates.put(index, set);
            }
        }
    }

    private long rateOf(int index, VfParameter rate) throws PfDriverException {
        if (!traits.takes(rate) || traits.has(DriverTrait.KEEPS_RATES_AT_ZERO)) {
            return 0;
        }
        boolean min = rate == VfParameter.MIN_TX_RATE;
        VfSetting.TxRate set = rates.get(index);
        if (set != null) {
            return min ? set.min() : set.max();
        }
        if (before == null) {
            before = read();
        }
        return Optional.ofNullable(before.get(index))
                .flatMap(vf -> (min ? vf.minTxRate() : vf.maxTxRate()).value())
                .orElseThrow(() -> rateUnknown(rate));
    }

    private static PfDriverException rateUnknown(VfParameter rate) {
        return new PfDriverException(
                Errno.EOPNOTSUPP,
                "the kernel takes min-tx-rate and max-tx-rate at once, and does not report the one"
                        + " that is not declared; declare "
                        + rate.parameterName()
                        + " too, 0 for none");
    }

    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters parameters)
            throws PfDriverException {
        var vf = new VfDeclaration(parameters);
        if (vf.declared().isEmpty()) {
            return List.of();
        }
        VfLink found = reported().get(index);
        var mismatches = new ArrayList<ParameterMismatch>();
        if (found != null) {
            mismatches.addAll(VfComparison.of(traits, vf, found));
        }
        new AddressInEffect(sysfs, pf).compare(index, vf).ifPresent(mismatches::add);
        return mismatches;
    }

    private Map<Integer, VfLink> reported() throws PfDriverException {
        Map<Integer, VfLink> known = reported;
        if (known == null) {
            known = read();
            reported = known;
        }
        return known;
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        VfLink found = reported().get(index);
        return found != null
                ? VfReadings.of(traits, pf.driver(), found)
                : VfReadings.unknown(
                        traits, unread == null ? "the kernel does not report the VF" : unread);
    }

    @Override
    public Optional<Capability> needs(IovConfig config) {
        return new NetdevCheck(pf.driver(), traits, config)
                .firstOf(EnumSet.allOf(VfParameter.class))
                .map(_ -> Capability.CAP_NET_ADMIN);
    }

    @Override
    public void uninit() {}

    /// What the kernel reports of VFs, by their numbers; nothing where it does not.
    private Map<Integer, VfLink> read() throws PfDriverException {
        PfLink at = link();
        try {
            return switch (netlink.vfs(at.index())) {
                case VfList.Complete(List<VfLink> vfs) ->
                        vfs.stream().collect(Collectors.toMap(VfLink::index, Function.identity()));
                case VfList.Unknown(VfList.Reason reason, _) -> {
                    unread = why(reason);
                    yield Map.of();
                }
            };
        } catch (NetlinkException e) {
            throw new PfDriverException(
                    e.errno(),
                    "the VFs of " + at.name() + " cannot be asked for: " + e.getMessage());
        }
    }

    private String why(VfList.Reason reason) {
        return switch (reason) {
            case TOO_MANY, TOO_LONG ->
                    "there are more VFs than an answer of the kernel has room for";
            case INCONSISTENT -> "the kernel's answer contradicts itself";
            case NOT_REPORTED -> "driver " + pf.driver() + " does not report its VFs";
        };
    }

    private PfLink link() throws PfDriverException {
        PfLink known = link;
        if (known == null) {
            known = PfLink.find(sysfs, netlink, pf);
            link = known;
        }
        return known;
    }
}

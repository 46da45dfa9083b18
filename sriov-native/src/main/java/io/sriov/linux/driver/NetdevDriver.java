package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.driver.StableMac;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.linux.netlink.Devlink;
import io.sriov.linux.netlink.NetlinkException;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfList;
import io.sriov.linux.netlink.VfSetting;
import io.sriov.linux.sys.Capability;
import io.sriov.linux.sys.Privileged;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    private final Devlink devlink;
    private final MachineId machine;
    private final PfIdentity pf;
    private final DriverTraits traits;
    private final MsixVectors msix;
    private final PfInterface pfInterface;
    private final PfSchema schema;
    private final Map<Integer, VfSetting.TxRate> rates = new HashMap<>();
    private @Nullable Map<Integer, VfLink> before;
    private @Nullable Map<Integer, VfLink> reported;
    private @Nullable String unread;

    NetdevDriver(
            Sysfs sysfs, Rtnetlink netlink, Devlink devlink, MachineId machine, PfIdentity pf) {
        this.devlink = devlink;
        this.machine = machine;
        this.sysfs = sysfs;
        this.netlink = netlink;
        this.pf = pf;
        this.traits = DriverTable.of(pf);
        this.msix = new MsixVectors(sysfs, pf);
        this.pfInterface = new PfInterface(sysfs, netlink, pf);
        this.schema = PfSchema.ofDriver(List.of(BringUp.parameter()), vfParameters());
    }

    private List<Parameter> vfParameters() {
        boolean sharesVectors = msix.pool() > 0;
        return Arrays.stream(VfParameter.values())
                .filter(parameter ->
                        parameter == VfParameter.MSIX_VECTORS
                                ? sharesVectors
                                : traits.takes(parameter))
                .map(VfParameter::parameter)
                .toList();
    }

    @Override
    public PfSchema schema() {
        return schema;
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        var check = new NetdevCheck(pf.driver(), traits, config);
        var diagnostics = new ArrayList<>(check.run());
        msix.check(config, check).ifPresent(diagnostics::add);
        diagnostics.addAll(new EswitchCheck(pf, traits, config, check).run(devlink));
        diagnostics.addAll(checkAddresses(new AddressCheck(traits, config, check)));
        boolean bringUp = BringUp.isDeclared(DriverParameters.of(config.pf()));
        Optional<Origin> first =
                check.firstOf(VfParameter.THROUGH_LINK)
                        .or(() -> config.pf().setting(BringUp.NAME).flatMap(Setting::origin));
        if (first.isEmpty() && !traits.has(DriverTrait.NEEDS_UP_FOR_VFS)) {
            return diagnostics;
        }
        try {
            // Without a carrier it may be on the way: drivers let go of the link when VFs go.
            if (!link().up() && !bringUp) {
                diagnostics.addAll(
                        new PfDownCheck(pf.driver(), traits, config, check, link().name()).run());
            }
        } catch (PfDriverException e) {
            first.map(at ->
                            Diagnostic.error(
                                    DriverCode.NOT_SUPPORTED,
                                    "VFs cannot be set from here: " + e.getMessage(),
                                    at))
                    .ifPresent(diagnostics::add);
        }
        return diagnostics;
    }

    private List<Diagnostic> checkAddresses(AddressCheck addresses) {
        var diagnostics = new ArrayList<Diagnostic>();
        addresses.notGiven().ifPresent(diagnostics::add);
        addresses.notStable(machine).ifPresent(diagnostics::add);
        if (addresses.anyGiven()) {
            diagnostics.addAll(
                    addresses.taken(new TakenAddresses(sysfs, netlink).besides(pf.address())));
        }
        return diagnostics;
    }

    /// What is declared of a VF, with the address that `stable-mac` stands for.
    private VfDeclaration declaration(int index, DriverParameters parameters)
            throws PfDriverException {
        var vf = new VfDeclaration(parameters);
        if (!vf.wantsStableMac()) {
            return vf;
        }
        String id =
                machine.read()
                        .orElseThrow(() -> new PfDriverException(Errno.ENOENT, machine.absence()));
        return vf.withMac(StableMac.of(id, pf.address(), index));
    }

    /// The kernel lets bnxt_en overlook a request for VFs, and bnx2x refuse it without a reason.
    @Override
    public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
        forgetVfs();
        if (numVfs > 0 && BringUp.isDeclared(parameters)) {
            pfInterface.bringUp();
        }
        if (numVfs > 0 && traits.has(DriverTrait.NEEDS_UP_FOR_VFS) && pfInterface.isDown()) {
            throw new PfDriverException(
                    Errno.ENETDOWN,
                    "%s makes VFs only while %s is up: %s"
                            .formatted(pf.driver(), link().name(), BringUp.hint(link().name())));
        }
    }

    @Override
    public void addVf(int index, DriverParameters parameters) throws PfDriverException {
        VfDeclaration vf = declaration(index, parameters);
        List<VfProblem> problems = VfRules.check(pf.driver(), traits, vf);
        if (!problems.isEmpty()) {
            VfProblem problem = problems.getFirst();
            throw new PfDriverException(Errno.EINVAL, problem.message() + "; " + problem.hint());
        }
        // ice takes what it has of a VF away for this, so that it comes first
        Optional<Long> vectors = vf.number(VfParameter.MSIX_VECTORS);
        if (vectors.isPresent()) {
            msix.set(index, vectors.get());
        }
        for (VfStep step : VfSteps.of(vf, rate -> rateOf(index, rate))) {
            reported = null;
            if (needsCarrier(vf, step)) {
                pfInterface.awaitCarrier(traits, step);
            }
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

    private boolean needsCarrier(VfDeclaration vf, VfStep step) {
        return step.setting() instanceof VfSetting.TxRate
                && (traits.needLinkFor(vf.number(VfParameter.MIN_TX_RATE))
                        || traits.needLinkFor(vf.number(VfParameter.MAX_TX_RATE)));
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
        VfDeclaration vf = declaration(index, parameters);
        if (Collections.disjoint(vf.declared(), VfParameter.THROUGH_LINK)) {
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
        var readings =
                new ArrayList<>(
                        found != null
                                ? VfReadings.of(traits, pf.driver(), found)
                                : VfReadings.unknown(
                                        traits,
                                        unread == null
                                                ? "the kernel does not report the VF"
                                                : unread));
        String vectors = VfParameter.MSIX_VECTORS.parameterName();
        if (schema.vf().find(vectors).isPresent()) {
            readings.add(
                    new ParameterReading(
                            vectors,
                            ParameterReading.State.UNKNOWN,
                            "the kernel takes it and does not give it back"));
        }
        return readings;
    }

    @Override
    public Optional<Capability> needs(IovConfig config) {
        boolean ofVfs =
                new NetdevCheck(pf.driver(), traits, config)
                        .firstOf(VfParameter.THROUGH_LINK)
                        .isPresent();
        return ofVfs || BringUp.isDeclared(DriverParameters.of(config.pf()))
                ? Optional.of(Capability.CAP_NET_ADMIN)
                : Optional.empty();
    }

    /// Sets the interface down again where it was down before [#init] of this driver.
    @Override
    public void uninit() {
        forgetVfs();
        pfInterface.putBack();
    }

    /// VFs that come are not those that were read.
    private void forgetVfs() {
        rates.clear();
        before = null;
        reported = null;
    }

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
        return pfInterface.link();
    }
}

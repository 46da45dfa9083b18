package io.sriov.testkit.linux;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.driver.StableMac;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sets VFs through the network interface of their PF, with one message for each parameter. For one
/// thread.
final class NetdevPfDriver implements PfDriver {
    private static final String BRING_UP = "bring-up";
    private static final int DOT1AD = 0x88a8;

    private final SimulatedLinux linux;
    private final PciAddress pf;
    private final PciDriver driver;
    private final PfSchema schema;
    private boolean broughtUp;
    private @Nullable Map<Integer, VfInfo> reported;

    private NetdevPfDriver(SimulatedLinux linux, PciAddress pf, PciDriver driver) {
        this.linux = linux;
        this.pf = pf;
        this.driver = driver;
        this.schema =
                PfSchema.ofDriver(
                        List.of(
                                Parameter.builder()
                                        .name(BRING_UP)
                                        .type(ParameterType.BOOL)
                                        .description(
                                                "Set the PF's network interface up before VFs are created.")
                                        .build()),
                        Arrays.stream(NetdevParameter.values())
                                .filter(parameter -> parameter.isTaken(driver))
                                .map(NetdevParameter::parameter)
                                .toList());
    }

    /// {@return a driver for a PF whose kernel driver makes network interfaces and sets VFs; empty
    /// for others}
    ///
    /// @param linux the kernel
    /// @param pf the PF
    static Optional<PfDriver> attach(SimulatedLinux linux, PfIdentity pf) {
        return linux.system().drivers().stream()
                .filter(driver ->
                        driver.name().equals(pf.driver())
                                && driver.has(DriverTrait.NETWORK_INTERFACE)
                                && !driver.vfOperations().isEmpty())
                .findFirst()
                .map(driver -> new NetdevPfDriver(linux, pf.address(), driver));
    }

    @Override
    public PfSchema schema() {
        return schema;
    }

    private String link() throws PfDriverException {
        return new FunctionFiles(linux, pf)
                .networkInterface()
                .orElseThrow(() ->
                        new PfDriverException(
                                Errno.ENODEV, "the PF has no network interface; load its driver"));
    }

    @Override
    public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
        String link = link();
        if (parameters.bool(BRING_UP).orElse(false) && !linux.netLink(link).up()) {
            linux.setUp(link, true);
            broughtUp = true;
        }
    }

    @Override
    public void addVf(int index, DriverParameters vf) throws PfDriverException {
        reported = null;
        Optional<Boolean> trust = flag(vf, NetdevParameter.ALLOW_SET_MAC);
        if (trust.isEmpty()) {
            trust = flag(vf, NetdevParameter.ALLOW_PROMISC);
        }
        set(index, "trust", trust.map(VfSetting.Trust::new));
        set(index, "mac-addr", mac(index, vf).map(VfSetting.Mac::new));
        set(index, "vlan", vlan(vf));
        set(
                index,
                "mac-anti-spoof",
                flag(vf, NetdevParameter.MAC_ANTI_SPOOF).map(VfSetting.SpoofCheck::new));
        set(index, "rss-query", flag(vf, NetdevParameter.RSS_QUERY).map(VfSetting.RssQuery::new));
        set(index, "max-tx-rate", rate(index, vf));
        set(index, "node-guid", number(vf, NetdevParameter.NODE_GUID).map(VfSetting.NodeGuid::new));
        set(index, "port-guid", number(vf, NetdevParameter.PORT_GUID).map(VfSetting.PortGuid::new));
        set(index, "link-state", linkState(vf));
    }

    private void set(int index, String what, Optional<? extends VfSetting> setting)
            throws PfDriverException {
        if (setting.isPresent()) {
            String link = link();
            try {
                linux.setVf(link, index, setting.get());
            } catch (SyscallException e) {
                throw new PfDriverException(
                        e.errno(),
                        what
                                + " cannot be set through "
                                + link
                                + ": "
                                + e.reason()
                                + "; change it, or leave it out");
            }
        }
    }

    private static Optional<Boolean> flag(DriverParameters vf, NetdevParameter parameter) {
        return vf.bool(parameter.parameterName());
    }

    private static Optional<Long> number(DriverParameters vf, NetdevParameter parameter) {
        return vf.uint(parameter.parameterName());
    }

    private Optional<MacAddress> mac(int index, DriverParameters vf) {
        return vf.mac(NetdevParameter.MAC_ADDR.parameterName())
                .or(() ->
                        flag(vf, NetdevParameter.STABLE_MAC)
                                .filter(wanted -> wanted)
                                .map(_ -> StableMac.of(linux.system().machineId(), pf, index)));
    }

    private static Optional<VfSetting> vlan(DriverParameters vf) throws PfDriverException {
        int qos = number(vf, NetdevParameter.QOS).orElse(0L).intValue();
        Optional<String> kind = vf.string(NetdevParameter.VLAN_PROTO.parameterName());
        int protocol =
                switch (kind.orElse("802.1Q").toLowerCase(Locale.ROOT)) {
                    case "802.1q" -> VfState.DOT1Q;
                    case "802.1ad" -> DOT1AD;
                    default ->
                            throw new PfDriverException(
                                    Errno.EINVAL,
                                    "'"
                                            + kind.orElse("")
                                            + "' is no kind of VLAN; use 802.1Q or 802.1ad");
                };
        return vf.vlan(NetdevParameter.VLAN.parameterName())
                .map(id -> new VfSetting.Vlan(id.isTrunk() ? 0 : id.number(), qos, protocol));
    }

    /// The kernel takes both rates at once: the one that is not declared stays as it is.
    private Optional<VfSetting> rate(int index, DriverParameters vf) throws PfDriverException {
        Optional<Long> min = number(vf, NetdevParameter.MIN_TX_RATE);
        Optional<Long> max = number(vf, NetdevParameter.MAX_TX_RATE);
        if (min.isEmpty() && max.isEmpty()) {
            return Optional.empty();
        }
        if (min.isEmpty() && !NetdevParameter.MIN_TX_RATE.isTaken(driver)) {
            min = Optional.of(0L);
        }
        if (min.isEmpty() || max.isEmpty()) {
            VfInfo now = reported().get(index);
            if (now == null) {
                throw new PfDriverException(
                        Errno.EOPNOTSUPP,
                        "the kernel takes both rates at once, and does not report the one that is"
                                + " not declared; declare both");
            }
            min = min.or(() -> Optional.of(now.minRate()));
            max = max.or(() -> Optional.of(now.maxRate()));
        }
        return Optional.of(new VfSetting.Rate(min.get(), max.get()));
    }

    private static Optional<VfSetting> linkState(DriverParameters vf) throws PfDriverException {
        Optional<String> word = vf.string(NetdevParameter.LINK_STATE.parameterName());
        if (word.isEmpty()) {
            return Optional.empty();
        }
        for (VfSetting.Link state : VfSetting.Link.values()) {
            if (state.name().equalsIgnoreCase(word.get())) {
                return Optional.of(new VfSetting.LinkState(state));
            }
        }
        throw new PfDriverException(
                Errno.EINVAL,
                "'" + word.get() + "' is no state of a link; write auto, enable or disable");
    }

    /// What the kernel reports of VFs, by their numbers; of none where it does not report all.
    private Map<Integer, VfInfo> reported() throws PfDriverException {
        if (reported == null) {
            Map<Integer, VfInfo> vfs = new HashMap<>();
            VfInfoList list = linux.vfList(link(), false);
            if (list.entries().size() == list.numVfs()) {
                list.entries().forEach(vf -> vfs.put(vf.index(), vf));
            }
            reported = vfs;
        }
        return reported;
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        VfInfo vf = reported().get(index);
        List<ParameterReading> readings = new ArrayList<>();
        for (NetdevParameter parameter : NetdevParameter.values()) {
            if (parameter.isTaken(driver) && parameter != NetdevParameter.STABLE_MAC) {
                readings.add(
                        vf == null
                                ? new ParameterReading(
                                        parameter.parameterName(),
                                        ParameterReading.State.UNKNOWN,
                                        "the kernel does not report all VFs")
                                : ParameterReading.known(
                                        parameter.parameterName(), parameter.text(vf).orElse("")));
            }
        }
        return readings;
    }

    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters declared)
            throws PfDriverException {
        VfInfo vf = reported().get(index);
        if (vf == null) {
            return List.of();
        }
        boolean trusted = vf.trust().orElse(false);
        List<ParameterMismatch> mismatches = new ArrayList<>();
        for (NetdevParameter parameter : NetdevParameter.values()) {
            Optional<String> wanted = wanted(parameter, index, declared);
            Optional<String> found = parameter.text(vf);
            boolean free = parameter == NetdevParameter.MAC_ADDR && trusted;
            if (wanted.isPresent() && found.isPresent() && !free && !wanted.equals(found)) {
                mismatches.add(
                        new ParameterMismatch(
                                IovConfig.vfName(index),
                                parameter.parameterName(),
                                wanted.get(),
                                found.get()));
            }
        }
        return mismatches;
    }

    /// A declared value in the words of [NetdevParameter#text]. An address of zeros lets the VF
    /// choose, and is not compared.
    private Optional<String> wanted(
            NetdevParameter parameter, int index, DriverParameters declared) {
        Optional<ParameterValue> value = declared.value(parameter.parameterName());
        return switch (parameter) {
            case MAC_ADDR ->
                    mac(index, declared)
                            .filter(mac -> !mac.equals(VfState.ZERO))
                            .map(MacAddress::toString);
            case VLAN -> value.map(ParameterValue::text).map(id -> id.equals("0") ? "trunk" : id);
            case VLAN_PROTO ->
                    value.map(
                            kind -> kind.text().equalsIgnoreCase("802.1ad") ? "802.1ad" : "802.1Q");
            case LINK_STATE -> value.map(word -> word.text().toLowerCase(Locale.ROOT));
            case NODE_GUID, PORT_GUID -> number(declared, parameter).map("0x%016x"::formatted);
            default -> value.map(ParameterValue::text);
        };
    }

    @Override
    public void uninit() {
        if (broughtUp) {
            new FunctionFiles(linux, pf)
                    .networkInterface()
                    .ifPresent(link -> linux.setUp(link, false));
            broughtUp = false;
        }
    }
}

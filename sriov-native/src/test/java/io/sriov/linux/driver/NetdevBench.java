package io.sriov.linux.driver;

import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.linux.netlink.KernelReply;
import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.testkit.tck.DeviceFaults;
import io.sriov.testkit.tck.ImpossibleConfig;
import io.sriov.testkit.tck.PfDriverBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network card behind the kernel's netlink, for the kit of PF drivers.
final class NetdevBench implements PfDriverBench, DeviceFaults {
    private static final int EIO = 5;
    private static final int MOST = 4;

    private final PfModel model;
    private final String driver;
    private int untilFault = -1;

    /// @param driver the name of the PF's driver
    NetdevBench(Path directory, String driver, boolean infiniBand) throws IOException {
        this.driver = driver;
        model = new PfModel(Files.createTempDirectory(directory, "machine"), 0);
        model.infiniBand = infiniBand;
        var kernel = model.netlink.kernel;
        model.netlink.kernel =
                request ->
                        untilFault >= 0 && untilFault-- == 0
                                ? List.of(KernelReply.ack(EIO, request))
                                : kernel.apply(request);
    }

    @Override
    public PfDriverProvider provider() {
        return model.provider();
    }

    @Override
    public PfIdentity pf() {
        return PfModel.identity(driver, model.infiniBand ? 0x020700 : 0x020000);
    }

    @Override
    public int mostVfs() {
        return MOST;
    }

    @Override
    public void enableVfs(int numVfs) {
        model.vfs.clear();
        for (int i = 0; i < numVfs; i++) {
            model.vfs.add(new PfModel.Vf());
        }
    }

    @Override
    public Map<String, ParameterValue> vf(int index) {
        PfModel.Vf vf = model.vfs.get(index);
        var values = new HashMap<String, ParameterValue>();
        values.put("mac-addr", new ParameterValue.Mac(MacAddress.of(vf.mac)));
        values.put(
                "vlan", new ParameterValue.Vlan(vf.vlan == 0 ? VlanId.TRUNK : new VlanId(vf.vlan)));
        values.put("qos", new ParameterValue.Uint(vf.qos));
        values.put(
                "vlan-proto",
                new ParameterValue.Text(vf.protocol == 0x88a8 ? "802.1ad" : "802.1Q"));
        values.put("mac-anti-spoof", ParameterValue.Bool.of(vf.spoofCheck == 1));
        values.put("allow-set-mac", ParameterValue.Bool.of(vf.trust == 1));
        values.put("allow-promisc", ParameterValue.Bool.of(vf.trust == 1));
        values.put("min-tx-rate", new ParameterValue.Uint(vf.minRate));
        values.put("max-tx-rate", new ParameterValue.Uint(vf.maxRate));
        values.put("link-state", new ParameterValue.Text(STATES.get(vf.linkState)));
        values.put("rss-query", ParameterValue.Bool.of(vf.rssQuery == 1));
        values.put("node-guid", new ParameterValue.Uint(vf.nodeGuid));
        values.put("port-guid", new ParameterValue.Uint(vf.portGuid));
        return values;
    }

    private static final List<String> STATES = List.of("auto", "enable", "disable");

    @Override
    public Map<String, String> hidden() {
        return model.infiniBand
                ? Map.of()
                : Map.of("stable-mac", "the address that it stands for is in mac-addr");
    }

    @Override
    public Map<String, ParameterValue> pfValues() {
        return Map.of("bring-up", ParameterValue.Bool.of(model.up));
    }

    @Override
    public void setPfBehindTheDriver(String parameter, ParameterValue value) {
        model.up = value.equals(ParameterValue.Bool.TRUE);
    }

    /// VLAN 0 is none, as trunk is; an interface that is up stays up.
    @Override
    public boolean isSame(String parameter, ParameterValue given, ParameterValue shown) {
        return given.equals(shown)
                || (parameter.equals("bring-up") && given.equals(ParameterValue.Bool.FALSE))
                || (given.equals(new ParameterValue.Vlan(new VlanId(0)))
                        && shown.equals(new ParameterValue.Vlan(VlanId.TRUNK)));
    }

    @Override
    public void setBehindTheDriver(int index, String parameter, ParameterValue value) {
        PfModel.Vf vf = model.vfs.get(index);
        boolean flag = value.equals(ParameterValue.Bool.TRUE);
        int number = value instanceof ParameterValue.Uint(long bits) ? (int) bits : 0;
        switch (parameter) {
            case "mac-addr" -> vf.mac = ((ParameterValue.Mac) value).address().octets();
            case "vlan" -> {
                VlanId id = ((ParameterValue.Vlan) value).id();
                vf.vlan = id.isTrunk() ? 0 : id.number();
            }
            case "qos" -> vf.qos = number;
            case "vlan-proto" -> vf.protocol = value.text().equals("802.1ad") ? 0x88a8 : 0x8100;
            case "mac-anti-spoof" -> vf.spoofCheck = flag ? 1 : 0;
            case "allow-set-mac", "allow-promisc" -> vf.trust = flag ? 1 : 0;
            case "min-tx-rate" -> vf.minRate = number;
            case "max-tx-rate" -> vf.maxRate = number;
            case "link-state" -> vf.linkState = STATES.indexOf(value.text());
            case "rss-query" -> vf.rssQuery = flag ? 1 : 0;
            case "node-guid" -> vf.nodeGuid = ((ParameterValue.Uint) value).bits();
            case "port-guid" -> vf.portGuid = ((ParameterValue.Uint) value).bits();
            default -> {
                // nothing that the kernel has
            }
        }
    }

    @Override
    public ParameterValue example(Parameter parameter, int seed) {
        return switch (parameter.name()) {
            case "qos" -> new ParameterValue.Uint(1 + seed % 7);
            case "vlan-proto" ->
                    new ParameterValue.Text(
                            seed % 2 == 0 && DriverTable.of(pf()).has(DriverTrait.DOT1AD)
                                    ? "802.1ad"
                                    : "802.1Q");
            case "min-tx-rate" -> new ParameterValue.Uint(100 + 10L * seed);
            case "max-tx-rate" -> new ParameterValue.Uint(1000 + 10L * seed);
            case "link-state" -> new ParameterValue.Text(seed % 2 == 0 ? "disable" : "auto");
            case "node-guid" -> new ParameterValue.Uint(0x8000_0000_0000_0001L + seed);
            case "port-guid" -> new ParameterValue.Uint(0x8000_0000_0001_0001L + seed);
            default -> PfDriverBench.super.example(parameter, seed);
        };
    }

    @Override
    public List<ImpossibleConfig> impossible() {
        if (model.infiniBand) {
            return List.of(
                    ImpossibleConfig.atVf(
                            "a state that no link has",
                            0,
                            "link-state",
                            List.of(Map.of("link-state", new ParameterValue.Text("up")))));
        }
        return List.of(
                ImpossibleConfig.atVf(
                        "a priority without a VLAN",
                        1,
                        "qos",
                        List.of(Map.of(), Map.of("qos", new ParameterValue.Uint(3)))),
                ImpossibleConfig.atVf(
                        "two opinions on trust",
                        0,
                        "allow-promisc",
                        List.of(
                                Map.of(
                                        "allow-set-mac",
                                        ParameterValue.Bool.FALSE,
                                        "allow-promisc",
                                        ParameterValue.Bool.TRUE))));
    }

    @Override
    public Optional<DeviceFaults> faults() {
        return Optional.of(this);
    }

    @Override
    public void failAccess(int access) {
        untilFault = access;
    }

    @Override
    public boolean callOff() {
        boolean left = untilFault >= 0;
        untilFault = -1;
        return left;
    }

    @Override
    public Map<String, String> notApplicable() {
        return Map.of("3.1", "Linux hosts bring this driver along");
    }

    @Override
    public void close() {}
}

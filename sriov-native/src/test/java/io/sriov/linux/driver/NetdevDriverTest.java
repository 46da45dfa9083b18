package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.linux.driver.PfModel.Refusal;
import io.sriov.linux.driver.PfModel.Vf;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class NetdevDriverTest {
    private static final String ALL =
            "link-state : auto; min-tx-rate : 10; max-tx-rate : 20; rss-query : true;"
                    + " mac-anti-spoof : false; qos : 3; vlan : 100; vlan-proto : \"802.1ad\";"
                    + " mac-addr : \"02:00:00:00:00:11\"; allow-promisc : true;";

    @TempDir Path directory;
    private PfModel pf;

    @BeforeEach
    void aPfWithFourVfs() {
        pf = new PfModel(directory, 4);
    }

    @AfterEach
    void everySocketIsClosed() {
        assertThat(pf.netlink.open).isEmpty();
    }

    private DriverParameters vf(PfDriver driver, String body) {
        return NetdevConfigs.vf(directory, body, driver.schema());
    }

    private void add(String driver, int index, String body) throws PfDriverException {
        PfDriver attached = pf.attach(driver);
        attached.addVf(index, vf(attached, body));
    }

    private List<ParameterMismatch> compare(String driver, String body) throws PfDriverException {
        PfDriver attached = pf.attach(driver);
        return attached.compare(0, vf(attached, body));
    }

    @Test
    void everyParameterIsOneMessageInAnOrderThatDriversTake() throws PfDriverException {
        add("unknown", 2, ALL);
        assertThat(pf.sent)
                .containsExactly(
                        "VF 2 trust 1",
                        "VF 2 mac 02:00:00:00:00:11",
                        "VF 2 vlan 100 qos 3 proto 88a8",
                        "VF 2 spoofchk 0",
                        "VF 2 query_rss 1",
                        "VF 2 rate 10 20",
                        "VF 2 state 0");
    }

    @Test
    void whatIsNotDeclaredIsNotWritten() throws IOException, PfDriverException {
        Files.delete(pf.function().resolve("net/ens1f0/ifindex"));
        PfDriver driver = pf.attach("igb");
        driver.init(4, DriverParameters.ofValues(Map.of()));
        driver.addVf(0, vf(driver, "passthrough : true"));
        assertThat(driver.compare(0, vf(driver, ""))).isEmpty();
        driver.uninit();
        assertThat(pf.netlink.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vlan : 5 | vlan 5 qos 0",
                "vlan : 5; qos : 7 | vlan 5 qos 7",
                "vlan : trunk | vlan 0 qos 0",
                "vlan : 0; qos : 2 | vlan 0 qos 2",
                "vlan : 5; vlan-proto : '802.1q' | vlan 5 qos 0",
                "allow-set-mac : false | trust 0",
                "allow-set-mac : true; allow-promisc : true | trust 1",
                "link-state : enable | state 1",
                "link-state : DISABLE | state 2",
                "mac-addr : '00:00:00:00:00:00' | mac 00:00:00:00:00:00",
                "max-tx-rate : 2147483647; min-tx-rate : 0 | rate 0 2147483647"
            })
    void aValueIsSentAsTheKernelHasIt(String body, String sent) throws PfDriverException {
        add("unknown", 0, body.replace('\'', '"'));
        assertThat(pf.sent).containsExactly("VF 0 " + sent);
    }

    @Test
    void guidsOfInfiniBandAreSentApart() throws PfDriverException {
        pf.infiniBand = true;
        String body =
                "node-guid : 0x0002c90300000001; port-guid : 0xf002c90300000002;"
                        + " link-state : enable";
        add("mlx5_core", 1, body);
        assertThat(pf.sent)
                .containsExactly(
                        "VF 1 node_guid 2c90300000001",
                        "VF 1 port_guid f002c90300000002",
                        "VF 1 state 1");
        pf.vfs.set(0, pf.vfs.get(1));
        assertThat(compare("mlx5_core", body)).isEmpty();
        pf.vfs.get(0).portGuid = 1;
        assertThat(compare("mlx5_core", body))
                .containsExactly(
                        new ParameterMismatch(
                                "VF-0", "port-guid", "0xf002c90300000002", "0x0000000000000001"));
    }

    @Test
    void aRateAloneKeepsTheOtherAsItWasReadOnce() throws PfDriverException {
        for (int i = 0; i < 4; i++) {
            pf.vfs.get(i).minRate = 10 + i;
            pf.vfs.get(i).maxRate = 100 + i;
        }
        PfDriver driver = pf.attach("ice");
        for (int i = 0; i < 4; i++) {
            driver.addVf(i, vf(driver, i % 2 == 0 ? "max-tx-rate : 500" : "min-tx-rate : 50"));
        }
        driver.addVf(0, vf(driver, "min-tx-rate : 7"));
        assertThat(pf.sent)
                .containsExactly(
                        "VF 0 rate 10 500",
                        "VF 1 rate 50 101",
                        "VF 2 rate 12 500",
                        "VF 3 rate 50 103",
                        "VF 0 rate 7 500");
        assertThat(pf.listed).isEqualTo(1);
    }

    @Test
    void aDriverThatPromisesNothingNeedsNoOtherRate() throws PfDriverException {
        pf.reports = false;
        add("i40e", 0, "max-tx-rate : 500");
        assertThat(pf.sent).containsExactly("VF 0 rate 0 500");
        assertThat(pf.listed).isZero();
    }

    /// qede overlooks a rate of 0, and reports the link's speed where there is no limit:
    /// `qed_set_vf_rate`, `qed_get_vf_config`.
    @Test
    void aSpeedThatIsReportedAsALimitIsNotMadeOne() throws PfDriverException {
        pf.vfs.get(0).maxRate = 25_000;
        add("qede", 0, "min-tx-rate : 5");
        assertThat(pf.sent).containsExactly("VF 0 rate 5 0");
        pf.vfs.get(0).maxRate = 25_000;
        assertThat(compare("qede", "max-tx-rate : 0")).isEmpty();
        assertThat(compare("qede", "max-tx-rate : 100"))
                .containsExactly(mismatch("max-tx-rate", "100", "25000"));
    }

    @Test
    void anUnknownOtherRateIsNotGuessed() {
        pf.reports = false;
        assertThatThrownBy(() -> add("ice", 0, "max-tx-rate : 500"))
                .isInstanceOf(PfDriverException.class)
                .hasMessageContaining("declare min-tx-rate too");
        assertThat(pf.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "igb | max-tx-rate : 500 | 22 | EINVAL | only while ens1f0 has a link",
                "ixgbe | max-tx-rate : 500 | 22 | EINVAL | which must be 10 Gbit/s",
                "ice | min-tx-rate : 5; max-tx-rate : 0 | 22 | EINVAL | no more than the link's speed",
                "i40e | mac-addr : '02:00:00:00:00:11' | 11 | EAGAIN | still resetting the VF",
                "ice | vlan : 5 | 16 | EBUSY | still resetting the VF",
                "mlx5_core | vlan : 5 | 95 | EOPNOTSUPP | in switchdev mode",
                "mlx5_core | vlan : 5 | 1 | EPERM | does not manage the eswitch",
                "igb | vlan : 5 | 1 | EPERM | needs CAP_NET_ADMIN",
                "mlx4_core | mac-anti-spoof : true | 1 | EPERM | mac-anti-spoof needs mac-addr",
                "ice | vlan : 5; vlan-proto : '802.1ad' | 93 | EPROTONOSUPPORT | use vlan-proto 802.1Q",
                "be2net | max-tx-rate : 500 | 100 | ENETDOWN | ip link set ens1f0 up",
                "bnxt_en | mac-anti-spoof : true | 524 | EOPNOTSUPP | firmware of the device",
                "i40e | allow-promisc : true | 22 | EINVAL | multi-function mode",
                "unknown | link-state : auto | 95 | EOPNOTSUPP | leave link-state out",
                "unknown | vlan : 5 | 19 | ENODEV | in another network namespace",
                "unknown | vlan : 5 | 5 | EIO | dmesg"
            })
    void aRefusalSaysWhyAndWhatToDo(
            String driver, String body, int number, Errno errno, String cause) {
        pf.refuses = _ -> Optional.of(new Refusal(number, ""));
        String text = body.replace('\'', '"');
        assertThatThrownBy(() -> add(driver, 0, text))
                .isInstanceOfSatisfying(
                        PfDriverException.class,
                        e -> {
                            assertThat(e.errno()).isEqualTo(errno);
                            assertThat(e)
                                    .hasMessageStartingWith(text.substring(0, text.indexOf(' ')))
                                    .hasMessageContaining("cannot be set through ens1f0")
                                    .hasMessageContaining(cause);
                        });
    }

    @Test
    void theKernelsOwnWordsArePassedOn() {
        pf.refuses = _ -> Optional.of(new Refusal(22, "No room for VLAN 5"));
        assertThatThrownBy(() -> add("igb", 0, "vlan : 5; qos : 1"))
                .hasMessage(
                        "vlan 5, qos 1 cannot be set through ens1f0 (EINVAL, No room for VLAN 5):"
                                + " driver igb does not take the value for this VF; it says more on"
                                + " the console (dmesg)");
    }

    @Test
    void nothingIsSentAfterARefusal() {
        pf.refuses =
                text -> text.contains("vlan") ? Optional.of(new Refusal(22, "")) : Optional.empty();
        assertThatThrownBy(() -> add("unknown", 0, ALL)).isInstanceOf(PfDriverException.class);
        assertThat(pf.sent).hasSize(3).last().asString().contains("vlan");
    }

    @Test
    void anInvalidVfIsRefusedBeforeTheKernelIsAsked() {
        assertThatThrownBy(() -> add("igb", 0, "mac-anti-spoof : true; vlan : 5; qos : 8"))
                .isInstanceOfSatisfying(
                        PfDriverException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                .hasMessage("qos 8 is no priority; priorities are 0 to 7");
        assertThat(pf.netlink.requests).isEmpty();
    }

    @Test
    void whatWasSetReadsBackAsDeclared() throws PfDriverException {
        add("unknown", 0, ALL);
        assertThat(compare("unknown", ALL)).isEmpty();
        String other =
                "link-state : enable; min-tx-rate : 11; max-tx-rate : 21; rss-query : false;"
                        + " mac-anti-spoof : true; qos : 4; vlan : 101; vlan-proto : \"802.1Q\";"
                        + " mac-addr : \"02:00:00:00:00:12\"; allow-promisc : false;"
                        + " allow-set-mac : false;";
        assertThat(compare("unknown", other))
                .containsExactly(
                        mismatch("mac-addr", "02:00:00:00:00:12", "02:00:00:00:00:11"),
                        mismatch("vlan", "101", "100"),
                        mismatch("qos", "4", "3"),
                        mismatch("vlan-proto", "802.1Q", "802.1ad"),
                        mismatch("mac-anti-spoof", "true", "false"),
                        mismatch("allow-set-mac", "false", "true"),
                        mismatch("allow-promisc", "false", "true"),
                        mismatch("min-tx-rate", "11", "10"),
                        mismatch("max-tx-rate", "21", "20"),
                        mismatch("link-state", "enable", "auto"),
                        mismatch("rss-query", "false", "true"));
    }

    private static ParameterMismatch mismatch(String parameter, String declared, String found) {
        return new ParameterMismatch("VF-0", parameter, declared, found);
    }

    @Test
    void whatADriverDoesNotReportIsNoMismatch() throws PfDriverException {
        Vf vf = pf.vfs.get(0);
        vf.spoofCheck = -1;
        vf.trust = -1;
        vf.linkState = 9;
        vf.maxRate = -1;
        vf.protocol = 0x1234;
        vf.mac = new byte[] {2, 0, 0, 0, 0, 5};
        assertThat(
                        compare(
                                "unknown",
                                "mac-anti-spoof : true; allow-promisc : true; link-state : disable;"
                                        + " max-tx-rate : 5; min-tx-rate : 0; vlan : 7;"
                                        + " rss-query : true; mac-addr : \"0:0:0:0:0:0\""))
                .isEmpty();
    }

    /// mlx5 leaves the protocol 0: `mlx5_eswitch_get_vport_config`.
    @Test
    void aVlanWithoutItsProtocolIsRead() throws PfDriverException {
        pf.vfs.get(0).vlan = 9;
        pf.vfs.get(0).protocol = 0;
        assertThat(compare("mlx5_core", "vlan : 9; vlan-proto : \"802.1Q\"")).isEmpty();
        assertThat(compare("mlx5_core", "vlan : 8")).containsExactly(mismatch("vlan", "8", "9"));
    }

    /// mlx4 has `MLX4_VGT`, 4095, for no VLAN, and reports rates only of VFs with a VLAN.
    @Test
    void driversThatReportOtherwiseAreKnown() throws PfDriverException {
        pf.vfs.get(0).vlan = 4095;
        assertThat(compare("mlx4_core", "vlan : trunk; max-tx-rate : 100")).isEmpty();
        assertThat(compare("igb", "vlan : trunk; max-tx-rate : 100"))
                .containsExactly(
                        mismatch("vlan", "trunk", "4095"), mismatch("max-tx-rate", "100", "0"));
    }

    @Test
    void vfsAreListedOnceAndAgainAfterAChange() throws PfDriverException {
        PfDriver driver = pf.attach("igb");
        DriverParameters untagged = vf(driver, "vlan : trunk");
        DriverParameters tagged = vf(driver, "vlan : 5");
        for (int i = 0; i < 4; i++) {
            assertThat(driver.compare(i, untagged)).isEmpty();
        }
        assertThat(pf.listed).isEqualTo(1);
        driver.addVf(1, tagged);
        for (int i = 0; i < 4; i++) {
            assertThat(driver.compare(i, i == 1 ? tagged : untagged)).isEmpty();
        }
        assertThat(pf.listed).isEqualTo(2);
    }

    private static String text(List<ParameterReading> readings) {
        return readings.stream()
                .map(reading ->
                        reading.parameter()
                                + " "
                                + (reading.isKnown() ? reading.text() : reading.state()))
                .collect(Collectors.joining("; "));
    }

    @Test
    void whatAVfHasIsReadInTheWordsOfConfigurations() throws PfDriverException {
        Vf vf = pf.vfs.get(2);
        vf.mac = new byte[] {2, 0, 0, 0, 0, 0x21};
        vf.vlan = 10;
        vf.qos = 3;
        vf.trust = 1;
        vf.maxRate = 500;
        vf.linkState = 2;
        assertThat(text(pf.attach("unknown").read(2)))
                .isEqualTo(
                        "mac-addr 02:00:00:00:00:21; vlan 10; qos 3; vlan-proto 802.1Q;"
                                + " mac-anti-spoof true; allow-set-mac true; allow-promisc true;"
                                + " min-tx-rate 0; max-tx-rate 500; link-state disable;"
                                + " rss-query UNSUPPORTED");
        assertThat(text(pf.attach("igb").read(1)))
                .isEqualTo(
                        "mac-addr 00:00:00:00:00:00; vlan trunk; qos 0; vlan-proto 802.1Q;"
                                + " mac-anti-spoof true; allow-set-mac false; allow-promisc false;"
                                + " max-tx-rate 0");
    }

    @Test
    void whyNothingCanBeReadBackIsTold() throws PfDriverException {
        pf = new PfModel(directory, 335);
        PfDriver driver = pf.attach("mlx5_core");
        DriverParameters tagged = vf(driver, "vlan : 5");
        for (int i = 0; i < 335; i++) {
            assertThat(driver.compare(i, tagged)).isEmpty();
            assertThat(driver.read(i))
                    .isNotEmpty()
                    .allSatisfy(reading -> {
                        assertThat(reading.state()).isEqualTo(ParameterReading.State.UNKNOWN);
                        assertThat(reading.text()).contains("more VFs than");
                    });
        }
        assertThat(pf.listed).isEqualTo(1);

        pf.reports = false;
        assertThat(pf.attach("enic").read(0))
                .isNotEmpty()
                .allSatisfy(reading ->
                        assertThat(reading.text()).contains("driver enic does not report its VFs"));
    }

    /// A VF's driver that gets no answer from the PF makes up an address.
    @Test
    void theAddressThatAVfReallyHasIsComparedToo() throws IOException, PfDriverException {
        pf.vfs.getFirst().mac = new byte[] {2, 0, 0, 0, 0, 0x11};
        Path vf = pf.sys.resolve("bus/pci/devices/0000:01:10.0");
        Path address = vf.resolve("net/eth5/address");
        Files.createDirectories(address.getParent());
        Files.createSymbolicLink(pf.function().resolve("virtfn0"), vf);
        String declared = "mac-addr : \"02:00:00:00:00:11\"";
        Files.writeString(address, "02:00:00:00:00:11\n");
        assertThat(compare("igb", declared)).isEmpty();
        Files.writeString(address, "8a:00:00:00:00:99\n");
        assertThat(compare("igb", declared))
                .singleElement()
                .satisfies(mismatch -> {
                    assertThat(mismatch.section()).isEqualTo("VF-0");
                    assertThat(mismatch.parameter()).isEqualTo("mac-addr");
                    assertThat(mismatch.declared()).isEqualTo("02:00:00:00:00:11");
                    assertThat(mismatch.found())
                            .startsWith("8a:00:00:00:00:99")
                            .contains("eth5")
                            .contains("down");
                });
        assertThat(compare("igb", declared + "; allow-set-mac : true"))
                .as("a VF that may choose")
                .noneMatch(mismatch -> mismatch.parameter().equals("mac-addr"));
        pf.vfs.getFirst().mac = new byte[] {2, 0, 0, 0, 0, 0x12};
        assertThat(compare("igb", declared + "; allow-set-mac : true"))
                .as("a VF that has chosen, which the PF's driver reports")
                .noneMatch(mismatch -> mismatch.parameter().equals("mac-addr"));
    }

    @Test
    void aVfInABondHasItsOwnAddressAllTheSame() throws IOException, PfDriverException {
        pf.vfs.getFirst().mac = new byte[] {2, 0, 0, 0, 0, 0x11};
        Path vf = pf.sys.resolve("bus/pci/devices/0000:01:10.0");
        Path net = Files.createDirectories(vf.resolve("net/eth5"));
        Files.createSymbolicLink(pf.function().resolve("virtfn0"), vf);
        String declared = "mac-addr : \"02:00:00:00:00:11\"";
        Files.writeString(net.resolve("address"), "02:00:00:00:00:77\n");
        Files.writeString(net.resolve("addr_assign_type"), "3\n");
        assertThat(compare("mlx5_core", declared))
                .singleElement()
                .satisfies(mismatch ->
                        assertThat(mismatch.found())
                                .contains("02:00:00:00:00:77", "somebody has set it"));
        Path bond = Files.createDirectories(net.resolve("bonding_slave"));
        Files.writeString(bond.resolve("perm_hwaddr"), "02:00:00:00:00:11\n");
        assertThat(compare("mlx5_core", declared)).isEmpty();
        Files.writeString(bond.resolve("perm_hwaddr"), "8a:00:00:00:00:99\n");
        assertThat(compare("mlx5_core", declared)).hasSize(1);
    }

    private void elsewhere() {
        assertThatThrownBy(() -> add("igb", 0, "vlan : 5"))
                .isInstanceOfSatisfying(
                        PfDriverException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
                .hasMessageContaining("is in another network namespace; run there");
        assertThat(pf.sent).isEmpty();
    }

    @Test
    void anInterfaceThatSysfsDoesNotShowIsElsewhere() throws IOException {
        for (String file : List.of("ifindex", "address", "")) {
            Files.delete(pf.function().resolve("net/ens1f0").resolve(file));
        }
        elsewhere();
        Files.delete(pf.function().resolve("net"));
        assertThatThrownBy(() -> add("igb", 0, "vlan : 5"))
                .hasMessageContaining("driver igb has made no network interface");
        pf.infiniBand = true;
        assertThatThrownBy(() -> add("mlx5_core", 0, "link-state : auto"))
                .hasMessageContaining("modprobe ib_ipoib");
    }

    /// In a container that has the host's `/sys` and a network namespace of its own, an index means
    /// another interface.
    @Test
    void anotherInterfaceOfTheSameIndexIsNotTouched() {
        pf.index = 8;
        elsewhere();
        pf.index = 7;
        pf.name = "eth0";
        elsewhere();
        pf.name = "ens1f0";
        pf.address = new byte[] {2, 0, 0, 0, 0, 9};
        elsewhere();
    }

    @Test
    void theUplinkIsTakenAndNoRepresentor() throws PfDriverException {
        pf.attribute("net/ens1f0/phys_port_name", "p0");
        pf.attribute("net/aa_vf0/phys_port_name", "pf0vf0");
        pf.attribute("net/aa_vf0/ifindex", "12");
        add("mlx5_core", 0, "mac-addr : \"02:00:00:00:00:11\"");
        assertThat(pf.sent).hasSize(1);
    }

    private IovConfig config(PfDriver driver, String body) {
        return NetdevConfigs.read(
                directory,
                "PF {\n    device : ens1f0;\n    num_vfs : 1;\n}\nVF-0 { " + body + " }\n",
                driver.schema());
    }

    @Test
    void anInterfaceElsewhereIsToldBeforeAnythingIsDone() {
        pf.index = 8;
        PfDriver driver = pf.attach("igb");
        assertThat(driver.check(config(driver, "vlan : 5")))
                .filteredOn(Diagnostic::isError)
                .singleElement()
                .asString()
                .contains("nic.conf:5:15: error: VFs cannot be set from here", "not-supported");
        assertThat(driver.check(config(driver, ""))).noneMatch(Diagnostic::isError);
    }

    @Test
    void networkControllersWithADriverAreSupported() {
        NetdevDriverProvider provider = pf.provider();
        assertThat(provider.name()).isEqualTo("netdev");
        assertThat(provider.supports(PfModel.identity("igb", 0x020000))).isTrue();
        assertThat(provider.supports(PfModel.identity("mlx5_core", 0x020700))).isTrue();
        assertThat(provider.supports(PfModel.identity("", 0x020000))).isFalse();
        assertThat(provider.supports(PfModel.identity("nvme", 0x010802))).isFalse();
    }
}

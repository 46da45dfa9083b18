package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PFs whose interface is down, or has no carrier.
@EnabledOnOs(OS.LINUX)
class PfDownTest {
    private static final DriverParameters UNDECLARED = DriverParameters.ofValues(Map.of());
    private static final DriverParameters BRING_UP =
            DriverParameters.ofValues(Map.of("bring-up", ParameterValue.Bool.TRUE));

    @TempDir Path directory;
    private PfModel pf;

    @BeforeEach
    void aPfThatIsDown() {
        pf = new PfModel(directory, 4);
        pf.up = false;
    }

    @AfterEach
    void everySocketIsClosed() {
        assertThat(pf.netlink.open).isEmpty();
    }

    private List<Diagnostic> check(String driver, String inPf, String sections) {
        PfDriver attached = pf.attach(driver);
        IovConfig config =
                NetdevConfigs.read(
                        directory,
                        "PF {\n    device : ens1f0;\n    num_vfs : 4; "
                                + inPf
                                + "\n}\n"
                                + sections.replace('\'', '"')
                                + "\n",
                        attached.schema());
        return attached.check(config).stream()
                .filter(problem -> !problem.message().contains("no address is given"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bnxt_en | '' | 3:15 | bnxt_en makes VFs only while ens1f0 is up",
                "rvu_nicpf | VF-0 { allow-promisc : true; vlan : 5; } | 5:37"
                        + " | rvu_nicpf sets addresses and VLANs of VFs only while ens1f0 is up",
                "igb | VF-1 { max-tx-rate : 500; } | 5:22"
                        + " | igb limits rates of VFs only while ens1f0 is up",
                "igb | VF-1 { max-tx-rate : 0; } | 5:22 | igb limits rates of VFs",
                "be2net | VF-1 { max-tx-rate : 500; } | 5:22 | be2net limits rates of VFs"
            })
    void whatNeedsTheInterfaceIsRefusedBeforeAnythingIsDone(
            String driver, String sections, String place, String message) {
        List<Diagnostic> problems = check(driver, "", sections);
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().isError()).isTrue();
        assertThat(problems.getFirst().toString())
                .contains("nic.conf:" + place + ": error: " + message);
        assertThat(problems.getFirst().hint())
                .contains("ip link set ens1f0 up, or declare bring-up : true in PF");
        assertThat(check(driver, "bring-up : true;", sections)).isEmpty();
        assertThat(check(driver, "bring-up : false;", sections)).hasSize(1);
        pf.up = true;
        pf.carrierAfter = -1;
        assertThat(check(driver, "", sections)).isEmpty();
        assertThat(pf.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rvu_nicpf | VF-0 { allow-promisc : true; }",
                "be2net | VF-0 { max-tx-rate : 0; }",
                "ice | VF-0 { max-tx-rate : 500; mac-addr : '2:0:0:0:0:1'; }",
                "igb | VF-0 { mac-addr : '0:0:0:0:0:0'; }",
                "igb | VF-0 { passthrough : true; mac-addr : '2:0:0:0:0:1'; }",
                "igb | VF-0 { vlan : 5; }",
            })
    void whatWorksWithoutTheInterfaceIsNot(String driver, String sections) {
        assertThat(check(driver, "", sections)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"igb", "ixgbe"})
    void addressesThatTheHostsDriverWouldNotTakeAreWarnedOfInOneLine(String driver) {
        String sections =
                "VF-0 { mac-addr : '2:0:0:0:0:1'; } VF-1 { mac-addr : '2:0:0:0:0:2'; }"
                        + " VF-2 { mac-addr : '2:0:0:0:0:3'; passthrough : true; }"
                        + " VF-3 { mac-addr : '2:0:0:0:0:4'; }";
        List<Diagnostic> problems = check(driver, "", sections);
        assertThat(problems)
                .singleElement()
                .hasToString(
                        "%s/nic.conf:5:19: warning: VF-0..VF-1, VF-3: the host's driver gets no answer from %s while ens1f0 is down, and takes random addresses instead of those that they are given [driver-rule]"
                                .formatted(directory, driver));
        assertThat(problems.getFirst().hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("bring-up : true"));
        assertThat(check(driver, "bring-up : true;", sections)).isEmpty();
        pf.up = true;
        assertThat(check(driver, "", sections)).isEmpty();
    }

    @Test
    void aStableAddressIsAnAddress() {
        assertThat(check("igb", "", "DEFAULT { stable-mac : true; }"))
                .singleElement()
                .asString()
                .contains("nic.conf:5:24: warning: VF-0..VF-3: the host's driver gets no answer");
        assertThat(check("bnx2x", "", "VF-1 { stable-mac : true; }"))
                .extracting(Diagnostic::message)
                .contains("bnx2x sets addresses and VLANs of VFs only while ens1f0 is up");
        assertThat(check("rvu_nicpf", "", "VF-1 { stable-mac : false; }")).isEmpty();
    }

    @Test
    void bringUpWithoutAnInterfaceIsToldAtItsPlace() {
        pf.index = 8;
        assertThat(check("igb", "bring-up : true;", ""))
                .singleElement()
                .asString()
                .contains("nic.conf:3:29: error: VFs cannot be set from here", "not-supported");
        assertThatThrownBy(() -> pf.attach("igb").init(4, BRING_UP))
                .isInstanceOfSatisfying(
                        PfDriverException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
                .hasMessageContaining("in another network namespace; run there");
    }

    @Test
    void theInterfaceIsSetUpBeforeVfsAreCreatedAndDownAgainWhenThatFails()
            throws PfDriverException {
        PfDriver bnxt = pf.attach("bnxt_en");
        bnxt.init(4, BRING_UP);
        assertThat(pf.sent).containsExactly("up");
        assertThat(pf.up).isTrue();
        bnxt.uninit();
        assertThat(pf.sent).containsExactly("up", "down");
        bnxt.uninit();
        assertThat(pf.sent).hasSize(2);
    }

    @Test
    void anInterfaceThatIsUpStaysSo() throws PfDriverException {
        pf.up = true;
        PfDriver bnxt = pf.attach("bnxt_en");
        bnxt.init(4, BRING_UP);
        bnxt.uninit();
        assertThat(pf.sent).isEmpty();
    }

    /// Whoever destroys VFs later is another driver of the same PF.
    @Test
    void theInterfaceStaysUpWhenVfsAreDestroyed() throws PfDriverException {
        pf.attach("igb").init(4, BRING_UP);
        pf.attach("igb").uninit();
        assertThat(pf.up).isTrue();
    }

    @Test
    void nothingIsSetUpThatIsNotDeclared() throws PfDriverException {
        pf.attach("igb").init(4, UNDECLARED);
        pf.attach("igb")
                .init(4, DriverParameters.ofValues(Map.of("bring-up", ParameterValue.Bool.FALSE)));
        pf.attach("igb").init(0, BRING_UP);
        assertThatThrownBy(() -> pf.attach("bnxt_en").init(1, UNDECLARED))
                .isInstanceOfSatisfying(
                        PfDriverException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ENETDOWN))
                .hasMessageContaining("bnxt_en makes VFs only while ens1f0 is up")
                .hasMessageContaining("ip link set ens1f0 up, or declare bring-up : true in PF");
        assertThat(pf.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, EPERM, needs CAP_NET_ADMIN",
        "19, ENODEV, in another network namespace",
        "5, EIO, dmesg"
    })
    void aRefusalToSetItUpIsExplained(int number, Errno errno, String cause)
            throws PfDriverException {
        pf.refusesUp = number;
        PfDriver igb = pf.attach("igb");
        assertThatThrownBy(() -> igb.init(4, BRING_UP))
                .isInstanceOfSatisfying(
                        PfDriverException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .hasMessageContaining("bring-up: ens1f0 cannot be set up (" + errno)
                .hasMessageContaining(cause);
        igb.uninit();
        assertThat(pf.sent).containsExactly("up");
    }

    private static DriverParameters rate(long mbits) {
        return DriverParameters.ofValues(Map.of("max-tx-rate", new ParameterValue.Uint(mbits)));
    }

    /// Creating VFs takes the link of igb and ixgbe away for a moment.
    @Test
    void theFirstRateWaitsForTheLinkAndTheOthersDoNot() throws PfDriverException {
        pf.carrierAfter = 5;
        PfDriver igb = pf.attach("igb");
        igb.init(4, BRING_UP);
        igb.addVf(0, rate(500));
        int pauses = pf.netlink.pauses.size();
        assertThat(pauses).isPositive();
        igb.addVf(1, rate(600));
        assertThat(pf.netlink.pauses).hasSize(pauses);
        assertThat(pf.sent).containsExactly("up", "VF 0 rate 0 500", "VF 1 rate 0 600");
    }

    @Test
    void aLinkThatDoesNotComeIsGivenUp() throws PfDriverException {
        pf.carrierAfter = -1;
        PfDriver igb = pf.attach("igb");
        igb.init(4, BRING_UP);
        assertThatThrownBy(() -> igb.addVf(0, rate(500)))
                .isInstanceOfSatisfying(
                        PfDriverException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ENETDOWN))
                .hasMessage(
                        "max-tx-rate 500 cannot be set: driver igb limits rates only while ens1f0"
                                + " has a link, and none has come within 10 s; see the cable and"
                                + " the port at its other end (ip link show ens1f0); or leave"
                                + " max-tx-rate out");
        assertThat(pf.netlink.pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(pf.sent).containsExactly("up");
    }

    @Test
    void nobodyWaitsForTheLinkOfAnInterfaceThatIsDown() {
        assertThatThrownBy(() -> pf.attach("igb").addVf(0, rate(500)))
                .hasMessageContaining("and it is down; ip link set ens1f0 up, or declare bring-up");
        assertThat(pf.netlink.pauses).isEmpty();
    }

    @Test
    void nobodyWaitsForALinkThatTheDriverDoesNotNeed() throws PfDriverException {
        pf.attach("i40e").addVf(0, rate(500));
        pf.attach("be2net").addVf(0, rate(0));
        assertThat(pf.netlink.pauses).isEmpty();
        assertThat(pf.sent).containsExactly("VF 0 rate 0 500", "VF 0 rate 0 0");
    }
}

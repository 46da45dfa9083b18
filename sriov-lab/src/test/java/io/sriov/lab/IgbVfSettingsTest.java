package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.StableMac;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.plan.PlanException;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a configuration declares of a network card's VFs is what another program, ip(8), then sees.
class IgbVfSettingsTest {
    @TempDir private Path directory;

    private LinuxHost host;
    private Sriov sriov;
    private PhysicalFunction pf;
    private String link;

    @BeforeEach
    void open() {
        host = LabMachine.host();
        sriov = Sriov.open(host);
        pf = host.physicalFunction(LabMachine.igb().toString());
        link = pf.status().otherNames().getFirst();
        // A VF learns its address from its PF's driver, which listens only while its link is up.
        Program.run("ip", "link", "set", "dev", link, "up");
    }

    @AfterEach
    void close() {
        Program.run("ip", "link", "set", "dev", link, "down");
        sriov.close();
    }

    private ConfigResult read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("igb.conf"), text);
        return ConfigReader.standard().read(file).validate(pf.schema());
    }

    private IovConfig config(String text) throws IOException {
        ConfigResult result = read(text);
        return result.config().orElseThrow(() -> new AssertionError(result.report()));
    }

    private Outcome apply(String text) throws IOException {
        return sriov.apply(sriov.plan(config(text)));
    }

    private static final String ALL =
            """
            VF-0 {
              mac-addr : "02:00:00:00:10:01"
              vlan : 100
              qos : 3
              vlan-proto : "802.1Q"
              mac-anti-spoof : false
              allow-set-mac : true
              allow-promisc : true
              max-tx-rate : 250
            }
            VF-2 { mac-addr : "02:00:00:00:10:02"; vlan : 7 }
            """;

    private static final ShownVf SHOWN =
            new ShownVf("02:00:00:00:10:01", 100, 3, "", 250, false, true);

    private String pfWith(int numVfs) {
        return "PF { device : \"" + link + "\"; num_vfs : " + numVfs + " }\n";
    }

    private List<ShownVf> withoutMacs() {
        return ShownVf.of(link).stream().map(ShownVf::withoutMac).toList();
    }

    private List<ShownVf> untouched() throws IOException {
        assertThat(apply(pfWith(3)).committed()).isTrue();
        return withoutMacs();
    }

    @Test
    void ipSeesWhatIsDeclaredAndNothingElseIsChanged() throws IOException {
        List<ShownVf> before = untouched();

        Outcome outcome = apply(pfWith(3) + ALL);

        assertThat(outcome.committed()).as(outcome.toText()).isTrue();
        List<ShownVf> shown = ShownVf.of(link);
        assertThat(shown.get(0)).isEqualTo(SHOWN);
        assertThat(shown.get(1).withoutMac()).isEqualTo(before.get(1));
        assertThat(shown.get(2).mac()).isEqualTo("02:00:00:00:10:02");
        assertThat(shown.get(2).vlan()).isEqualTo(7);
        assertThat(shown.get(2).qos()).isZero();
        assertThat(shown.get(2).trust()).isEqualTo(before.get(2).trust());
        assertThat(shown.get(2).spoofCheck()).isEqualTo(before.get(2).spoofCheck());
    }

    @Test
    void theTwoNamesOfTrustAreOneSwitch() throws IOException {
        for (String name : List.of("allow-set-mac", "allow-promisc")) {
            assertThat(apply(pfWith(1) + "VF-0 { " + name + " : true }").committed()).isTrue();
            assertThat(ShownVf.of(link).getFirst().trust()).isTrue();
            assertThat(apply(pfWith(1) + "VF-0 { " + name + " : false }").committed()).isTrue();
            assertThat(ShownVf.of(link).getFirst().trust()).isFalse();
        }
    }

    @Test
    void nothingIsLeftOfWhatWasDeclaredBefore() throws IOException {
        List<ShownVf> before = untouched();
        assertThat(apply(pfWith(3) + ALL).committed()).isTrue();
        assertThat(withoutMacs()).isNotEqualTo(before);

        assertThat(apply(pfWith(3)).committed()).isTrue();
        assertThat(withoutMacs()).isEqualTo(before);

        assertThat(apply(pfWith(3) + ALL).committed()).isTrue();
        assertThat(sriov.apply(sriov.planRemoval(pf.device())).committed()).isTrue();
        assertThat(ShownVf.of(link)).isEmpty();
        assertThat(untouched()).isEqualTo(before);
    }

    @Test
    void whatSomebodyElseHasChangedIsPlannedAndPutRight() throws IOException {
        String text = "PF { device : \"" + link + "\"; num_vfs : 1 }\nVF-0 { vlan : 7 }";
        assertThat(apply(text).committed()).isTrue();
        assertThat(sriov.plan(config(text)).steps()).isEmpty();
        Program.run("ip", "link", "set", "dev", link, "vf", "0", "vlan", "8");
        assertThat(sriov.plan(config(text)).notices())
                .anyMatch(notice -> notice.contains("VF-0: vlan is 8 and not 7"));
        assertThat(apply(text).committed()).isTrue();
        assertThat(ShownVf.of(link).getFirst().vlan()).isEqualTo(7);
    }

    @Test
    void theVfHasTheAddressThatItIsGiven() throws IOException {
        apply(
                "PF { device : \""
                        + link
                        + "\"; num_vfs : 1 }\n"
                        + "VF-0 { mac-addr : \"02:00:00:00:10:03\" }");
        String vf = pf.status().vf(0).orElseThrow().networkInterface().orElseThrow();
        assertThat(Program.run("ip", "link", "show", "dev", vf)).contains("02:00:00:00:10:03");
    }

    @Test
    void aStableAddressIsTheSameEveryTime() throws IOException {
        String text = pfWith(2) + "DEFAULT { stable-mac : true }";
        Path machineId = Path.of("/etc/machine-id");
        Files.writeString(machineId, "0f1e2d3c4b5a69788796a5b4c3d2e1f0\n");
        try {
            assertThat(sriov.plan(config(pfWith(2))).notices())
                    .singleElement()
                    .asString()
                    .contains("VF-0..VF-1: no address is given");
            for (int time = 0; time < 2; time++) {
                assertThat(sriov.plan(config(text)).notices()).isEmpty();
                assertThat(apply(text).committed()).isTrue();
                assertThat(sriov.plan(config(text)).isEmpty()).isTrue();
                for (int vf = 0; vf < 2; vf++) {
                    String address =
                            StableMac.of(
                                            "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                                            LabMachine.igb().address(),
                                            vf)
                                    .toString();
                    assertThat(ShownVf.of(link).get(vf).mac()).isEqualTo(address);
                    String name = pf.status().vf(vf).orElseThrow().networkInterface().orElseThrow();
                    assertThat(Program.run("ip", "link", "show", "dev", name)).contains(address);
                }
                sriov.apply(sriov.planRemoval(pf.device()));
            }
        } finally {
            Files.delete(machineId);
        }
    }

    @Test
    void whatTheDriverLacksIsRefusedBeforeAnythingIsTouched() throws IOException {
        ConfigResult result =
                read(
                        "PF { device : \""
                                + link
                                + "\"; num_vfs : 1 }\n"
                                + "VF-0 { link-state : enable }");
        assertThat(result.config()).isEmpty();
        assertThat(result.report().toString()).contains("igb.conf:2:", "link-state");

        IovConfig rules = config("PF { device : \"" + link + "\"; num_vfs : 1 }\nVF-0 { qos : 3 }");
        assertThatThrownBy(() -> sriov.plan(rules))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("igb.conf:2:")
                .hasMessageContaining("vlan");
        IovConfig many = config("PF { device : \"" + link + "\"; num_vfs : 8 }");
        assertThatThrownBy(() -> sriov.plan(many))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("igb takes at most 7 VFs");
        assertThat(LabMachine.igb().vfs()).isEmpty();
    }

    @Test
    void whatFailsHalfWayRestoresEveryAttributeThatWasThere() throws IOException {
        assertThat(apply(pfWith(3) + ALL.replace("max-tx-rate : 250", "")).committed()).isTrue();
        List<ShownVf> before = ShownVf.of(link);
        Qmp.open().execute("set_link", Map.of("name", "igb0", "up", false));
        Outcome outcome;
        try {
            outcome =
                    apply(
                            pfWith(2)
                                    + "VF-0 { mac-addr : \"02:00:00:00:10:04\"; vlan : 8 }\n"
                                    + "VF-1 { max-tx-rate : 500 }");
        } finally {
            Qmp.open().execute("set_link", Map.of("name", "igb0", "up", true));
        }
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
        assertThat(outcome.toText()).contains("VF-1").contains("max-tx-rate 500");
        assertThat(LabMachine.igb().vfs()).hasSize(3);
        List<ShownVf> after = ShownVf.of(link);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1).withoutMac()).isEqualTo(before.get(1).withoutMac());
        assertThat(after.get(2)).isEqualTo(before.get(2));
    }
}

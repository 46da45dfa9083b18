package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.PfDrivers;
import io.sriov.host.MemoryRecordStore;
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
        host =
                LinuxHost.builder()
                        .records(new MemoryRecordStore())
                        .drivers(PfDrivers.of(List.of()))
                        .build();
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

    /// What ip(8) shows of a VF.
    private String shown(int vf) {
        return Program.run("ip", "link", "show", "dev", link)
                .lines()
                .filter(line -> line.strip().matches("vf " + vf + "\\s.*"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ipSeesWhatIsDeclaredAndNothingElseIsChanged() throws IOException {
        String untouched = "PF { device : \"" + link + "\"; num_vfs : 3 }\n";
        assertThat(apply(untouched).committed()).isTrue();
        String vf1 = shown(1);

        Outcome outcome =
                apply(
                        untouched
                                + """
                                VF-0 {
                                  mac-addr : "02:00:00:00:10:01"
                                  vlan : 100
                                  qos : 3
                                  mac-anti-spoof : false
                                  allow-promisc : true
                                }
                                VF-2 { mac-addr : "02:00:00:00:10:02"; vlan : 7 }
                                """);

        assertThat(outcome.committed()).as(outcome.toText()).isTrue();
        assertThat(shown(0))
                .contains(
                        "02:00:00:00:10:01", "vlan 100", "qos 3", "spoof checking off", "trust on");
        assertThat(shown(2)).contains("02:00:00:00:10:02", "vlan 7").doesNotContain("qos");
        assertThat(withoutMac(shown(1))).isEqualTo(withoutMac(vf1));
    }

    /// The driver makes addresses up for VFs that are given none.
    private static String withoutMac(String line) {
        return line.replaceAll("([0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC");
    }

    @Test
    void whatSomebodyElseHasChangedIsPlannedAndPutRight() throws IOException {
        String text = "PF { device : \"" + link + "\"; num_vfs : 1 }\nVF-0 { vlan : 7 }";
        assertThat(apply(text).committed()).isTrue();
        assertThat(sriov.plan(config(text)).steps()).isEmpty();
        Program.run("ip", "link", "set", "dev", link, "vf", "0", "vlan", "8");
        assertThat(sriov.plan(config(text)).notices())
                .singleElement()
                .asString()
                .contains("VF-0: vlan is 8 and not 7");
        assertThat(apply(text).committed()).isTrue();
        assertThat(shown(0)).contains("vlan 7");
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
    void aRefusalByTheKernelRestoresWhatWasThere() throws IOException {
        String before =
                "PF { device : \""
                        + link
                        + "\"; num_vfs : 2 }\n"
                        + "VF-1 { mac-addr : \"02:00:00:00:10:04\" }";
        assertThat(apply(before).committed()).isTrue();
        Program.run("ip", "link", "set", "dev", link, "down");

        Outcome outcome =
                apply(
                        "PF { device : \""
                                + link
                                + "\"; num_vfs : 3 }\n"
                                + "VF-2 { max-tx-rate : 500 }");

        assertThat(outcome.committed()).isFalse();
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
        assertThat(outcome.toText()).contains("VF-2").contains("max-tx-rate");
        assertThat(LabMachine.igb().vfs()).hasSize(2);
        assertThat(shown(1)).contains("02:00:00:00:10:04");
    }
}

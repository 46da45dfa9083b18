package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PF whose interface nobody has set up, as at boot.
class PfDownTest {
    @TempDir private Path directory;

    private Sriov sriov;
    private PhysicalFunction pf;
    private String link;

    @BeforeEach
    void open() {
        LinuxHost host = LabMachine.host();
        sriov = Sriov.open(host);
        pf = host.physicalFunction(LabMachine.igb().toString());
        link = pf.status().otherNames().getFirst();
        assertThat(isUp()).isFalse();
    }

    @AfterEach
    void close() {
        plug("on");
        Program.run("ip", "link", "set", "dev", link, "down");
        sriov.close();
    }

    private static void plug(String state) {
        Qmp.open().execute("set_link", Map.of("name", "igb0", "up", state.equals("on")));
    }

    private boolean isUp() {
        return Program.run("ip", "link", "show", "dev", link).matches("(?s)[^<]*<[^>]*\\bUP\\b.*");
    }

    private Plan plan(String inPf, String sections) throws IOException {
        String text =
                "PF { device : \"" + link + "\"; num_vfs : 2; " + inPf + " }\n" + sections + "\n";
        Path file = Files.writeString(directory.resolve("igb.conf"), text);
        IovConfig config =
                ConfigReader.standard().read(file).validate(pf.schema()).config().orElseThrow();
        return sriov.plan(config);
    }

    @Test
    void vfsHaveTheirAddressesAndRatesOfAPfThatIsSetUpForThem() throws IOException {
        Outcome outcome =
                sriov.apply(
                        plan(
                                "bring-up : true",
                                "VF-1 { mac-addr : \"02:00:00:00:10:11\"; max-tx-rate : 300 }"));

        assertThat(outcome.committed()).as(outcome.toText()).isTrue();
        assertThat(isUp()).isTrue();
        assertThat(ShownVf.of(link).get(1).mac()).isEqualTo("02:00:00:00:10:11");
        assertThat(ShownVf.of(link).get(1).maxTxRate()).isEqualTo(300);
        String vf = pf.status().vf(1).orElseThrow().networkInterface().orElseThrow();
        assertThat(Program.run("ip", "link", "show", "dev", vf)).contains("02:00:00:00:10:11");
        sriov.apply(sriov.planRemoval(pf.device()));
        assertThat(isUp()).isTrue();
    }

    @Test
    void whatDoesNotWorkOtherwiseIsToldBefore() throws IOException {
        assertThatThrownBy(() -> plan("", "VF-1 { max-tx-rate : 300 }"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("igb.conf:2:22: igb limits rates of VFs only while " + link);

        Plan plan = plan("", "VF-1 { mac-addr : \"02:00:00:00:10:12\" }");
        assertThat(plan.notices())
                .anySatisfy(notice ->
                        assertThat(notice)
                                .contains("VF-1: the host's driver gets no answer")
                                .contains("declare bring-up : true in PF"));
    }

    /// What is warned of, by sysfs and ip(8) alone.
    @Test
    void theHostsDriverDoesNotTakeTheAddressOfAPfThatIsDown() {
        LabMachine.igb().createVfs(1);
        Program.run("ip", "link", "set", "dev", link, "vf", "0", "mac", "02:00:00:00:10:13");
        PciFunction vf = LabMachine.igb().vfs().getFirst();
        vf.attribute("driver_override").write("igbvf");
        new Attribute(Path.of("/sys/bus/pci/drivers_probe")).write(vf);
        assertThat(vf.link("driver")).contains("igbvf");
        String name = Program.run("ls", vf.directory().resolve("net").toString()).strip();
        assertThat(Program.run("ip", "link", "show", "dev", name))
                .doesNotContain("02:00:00:00:10:13");
    }

    @Test
    void aLinkThatDoesNotComeIsToldAndThePfIsDownAgain() throws IOException {
        plug("off");
        Outcome outcome = sriov.apply(plan("bring-up : true", "VF-1 { max-tx-rate : 300 }"));
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
        assertThat(outcome.toText())
                .contains("VF-1", "max-tx-rate 300", "none has come within 10 s");
        assertThat(isUp()).isFalse();
        assertThat(LabMachine.igb().vfs()).isEmpty();
    }
}

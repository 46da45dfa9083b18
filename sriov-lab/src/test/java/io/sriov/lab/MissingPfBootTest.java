package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A machine boots with a unit for a file that has a mistake, one for a PF that never comes, and a
/// good one.
@Boot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MissingPfBootTest {
    /// How long the unit waits, by its drop-in.
    private static final Duration WAIT = Duration.ofSeconds(20);

    private static final Path FILES = Path.of("/etc/sriov-missing");

    @Test
    void theUnitFailsAndTheOthersPfsAreConfiguredBeforeTheNetwork() throws IOException {
        assertThat(Systemd.state(Systemd.SRIOV_MISSING)).isEqualTo("failed");
        Duration begun = Systemd.when(Systemd.SRIOV_MISSING, "ExecMainStart");
        Duration failed = Systemd.when(Systemd.SRIOV_MISSING, "ExecMainExit");
        assertThat(failed.minus(begun)).isGreaterThan(WAIT);
        assertThat(failed).isLessThan(Systemd.when("network-pre.target", "ActiveEnter"));
        String igb = LabMachine.igbWithoutAcs().toString();
        assertThat(Systemd.networkFound())
                .filteredOn(vf -> vf.startsWith(igb))
                .containsExactly(igb + " 0 igbvf", igb + " 1 igbvf");
    }

    @Test
    void theNetworkComesUpAllTheSame() {
        assertThat(Systemd.state("network-pre.target")).isEqualTo("active");
        assertThat(Systemd.state("lab-network.service")).isEqualTo("active");
        assertThat(Systemd.state("network.target")).isEqualTo("active");
    }

    @Test
    void theJournalSaysWhatIsWrong() {
        assertThat(Systemd.said(Systemd.SRIOV_MISSING))
                .contains("iovctl: Not ready after 20 s: ens99\n  ens99: there is no such PF\n")
                .contains("/etc/sriov-missing/1-broken.conf:3:")
                .contains("Could not open device 'ens99'")
                .doesNotContainPattern("3-good.conf:.* error:");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void correctedAndRestartedItSucceedsAndChangesNothing() throws IOException {
        List<PciFunction> before = LabMachine.igbWithoutAcs().vfs();
        Object inode = inode(before.getFirst());
        Files.delete(FILES.resolve("1-broken.conf"));
        Files.delete(FILES.resolve("2-missing.conf"));
        Program.run("systemctl", "restart", Systemd.SRIOV_MISSING);
        assertThat(Systemd.state(Systemd.SRIOV_MISSING)).isEqualTo("active");
        assertThat(LabMachine.igbWithoutAcs().vfs()).hasSize(2).isEqualTo(before);
        assertThat(inode(before.getFirst())).isEqualTo(inode);
    }

    private static Object inode(PciFunction function) throws IOException {
        return Files.getAttribute(function.directory(), "unix:ino");
    }
}

package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--host sim-linux`: the simulated machine with Linux on it.
class SimulatedLinuxTest {
    @TempDir private Path directory;

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("pf.conf"), text).toString();
    }

    private static Run iovctl(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--host";
        all[1] = "sim-linux";
        System.arraycopy(words, 0, all, 2, words.length);
        return Run.iovctl(all);
    }

    @Test
    void pfsAreListedWithTheirDrivers() {
        Run run = iovctl("--list");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("0000:03:00.0", "ixgbe", "0/63")
                .contains("0000:81:00.0", "nvme")
                .contains("0000:84:00.0", "c6xx");
    }

    @Test
    void aPfIsShownByAnyOfItsNames() {
        Run byName = iovctl("-L", "-d", "enp3s0");
        assertThat(byName.err()).isEmpty();
        assertThat(byName.out())
                .isEqualTo(iovctl("-L", "-d", "0000:03:00.0").out())
                .contains("0000:03:00.0");
    }

    @Test
    void theSchemaIsThatOfNetworkCards() {
        Run run = iovctl("-S", "-d", "enp7s0");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("mac-addr", "vlan-proto", "min-tx-rate")
                .doesNotContain("node-guid", "rss-query");
    }

    @Test
    void aConfigurationIsPlannedAndApplied() throws IOException {
        String file =
                file(
                        """
                        PF { device : "enp3s0"; num_vfs : 2; }
                        DEFAULT { mac-anti-spoof : true; }
                        VF-0 { mac-addr : "02:00:00:00:01:00"; vlan : 7; }
                        VF-1 { passthrough : true; }
                        """);
        Run plan = iovctl("-C", "-f", file, "--plan");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).contains("create 2 VFs");
        Run run = iovctl("-C", "-f", file);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void whatTheKernelRefusesIsTold() throws IOException {
        Run run = iovctl("-C", "-f", file("PF { device : \"enp3s0\"; num_vfs : 64; }"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("ixgbe takes at most 63 VFs");
        assertThat(iovctl("-D", "-d", "enp3s0").err()).contains("has no VFs");
    }
}

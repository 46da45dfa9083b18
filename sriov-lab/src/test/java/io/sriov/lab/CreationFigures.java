package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same VFs by the SDK, and by `echo 7 > sriov_numvfs` and `ip -batch`: that they are the same
/// is tested, and how long both took is printed.
class CreationFigures {
    private static final int VFS = 7;
    private static final int ROUNDS = 3;
    private static final long MAC = 0x0200_0000_2000L;

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
        Program.run("ip", "link", "set", "dev", link, "up");
    }

    @AfterEach
    void close() {
        Program.run("ip", "link", "set", "dev", link, "down");
        sriov.close();
    }

    private IovConfig config() {
        var config = IovConfig.builder(pf.schema(), pf.device()).numVfs(VFS);
        for (int vf = 0; vf < VFS; vf++) {
            config.vf(vf, "mac-addr", new ParameterValue.Mac(new MacAddress(MAC + vf)))
                    .vf(vf, "vlan", new ParameterValue.Vlan(new VlanId(100 + vf)))
                    .vf(vf, "mac-anti-spoof", ParameterValue.Bool.TRUE);
        }
        return config.build();
    }

    private Path batch() throws IOException {
        var lines = new StringBuilder();
        for (int vf = 0; vf < VFS; vf++) {
            String subject = "link set dev " + link + " vf " + vf;
            lines.append(subject).append(" mac ").append(new MacAddress(MAC + vf)).append('\n');
            lines.append(subject).append(" vlan ").append(100 + vf).append('\n');
            lines.append(subject).append(" spoofchk on\n");
        }
        return Files.writeString(directory.resolve("batch"), lines);
    }

    private List<String> shown() {
        return Program.run("ip", "link", "show", "dev", link)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("vf "))
                .toList();
    }

    private void echo(int vfs) {
        Program.run(
                "sh",
                "-c",
                "echo " + vfs + " > /sys/bus/pci/devices/" + pf.device() + "/sriov_numvfs");
    }

    @Test
    void theSdkMakesTheSameVfs() throws IOException {
        Path batch = batch();
        IovConfig config = config();
        long[] bare = new long[ROUNDS];
        long[] sdk = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            echo(VFS);
            Program.run("ip", "-batch", batch.toString());
            bare[round] = System.nanoTime() - begun;
            List<String> wanted = shown();
            assertThat(wanted).hasSize(VFS);
            echo(0);

            begun = System.nanoTime();
            Outcome outcome = sriov.apply(sriov.plan(config));
            sdk[round] = System.nanoTime() - begun;
            assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            assertThat(shown()).isEqualTo(wanted);
            sriov.apply(sriov.planRemoval(pf.device()));
        }
        long of = least(sdk) - least(bare);
        System.out.printf(
                Locale.ROOT,
                "figures: %d VFs of igb, least of %d: echo and ip -batch %d ms, SDK %d ms, which is"
                        + " %.1f ms more for each VF%n",
                VFS,
                ROUNDS,
                Duration.ofNanos(least(bare)).toMillis(),
                Duration.ofNanos(least(sdk)).toMillis(),
                of / 1e6 / VFS);
    }

    private static long least(long[] times) {
        return IntStream.range(0, times.length).mapToLong(i -> times[i]).min().orElseThrow();
    }
}

package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.MemoryRecordStore;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `-C --boot --wait`: PFs that come late.
class BootWaitTest {
    @TempDir private Path directory;

    private final SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard());
    private final ThisFreeBsd machine = new ThisFreeBsd(system, new MemoryRecordStore());

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(directory.resolve("a.conf"), "PF { device : port1; num_vfs : 2 }");
        Files.writeString(directory.resolve("b.conf"), "PF { device : ice0; num_vfs : 3 }");
        Files.writeString(directory.resolve("c.conf"), "PF { device");
    }

    @AfterEach
    void end() {
        system.close();
    }

    /// @param missed how many times somebody has to ask for `port1` in vain
    private Run boot(int missed, String... words) {
        var late = new OtherMachine(machine, Map.of("port1", "ix0"), missed);
        String[] all = new String[words.length + 4];
        all[0] = "-C";
        all[1] = "--boot";
        all[2] = "-f";
        all[3] = directory.toString();
        System.arraycopy(words, 0, all, 4, words.length);
        return Run.on(late.alone(), all);
    }

    private int vfs(String device) {
        return system.kernel().status(device).numVfs();
    }

    @Test
    void aPfThatComesLateIsConfigured() throws IOException {
        Files.delete(directory.resolve("c.conf"));
        Run run = boot(3, "--wait", "600");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(vfs("ix0")).isEqualTo(2);
        assertThat(vfs("ice0")).isEqualTo(3);
    }

    @Test
    void withoutItNobodyWaits() {
        assertThat(boot(3).err()).contains("Could not open device 'port1'");
        assertThat(vfs("ix0")).isZero();
        assertThat(vfs("ice0")).isEqualTo(3);
    }

    @Test
    void theMissingAreNamedAndTheOthersConfigured() {
        long begin = System.nanoTime();
        Run run = boot(Integer.MAX_VALUE, "--wait", "1");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofSeconds(1));
        assertThat(run.err())
                .startsWith(
                        """
                        iovctl: Not ready after 1 s: port1
                          port1: there is no such PF
                        """)
                .contains("c.conf:1:");
        assertThat(run.status()).isEqualTo(1);
        assertThat(vfs("ice0")).isEqualTo(3);
    }

    /// Linux shows a PF before its driver is there.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aPfWithoutADriverIsMissing() throws IOException {
        Path conf =
                Files.writeString(
                        directory.resolve("d.conf"), "PF { device : \"3:0.0\"; num_vfs : 2 }");
        Run run =
                Run.on(
                        new ThisLinux(directory).pf("0000:03:00.0", 8).alone(),
                        "-C",
                        "--boot",
                        "--wait=1",
                        "-f",
                        conf.toString());
        assertThat(run.err())
                .startsWith(
                        """
                        iovctl: Not ready after 1 s: 3:0.0
                          3:0.0: no driver serves it
                        """);
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void isForCreatingAtBoot() {
        assertThat(Run.iovctl("-C", "--wait", "3", "-f", "x").err())
                .startsWith("iovctl: --wait can only be used with -C and --boot\n");
        assertThat(Run.iovctl("-D", "--boot", "--wait", "3", "-f", "x").err())
                .startsWith("iovctl: --wait can only be used with -C and --boot\n");
        assertThat(Run.iovctl("-C", "--boot", "--wait", "-3", "-f", "x").err())
                .startsWith("iovctl: --wait takes a number of seconds, 0 to 99999, not '-3'\n");
    }
}

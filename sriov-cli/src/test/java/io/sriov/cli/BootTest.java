package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.host.MemoryRecordStore;
import io.sriov.record.Journal;
import io.sriov.record.PfRecords;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-C --boot` and `-D --boot`: a list of files, each for itself.
class BootTest {
    @TempDir private Path directory;

    private final SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard());
    private final ThisFreeBsd machine = new ThisFreeBsd(system, new MemoryRecordStore());

    @AfterEach
    void end() {
        system.close();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private Run iovctl(String... words) {
        return Run.on(machine.alone(), words);
    }

    private int vfs(String device) {
        return system.kernel().status(device).numVfs();
    }

    @Test
    void aWrongFileDoesNotKeepTheOthersBack() throws IOException {
        String wrong = file("ixl0.conf", "PF { device : ixl0; num_vfs : many }");
        Run run =
                iovctl(
                        "-C",
                        "--boot",
                        "-f",
                        wrong,
                        "-f",
                        directory.resolve("absent.conf").toString(),
                        "-f",
                        file("ix0.conf", "PF { device : ix0; num_vfs : 2 }"),
                        "-f",
                        file("ice9.conf", "PF { device : ice9; num_vfs : 2 }"),
                        "-f",
                        file("ice0.conf", "PF { device : ice0; num_vfs : 3 }"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("ixl0.conf:1:")
                .contains("absent.conf")
                .contains("Could not open device '/dev/iov/ice9'");
        assertThat(vfs("ix0")).isEqualTo(2);
        assertThat(vfs("ice0")).isEqualTo(3);
        assertThat(vfs("ixl0")).isZero();
    }

    @Test
    void theFilesOfADirectoryAreEachForThemselves() throws IOException {
        file("ix0.conf", "PF { device : ix0; num_vfs : 2 }");
        file("ice0.json", "{ \"PF\": { \"device\": \"ice0\", \"num_vfs\": 3 } }");
        file("ixl0.conf", "PF { device : ixl0; num_vfs : many }");
        file("nvme0.conf.disabled", "PF { device : nvme0; num_vfs : 2 }");

        Run start = iovctl("-C", "--boot", "-f", directory.toString());
        assertThat(start.status()).isEqualTo(1);
        assertThat(start.err()).contains("ixl0.conf:1:").doesNotContain("ix0.conf");
        assertThat(vfs("ix0")).isEqualTo(2);
        assertThat(vfs("ice0")).isEqualTo(3);
        assertThat(vfs("nvme0")).isZero();

        Files.delete(directory.resolve("ixl0.conf"));
        assertThat(iovctl("-D", "--boot", "-f", directory.toString()).status()).isZero();
        assertThat(vfs("ix0")).isZero();
        assertThat(vfs("ice0")).isZero();
    }

    @Test
    void aDirectoryWithoutFilesDoesNotKeepTheOthersBack() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Run run =
                iovctl(
                        "-C",
                        "--boot",
                        "-f",
                        empty.toString(),
                        "-f",
                        file("ix0.conf", "PF { device : ix0; num_vfs : 2 }"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("No configuration in '" + empty + "'");
        assertThat(vfs("ix0")).isEqualTo(2);
    }

    @Test
    void withoutItNothingIsTouchedWhereOneFileIsWrong() throws IOException {
        Run run =
                iovctl(
                        "-C",
                        "-f",
                        file("ixl0.conf", "PF { device : ixl0; num_vfs : many }"),
                        "-f",
                        file("ix0.conf", "PF { device : ix0; num_vfs : 2 }"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(vfs("ix0")).isZero();
    }

    @Test
    void startingTwiceIsStartingOnce() throws IOException {
        String conf = file("ix0.conf", "PF { device : ix0; num_vfs : 2 }");
        assertThat(iovctl("-C", "--boot", "-f", conf).status()).isZero();
        Run again = iovctl("-C", "--boot", "-f", conf);
        assertThat(again.status()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(iovctl("-D", "--boot", "-f", conf).status()).isZero();
        assertThat(vfs("ix0")).isZero();
        assertThat(iovctl("-D", "--boot", "-f", conf).status()).isZero();
    }

    @Test
    void vfsOfAnotherConfigurationAreKeptUnlessReplaced() throws IOException {
        assertThat(iovctl("-C", "-f", file("a.conf", "PF { device : ix0; num_vfs : 2 }")).status())
                .isZero();
        String other = file("b.conf", "PF { device : ix0; num_vfs : 5 }");
        assertThat(iovctl("-C", "--boot", "-f", other).err())
                .startsWith("iovctl: Failed to configure SR-IOV: Device busy\n");
        assertThat(vfs("ix0")).isEqualTo(2);
        assertThat(iovctl("-C", "--boot", "--replace", "-f", other).status()).isZero();
        assertThat(vfs("ix0")).isEqualTo(5);
    }

    /// The machine loses power between destroying the VFs of one configuration and creating those
    /// of another; when it starts, it has none. The file that is applied then calls the PF by
    /// another of its names.
    @Test
    void whatAPowerFailureInterruptedDoesNotKeepTheMachineFromStarting() throws IOException {
        String first = file("first.conf", "PF { device : ix0; num_vfs : 2 }");
        String second = file("second.conf", "PF { device : ix0; num_vfs : 5 }");
        assertThat(iovctl("-C", "-f", first).status()).isZero();
        losePower("create", second);
        assertThat(vfs("ix0")).isZero();

        Run refused = iovctl("-C", "-f", second);
        assertThat(refused.err()).contains("iovctl --recover -d ix0");

        Run boot =
                Run.on(
                        new OtherMachine(machine, Map.of("port1", "ix0"), 0).alone(),
                        "-C",
                        "--boot",
                        "-f",
                        file("other-name.conf", "PF { device : port1; num_vfs : 5 }"));
        assertThat(boot.status()).as(boot.err()).isZero();
        assertThat(boot.err()).contains("it has been put right");
        assertThat(vfs("ix0")).isEqualTo(5);
    }

    /// What VFs are left by an apply that failed, and could not be undone, nobody knows.
    @Test
    void vfsThatAFailureLeftAreKeptAndTheFailureIsTold() throws IOException {
        String conf = file("ix0.conf", "PF { device : ix0; num_vfs : 2 }");
        assertThat(iovctl("-C", "-f", conf).status()).isZero();
        leaveToAttention("destroy");
        String other = file("other.conf", "PF { device : ix0; num_vfs : 5 }");
        for (String one : List.of(conf, other)) {
            Run run = iovctl("-C", "--boot", "-f", one);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains("failed: the previous state could not be restored")
                    .contains("iovctl: Failed to configure SR-IOV: Device busy");
            assertThat(vfs("ix0")).isEqualTo(2);
        }
        assertThat(iovctl("-C", "--boot", "--replace", "-f", other).status()).isZero();
        assertThat(vfs("ix0")).isEqualTo(5);
        assertThat(iovctl("-C", "--boot", "-f", other).err()).isEmpty();
    }

    @Test
    void whereAFailureLeftNoVfsTheConfigurationIsApplied() throws IOException {
        String conf = file("ix0.conf", "PF { device : ix0; num_vfs : 2 }");
        assertThat(iovctl("-C", "-f", conf).status()).isZero();
        leaveToAttention("create");
        assertThat(vfs("ix0")).isZero();
        Run run = iovctl("-C", "--boot", "-f", conf);
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("failed: the previous state could not be restored");
        assertThat(vfs("ix0")).isEqualTo(2);
        assertThat(iovctl("-C", "--boot", "-f", conf).err()).isEmpty();
    }

    @Test
    void vfsOfADamagedJournalAreKeptAndTheDamageIsTold() throws IOException {
        String conf = file("ix0.conf", "PF { device : ix0; num_vfs : 2 }");
        assertThat(iovctl("-C", "-f", conf).status()).isZero();
        machine.records().write("journal-ix0", "cut off");
        Run run = iovctl("-C", "--boot", "-f", file("b.conf", "PF { device : ix0; num_vfs : 5 }"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("its journal is damaged; it could not be put right")
                .contains("kept as 'damaged-1-journal-ix0'")
                .contains("iovctl: Failed to configure SR-IOV: Device busy");
        assertThat(vfs("ix0")).isEqualTo(2);
    }

    /// Begins to apply a configuration, and stops before an action.
    private void losePower(String action, String conf) {
        try (Sriov sriov = Sriov.open(machine.open(""))) {
            PowerFailure.before(action, sriov, Path.of(conf));
        }
    }

    /// Begins to replace the VFs of `ix0`, stops before an action, and fails to restore them.
    private void leaveToAttention(String action) throws IOException {
        losePower(action, file("interrupted.conf", "PF { device : ix0; num_vfs : 7 }"));
        var records = new PfRecords(machine.records(), "ix0");
        Journal journal = records.journal().value().orElseThrow();
        records.leave(
                journal.with(
                        Journal.Stage.ATTENTION,
                        journal.owner(),
                        "the previous state could not be restored"));
    }

    @Test
    void needsFilesAndSomethingToDo() {
        assertThat(iovctl("-C", "--boot", "-n", "-f", "x").err())
                .startsWith("iovctl: Only one of -n and --boot may be specified\n");
        assertThat(iovctl("-D", "--boot", "-d", "ix0").err())
                .startsWith("iovctl: --boot can only be used with the -f flag\n");
        assertThat(iovctl("-L", "--boot", "-d", "ix0").err())
                .startsWith("iovctl: --boot flag cannot be used with the -L flag\n");
    }
}

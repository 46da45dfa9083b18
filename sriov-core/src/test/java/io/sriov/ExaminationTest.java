package io.sriov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.apply.TimeSource;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.plan.Plan;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Crash;
import io.sriov.scripted.Faults.Fault;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found about a host whatever its kind, and with what its own kind finds.
class ExaminationTest {
    private static final Finding OWN = Finding.ok("kernel", "fine");

    @TempDir private Path directory;

    /// A host without PFs.
    private record EmptyHost(RecordStore records) implements Host {
        @Override
        public String name() {
            return "empty";
        }

        @Override
        public List<PhysicalFunction> physicalFunctions() {
            return List.of();
        }

        @Override
        public PhysicalFunction physicalFunction(String device) {
            throw new IllegalStateException();
        }

        @Override
        public List<Finding> examine() {
            return List.of(OWN);
        }

        @Override
        public void close() {}
    }

    private static List<Finding> examine(Path records) {
        return Sriov.open(new EmptyHost(new DirectoryRecordStore(records))).examine();
    }

    @Test
    void whatTheHostSaysComesFirstAndThatThereAreNoPfsIsTold() {
        List<Finding> findings = examine(directory.resolve("new/records"));
        assertThat(findings.getFirst()).isEqualTo(OWN);
        assertThat(findings.get(1).subject()).isEqualTo("PFs");
        assertThat(findings.get(1).level()).isEqualTo(Finding.Level.WARN);
        assertThat(findings.get(2).level()).isEqualTo(Finding.Level.OK);
        assertThat(directory.resolve("new")).as("nothing is changed").doesNotExist();
    }

    @Test
    void recordsThatCannotBeWrittenAreTold() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Finding found = examine(file.resolve("records")).getLast();
        assertThat(found.level()).isEqualTo(Finding.Level.FAIL);
        assertThat(found.subject()).isEqualTo("records");
        assertThat(found.message()).contains(file + "/records").doesNotContain("make sure");
        assertThat(found.remedy().orElseThrow()).startsWith("make sure that the directory");
    }

    @Test
    void everyPfIsFoundWithItsDriverAndItsVfs() {
        var host = new ScriptedHost();
        host.add("ix0", 8, Configs.SCHEMA);
        host.add("ix1", 4, Configs.SCHEMA).driver = PfStatus.NO_DRIVER;
        host.add("ix2", 4, Configs.SCHEMA);
        Sriov sriov = Sriov.open(host);
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        host.faults().at("status ix2", new Fault(false, false));

        assertThat(sriov.examine())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .isEqualTo(Finding.ok("ix0", "driver ix, 3 of 8 VFs")),
                        second ->
                                assertThat(second)
                                        .isEqualTo(
                                                Finding.fail(
                                                        "ix1",
                                                        "no driver serves it",
                                                        "load the driver of the device")),
                        third -> {
                            assertThat(third.level()).isEqualTo(Finding.Level.FAIL);
                            assertThat(third.subject()).isEqualTo("ix2");
                            assertThat(third.remedy()).contains("take the fault away");
                        },
                        last ->
                                assertThat(last)
                                        .isEqualTo(
                                                Finding.ok(
                                                        "records",
                                                        "writable, and nothing was interrupted")));
    }

    @Test
    void aHostThatDoesNotTellItsPfsIsTold() {
        var host = new ScriptedHost();
        host.unlisted =
                new HostException(
                        HostException.Operation.OPEN_HOST,
                        "scripted",
                        Errno.EACCES,
                        "not for you",
                        "ask for more rights");

        assertThat(Sriov.open(host).examine().getFirst())
                .isEqualTo(
                        Finding.fail(
                                "PFs",
                                "cannot open host scripted: EACCES: not for you",
                                "ask for more rights"));
    }

    @Test
    void whatWasInterruptedOrNeedsAttentionIsToldWithWhatToDo() {
        var host = new ScriptedHost();
        ScriptedPf ix0 = host.add("ix0", 8, Configs.SCHEMA);
        host.add("ix1", 8, Configs.SCHEMA);
        var at = Instant.parse("2026-01-02T03:04:05Z");
        Sriov sriov = Sriov.open(host, new TimeSource(() -> at, () -> 0));
        sriov.apply(sriov.plan(Configs.config("ix0", 3, 0)));
        ix0.failConfigure(Errno.ENXIO);
        sriov.apply(sriov.plan(Configs.config("ix0", 5, 0)));
        Plan plan = sriov.plan(Configs.config("ix1", 3, 0));
        host.faults().at("configure ix1", new Fault(true, true));
        assertThatThrownBy(() -> sriov.apply(plan)).isInstanceOf(Crash.class);
        host.faults().reset();

        assertThat(sriov.examine())
                .endsWith(
                        Finding.warn(
                                "ix0",
                                "an apply begun at 2026-01-02T03:04:05Z failed: the previous state"
                                        + " could not be restored",
                                "look at its VFs, then apply the configuration that is wanted"),
                        Finding.warn(
                                "ix1",
                                "an apply begun at 2026-01-02T03:04:05Z was interrupted: about to"
                                        + " create 3 VFs of ix1",
                                "iovctl --recover -d ix1 puts it right"));
    }

    @Test
    void recordsThatCanOnlyBeReadAreTold() {
        var host = new ScriptedHost();
        host.add("ix0", 8, Configs.SCHEMA);
        host.faults().at("check", new Fault(false, false));

        Finding found = Sriov.open(host).examine().getLast();

        assertThat(found.level()).isEqualTo(Finding.Level.FAIL);
        assertThat(found.subject()).isEqualTo("records");
        assertThat(found.remedy()).contains("take the fault away");
    }
}

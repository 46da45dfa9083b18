package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Deviation;
import io.sriov.apply.Outcome;
import io.sriov.apply.StepEvidence;
import io.sriov.host.Errno;
import io.sriov.plan.Plan;
import io.sriov.plan.Step;
import io.sriov.schema.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of outcomes that no simulated machine brings about.
class OutcomeReportTest {
    private static final io.sriov.apply.Failure BUSY =
            new io.sriov.apply.Failure(
                    "cannot delete the VFs of ix0: EBUSY: it is held",
                    Optional.of(Errno.EBUSY),
                    Optional.of("let go"));
    private static final io.sriov.apply.Failure MISMATCH =
            new io.sriov.apply.Failure(
                    "what reads back is not what was asked for",
                    Optional.empty(),
                    Optional.of("look at the console"));

    @TempDir private Path directory;

    /// A plan that destroys VFs and creates others.
    private Plan replacement() {
        String host = "sim:" + directory.resolve("machine.json");
        Run.iovctl("--host", host, "-C", "-f", Run.inTree("examples/ix0.conf"));
        try (Sriov sriov = Sriov.open(host)) {
            Plan plan =
                    sriov.plan(
                            ConfigReader.standard()
                                    .read(Path.of(Run.inTree("examples/changed/ix0.conf")))
                                    .validate(sriov.schema("ix0"))
                                    .config()
                                    .orElseThrow());
            assertThat(plan.steps().getFirst()).isInstanceOf(Step.DestroyVfs.class);
            return plan;
        }
    }

    private static StepEvidence step(
            StepEvidence.Phase phase, Optional<io.sriov.apply.Failure> failure) {
        return new StepEvidence(phase, "do something", Duration.ofMillis(1), "", failure);
    }

    private static String told(OutcomeReport report) {
        var err = new ByteArrayOutputStream();
        report.tell(
                new TextProblems(
                        Terminal.of(OutputStream.nullOutputStream(), err, Map.of()),
                        Arguments.Color.NEVER));
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void speaksOfDeletingWhenTheOldVfsCouldNotBeDestroyed() {
        Outcome outcome =
                new Outcome.Restored(
                        "ix0",
                        BUSY,
                        List.of(step(StepEvidence.Phase.APPLY, Optional.of(BUSY))),
                        List.of());

        assertThat(told(OutcomeReport.of(replacement(), outcome, Failures.CONFIGURE)))
                .isEqualTo(
                        """
                        iovctl: Failed to delete VFs: Device busy
                          cannot delete the VFs of ix0: EBUSY: it is held
                          the state before has been restored
                        """);
    }

    @Test
    void speaksOfConfiguringWhenTheNewVfsCouldNotBeCreated() {
        Outcome outcome =
                new Outcome.Restored(
                        "ix0",
                        BUSY,
                        List.of(
                                step(StepEvidence.Phase.APPLY, Optional.empty()),
                                step(StepEvidence.Phase.APPLY, Optional.of(BUSY)),
                                step(StepEvidence.Phase.RESTORE, Optional.empty())),
                        List.of());

        assertThat(told(OutcomeReport.of(replacement(), outcome, Failures.CONFIGURE)))
                .startsWith("iovctl: Failed to configure SR-IOV: Device busy\n");
    }

    @Test
    void saysWhatDiffersAndWhatToDoWhenRestoringFailedToo() {
        List<Deviation> deviations =
                IntStream.range(0, 12)
                        .mapToObj(i -> new Deviation("ix0 VF-" + i, "present", "absent"))
                        .toList();
        Outcome outcome =
                new Outcome.NeedsAttention(
                        "ix0",
                        MISMATCH,
                        deviations,
                        List.of("configure ix0 again"),
                        List.of(
                                step(StepEvidence.Phase.APPLY, Optional.empty()),
                                step(StepEvidence.Phase.VERIFY, Optional.of(MISMATCH))),
                        List.of("a record could not be removed"));

        String told = told(OutcomeReport.of(replacement(), outcome, Failures.CONFIGURE));

        assertThat(told)
                .startsWith(
                        """
                        iovctl: Failed to configure SR-IOV: what reads back is not what was asked for
                          look at the console
                          the state before could not be restored; what differs from it:
                            ix0 VF-0: present expected, absent found
                        """)
                .endsWith(
                        """
                            ix0 VF-9: present expected, absent found
                            and 2 more
                          configure ix0 again
                        iovctl: ix0: a record could not be removed
                        """);
    }
}

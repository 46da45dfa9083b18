package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.ApplyException;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDrivers;
import io.sriov.host.Errno;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.plan.Plan;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody writes `sriov_numvfs` with `echo`, and asks nobody, while the SDK applies.
class EchoRaceTest {
    private static final int OURS = 2;
    private static final int THEIRS = 3;

    /// For [Driver]: before the VFs are created.
    private static final int INIT = -1;

    private static final PciFunction PF = LabMachine.igb();
    private static final String NUM_VFS = PF.attribute("sriov_numvfs").file().toString();

    private static DirectedDriver directed;

    private final MemoryRecordStore records = new MemoryRecordStore();

    @BeforeAll
    static void bind() {
        directed = DirectedDriver.bind(PF);
    }

    @AfterAll
    static void giveBack() {
        directed.close();
    }

    /// A driver without parameters, at whose calls something happens.
    ///
    /// @param event gets the number of the VF that is set up, or [#INIT]
    private record Driver(IntConsumer event) implements VendorDriver {
        @Override
        public void init(int numVfs, DriverParameters parameters) {
            event.accept(INIT);
        }

        @Override
        public void addVf(int index, DriverParameters parameters) {
            event.accept(index);
        }
    }

    private interface Use<T> {
        T of(Sriov sriov, Plan plan);
    }

    private <T> T use(IntConsumer event, Use<T> use) {
        try (LinuxHost host =
                        LinuxHost.builder()
                                .records(records)
                                .drivers(PfDrivers.of(List.of(new Driver(event))))
                                .build();
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(PF.toString());
            var config = IovConfig.builder(pf.schema(), pf.device()).numVfs(OURS);
            for (int vf = 0; vf < OURS; vf++) {
                config.vf(vf, "passthrough", ParameterValue.Bool.TRUE);
            }
            return use.of(sriov, sriov.plan(config.build()));
        }
    }

    private static Process loop(String body) {
        try {
            return new ProcessBuilder("sh", "-c", "while :; do " + body + "; done", NUM_VFS)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private static void echo(int numVfs) {
        Program.run("sh", "-c", "echo " + numVfs + " >\"$0\"", NUM_VFS);
    }

    private static List<Object> identities() {
        return PF.vfs().stream().map(EchoRaceTest::identity).toList();
    }

    /// A device that is created anew has another number.
    private static Object identity(PciFunction vf) {
        try {
            return Files.getAttribute(vf.directory(), "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertOurs() {
        assertThat(PF.attribute("sriov_numvfs").number()).isEqualTo(OURS);
        assertThat(PF.vfs())
                .hasSize(OURS)
                .allMatch(vf -> vf.link("driver").equals(Optional.of("vfio-pci")));
    }

    private void assertSettled() {
        assertThat(PF.attribute("sriov_drivers_autoprobe").number()).isOne();
        assertThat(records.names()).noneMatch(name -> name.startsWith("autoprobe"));
    }

    /// A loop that begins when the SDK does: whoever is first has the PF, and the other is told.
    @ParameterizedTest
    @ValueSource(ints = {0, 30, 120})
    void whoeverIsFirstHasThePf(int delayMillis) throws InterruptedException {
        Process[] loop = new Process[1];
        Optional<Outcome> outcome =
                use(
                        _ -> {},
                        (sriov, plan) -> {
                            loop[0] =
                                    loop(
                                            "usleep "
                                                    + delayMillis * 1000
                                                    + "; echo "
                                                    + THEIRS
                                                    + " >\"$0\"");
                            try {
                                return Optional.of(sriov.apply(plan));
                            } catch (ApplyException e) {
                                assertThat(e.reason()).isEqualTo(ApplyException.Reason.STALE_PLAN);
                                return Optional.empty();
                            }
                        });
        end(loop[0]);
        if (outcome.isPresent() && outcome.get().committed()) {
            assertOurs();
        } else {
            outcome.ifPresent(EchoRaceTest::assertBusy);
            assertThat(PF.attribute("sriov_numvfs").number()).isEqualTo(THEIRS);
            assertThat(PF.vfs()).hasSize(THEIRS);
        }
        assertSettled();
    }

    private static void assertBusy(Outcome outcome) {
        assertThat(outcome.toText()).contains("EBUSY");
        assertThat(outcome)
                .as(outcome.toText())
                .isInstanceOfSatisfying(
                        Outcome.NeedsAttention.class,
                        attention -> assertThat(attention.cause().errno()).contains(Errno.EBUSY));
    }

    @Test
    void theirsStayWhenTheyAreFirst() {
        var theirs = new Object[1];
        Outcome outcome =
                use(
                        vf -> {
                            if (vf == INIT) {
                                echo(THEIRS);
                                theirs[0] = identities();
                            }
                        },
                        Sriov::apply);
        assertBusy(outcome);
        assertThat(identities()).hasSize(THEIRS).isEqualTo(theirs[0]);
        assertSettled();
    }

    @Test
    void oursStayWhenWeAreFirst() throws InterruptedException {
        Process[] loop = new Process[1];
        Outcome outcome =
                use(
                        vf -> {
                            if (vf == 0) {
                                loop[0] = loop("echo " + THEIRS + " >\"$0\"");
                            }
                        },
                        Sriov::apply);
        end(loop[0]);
        assertThat(outcome.committed()).as(outcome.toText()).isTrue();
        assertOurs();
        assertSettled();
    }

    /// Ours are destroyed and others created while they are set up.
    @Test
    void theirsStayWhenTheyTookThePlaceOfOurs() {
        var theirs = new Object[1];
        Outcome outcome =
                use(
                        vf -> {
                            if (vf == 1) {
                                echo(0);
                                echo(THEIRS);
                                theirs[0] = identities();
                            }
                        },
                        Sriov::apply);
        assertThat(outcome.committed()).as(outcome.toText()).isFalse();
        assertThat(identities()).as(outcome.toText()).isEqualTo(theirs[0]);
        assertSettled();
    }
}

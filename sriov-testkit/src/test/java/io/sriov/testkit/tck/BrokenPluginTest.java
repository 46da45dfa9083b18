package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.sriov.driver.PfDriverException;
import io.sriov.host.ParameterReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/// Each clause can fail, and those that a fault has nothing to do with do not.
class BrokenPluginTest {
    private static Supplier<PfDriverBench> benches = SampleBench::new;

    @TempDir static Path directory;

    static class Tck extends PfDriverTck {
        @Override
        protected PfDriverBench open() {
            return benches.get();
        }

        @Override
        protected Path certificate() {
            return directory.resolve("certificate");
        }

        @Override
        protected Duration timeLimit() {
            return Duration.ofSeconds(8);
        }

        /// What drivers do in the background gets its turn now.
        @Override
        protected void settle() throws InterruptedException {
            Thread background = Thread.ofPlatform().start(CarelessFaults::runLater);
            background.join();
        }

        @Override
        protected void certified(Certificate written) {}
    }

    static List<PluginFault> faults() {
        return Stream.of(
                        SchemaFaults.ALL,
                        SecurityFaults.ALL,
                        LifeCycleFaults.ALL,
                        ValueFaults.ALL,
                        PfFaults.ALL,
                        CheckFaults.ALL,
                        CarelessFaults.ALL,
                        NarrowFaults.ALL,
                        PlausibleFaults.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /// What failed, by clause.
    private static Map<String, String> failures(Supplier<PfDriverBench> broken) {
        benches = broken;
        var failures = new TreeMap<String, String>();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Tck.class))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .forEach(event ->
                        failures.put(
                                event.getTestDescriptor().getDisplayName().replaceFirst(" .*", ""),
                                event.getRequiredPayload(TestExecutionResult.class)
                                        .getThrowable()
                                        .orElseThrow()
                                        .getMessage()));
        return failures;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultIsFound(PluginFault fault) {
        Map<String, String> failures = failures(fault.bench());
        assertThat(failures.keySet())
                .as("the clauses that %s breaks", fault)
                .containsExactlyInAnyOrderElementsOf(fault.clauses());
        assertThat(failures)
                .allSatisfy((clause, message) ->
                        assertThat(message)
                                .startsWith("clause " + clause + " does not hold: ")
                                .contains("source: "));
        assertThat(failures.values())
                .anySatisfy(message -> assertThat(message).contains(fault.tells()));
    }

    /// Says of each parameter that it could not be asked for, instead of throwing.
    private static final class Excusing extends SampleDriver {
        Excusing(SampleDevice device) {
            super(device);
        }

        @Override
        public List<ParameterReading> read(int index) {
            try {
                return super.read(index);
            } catch (PfDriverException e) {
                return OF_VF.stream()
                        .map(parameter ->
                                new ParameterReading(
                                        parameter.name(),
                                        ParameterReading.State.UNKNOWN,
                                        String.valueOf(e.getMessage())))
                        .toList();
            }
        }
    }

    @Test
    void whatIsAllowedBreaksNothing() {
        assertThat(failures(() -> new SampleBench(Excusing::new))).isEmpty();
        assertThat(failures(() -> new SampleBench(PlausibleFaults.WithThreads::new))).isEmpty();
    }

    @Test
    void everyClauseCanFail() {
        var left = new TreeSet<>(CertificateRecorder.clauses(Tck.class).map(Clause::id).toList());
        faults().stream()
                .filter(fault -> fault.clauses().size() < PluginFault.ALL_BUT_3_1.length)
                .forEach(fault -> left.removeAll(fault.clauses()));
        assertThat(left).as("clauses that no fault breaks").isEmpty();
    }
}

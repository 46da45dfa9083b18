package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// What is wrong with a bench is said of the bench, not of the plug-in.
class UnfitBenchTest {
    private static final AtomicReference<Certificate> LAST = new AtomicReference<>();

    @TempDir static Path directory;

    abstract static class Tck extends PfDriverTck {
        @Override
        protected Path certificate() {
            return directory.resolve("certificate");
        }

        @Override
        protected void certified(Certificate written) {
            LAST.set(written);
        }
    }

    static class Closed extends Tck {
        @Override
        protected PfDriverBench open() throws IOException {
            throw new IOException("the card is in another machine");
        }
    }

    static class OfSize extends Tck {
        static int vfs;

        @Override
        protected PfDriverBench open() {
            return new SampleBench() {
                @Override
                public int mostVfs() {
                    return vfs;
                }
            };
        }
    }

    static class Constant extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench() {
                @Override
                public ParameterValue example(Parameter parameter, int seed) {
                    return super.example(parameter, 0);
                }
            };
        }
    }

    private static Stream<String> messages(Events failed) {
        return failed.stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> String.valueOf(result.getThrowable().orElseThrow().getMessage()));
    }

    private static Events failures(Class<? extends Tck> tck) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tck))
                .execute()
                .testEvents()
                .failed();
    }

    private static ClauseResult clause(String id) {
        return LAST.get().results().stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> ids(Verdict verdict) {
        return LAST.get().results().stream()
                .filter(result -> result.verdict() == verdict)
                .map(ClauseResult::id);
    }

    @Test
    void aBenchThatCannotBeOpenedTriesNoClause() {
        Events failed = failures(Closed.class);
        assertThat(messages(failed))
                .hasSize(LAST.get().results().size())
                .allSatisfy(message ->
                        assertThat(message)
                                .matches("clause \\d\\.\\d+ was not tried: .*")
                                .endsWith(
                                        "open() throws java.io.IOException: the card is in another"
                                                + " machine"));
        assertThat(ids(Verdict.NOT_TRIED)).hasSize(LAST.get().results().size());
        assertThat(LAST.get().summary()).startsWith("not proven to conform: ");
    }

    @Test
    void aBenchWithoutVfsTriesNoClause() {
        OfSize.vfs = 0;
        Events failed = failures(OfSize.class);
        assertThat(messages(failed))
                .hasSize(LAST.get().results().size())
                .allSatisfy(message ->
                        assertThat(message)
                                .endsWith(
                                        " was not tried: the bench must allow 1 VF or more, and its"
                                                + " mostVfs() is 0"));
        assertThat(ids(Verdict.NOT_TRIED)).hasSize(LAST.get().results().size());
    }

    @Test
    void aBenchWithOneVfLeavesUnprovenWhatIsAboutSeveral() {
        OfSize.vfs = 1;
        assertThat(messages(failures(OfSize.class))).isEmpty();
        assertThat(ids(Verdict.UNPROVEN)).containsExactly("4.3", "4.9", "5.5");
        assertThat(clause("4.9").reason())
                .isEqualTo(
                        "the bench has room for 1 VF, and this takes 2: see"
                                + " PfDriverBench.mostVfs()");
    }

    @Test
    void aBenchWithOneExampleOfEachParameterLeavesNothingToChange() {
        assertThat(messages(failures(Constant.class))).isEmpty();
        assertThat(ids(Verdict.UNPROVEN)).contains("4.12", "6.2");
        assertThat(clause("4.12").reason())
                .isEqualTo(
                        "the bench's example() is the same for one seed as for the next, which"
                                + " leaves no change to try");
        assertThat(clause("6.2").reason()).contains("example() is the same for one seed");
    }
}

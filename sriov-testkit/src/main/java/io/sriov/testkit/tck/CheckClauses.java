package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Chapter 7: what is refused, and how.
abstract class CheckClauses extends ReadBackClauses {
    /// What belongs into a log, not before an operator.
    private static final Pattern INTERNALS =
            Pattern.compile("\\bnull\\b|\\w(Exception|Error)\\b|\\.java\\b|@[0-9a-f]{5,}");

    private static final int LONGEST = 400;
    private static final int EXAMPLES = 5;
    private static final int MANY = 100;

    private List<ImpossibleConfig> impossible() {
        List<ImpossibleConfig> impossible = bench.impossible();
        if (impossible.isEmpty() && !driver.checks()) {
            throw notApplicable(
                    "the driver has no check() of its own, and nothing is named impossible");
        }
        if (impossible.isEmpty()) {
            throw unproven(
                    "the driver checks configurations, and the bench names none that is impossible:"
                            + " see PfDriverBench.impossible()");
        }
        return impossible;
    }

    @Test
    @Clause(
            id = "7.1",
            rule = "check() has nothing against what the device can do.",
            source = "PfDriver#check(IovConfig)")
    void possibleIsNotRefused() {
        assertValid(trials.minimal(1), trials.minimal(most()));
        for (int seed = 0; seed < 3; seed++) {
            assertValid(trials.full(1, seed), trials.full(most(), seed));
        }
        evidence("8 configurations of 1 and %d VFs".formatted(most()));
    }

    @Test
    @Clause(
            id = "7.2",
            rule = "check() says where a configuration is impossible, and what to do.",
            source = "PfDriver#check(IovConfig); io.sriov.schema.diagnostic.Diagnostic")
    void problemsHavePlaces() {
        for (ImpossibleConfig example : impossible()) {
            var text = new LocatedText(trials.completed(example.pf(), example.vfs()));
            List<Diagnostic> errors = errors(text.read(driver.schema()));
            assertThat(errors).as("the errors of check(): %s", example.why()).isNotEmpty();
            assertThat(errors)
                    .as("the lines of %s; %s is to blame%n%s", errors, example.parameter(), text)
                    .extracting(error -> error.origin().line())
                    .contains(text.line(example.section(), example.parameter()));
            for (Diagnostic error : errors) {
                assertFit(error.message());
                assertThat(error.hint()).as("the hint of '%s'", error).isPresent();
                assertFit(error.hint().orElseThrow());
                evidence("%s: %s; %s".formatted(example.why(), error, error.hint().orElseThrow()));
            }
        }
    }

    private static void assertFit(String message) {
        assertThat(message)
                .as("a message is one line for an operator: '%s'", message)
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContainPattern(INTERNALS)
                .hasSizeLessThan(LONGEST);
        assertThat(message.strip().split("\\s+"))
                .as("the words of '%s'", message)
                .hasSizeGreaterThan(2);
    }

    @Test
    @Clause(
            id = "7.3",
            rule = "check() says the same when asked again, and changes nothing.",
            source = "PfDriver#check(IovConfig): Sriov asks it for each plan")
    void checksDoNotTouch() throws Exception {
        driver.create(trials.full(few(), 0));
        List<Map<String, ParameterValue>> before = shown(bench, few());
        Map<String, ParameterValue> pf = bench.pfValues();
        var configs = new ArrayList<>(List.of(trials.full(few(), 1), trials.minimal(few())));
        bench.impossible()
                .forEach(example -> configs.add(trials.completed(example.pf(), example.vfs())));
        for (IovConfig config : configs) {
            List<Diagnostic> first = driver.check(config);
            assertThat(driver.check(config)).as("check(), asked again").isEqualTo(first);
            assertThat(shown(bench, few())).as("the device after check()").isEqualTo(before);
            assertThat(bench.pfValues()).as("the PF after check()").isEqualTo(pf);
        }
        evidence(
                "%d configurations, each checked twice while there were VFs"
                        .formatted(configs.size()));
    }

    @Test
    @Clause(
            id = "7.4",
            rule = "The driver refuses what check() refuses, and takes nothing half.",
            source = "PCI_IOV_ADD_VF(9); whoever talks to the kernel alone does not ask check()")
    void impossibleIsRefused() throws Exception {
        for (ImpossibleConfig example : impossible()) {
            IovConfig config = trials.completed(example.pf(), example.vfs());
            Optional<PfDriverException> refusal = refusal(config, this::assertUntouched);
            assertThat(refusal)
                    .as("a refusal of what is impossible: %s", example.why())
                    .isPresent();
            createAndShow(most(), 0);
            driver.uninit();
            evidence(
                    "%s: %s"
                            .formatted(
                                    example.why(),
                                    String.valueOf(refusal.orElseThrow().getMessage())));
        }
    }

    private void assertUntouched(Map<String, ParameterValue> before, int vf) {
        assertThat(bench.vf(vf))
                .as(
                        "what VF-%d has after it was refused, as before: look at all that it is"
                                + " given before the first is set",
                        vf)
                .isEqualTo(before);
    }

    /// The first refusal, on a kernel on which the others are tried nevertheless.
    ///
    /// @param look what to do when a VF was refused, with what it had before
    private Optional<PfDriverException> refusal(
            IovConfig config, ObjIntConsumer<Map<String, ParameterValue>> look) {
        try {
            driver.init(config);
        } catch (PfDriverException e) {
            return Optional.of(e);
        }
        Optional<PfDriverException> refusal = Optional.empty();
        driver.enable();
        for (int i = 0; i < config.numVfs(); i++) {
            Map<String, ParameterValue> before = bench.vf(i);
            try {
                driver.addVf(i, DriverParameters.of(config.vf(i)));
            } catch (PfDriverException e) {
                refusal = refusal.or(() -> Optional.of(e));
                look.accept(before, i);
            }
        }
        driver.uninit();
        return refusal;
    }

    @Test
    @Clause(
            id = "7.5",
            rule =
                    "A refusal is a PfDriverException with one line for people: what, and what to do.",
            source = "PfDriverException: the message is all that a console can say")
    void refusalsAreForPeople() throws Exception {
        List<PfDriverException> refusals = new ArrayList<>();
        for (ImpossibleConfig example : bench.impossible()) {
            refused(trials.completed(example.pf(), example.vfs()), refusals);
        }
        IovConfig config = trials.full(few(), 0);
        for (int access = 0; bench.faults().isPresent() && access < MANY; access++) {
            boolean created = fails(access, () -> {}, () -> refused(config, refusals), () -> {});
            boolean seen =
                    fails(
                            access,
                            () -> driver.create(config),
                            () -> look(config, refusals),
                            () -> {});
            if (!created && !seen) {
                break;
            }
        }
        if (refusals.isEmpty() && bench.faults().isEmpty()) {
            throw unproven("this bench cannot make its device fail");
        }
        if (refusals.isEmpty()) {
            throw notApplicable("nothing is refused");
        }
        var messages = new TreeSet<String>();
        for (PfDriverException refusal : refusals) {
            assertThat(refusal.errno()).as("the errno of %s", refusal).isNotNull();
            assertFit(String.valueOf(refusal.getMessage()));
            messages.add(refusal.errno() + ": " + refusal.getMessage());
        }
        evidence(
                "%d refusals, %d different ones, such as"
                        .formatted(refusals.size(), messages.size()));
        messages.stream().limit(EXAMPLES).forEach(this::evidence);
    }

    private void refused(IovConfig config, List<PfDriverException> refusals) {
        refusal(config, (_, _) -> {}).ifPresent(refusals::add);
    }

    private void look(IovConfig config, List<PfDriverException> refusals) {
        for (int i = 0; i < few(); i++) {
            try {
                driver.compare(i, DriverParameters.of(config.vf(i)));
            } catch (PfDriverException e) {
                refusals.add(e);
            }
            try {
                driver.read(i);
            } catch (PfDriverException e) {
                refusals.add(e);
            }
        }
    }
}

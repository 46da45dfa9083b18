package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/// Which rules of a contract tell of which faults.
///
/// @param rules the names of all rules that were tried on what is sound
/// @param brokenBy the rules that each fault breaks
record BrokenRules<T>(Set<String> rules, Map<Fault<T>, Set<String>> brokenBy) {

    /// Runs a contract on what is sound, which must pass, and on each of its faults.
    ///
    /// @param contract the class that runs it
    /// @param breaker takes what its benches are to be broken with
    static <T> BrokenRules<T> of(
            Class<?> contract, List<Fault<T>> faults, Consumer<UnaryOperator<T>> breaker) {
        breaker.accept(sound -> sound);
        Events sound = run(contract);
        assertThat(failed(sound)).as("rules that break what is sound").isEmpty();
        Map<Fault<T>, Set<String>> broken = new LinkedHashMap<>();
        for (Fault<T> fault : faults) {
            breaker.accept(fault.breaker());
            broken.put(fault, failed(run(contract)));
        }
        breaker.accept(whole -> whole);
        return new BrokenRules<>(names(sound.succeeded()), broken);
    }

    private static Events run(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
    }

    private static Set<String> failed(Events events) {
        events.failed().stream()
                .forEach(event ->
                        assertThat(
                                        event.getRequiredPayload(TestExecutionResult.class)
                                                .getThrowable())
                                .get()
                                .asString()
                                .contains(
                                        "broken rule: "
                                                + event.getTestDescriptor().getDisplayName()));
        return names(events.failed());
    }

    private static Set<String> names(Events events) {
        return events.stream()
                .map(BrokenRules::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Event event) {
        return ((MethodSource) event.getTestDescriptor().getSource().orElseThrow()).getMethodName();
    }

    /// Every fault breaks the rule that it names.
    void assertTold() {
        assertThat(brokenBy)
                .allSatisfy((fault, broken) ->
                        assertThat(broken).as("a host that %s", fault).contains(fault.rule()));
    }

    /// No rule passes whatever one does.
    void assertEveryRuleCanBeBroken() {
        Set<String> left = new TreeSet<>(rules);
        brokenBy.values().forEach(left::removeAll);
        assertThat(left).as("rules that no fault breaks").isEmpty();
    }
}

package io.sriov.testkit.contract;

import io.sriov.host.PhysicalFunction;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of PFs tells of those that break it.
class BrokenPfTest {
    private static UnaryOperator<PhysicalFunction> breaker = pf -> pf;

    static class OnPf extends PhysicalFunctionContract {
        @Override
        protected HostBench open() {
            HostBench bench = SimulatedBench.inMemory("ix0", 4);
            UnaryOperator<PhysicalFunction> change = breaker;
            return new BrokenBench(bench, ForwardingHost.withPfs(bench.host(), change));
        }
    }

    @Test
    void everyFaultIsToldAndEveryRuleCanBeBroken() {
        List<Fault<PhysicalFunction>> faults =
                Stream.of(PfFaults.CONFIGURING, PfFaults.TELLING, VfFaults.ALL)
                        .flatMap(List::stream)
                        .toList();
        BrokenRules<PhysicalFunction> broken =
                BrokenRules.of(OnPf.class, faults, change -> breaker = change);
        broken.assertTold();
        broken.assertEveryRuleCanBeBroken();
    }
}

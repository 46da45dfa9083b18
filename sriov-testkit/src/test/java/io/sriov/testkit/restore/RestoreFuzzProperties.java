package io.sriov.testkit.restore;

import io.sriov.testkit.arbitraries.FaultArbitraries;
import io.sriov.testkit.fault.CallKind;
import io.sriov.testkit.fault.CallSelector;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.FaultSchedule;
import io.sriov.testkit.restore.Verdict.Told;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Several faults and crashes at once, in the apply and in the recoveries after it: what
/// [RestoreRules] leaves no gaps in, drawn for more of them.
class RestoreFuzzProperties {
    private static final CallSelector OF_THE_DEVICE =
            CallSelector.calls(
                    "a change of the device",
                    CallKind.CONFIGURE,
                    CallKind.DELETE,
                    CallKind.ATTACH_VF,
                    CallKind.DETACH_VF);

    @Provide
    Arbitrary<Situation> situations() {
        return Arbitraries.of(Kernel.values()).flatMap(Situation::any);
    }

    @Provide
    Arbitrary<FaultSchedule> faults() {
        List<Effect> honest =
                Stream.concat(FaultArbitraries.FAILURES.stream(), FaultArbitraries.CRASHES.stream())
                        .toList();
        return FaultArbitraries.schedules(honest, 4, 120);
    }

    @Provide
    Arbitrary<FaultSchedule> deceptions() {
        return FaultArbitraries.schedules(FaultArbitraries.DECEPTIONS, 1, 4);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whateverGoesWrongIsToldAsItIs(
            @ForAll("situations") Situation situation,
            @ForAll("faults") FaultSchedule faults,
            @ForAll("deceptions") FaultSchedule deceptions) {
        Truth goal = Bench.goal(situation);
        var bench = new Bench(situation);
        faults.program(bench.faults, CallSelector.anyCall());
        deceptions.program(bench.faults, OF_THE_DEVICE);
        var verdict = new Verdict(bench, goal, faults + "; " + deceptions);
        Told told = verdict.apply();
        for (int process = 0; told == Told.DIED && process < 5; process++) {
            told = verdict.recovery();
        }
        verdict.settle(told);
    }
}

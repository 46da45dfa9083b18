package io.sriov.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.testkit.fault.AccessSelector;
import io.sriov.testkit.fault.CallSelector;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.FaultSchedule;
import io.sriov.testkit.fault.Faults;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;

class FaultArbitrariesProperties {
    private static final List<Effect> ALL =
            Stream.of(
                            FaultArbitraries.FAILURES,
                            FaultArbitraries.DECEPTIONS,
                            FaultArbitraries.CRASHES)
                    .flatMap(List::stream)
                    .toList();

    @Provide
    Arbitrary<FaultSchedule> ofCalls() {
        return FaultArbitraries.schedules(ALL, 4, 60);
    }

    @Provide
    Arbitrary<FaultSchedule> ofRegisters() {
        return FaultArbitraries.schedules(FaultArbitraries.OF_REGISTERS, 4, 400);
    }

    @Property(tries = 200)
    void schedulesCanBeProgrammed(
            @ForAll("ofCalls") FaultSchedule calls,
            @ForAll("ofRegisters") FaultSchedule registers) {
        var faults = new Faults();
        calls.program(faults, CallSelector.anyCall());
        registers.program(faults, AccessSelector.anyAccess());
        assertThat(faults.notHappened()).hasSize(calls.faults().size() + registers.faults().size());
        assertThat(calls.faults()).hasSizeLessThanOrEqualTo(4);
        assertThat(calls.faults())
                .extracting(FaultSchedule.Scheduled::number)
                .doesNotHaveDuplicates()
                .allMatch(number -> number >= 1 && number <= 60);
    }

    @Example
    void anyFaultLateEnoughShrinksToTheSimplestOne(@ForAll Random random) {
        assertThat(shrunk(random, faults -> faults.stream().anyMatch(one -> one.number() >= 17)))
                .hasToString("number 17 fails with EIO");
    }

    @Example
    void aKindShrinksToItsFirstPlace(@ForAll Random random) {
        assertThat(
                        shrunk(
                                random,
                                faults ->
                                        faults.stream()
                                                .anyMatch(one ->
                                                        one.effect() instanceof Effect.Crash)))
                .hasToString("number 1 kills the process before its effect");
    }

    @Example
    void twoFaultsShrinkToTheFirstTwoPlaces(@ForAll Random random) {
        assertThat(shrunk(random, faults -> faults.size() >= 2).faults())
                .extracting(FaultSchedule.Scheduled::number)
                .containsExactlyInAnyOrder(1, 2);
    }

    /// Shrinks a schedule that falsifies something, as far as it goes on to.
    private FaultSchedule shrunk(
            Random random, Predicate<List<FaultSchedule.Scheduled>> falsifies) {
        Shrinkable<FaultSchedule> sample =
                Stream.generate(() -> ofCalls().generator(1000).next(random))
                        .filter(one -> falsifies.test(one.value().faults()))
                        .findFirst()
                        .orElseThrow();
        while (true) {
            Optional<Shrinkable<FaultSchedule>> smaller =
                    sample.shrink().filter(one -> falsifies.test(one.value().faults())).findFirst();
            if (smaller.isEmpty()) {
                return sample.value();
            }
            sample = smaller.get();
        }
    }
}

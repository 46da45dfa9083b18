package io.sriov.testkit.arbitraries;

import io.sriov.host.Errno;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.FaultSchedule;
import io.sriov.testkit.fault.FaultSchedule.Scheduled;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Draws faults. Schedules shrink to fewer faults, at earlier calls, of simpler kinds: those that
/// come first in their list.
///
/// ```java
/// @Property
/// void whatIsToldIsTrue(@ForAll("faults") FaultSchedule schedule) {
///     Faults faults = new Faults();
///     schedule.program(faults, CallSelector.anyCall());
///     …
/// }
///
/// @Provide
/// Arbitrary<FaultSchedule> faults() {
///     return FaultArbitraries.schedules(FaultArbitraries.FAILURES, 3, 100);
/// }
/// ```
public final class FaultArbitraries {
    /// How calls of ports fail, on a machine that keeps its promises.
    public static final List<Effect> FAILURES =
            List.of(
                    new Effect.Failure(Errno.EIO, false),
                    new Effect.Failure(Errno.EIO, true),
                    new Effect.Failure(Errno.ENOMEM, false),
                    new Effect.Delay(Duration.ofSeconds(22)),
                    new Effect.DeviceRemoval());

    /// How calls of ports deceive their callers.
    public static final List<Effect> DECEPTIONS =
            List.of(new Effect.LostChange(), new Effect.ShortResult(1));

    /// How processes die at calls of ports, on a machine that keeps its promises.
    public static final List<Effect> CRASHES = List.of(Effect.Crash.BEFORE, Effect.Crash.AFTER);

    /// What can become of accesses to registers.
    public static final List<Effect> OF_REGISTERS =
            List.of(
                    new Effect.AllOnes(),
                    new Effect.LostChange(),
                    new Effect.Delay(Duration.ofMillis(150)),
                    new Effect.DeviceRemoval(),
                    Effect.Crash.AFTER);

    private FaultArbitraries() {}

    /// {@return schedules of faults, at most one at a number}
    ///
    /// @param effects what may happen, the simplest first
    /// @param most the most faults at once, from 0
    /// @param last the last number at which one may happen, from 1
    public static Arbitrary<FaultSchedule> schedules(List<Effect> effects, int most, int last) {
        return Combinators.combine(Arbitraries.integers().between(1, last), Arbitraries.of(effects))
                .as(Scheduled::new)
                .list()
                .ofMaxSize(Math.min(most, last))
                .uniqueElements(Scheduled::number)
                .map(FaultSchedule::new);
    }
}

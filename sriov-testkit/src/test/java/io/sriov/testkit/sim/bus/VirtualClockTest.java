package io.sriov.testkit.sim.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void standsStillUntilSomebodyWaits() {
        assertThat(clock.now()).isZero();
        clock.advance(Duration.ZERO);
        assertThat(clock.now()).isZero();
        clock.advance(Duration.ofSeconds(22));
        clock.advance(Duration.ofNanos(1));
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(22, 1));
    }

    @Test
    void doesNotGoBack() {
        clock.advance(Duration.ofSeconds(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .withMessageContaining("time does not go back");
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void countsEveryNanosecondThatALongCan() {
        clock.advance(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(clock.now().toNanos()).isEqualTo(Long.MAX_VALUE);
        for (Duration more : List.of(Duration.ofNanos(1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> clock.advance(more))
                    .withMessageContaining("292 years");
        }
        assertThat(clock.now().toNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isThatOfAHostWithEitherKernel() {
        for (OnSimulatedBus host :
                List.of(
                        SimulatedHost.of(SimulatedMachine.standard()),
                        SimulatedLinuxHost.of(SimulatedMachine.standard()))) {
            long before = host.time().nanos().getAsLong();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> host.advance(Duration.ofSeconds(-1)));
            host.advance(Duration.ofSeconds(22));
            assertThat(host.time().nanos().getAsLong() - before).isEqualTo(22_000_000_000L);
        }
    }
}

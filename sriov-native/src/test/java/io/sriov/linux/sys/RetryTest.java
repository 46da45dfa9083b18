package io.sriov.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Retry retry =
            new Retry(5, Duration.ofMillis(10), Duration.ofMillis(30), pauses::add);

    private static int attempts(Retry retry) {
        var attempts = new AtomicInteger();
        try {
            retry.run(
                    IllegalStateException.class,
                    _ -> true,
                    () -> {
                        attempts.incrementAndGet();
                        throw new IllegalStateException();
                    });
        } catch (IllegalStateException _) {
            return attempts.get();
        }
        return 0;
    }

    @Test
    void eachPauseIsTwiceTheOneBeforeItUpToTheLongest() {
        assertThat(attempts(retry)).isEqualTo(5);
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(10L, 20L, 30L, 30L);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "9, 1", "10, 2", "59, 3", "60, 4", "89, 4", "90, 5", "100000, 5"})
    void withinALimitThereAreAsManyAttemptsAsHaveTheirPausesInIt(long limit, int attempts) {
        assertThat(attempts(retry.within(Duration.ofMillis(limit)))).isEqualTo(attempts);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isLessThanOrEqualTo(Duration.ofMillis(limit));
    }

    @Test
    void whoeverIsInterruptedDoesNotTryAgain() {
        var sleeping = new Retry(5, Duration.ofHours(1), Duration.ofHours(1), Thread::sleep);
        Thread.currentThread().interrupt();
        assertThat(attempts(sleeping)).isOne();
        assertThat(Thread.interrupted()).isTrue();
    }
}

package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/// The part of [PhysicalFunctionContract] that is about two who change a PF at once.
abstract class ConfigureRaceRules extends VfUseRules {
    private static final int ROUNDS = 3;

    @Test
    void ofTwoWhoConfigureAtOnceOneWinsAndTheOtherIsRefusedWithEbusy() {
        IovConfig one = mixed(1);
        IovConfig two = mixed(2);
        for (int round = 0; round < ROUNDS; round++) {
            List<Errno> lost = race(() -> pf.configure(one), () -> pf.configure(two));
            assertThat(lost).as("what the losers were told").containsExactly(Errno.EBUSY);
            int numVfs = pf.status().numVfs();
            assertThat(numVfs).isIn(1, 2);
            assertThat(pf.status().vfs()).hasSize(numVfs);
            assertThat(registers().numVfs()).as("NumVFs").isEqualTo(numVfs);
            pf.delete();
        }
    }

    @Test
    void ofTwoWhoDeleteAtOnceOneWins() {
        for (int round = 0; round < ROUNDS; round++) {
            createTwo();
            List<Errno> lost = race(pf::delete, pf::delete);
            assertThat(lost).as("what the losers were told").hasSize(1);
            assertThat(lost).isSubsetOf(Errno.EBUSY, Errno.ECHILD);
            assertThat(pf.status().numVfs()).isZero();
        }
    }

    /// Does both at once, and tells the errnos of those that failed.
    private static List<Errno> race(Runnable one, Runnable other) {
        var start = new CyclicBarrier(2);
        List<Errno> lost = new ArrayList<>();
        List<CompletableFuture<Void>> racers = new ArrayList<>();
        for (Runnable call : List.of(one, other)) {
            racers.add(
                    CompletableFuture.runAsync(
                            () -> {
                                await(start);
                                call.run();
                            },
                            task -> Thread.ofPlatform().start(task)));
        }
        for (CompletableFuture<Void> racer : racers) {
            racer.handle((_, problem) -> problem == null ? null : problem.getCause())
                    .thenAccept(problem -> {
                        if (problem instanceof HostException refusal) {
                            lost.add(refusal.errno());
                        } else if (problem != null) {
                            throw new AssertionError("a racer failed: " + problem, problem);
                        }
                    })
                    .join();
        }
        return lost;
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}

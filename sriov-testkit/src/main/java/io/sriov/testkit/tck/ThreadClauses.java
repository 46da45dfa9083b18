package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// Chapter 8: threads. A driver's methods are called one at a time, on any thread; those of
/// different PFs at once.
abstract class ThreadClauses extends CheckClauses {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20;

    /// How long a thread may take that has been told to end, in milliseconds.
    private static final long LONGEST_END = 1000;

    private static final int MANY_THREADS = 100;
    private static final int FRAMES = 4;

    /// What `CompletableFuture` keeps for all of the JVM.
    private static final List<String> COMMON =
            List.of("CompletableFutureDelayScheduler", "ForkJoinPool.commonPool");

    private static <T> T on(ExecutorService threads, Callable<T> call) throws Exception {
        return result(threads.submit(call));
    }

    /// What came of a call, or what it threw.
    private static <T> T result(Future<T> call) throws Exception {
        try {
            return call.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Test
    @Clause(
            id = "8.1",
            rule = "Each call may come on another thread.",
            source = "PfDriver: one method at a time, not always on the same thread")
    void threadsMayChange() throws Exception {
        IovConfig config = trials.full(few(), 0);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            on(threads, () -> driver.check(config));
            on(
                    threads,
                    () -> {
                        driver.init(config);
                        return config;
                    });
            for (int i = 0; i < few(); i++) {
                int vf = i;
                DriverParameters given = DriverParameters.of(config.vf(vf));
                on(
                        threads,
                        () -> {
                            driver.addVf(vf, given);
                            return config;
                        });
                assertThat(on(threads, () -> driver.compare(vf, given)))
                        .as("what compare() finds of VF-%d on another thread", vf)
                        .isEmpty();
                on(threads, () -> driver.read(vf));
            }
            assertShown(bench, config);
            on(
                    threads,
                    () -> {
                        driver.uninit();
                        return config;
                    });
        }
        createAndShow(few(), 1);
        assumeSeen(trials.ofVf());
        evidence("the life of %d VFs, every call on a thread of its own".formatted(few()));
    }

    @Test
    @Clause(
            id = "8.2",
            rule = "Drivers of different PFs work at the same time.",
            source = "PfDriverProvider is thread-safe; Sriov#readings() asks all PFs at once")
    void pfsWorkAtTheSameTime() throws Exception {
        List<PfDriverBench> devices = List.of(bench, another(), another());
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            List<Future<Integer>> lives = new ArrayList<>();
            for (int i = 0; i < devices.size(); i++) {
                int first = i;
                lives.add(threads.submit(() -> live(devices.get(first), first)));
            }
            for (Future<Integer> life : lives) {
                result(life);
            }
        }
        assumeSeen(trials.ofVf());
        evidence("%d PFs, %d rounds of %d VFs each".formatted(devices.size(), ROUNDS, few()));
    }

    private int live(PfDriverBench device, int first) throws Exception {
        DriverOnDevice own = DriverOnDevice.attach(device);
        for (int round = 0; round < ROUNDS; round++) {
            IovConfig config = trials.full(few(), first + round);
            own.create(config);
            assertShown(device, config);
            for (int i = 0; i < few(); i++) {
                assertThat(own.compare(i, DriverParameters.of(config.vf(i))))
                        .as("what compare() finds while other PFs change")
                        .isEmpty();
            }
            own.uninit();
        }
        return ROUNDS;
    }

    @Test
    @Clause(
            id = "8.3",
            rule = "The plug-in and the schema may be asked by several threads at once.",
            source = "PfDriverProvider is stateless and thread-safe; PfSchema is immutable")
    void pluginIsAskedAtTheSameTime() throws Exception {
        PfSchema schema = driver.schema();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                answers.add(
                        threads.submit(() -> {
                            boolean same = true;
                            for (int i = 0; i < ROUNDS; i++) {
                                same &= bench.provider().supports(bench.pf());
                                same &= driver.schema().equals(schema);
                                same &= bench.provider().attach(bench.pf()).schema().equals(schema);
                            }
                            return same;
                        }));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(result(answer)).as("all answers are those of one thread").isTrue();
            }
        }
        evidence(
                "%d threads, %d times supports(), attach() and schema()"
                        .formatted(THREADS, ROUNDS));
    }

    @Test
    @Clause(
            id = "8.4",
            rule = "When a method has returned, its work is done: nothing is written later.",
            source = "PfDriver: one method at a time; Sriov reads back at once what addVf has set")
    void nothingIsWrittenLater() throws Exception {
        if (trials.ofVf().isEmpty() && trials.ofPf().isEmpty()) {
            throw notApplicable("there are no parameters");
        }
        driver.create(trials.full(few(), 0));
        List<Map<String, ParameterValue>> vfs = shown(bench, few());
        Map<String, ParameterValue> pf = bench.pfValues();
        if (pf.isEmpty() && vfs.stream().allMatch(Map::isEmpty)) {
            throw unproven("the bench shows nothing of what the device was given");
        }
        settle();
        assertThat(shown(bench, few())).as("the VFs, a while after addVf").isEqualTo(vfs);
        assertThat(bench.pfValues()).as("the PF, a while after addVf").isEqualTo(pf);
        driver.uninit();
        driver.interrupting()
                .ifPresent(method ->
                        Assertions.fail(
                                "%s returns with the thread's interrupt flag set, so that whoever"
                                        + " waits next on the thread does not: clear the flag, or"
                                        + " restore it only where the thread had been interrupted",
                                method));
        Map<String, ParameterValue> ended = bench.pfValues();
        bench.enableVfs(few());
        List<Map<String, ParameterValue>> reset = shown(bench, few());
        settle();
        assertThat(shown(bench, few())).as("new VFs, a while after uninit").isEqualTo(reset);
        assertThat(bench.pfValues()).as("the PF, a while after uninit").isEqualTo(ended);
        bench.enableVfs(0);
        evidence("%d VFs, looked at twice after addVf and after uninit".formatted(few()));
    }

    @Test
    @Clause(
            id = "8.5",
            rule = "No thread of a driver is left after uninit.",
            source = "PCI_IOV_UNINIT(9): it releases what init and addVf took")
    void noThreadIsLeft() throws Exception {
        IovConfig config = trials.full(few(), 0);
        bench.enableVfs(few());
        shown(bench, few());
        bench.enableVfs(0);
        var threads = new ThreadGroup("driver");
        var life = new FutureTask<>(() -> whole(config));
        Thread caller = Thread.ofPlatform().daemon().group(threads).name("life").start(life);
        result(life);
        caller.join();
        settle();
        List<Thread> left = left(threads);
        for (long wait = 1; !left.isEmpty() && wait < LONGEST_END; wait *= 2) {
            Thread.sleep(wait);
            left = left(threads);
        }
        assertThat(left)
                .extracting(Thread::getName)
                .as(
                        "threads that init(), addVf(), check(), compare(), read() or uninit() has"
                                + " begun and that go on after uninit():%n%s",
                        left.stream().map(ThreadClauses::place).collect(Collectors.joining("\n")))
                .isEmpty();
        evidence("the whole life of %d VFs".formatted(few()));
    }

    private int whole(IovConfig config) throws Exception {
        DriverOnDevice own = DriverOnDevice.attach(bench);
        own.check(config);
        own.create(config);
        for (int i = 0; i < few(); i++) {
            own.compare(i, DriverParameters.of(config.vf(i)));
            own.read(i);
        }
        own.uninit();
        return few();
    }

    /// Threads inherit the group of the one that begins them. Those of the common pool are
    /// everybody's.
    private static List<Thread> left(ThreadGroup group) {
        var threads = new Thread[MANY_THREADS];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count).filter(thread -> !isOfCommonPool(thread)).toList();
    }

    private static boolean isOfCommonPool(Thread thread) {
        return (thread instanceof ForkJoinWorkerThread worker
                        && ForkJoinPool.commonPool().equals(worker.getPool()))
                || COMMON.stream().anyMatch(thread.getName()::startsWith);
    }

    private static String place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(FRAMES)
                .map(frame -> "at " + frame)
                .collect(Collectors.joining("\n", thread.getName() + "\n", ""));
    }
}

package io.sriov.testkit.tck;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.AssertionFailedError;

/// Ends a clause that hangs. A driver that asks its device in a loop cannot be interrupted, so that
/// it is left alone on its thread, which no other clause has. A clause is prepared on that thread,
/// too: a driver that minds threads notices only where a clause is about them.
final class ClauseThread implements InvocationInterceptor {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ClauseThread.class);
    private static final int FRAMES = 8;

    /// For JUnit.
    ClauseThread() {}

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation, context);
    }

    private static void run(Invocation<Void> invocation, ExtensionContext context)
            throws Throwable {
        Worker worker =
                context.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(Worker.class, _ -> new Worker(), Worker.class);
        worker.run(invocation, ((OnDriver) context.getRequiredTestInstance()).timeLimit());
    }

    /// The thread of one clause; JUnit closes it with the clause.
    private static final class Worker implements AutoCloseable {
        private volatile @Nullable Thread thread;
        private final ExecutorService executor =
                Executors.newSingleThreadExecutor(work -> {
                    Thread made = Thread.ofPlatform().name("clause").daemon().unstarted(work);
                    thread = made;
                    return made;
                });

        void run(Invocation<Void> invocation, Duration limit) throws Throwable {
            Future<Optional<Throwable>> end =
                    executor.submit(() -> {
                        try {
                            invocation.proceed();
                            return Optional.empty();
                        } catch (Throwable problem) {
                            return Optional.of(problem);
                        }
                    });
            Optional<Throwable> problem;
            try {
                problem = end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new AssertionFailedError(
                        "it is not done after %d ms: the driver waits for ever, or PfDriverTck.timeLimit() is too short; now it is%n%s"
                                .formatted(limit.toMillis(), place()),
                        e);
            }
            if (problem.isPresent()) {
                throw problem.get();
            }
        }

        private String place() {
            Thread working = thread;
            return working == null
                    ? "not started"
                    : Arrays.stream(working.getStackTrace())
                            .limit(FRAMES)
                            .map(frame -> "at " + frame)
                            .collect(Collectors.joining("\n"));
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }
}

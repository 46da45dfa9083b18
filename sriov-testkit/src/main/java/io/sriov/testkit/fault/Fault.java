package io.sriov.testkit.fault;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A fault that was programmed. Thread-safe.
public final class Fault {
    private final String description;
    private final Predicate<AccessSelector.Access> calls;
    private final Occasion<?> occasion;
    private final Effect effect;
    private final AtomicInteger counted = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Fault(
            String description,
            Predicate<AccessSelector.Access> calls,
            Occasion<?> occasion,
            Effect effect) {
        this.description = description;
        this.calls = calls;
        this.occasion = occasion;
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }

    /// Counts a call, where it is one of those; tells whether it happens there.
    boolean meets(AccessSelector.Access access) {
        return access.call().kind().admits(effect)
                && calls.test(access)
                && occasion.includes(counted.incrementAndGet());
    }

    void happens() {
        reached.countDown();
    }

    /// Blocks until released.
    ///
    /// @return whether it was released; otherwise the thread was interrupted
    boolean hang() {
        try {
            released.await();
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// {@return whether it has happened, at least once}
    public boolean hasHappened() {
        return reached.getCount() == 0;
    }

    /// Waits until it has happened once, for whoever wants to see what others do while a call
    /// hangs.
    ///
    /// @throws InterruptedException when interrupted
    public void awaitHappened() throws InterruptedException {
        reached.await();
    }

    /// Lets all calls go on that hang because of this fault, and keeps further ones from hanging.
    public void release() {
        released.countDown();
    }

    /// {@return the fault in words: `configure number 2 fails with ENOMEM`}
    @Override
    public String toString() {
        return description;
    }
}

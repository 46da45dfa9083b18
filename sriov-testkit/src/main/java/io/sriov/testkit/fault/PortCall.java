package io.sriov.testkit.fault;

/// What a call does, in full and otherwise.
///
/// @param <T> what it gives
interface PortCall<T> {
    /// Does what it should.
    T inFull();

    /// Does it with some missing at the end.
    default T shortBy(int missing) {
        throw new IllegalStateException("there is nothing of which " + missing + " can be missing");
    }

    /// Does nothing, and does not say so.
    default T lost() {
        throw new IllegalStateException("there is nothing that can be lost");
    }

    /// {@return a change}
    static PortCall<Boolean> change(Runnable change) {
        return new PortCall<>() {
            @Override
            public Boolean inFull() {
                change.run();
                return true;
            }

            @Override
            public Boolean lost() {
                return true;
            }
        };
    }

    /// How many of some are left.
    static int left(int of, int missing) {
        return Math.max(0, of - missing);
    }
}

package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import java.util.List;
import java.util.function.UnaryOperator;

/// One way to be wrong, and the rule that must tell.
///
/// @param rule the name of the test
/// @param description what is wrong
/// @param breaker breaks what is sound
record Fault<T>(String rule, String description, UnaryOperator<T> breaker) {

    /// Does something, and takes some refusals for success.
    static void ignoring(List<Errno> ignored, Runnable call) {
        try {
            call.run();
        } catch (HostException e) {
            if (!ignored.contains(e.errno())) {
                throw e;
            }
        }
    }

    static void ignoring(Errno ignored, Runnable call) {
        ignoring(List.of(ignored), call);
    }

    @Override
    public String toString() {
        return description;
    }
}

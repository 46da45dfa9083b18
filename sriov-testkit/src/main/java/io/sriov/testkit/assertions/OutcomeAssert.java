package io.sriov.testkit.assertions;

import io.sriov.apply.Deviation;
import io.sriov.apply.Failure;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/// What a test says about an [Outcome]. Each method fails with an `AssertionError` that has the
/// outcome's text, and gives this. Not thread-safe.
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {
    OutcomeAssert(@Nullable Outcome actual) {
        super(actual, OutcomeAssert.class);
    }

    /// Asserts that what was asked for is in force.
    ///
    /// @return this
    public OutcomeAssert isCommitted() {
        return is(Outcome.Committed.class, "COMMITTED");
    }

    /// Asserts that it failed and the state before is in force.
    ///
    /// @return this
    public OutcomeAssert isRestored() {
        return is(Outcome.Restored.class, "RESTORED");
    }

    /// Asserts that it failed and the state before could not be restored.
    ///
    /// @return this
    public OutcomeAssert needsAttention() {
        return is(Outcome.NeedsAttention.class, "NEEDS_ATTENTION");
    }

    private OutcomeAssert is(Class<? extends Outcome> kind, String label) {
        isNotNull();
        if (!kind.isInstance(actual)) {
            throw failure("%nExpecting%n  %s%nbut was%n%s", label, actual.toText());
        }
        return this;
    }

    /// Asserts that it failed with an errno of the kernel, restored or not.
    ///
    /// @param errno the errno of what failed first
    /// @return this
    public OutcomeAssert failedWith(Errno errno) {
        isNotNull();
        if (!cause().flatMap(Failure::errno).equals(Optional.of(errno))) {
            throw failure("%nExpecting a failure with%n  %s%nbut was%n%s", errno, actual.toText());
        }
        return this;
    }

    /// Asserts that what it failed for is told with a text.
    ///
    /// @param text a part of the message
    /// @return this
    public OutcomeAssert failedSaying(String text) {
        isNotNull();
        if (cause().filter(cause -> cause.message().contains(text)).isEmpty()) {
            throw failure(
                    "%nExpecting a failure that says%n  %s%nbut was%n%s", text, actual.toText());
        }
        return this;
    }

    private Optional<Failure> cause() {
        return switch (actual) {
            case Outcome.Committed _ -> Optional.empty();
            case Outcome.Restored restored -> Optional.of(restored.cause());
            case Outcome.NeedsAttention attention -> Optional.of(attention.cause());
        };
    }

    /// Asserts that it tells of a difference from the state before, and that this is one of those
    /// that somebody has to attend to.
    ///
    /// @param subject what differs: `ix0`, `ix0 VF-3`
    /// @return this
    public OutcomeAssert differsIn(String subject) {
        needsAttention();
        List<String> subjects =
                ((Outcome.NeedsAttention) actual)
                        .differences().stream().map(Deviation::subject).toList();
        if (!subjects.contains(subject)) {
            throw failure(
                    "%nExpecting a difference in%n  %s%nbut was%n%s", subject, actual.toText());
        }
        return this;
    }

    /// Asserts that nothing else is worth knowing.
    ///
    /// @return this
    public OutcomeAssert hasNoRemarks() {
        isNotNull();
        if (!actual.remarks().isEmpty()) {
            throw failure("%nExpecting no remarks but was%n%s", actual.toText());
        }
        return this;
    }
}

package io.sriov.testkit.assertions;

import io.sriov.schema.PfSchema;
import io.sriov.schema.compare.SchemaChange;
import io.sriov.schema.compare.SchemaComparison;
import java.util.List;

/// What a test says about schemas.
///
/// ```java
/// @Test
/// void stableBranchKeepsItsSchema() {
///     PfSchema released = SchemaReader.read(Path.of("released/vendor.json")).schema().orElseThrow();
///     assertCompatible(released, new VendorPfDriver().schema());
/// }
/// ```
///
/// Thread-safe.
public final class SchemaAssertions {

    private SchemaAssertions() {}

    /// Asserts that a change of a schema breaks no configuration: each that is valid with the first
    /// is valid with the second, and the driver sees the same values of the parameters that there
    /// were; see [SchemaComparison].
    ///
    /// @param before the schema that configurations were written for
    /// @param after the schema that they are used with
    /// @throws AssertionError when there is a change that breaks one; the message has each of them
    ///   on a line, with the reason, and then the changes that may come
    public static void assertCompatible(PfSchema before, PfSchema after) {
        SchemaComparison comparison = SchemaComparison.of(before, after);
        List<SchemaChange> breaking = comparison.breaking();
        if (breaking.isEmpty()) {
            return;
        }
        var message =
                new StringBuilder(
                        breaking.size() == 1
                                ? "1 change of the schema breaks configurations:"
                                : breaking.size() + " changes of the schema break configurations:");
        breaking.forEach(change -> message.append("\n  ").append(change));
        if (breaking.size() < comparison.changes().size()) {
            message.append("\nthese may come:");
            comparison.changes().stream()
                    .filter(change -> !change.isBreaking())
                    .forEach(change -> message.append("\n  ").append(change));
        }
        throw new AssertionError(message.toString());
    }
}

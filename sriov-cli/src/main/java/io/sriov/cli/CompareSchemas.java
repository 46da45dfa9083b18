package io.sriov.cli;

import io.sriov.schema.compare.ComparisonJson;
import io.sriov.schema.compare.SchemaComparison;
import java.util.List;

/// `schema diff`: what one schema breaks of the configurations that are valid with another.
final class CompareSchemas implements Verb {

    @Override
    public int run(Invocation invocation) {
        List<String> operands = invocation.arguments().operands();
        NamedSchema before = NamedSchema.of(operands.get(0), invocation);
        NamedSchema after = NamedSchema.of(operands.get(1), invocation);
        SchemaComparison comparison = SchemaComparison.of(before.schema(), after.schema());
        if (invocation.arguments().format() == OutputFormat.JSON) {
            Json.print(invocation.terminal(), json -> ComparisonJson.write(comparison, json));
        } else {
            invocation.terminal().print(comparison.toString());
        }
        int breaking = comparison.breaking().size();
        if (breaking > 0) {
            invocation
                    .problems()
                    .failure(
                            Failure.of(
                                    (breaking == 1
                                                    ? "1 change breaks"
                                                    : breaking + " changes break")
                                            + " configurations that are valid with '"
                                            + operands.get(0)
                                            + "'"));
        }
        return breaking > 0 ? 1 : 0;
    }
}

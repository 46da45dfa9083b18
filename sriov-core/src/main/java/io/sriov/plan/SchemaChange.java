package io.sriov.plan;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import java.util.ArrayList;
import java.util.List;

/// Compares schemas as far as they matter to a configuration: descriptions do not.
final class SchemaChange {
    private SchemaChange() {}

    /// What differs, one clause each; empty where a configuration for the one is one for the other.
    static List<String> between(PfSchema then, PfSchema now) {
        var changes = new ArrayList<String>();
        for (DeviceKind kind : DeviceKind.values()) {
            for (Parameter old : then.device(kind).parameters()) {
                String wanted = kind + " parameter '" + old.name() + "' ";
                now.device(kind)
                        .find(old.name())
                        .ifPresentOrElse(
                                parameter -> {
                                    if (!parameter.toString().equals(old.toString())) {
                                        changes.add(
                                                wanted + "was '" + old + "', is '" + parameter
                                                        + "'");
                                    }
                                },
                                () -> changes.add(wanted + "is gone"));
            }
            for (Parameter parameter : now.device(kind).parameters()) {
                if (then.device(kind).slot(parameter.name()) < 0) {
                    changes.add(kind + " parameter '" + parameter.name() + "' is new");
                }
            }
        }
        return changes;
    }
}

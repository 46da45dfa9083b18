package io.sriov.schema.compare;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import java.util.ArrayList;
import java.util.List;

/// What differs between two versions of a schema, and what that means for configurations that were
/// valid with the first.
///
/// ```java
/// SchemaComparison comparison = SchemaComparison.of(released, current);
/// if (comparison.isBreaking()) {
///     System.err.print(comparison);
/// }
/// ```
///
/// A configuration is its text: which values can be written, which are refused, and which packed
/// values the driver gets for the parameters that there were before. So wider integers are
/// compatible, and so is `vlan` in place of `uint8_t`; `string` in place of `unicast-mac` is not,
/// because the driver gets text where it got six octets. The order of parameters means nothing and
/// is not compared.
///
/// Immutable and thread-safe.
///
/// @param changes all differences: those of the PF, then those of VFs, each in the order of the
///   first version, what is new at the end
public record SchemaComparison(List<SchemaChange> changes) {

    public SchemaComparison {
        changes = List.copyOf(changes);
    }

    /// {@return what differs between two versions of a schema}
    ///
    /// @param before the version that configurations were written for
    /// @param after the version that they are to be used with
    public static SchemaComparison of(PfSchema before, PfSchema after) {
        var changes = new ArrayList<SchemaChange>();
        for (DeviceKind kind : DeviceKind.values()) {
            compare(kind, before.device(kind), after.device(kind), changes);
        }
        return new SchemaComparison(changes);
    }

    private static void compare(
            DeviceKind kind, DeviceSchema before, DeviceSchema after, List<SchemaChange> changes) {
        for (int slot = 0; slot < before.parameters().size(); slot++) {
            Parameter was = before.parameters().get(slot);
            Subsystem subsystem = before.subsystem(slot);
            int now = after.slot(was.name());
            if (now < 0) {
                new ParameterComparison(kind, subsystem, was.name(), changes).removed(was);
                continue;
            }
            Parameter is = after.parameters().get(now);
            var parameter = new ParameterComparison(kind, after.subsystem(now), is.name(), changes);
            parameter.kept(was, is);
            if (subsystem != after.subsystem(now)) {
                parameter.moved(subsystem);
            }
        }
        for (int slot = 0; slot < after.parameters().size(); slot++) {
            Parameter is = after.parameters().get(slot);
            if (before.slot(is.name()) < 0) {
                new ParameterComparison(kind, after.subsystem(slot), is.name(), changes).added(is);
            }
        }
    }

    /// {@return whether there is a configuration, valid before, that is not valid now or means
    /// something else}
    public boolean isBreaking() {
        return changes.stream().anyMatch(SchemaChange::isBreaking);
    }

    /// {@return the changes that break configurations}
    public List<SchemaChange> breaking() {
        return changes.stream().filter(SchemaChange::isBreaking).toList();
    }

    /// {@return the comparison as text for people: one line a change, ended by LF, the verdict in
    /// front; empty where nothing differs}
    @Override
    public String toString() {
        var out = new StringBuilder();
        for (SchemaChange change : changes) {
            out.append(change.isBreaking() ? "breaking    " : "compatible  ");
            out.append(change).append('\n');
        }
        return out.toString();
    }
}

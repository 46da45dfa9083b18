package io.sriov.schema.compare;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.Subsystem;
import java.util.List;
import java.util.Optional;

/// The changes of one parameter.
///
/// @param device whose parameter it is
/// @param subsystem the same
/// @param name the parameter's name
/// @param changes where changes are added
record ParameterComparison(
        DeviceKind device, Subsystem subsystem, String name, List<SchemaChange> changes) {

    void added(Parameter parameter) {
        Optional<String> after = Optional.of(withoutName(parameter));
        if (parameter.required()) {
            breaking(
                    ChangeKind.ADDED,
                    Optional.empty(),
                    after,
                    "configurations without it are refused");
        } else {
            compatible(
                    ChangeKind.ADDED,
                    Optional.empty(),
                    after,
                    parameter.defaultValue().isPresent()
                            ? "configurations without it get the default, which must stand for what"
                                    + " the driver did before"
                            : "no configuration gives it yet, and the driver does without");
        }
    }

    void removed(Parameter parameter) {
        breaking(
                ChangeKind.REMOVED,
                Optional.of(withoutName(parameter)),
                Optional.empty(),
                "configurations that give it are refused");
    }

    void kept(Parameter before, Parameter after) {
        compareTypes(before, after);
        comparePresence(before, after);
        if (!before.name().equals(after.name())) {
            compatible(
                    ChangeKind.RESPELLED,
                    Optional.of(before.name()),
                    Optional.of(after.name()),
                    "names are compared ignoring case");
        }
        if (before.description().isPresent()
                && after.description().isPresent()
                && !before.description().equals(after.description())) {
            compatible(
                    ChangeKind.DESCRIPTION_CHANGED,
                    before.description(),
                    after.description(),
                    "descriptions are for people");
        }
    }

    void moved(Subsystem was) {
        breaking(
                ChangeKind.SUBSYSTEM_CHANGED,
                Optional.of(was.name()),
                Optional.of(subsystem.name()),
                "whoever got its value gets it no more");
    }

    private void compareTypes(Parameter before, Parameter after) {
        TypeRelation relation = TypeRelation.of(before, after);
        Optional<String> was = Optional.of(before.typeName());
        Optional<String> is = Optional.of(after.typeName());
        relation.kind()
                .ifPresent(kind -> {
                    if (kind == ChangeKind.TYPE_WIDENED) {
                        compatible(kind, was, is, relation.reason());
                    } else {
                        breaking(kind, was, is, relation.reason());
                    }
                });
    }

    private void comparePresence(Parameter before, Parameter after) {
        if (before.required() && !after.required()) {
            compatible(
                    ChangeKind.NO_LONGER_REQUIRED,
                    Optional.of(presence(before)),
                    Optional.of(presence(after)),
                    "configurations that were valid give it");
        } else if (!before.required() && after.required()) {
            breaking(
                    ChangeKind.BECAME_REQUIRED,
                    Optional.of(presence(before)),
                    Optional.of(presence(after)),
                    "configurations without it are refused");
        } else if (!before.required()) {
            compareDefaults(before.defaultValue(), after.defaultValue());
        }
    }

    private void compareDefaults(Optional<ParameterValue> before, Optional<ParameterValue> after) {
        Optional<String> was = before.map(ParameterValue::text);
        Optional<String> is = after.map(ParameterValue::text);
        if (before.isPresent() && after.isEmpty()) {
            breaking(ChangeKind.DEFAULT_REMOVED, was, is, "configurations without it get no value");
        } else if (before.isEmpty() && after.isPresent()) {
            breaking(
                    ChangeKind.DEFAULT_ADDED,
                    was,
                    is,
                    "configurations without it get a value where the driver saw none");
        } else if (before.isPresent() && !TypeRelation.samePacked(before.get(), after.get())) {
            breaking(
                    ChangeKind.DEFAULT_CHANGED,
                    was,
                    is,
                    "configurations without it get another value");
        }
    }

    private void breaking(
            ChangeKind kind, Optional<String> before, Optional<String> after, String reason) {
        add(kind, before, after, Verdict.BREAKING, reason);
    }

    private void compatible(
            ChangeKind kind, Optional<String> before, Optional<String> after, String reason) {
        add(kind, before, after, Verdict.COMPATIBLE, reason);
    }

    private void add(
            ChangeKind kind,
            Optional<String> before,
            Optional<String> after,
            Verdict verdict,
            String reason) {
        changes.add(
                new SchemaChange(kind, device, subsystem, name, before, after, verdict, reason));
    }

    private static String withoutName(Parameter parameter) {
        return parameter.typeName() + " (" + presence(parameter) + ")";
    }

    private static String presence(Parameter parameter) {
        return parameter.required()
                ? "required"
                : parameter.defaultValue().map(v -> "default = " + v.text()).orElse("optional");
    }
}

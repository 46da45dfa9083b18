package io.sriov.schema.file;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.SchemaCode;
import io.sriov.schema.SchemaRules;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.Node.Scalar.Kind;
import io.sriov.schema.text.ScalarConversion;
import io.sriov.schema.text.ScalarConversion.Converted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One parameter of a schema file on its way to a [Parameter]: the attributes in whatever order
/// they stand.
final class ParameterShape {
    private final Node.Entry entry;
    private final List<Diagnostic> problems;
    private final Map<String, Node> attributes = new HashMap<>();

    ParameterShape(Node.Entry entry, List<Diagnostic> problems) {
        this.entry = entry;
        this.problems = problems;
    }

    static Diagnostic unexpectedKey(Node.Entry entry, String hint) {
        return Diagnostic.error(
                        SchemaCode.UNEXPECTED_KEY,
                        "Unexpected key '" + entry.key() + "' in schema",
                        entry.origin())
                .withHint(hint);
    }

    void add(Node.Entry attribute) {
        switch (attribute.key()) {
            case "type", "default", "required", "description" -> {
                if (attributes.putIfAbsent(attribute.key(), attribute.value()) != null) {
                    problems.add(unexpectedKey(attribute, "it stands twice"));
                }
            }
            default ->
                    problems.add(
                            unexpectedKey(
                                    attribute,
                                    "a parameter has type, default, required and description"));
        }
    }

    Parameter parameter() {
        String typeName = typeName();
        Parameter.Builder parameter = Parameter.builder().name(entry.key()).typeName(typeName);
        required().ifPresent(parameter::required);
        text("description").ifPresent(parameter::description);
        Node defaultValue = attributes.get("default");
        if (defaultValue != null) {
            ParameterType.named(typeName)
                    .map(type -> convert(defaultValue, type))
                    .ifPresent(parameter::defaultValue);
        }
        return parameter.build();
    }

    private String typeName() {
        Optional<String> type = text("type");
        if (entry.value() instanceof Node.Section && !attributes.containsKey("type")) {
            problems.add(
                    Diagnostic.error(
                                    SchemaCode.MISSING_TYPE,
                                    "'" + entry.key() + "' has no type",
                                    entry.origin())
                            .withHint("add \"type\": \"bool\", or another type"));
        }
        // A stand-in, so that the other attributes are checked; the problem is reported either way.
        return type.orElse(ParameterType.STRING.typeName());
    }

    private @Nullable ParameterValue convert(Node value, ParameterType type) {
        if (ScalarConversion.convert(value, type) instanceof Converted(var converted)) {
            return converted;
        }
        if (attributes.containsKey("type")) {
            problems.add(
                    SchemaRules.badDefault(
                            entry.key(), value.text(), type.typeName(), value.origin()));
        }
        return null;
    }

    private Optional<Boolean> required() {
        return switch (attributes.get("required")) {
            case null -> Optional.empty();
            case Node.Scalar(Kind kind, _, _, _, _) when kind == Kind.TRUE -> Optional.of(true);
            case Node.Scalar(Kind kind, _, _, _, _) when kind == Kind.FALSE -> Optional.of(false);
            case Node other -> {
                truthValue(other);
                yield Optional.empty();
            }
        };
    }

    private Optional<String> text(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> Optional.empty();
            case Node.Scalar(Kind kind, String text, _, _, _) when kind == Kind.STRING ->
                    Optional.of(text);
            case Node other -> {
                problems.add(wrongShape(attribute, "a string", other));
                yield Optional.empty();
            }
        };
    }

    private void truthValue(Node value) {
        Diagnostic problem = wrongShape("required", "true or false", value);
        boolean word =
                value instanceof Node.Scalar scalar
                        && scalar.kind() == Kind.STRING
                        && scalar.text().matches("(?i)true|false|yes|no|on|off");
        ScalarConversion.Result truth = ScalarConversion.convert(value, ParameterType.BOOL);
        problems.add(
                word && truth instanceof ScalarConversion.Refused(_, String hint)
                        ? problem.withHint(hint)
                        : problem);
    }

    private static Diagnostic wrongShape(String attribute, String wanted, Node value) {
        return Diagnostic.error(
                SchemaCode.WRONG_SHAPE,
                "'" + attribute + "' must be " + wanted + ", not " + value.text(),
                value.origin());
    }
}

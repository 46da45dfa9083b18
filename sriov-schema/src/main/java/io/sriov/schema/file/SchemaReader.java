package io.sriov.schema.file;

import static java.util.Objects.requireNonNull;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.PfSchema;
import io.sriov.schema.SchemaCode;
import io.sriov.schema.SchemaRules;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Document;
import io.sriov.schema.text.DocumentReader;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.TextFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/// Reads schemas; every problem of a file at once, none thrown. Thread-safe.
public final class SchemaReader {
    private static final DocumentReader DOCUMENTS =
            DocumentReader.builder().withoutVariables().withByteEscapes().wholeText().build();

    private final List<Diagnostic> problems = new ArrayList<>();
    private final IdentityHashMap<Parameter, Origin> origins = new IdentityHashMap<>();

    private SchemaReader() {}

    /// {@return the schema of a file: YAML for `.yaml` and `.yml`, else UCL, of which JSON is a
    /// subset}
    ///
    /// @param file a regular file
    public static SchemaResult read(Path file) {
        return read(DOCUMENTS.read(file));
    }

    /// {@return the schema of a text}
    ///
    /// @param name what messages call the text
    /// @param text the text
    /// @param format its format
    public static SchemaResult read(String name, String text, TextFormat format) {
        return read(DOCUMENTS.read(name, text, format));
    }

    /// {@return the schema that any Jackson parser gives}
    ///
    /// @param name what messages call the text
    /// @param parser the parser, before its first token; closed here
    public static SchemaResult read(String name, JsonParser parser) {
        return read(DOCUMENTS.read(name, parser));
    }

    /// {@return the schema of a document, or of a part of one}
    ///
    /// @param document what was read
    public static SchemaResult read(Document document) {
        var reader = new SchemaReader();
        reader.problems.addAll(document.report().diagnostics());
        Optional<PfSchema> schema = document.root().map(reader::schema);
        var report = DiagnosticReport.inTextOrder(reader.problems, document.sources());
        return new SchemaResult(report.hasErrors() ? Optional.empty() : schema, report);
    }

    private PfSchema schema(Node root) {
        Map<DeviceKind, List<Parameter>> driver = new EnumMap<>(DeviceKind.class);
        for (Node.Entry entry : entries(root, "a schema")) {
            switch (ParameterName.fold(entry.key())) {
                case "pf" -> device(DeviceKind.PF, entry, driver);
                case "vf" -> device(DeviceKind.VF, entry, driver);
                default -> unexpected(entry, "a schema has pf and vf");
            }
        }
        return new PfSchema(
                device(DeviceKind.PF, driver.getOrDefault(DeviceKind.PF, List.of())),
                device(DeviceKind.VF, driver.getOrDefault(DeviceKind.VF, List.of())));
    }

    /// Checks the rules, then keeps the first of each name so that the rest can be checked too.
    private DeviceSchema device(DeviceKind kind, List<Parameter> parameters) {
        problems.addAll(SchemaRules.check(kind, parameters, this::origin));
        var names = new HashSet<String>();
        kind.infrastructure().forEach(p -> names.add(ParameterName.fold(p.name())));
        List<Parameter> distinct =
                parameters.stream().filter(p -> names.add(ParameterName.fold(p.name()))).toList();
        return DeviceSchema.of(kind.infrastructure(), distinct);
    }

    private void device(
            DeviceKind kind, Node.Entry device, Map<DeviceKind, List<Parameter>> driver) {
        var parameters = new ArrayList<Parameter>();
        if (driver.putIfAbsent(kind, parameters) != null) {
            unexpected(
                    device, "it stands twice: write all of the " + kind + "'s parameters in one");
        }
        boolean found = false;
        for (Node.Entry subsystem : entries(device.value(), "'" + device.key() + "'")) {
            switch (ParameterName.fold(subsystem.key())) {
                case "driver" -> {
                    if (found) {
                        unexpected(subsystem, "it stands twice: write all parameters in one");
                    }
                    found = true;
                    entries(subsystem.value(), "'driver'").stream()
                            .map(this::parameter)
                            .forEach(parameters::add);
                }
                case "iov" ->
                        unexpected(
                                subsystem,
                                "the infrastructure's own parameters are implied: leave it out");
                default -> unexpected(subsystem, "a device has driver");
            }
        }
    }

    private Parameter parameter(Node.Entry entry) {
        var shape = new ParameterShape(entry, problems);
        for (Node.Entry attribute : entries(entry.value(), "'" + entry.key() + "'")) {
            shape.add(attribute);
        }
        Parameter parameter = shape.parameter();
        origins.put(parameter, entry.origin());
        return parameter;
    }

    private Origin origin(Parameter parameter) {
        return requireNonNull(origins.get(parameter));
    }

    private List<Node.Entry> entries(Node node, String what) {
        if (node instanceof Node.Section section) {
            return section.entries();
        }
        problems.add(
                Diagnostic.error(
                        SchemaCode.WRONG_SHAPE,
                        what + " must be an object, not " + node.text(),
                        node.origin()));
        return List.of();
    }

    private void unexpected(Node.Entry entry, String hint) {
        problems.add(ParameterShape.unexpectedKey(entry, hint));
    }
}

package io.sriov.schema.config;

import io.sriov.schema.ParameterName;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Document;
import io.sriov.schema.text.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A configuration that has been read but not yet checked: it says which PF it is for, and so whose
/// schema to fetch.
///
/// Immutable and thread-safe.
///
/// @param document the text's tree, or why there is none
public record ConfigDocument(Document document) {

    /// {@return the configuration's name, for messages: its file}
    public String name() {
        return document.name();
    }

    /// {@return what is wrong with the text as such; [#validate] reports it again}
    public DiagnosticReport report() {
        return document.report();
    }

    /// {@return the device name that the configuration gives, where it gives a single usable one}
    public Optional<String> device() {
        return deviceName().map(Node::text);
    }

    /// {@return where the configuration gives its [#device()]}
    public Optional<Origin> deviceOrigin() {
        return deviceName().map(Node::origin);
    }

    private Optional<Node> deviceName() {
        List<Node> names = devices().stream().map(Node.Entry::value).toList();
        return names.size() == 1 && pfs().size() == 1
                ? Optional.of(names.getFirst())
                        .filter(name ->
                                name instanceof Node.Scalar scalar
                                        && scalar.kind() == Node.Scalar.Kind.STRING)
                        .filter(name -> DeviceName.isValid(name.text()))
                : Optional.empty();
    }

    private List<Node.Entry> pfs() {
        return document.root().stream().flatMap(root -> entries(root, "PF")).toList();
    }

    private List<Node.Entry> devices() {
        return pfs().stream().flatMap(pf -> entries(pf.value(), "device")).toList();
    }

    private static Stream<Node.Entry> entries(Node node, String key) {
        return node instanceof Node.Section section
                ? section.entries().stream().filter(entry -> ParameterName.same(entry.key(), key))
                : Stream.empty();
    }

    /// {@return the configuration checked against a schema, with every problem of the text and its
    /// meaning}
    ///
    /// @param schema the schema of the PF
    public ConfigResult validate(PfSchema schema) {
        return new ConfigValidator(document, schema).validate();
    }

    /// {@return the problems of the text; and where there is no [#device()], which would say whose
    /// schema to check it against, all others that can be told without a schema, the missing,
    /// repeated or unusable device name among them}
    ///
    /// Whoever knows the schema without the device [validates][#validate] instead, which tells
    /// everything.
    public DiagnosticReport checkDevice() {
        return report().hasErrors() || device().isPresent()
                ? report()
                : ConfigValidator.withoutSchema(document).validate().report();
    }
}

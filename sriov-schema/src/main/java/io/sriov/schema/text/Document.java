package io.sriov.schema.text;

import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.SourceText;
import java.util.List;
import java.util.Optional;

/// A text that has been read: its tree, or why there is none. Immutable and thread-safe.
///
/// @param name the text's name, for messages
/// @param root the tree; empty where the text could not be read or parsed, which the report then
///   says
/// @param report what is wrong with the text as such
/// @param format the format it is in, as which hints speak
public record Document(
        String name, Optional<Node> root, DiagnosticReport report, TextFormat format) {

    /// Makes a document of UCL.
    ///
    /// @param name the text's name, for messages
    /// @param root the tree
    /// @param report what is wrong with the text as such
    public Document(String name, Optional<Node> root, DiagnosticReport report) {
        this(name, root, report, TextFormat.UCL);
    }

    /// {@return the texts that origins of this document speak of}
    public List<SourceText> sources() {
        return report.sources();
    }
}

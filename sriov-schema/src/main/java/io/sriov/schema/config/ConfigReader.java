package io.sriov.schema.config;

import io.sriov.schema.text.DocumentReader;
import io.sriov.schema.text.TextFormat;
import java.nio.file.Path;

/// Reads configurations: iovctl.conf(5) files in UCL, the same in JSON or YAML, or texts in memory.
///
/// ```java
/// ConfigDocument document = ConfigReader.standard().read(Path.of("ix0.conf"));
/// ConfigResult result = document.validate(schema);
/// result.report().diagnostics().forEach(System.err::println);
/// ```
///
/// Nothing here throws for bad input: an unreadable file is a diagnostic too. Immutable and
/// thread-safe.
///
/// @param documents how texts are read: with or without includes, variables, limits
public record ConfigReader(DocumentReader documents) {
    private static final ConfigReader STANDARD = new ConfigReader(DocumentReader.standard());

    /// {@return a reader that follows no `.include`}
    public static ConfigReader standard() {
        return STANDARD;
    }

    /// {@return a reader that follows `.include` and its kin to files below a directory, and
    /// nowhere else}
    ///
    /// @param root the directory
    public static ConfigReader includingFrom(Path root) {
        return new ConfigReader(DocumentReader.builder().includeRoot(root).build());
    }

    /// {@return a file's configuration, in the format that its name says; see
    /// [TextFormat#of(Path)]}
    ///
    /// @param file the file; a regular one, not a pipe or a device
    public ConfigDocument read(Path file) {
        return new ConfigDocument(documents.read(file));
    }

    /// {@return a text's configuration}
    ///
    /// @param name what messages call the text
    /// @param text the text
    /// @param format its format
    public ConfigDocument read(String name, String text, TextFormat format) {
        return new ConfigDocument(documents.read(name, text, format));
    }
}

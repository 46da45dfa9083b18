package io.sriov.schema.text;

import java.nio.file.Path;
import java.util.Locale;

/// The formats that files come in.
public enum TextFormat {
    /// UCL, of which JSON is a subset: the format of iovctl.conf(5).
    UCL,
    /// JSON, strictly.
    JSON,
    /// YAML.
    YAML;

    /// {@return the format of a file, by its name: YAML for `.yaml` and `.yml`, UCL for everything
    /// else}
    ///
    /// A file `.json` is read as UCL, as iovctl(8) does, so that comments and variables work in it.
    ///
    /// @param file the file
    public static TextFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : UCL;
    }
}

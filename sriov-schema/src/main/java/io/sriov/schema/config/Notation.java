package io.sriov.schema.config;

import io.sriov.schema.text.TextFormat;

/// How the format of a configuration writes sections and settings, for hints.
enum Notation {
    UCL("%s { %s }", "%s : %s", "; ", ";"),
    JSON("\"%s\": { %s }", "\"%s\": %s", ", ", ""),
    YAML("%s: { %s }", "%s: %s", ", ", "");

    private final String section;
    private final String setting;
    private final String between;
    private final String last;

    Notation(String section, String setting, String between, String last) {
        this.section = section;
        this.setting = setting;
        this.between = between;
        this.last = last;
    }

    static Notation of(TextFormat format) {
        return valueOf(format.name());
    }

    /// {@return a section, its settings left out}
    String section(String name) {
        return section.formatted(name, "…");
    }

    /// {@return a section without settings}
    String emptySection(String name) {
        return section.formatted(name, "").replace("  ", " ");
    }

    /// {@return the setting of a device's name}
    String device() {
        return setting.formatted("device", this == JSON ? "\"ix0\"" : "ix0");
    }

    /// {@return the least PF section that there can be}
    String leastPf() {
        return section.formatted(
                "PF", device() + between + setting.formatted("num_vfs", "1") + last);
    }
}

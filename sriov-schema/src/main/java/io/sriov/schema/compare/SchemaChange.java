package io.sriov.schema.compare;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.Subsystem;
import io.sriov.schema.diagnostic.PrintableText;
import java.util.Optional;
import java.util.regex.Pattern;

/// One difference between two versions of a schema. Immutable and thread-safe.
///
/// @param kind what happened
/// @param device whether the parameter is the PF's or that of every VF
/// @param subsystem whose parameter it is, in the version after unless it is gone there
/// @param parameter its name, spelled as in the version after unless it is gone there
/// @param before what was: a type, a default, the parameter as `iovctl -S` prints it; empty where
///   there was nothing
/// @param after what is; empty where there is nothing
/// @param verdict whether it breaks configurations that were valid
/// @param reason why, in one clause
public record SchemaChange(
        ChangeKind kind,
        DeviceKind device,
        Subsystem subsystem,
        String parameter,
        Optional<String> before,
        Optional<String> after,
        Verdict verdict,
        String reason) {

    private static final String NOTHING = "none";

    /// What ends where it seems to, and is nothing but what it seems.
    private static final Pattern PLAIN = Pattern.compile("[^\\s\\p{Z}\\p{C}\"\\\\]+");

    /// {@return whether there is a configuration that the change breaks}
    public boolean isBreaking() {
        return verdict == Verdict.BREAKING;
    }

    /// {@return the parameter with its place: `VF.DRIVER.mac-addr`}
    public String place() {
        return device + "." + subsystem + "." + parameter;
    }

    /// {@return the change on one line: `VF.DRIVER.vlan: default changed: trunk -> 0
    /// (configurations without it get another value)`; control characters are shown by their code
    /// points, and defaults in quotation marks that could be misread: `"x "`}
    @Override
    public String toString() {
        return PrintableText.of(
                        place() + ": " + kind.words() + beforeAndAfter() + " (" + reason + ")")
                .replace('\t', ' ');
    }

    private String beforeAndAfter() {
        return switch (kind) {
            case ADDED -> ": " + after.orElseThrow();
            case REMOVED -> ": " + before.orElseThrow();
            case DESCRIPTION_CHANGED -> "";
            case DEFAULT_ADDED, DEFAULT_REMOVED, DEFAULT_CHANGED ->
                    ": " + shown(before) + " -> " + shown(after);
            default -> ": " + before.orElse(NOTHING) + " -> " + after.orElse(NOTHING);
        };
    }

    private static String shown(Optional<String> value) {
        return value.map(SchemaChange::quotedUnlessPlain).orElse(NOTHING);
    }

    private static String quotedUnlessPlain(String text) {
        return PLAIN.matcher(text).matches() && !text.equals(NOTHING)
                ? text
                : "\""
                        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t")
                        + "\"";
    }
}

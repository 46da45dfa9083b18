package io.sriov.testkit.machine;

import io.sriov.dump.DumpReader;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which files describe a machine, and what is wrong with one, in a sentence.
final class DescriptionFile {
    /// How far into a file its `format` may be: behind a comment, say.
    private static final int BEGINNING = 4096;

    private static final Pattern FORMAT =
            Pattern.compile("\"?\\bformat\"?\\s*[:=]?\\s*\"?([^\"\\n;,}]*)");

    /// What a file says that keeps the state of a simulated host.
    private static final String STATE = "simulated SR-IOV host";

    /// Keys that only a description has, and only a dump.
    private static final Pattern PART_OF_DESCRIPTION =
            Pattern.compile("\\b(ports|switches|profile)\\b");

    private static final Pattern PART_OF_DUMP = Pattern.compile("\\b(functions|config-bytes)\\b");
    private static final int SHOWN = 3;

    private DescriptionFile() {}

    /// What a file is.
    enum Kind {
        /// The state of a simulated host, or nothing yet.
        STATE,
        /// A description, see [MachineReader].
        DESCRIPTION,
        /// A dump of a machine, see [DumpReader].
        DUMP
    }

    /// What a file is: what it says that it is, else what it looks like, and a description where it
    /// is YAML. Where there is none, a state that is still to come, which is never YAML.
    static Kind kind(Path file) {
        boolean yaml = TextFormat.of(file) == TextFormat.YAML;
        if (!Files.isRegularFile(file)) {
            return yaml ? Kind.DESCRIPTION : Kind.STATE;
        }
        String format;
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
            Matcher found = FORMAT.matcher(text);
            format = found.find() ? found.group(1).strip() : "";
        } catch (IOException _) {
            return Kind.STATE; // Whoever reads it as a state says why it cannot be read.
        }
        if (format.equals(DumpReader.FORMAT)
                || (format.isEmpty() && PART_OF_DUMP.matcher(text).find())) {
            return Kind.DUMP;
        }
        if (format.isEmpty() && PART_OF_DESCRIPTION.matcher(text).find()) {
            return Kind.DESCRIPTION;
        }
        return yaml || !(format.isEmpty() || format.equals(STATE)) ? Kind.DESCRIPTION : Kind.STATE;
    }

    /// The errors of a report on one line.
    static String summary(DiagnosticReport report) {
        List<Diagnostic> errors =
                report.diagnostics().stream().filter(Diagnostic::isError).toList();
        String shown =
                errors.stream()
                        .limit(SHOWN)
                        .map(error ->
                                error.origin()
                                        + ": "
                                        + error.message()
                                        + error.hint().map(hint -> " (" + hint + ")").orElse(""))
                        .collect(Collectors.joining("; "));
        return errors.size() > SHOWN ? shown + "; and " + (errors.size() - SHOWN) + " more" : shown;
    }
}

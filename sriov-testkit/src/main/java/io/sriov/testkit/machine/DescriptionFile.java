package io.sriov.testkit.machine;

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

    private static final int SHOWN = 3;

    private DescriptionFile() {}

    /// Whether a file describes a machine: it is YAML, or it says that it is of another format than
    /// a state.
    static boolean is(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (TextFormat.of(file) == TextFormat.YAML) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
            Matcher format = FORMAT.matcher(text);
            return format.find() && !format.group(1).strip().equals(STATE);
        } catch (IOException _) {
            return false; // Whoever reads it as a state says why it cannot be read.
        }
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

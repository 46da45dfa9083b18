package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.Finding;
import io.sriov.schema.diagnostic.PrintableText;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// `--doctor`: what the host lacks for VFs.
final class Doctor implements Verb {

    @Override
    public int run(Invocation invocation) {
        Terminal terminal = invocation.terminal();
        List<Finding> findings;
        try (Sriov sriov = Hosts.open(invocation)) {
            findings = sriov.examine();
        }
        if (invocation.arguments().format() == OutputFormat.JSON) {
            Json.print(terminal, json -> write(findings, json));
        } else {
            var text = new StringBuilder();
            findings.forEach(finding -> text.append(line(finding)));
            terminal.print(text.toString());
        }
        return findings.stream().anyMatch(one -> one.level() == Finding.Level.FAIL) ? 1 : 0;
    }

    private static String line(Finding finding) {
        String remedy = finding.remedy().map(text -> "; " + text).orElse("");
        return "%-4s  %s: %s\n"
                .formatted(
                        word(finding),
                        PrintableText.of(finding.subject()),
                        PrintableText.of(finding.message() + remedy));
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    private static void write(List<Finding> findings, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringProperty("level", word(finding));
            json.writeStringProperty("subject", finding.subject());
            json.writeStringProperty("message", finding.message());
            finding.remedy().ifPresent(remedy -> json.writeStringProperty("remedy", remedy));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

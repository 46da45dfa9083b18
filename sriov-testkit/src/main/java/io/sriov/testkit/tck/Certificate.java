package io.sriov.testkit.tck;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What a run of a [PfDriverTck] found: a line for every clause. Immutable and thread-safe.
///
/// The same run gives the same certificate: it has no dates.
///
/// @param plugin the plug-in: the name and the class of its provider
/// @param pf the PF that its driver was tried with
/// @param results what came of each clause, by number
public record Certificate(String plugin, String pf, List<ClauseResult> results) {

    /// Sorts the results.
    public Certificate {
        results = results.stream().sorted(Comparator.comparing(Certificate::number)).toList();
    }

    private static String number(ClauseResult result) {
        return Arrays.stream(result.id().split("\\."))
                .map(part -> "%12s".formatted(part))
                .collect(Collectors.joining("."));
    }

    /// {@return whether every clause that is applicable was tried and passed, and there are such}
    public boolean conforms() {
        return count(Verdict.PASSED) > 0
                && count(Verdict.PASSED) + count(Verdict.NOT_APPLICABLE) == results.size();
    }

    /// {@return how many clauses came to a verdict}
    ///
    /// @param verdict the verdict
    public int count(Verdict verdict) {
        return (int) results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /// {@return the verdict on the whole: `conforms: 40 of 42 clauses passed, 2 not applicable; 3
    /// rest on the bench's word`; `does not conform: …` where clauses failed, and `not proven to
    /// conform: …` where none did and some were not judged, or are waived}
    public String summary() {
        String others =
                Arrays.stream(Verdict.values())
                        .filter(verdict -> verdict != Verdict.PASSED && count(verdict) > 0)
                        .map(verdict -> ", " + count(verdict) + " " + verdict.label())
                        .collect(Collectors.joining());
        return whole()
                + ": "
                + count(Verdict.PASSED)
                + " of "
                + results.size()
                + " clauses passed"
                + others
                + onWord();
    }

    private String whole() {
        if (count(Verdict.FAILED) > 0) {
            return "does not conform";
        }
        return conforms() ? "conforms" : "not proven to conform";
    }

    private String onWord() {
        long count = results.stream().filter(ClauseResult::restsOnBench).count();
        return count == 0
                ? ""
                : "; " + count + (count == 1 ? " rests" : " rest") + " on the bench's word";
    }

    /// {@return the certificate for people, several lines, each ended by LF}
    public String toText() {
        var text = new StringBuilder("Certificate of a PF driver plug-in\n\n");
        text.append("plug-in: ").append(plugin).append('\n');
        text.append("PF:      ").append(pf).append('\n');
        text.append("verdict: ").append(summary()).append('\n');
        for (ClauseResult result : results) {
            text.append(
                    "\n%-5s %s: %s\n"
                            .formatted(result.id(), result.verdict().label(), result.rule()));
            if (!result.reason().isEmpty()) {
                line(text, "reason", result.reason());
            }
            result.evidence().forEach(evidence -> line(text, "evidence", evidence));
            line(text, "source", result.source());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String content) {
        text.append("      %-9s ".formatted(label + ":"))
                .append(content.strip().replaceAll("\\R", "\n" + " ".repeat(16)))
                .append('\n');
    }

    /// {@return the certificate for programs, one line of JSON}
    ///
    /// ```json
    /// {"plugin":"…","pf":"…","conforms":true,"summary":"…",
    ///  "clauses":[{"id":"1.1","verdict":"passed","rule":"…","source":"…","reason":"","evidence":["…"],
    ///   "restsOnBench":false}]}
    /// ```
    public String toJson() {
        return CertificateJson.format(this);
    }
}

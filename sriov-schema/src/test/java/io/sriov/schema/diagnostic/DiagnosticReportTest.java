package io.sriov.schema.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnosticReportTest {
    private static final DiagnosticCode CODE = () -> "unknown-parameter";

    private static DiagnosticReport report(String text, int line, int column) {
        Diagnostic diagnostic =
                Diagnostic.error(CODE, "no 'x'", new Origin("a.conf", line, column))
                        .withHint("did you mean 'y'?");
        return new DiagnosticReport(List.of(diagnostic), List.of(SourceText.of("a.conf", text)));
    }

    @Test
    void showsTheLineWithACaretAndTheHint() {
        assertThat(DiagnosticText.plain().format(report("one\n    x : 1;\nthree", 2, 5)))
                .isEqualTo(
                        """
                        a.conf:2:5: error: no 'x' [unknown-parameter]
                            x : 1;
                            ^
                          hint: did you mean 'y'?
                        """);
    }

    @Test
    void alignsTheCaretUnderTabs() {
        assertThat(DiagnosticText.plain().format(report("\tab\tx", 1, 5)))
                .contains("\tab\tx\n\t  \t^\n");
    }

    @Test
    void readsLinesWhateverEndsThem() {
        SourceText text = SourceText.of("a", "one\r\ntwo\rthree\n\nfive");
        assertThat(text.line(1)).contains("one");
        assertThat(text.line(2)).contains("two");
        assertThat(text.line(3)).contains("three");
        assertThat(text.line(4)).contains("");
        assertThat(text.line(5)).contains("five");
        assertThat(text.line(6)).isEmpty();
        assertThat(text.line(0)).isEmpty();
    }

    @Test
    void neverPassesControlCharactersToATerminal() {
        String text = DiagnosticText.plain().format(report("\u001b[2Jx\u202e : 1", 1, 5));
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").contains("\\u001b[2Jx");
    }

    @Test
    void aProblemByItselfPassesNoneEither() {
        Diagnostic problem =
                Diagnostic.error(CODE, "no 'x\u001b[31m\ny\udcff'", new Origin("a\rb.conf", 2, 5));
        assertThat(problem)
                .hasToString(
                        "a\\u000db.conf:2:5: error: no 'x\\u001b[31m\\u000ay\\xff'"
                                + " [unknown-parameter]");
        assertThat(problem.message()).isEqualTo("no 'x\u001b[31m\ny\udcff'");
    }

    @Test
    void showsBytesThatAreNotUtf8AndHalvesOfCharactersInHexadecimal() {
        String text = DiagnosticText.plain().format(report("pr\udce4 = é😀\ud83d", 1, 4));
        assertThat(text).contains("    pr\\xe4 = é😀\\ud83d\n          ^\n");
    }

    @Test
    void doesNotCutCharactersInTwo() {
        for (int column = 401; column < 404; column++) {
            String text = DiagnosticText.plain().format(report("😀".repeat(500), 1, column));
            assertThat(text).contains("😀").doesNotContain("\\u").doesNotContain("\\x");
        }
    }

    @Test
    void jsonIsUtf8WhateverTheInput() {
        String json = DiagnosticJson.format(report("pr\udce4 = é😀\ud83d", 1, 4));
        assertThat(json).contains("\"sourceLine\":\"pr\\udce4 = é😀\\ud83d\"");
    }

    @Test
    void cutsLongLinesAroundTheCaret() {
        String line = "a".repeat(5000) + "x" + "b".repeat(5000);
        String[] lines =
                DiagnosticText.plain().format(report(line, 1, 5001)).lines().toArray(String[]::new);
        assertThat(lines[1]).hasSizeLessThan(200);
        assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('x');
    }

    @Test
    void aHugeLineIsNotRepeatedForEachOfItsProblems() {
        String line = "x".repeat(2_000_000);
        var problems =
                Collections.nCopies(
                        20_000, Diagnostic.error(CODE, "no 'x'", new Origin("a", 1, 1_000_000)));
        var report = new DiagnosticReport(problems, List.of(SourceText.of("a", line)));

        assertThat(DiagnosticText.plain().format(report).length()).isLessThan(20_000 * 500);
        assertThat(DiagnosticJson.format(report)).doesNotContain("sourceLine");
        assertThat(report.sourceLine(problems.getFirst())).contains(line);
    }

    @Test
    void coloursOnlyWhenAsked() {
        DiagnosticReport report = report("x", 1, 1);
        assertThat(DiagnosticText.plain().format(report)).doesNotContain("\u001b");
        assertThat(DiagnosticText.coloured().format(report)).contains("\u001b[1;31merror:");
    }

    @Test
    void isReadableByPrograms() {
        JsonNode json = new JsonMapper().readTree(DiagnosticJson.format(report("x : 1", 1, 1)));
        JsonNode problem = json.get("diagnostics").get(0);
        assertThat(problem.get("severity").asString()).isEqualTo("error");
        assertThat(problem.get("code").asString()).isEqualTo("unknown-parameter");
        assertThat(problem.get("file").asString()).isEqualTo("a.conf");
        assertThat(problem.get("line").asInt()).isEqualTo(1);
        assertThat(problem.get("column").asInt()).isEqualTo(1);
        assertThat(problem.get("hint").asString()).isEqualTo("did you mean 'y'?");
        assertThat(problem.get("sourceLine").asString()).isEqualTo("x : 1");
    }

    @Test
    void tellsErrorsFromWarnings() {
        DiagnosticReport warning =
                DiagnosticReport.of(Diagnostic.warning(CODE, "hm", Origin.whole("a")));
        assertThat(warning.hasErrors()).isFalse();
        assertThat(warning.toString()).isEqualTo("a: warning: hm [unknown-parameter]\n");
        assertThat(warning.and(report("x", 1, 1)).errorCount()).isEqualTo(1);
    }
}

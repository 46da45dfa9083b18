package io.sriov.schema.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigCases;
import io.sriov.schema.config.ConfigCode;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticCode;
import io.sriov.schema.text.TextFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// The JSON Schema against the reader of configurations: both give the same verdict on the same
/// text, but for what JSON Schema cannot say.
class ConfigJsonSchemaProperties {
    private static final Set<DiagnosticCode> BEYOND_JSON_SCHEMA =
            Set.of(
                    ConfigCode.REPEATED_SECTION,
                    ConfigCode.REPEATED_PARAMETER,
                    ConfigCode.DEFAULT_AFTER_VF,
                    ConfigCode.VF_OUT_OF_BOUNDS);

    private static final Pattern MISSING_IN = Pattern.compile(" not found in 'VF-(\\d+)'");

    @Property(tries = 100)
    void isValidByItsDialect(@ForAll Random random) {
        PfSchema schema = ConfigCases.schema(random);

        assertThat(JsonSchemas.againstMetaSchema(ConfigJsonSchema.text("ix", schema))).isEmpty();
    }

    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void verdictIsThatOfTheReader(@ForAll Random random) {
        PfSchema schema = ConfigCases.schema(random);
        Schema jsonSchema = JsonSchemas.of(schema);
        for (int i = 0; i < 20; i++) {
            String text = new JsonConfigs(schema, random).text();
            List<Diagnostic> problems =
                    ConfigReader.standard()
                            .read("drawn.json", text, TextFormat.JSON)
                            .validate(schema)
                            .report()
                            .diagnostics();
            List<String> refusals = JsonSchemas.messages(jsonSchema, text);
            Statistics.collect(
                    problems.isEmpty() ? "accepted" : "refused",
                    refusals.isEmpty() ? "accepted" : "refused");

            if (problems.isEmpty()) {
                assertThat(refusals).as(text).isEmpty();
            } else if (problems.stream().noneMatch(p -> isRepetition(p))
                    && problems.stream().anyMatch(p -> canBeSaid(p, text))) {
                assertThat(refusals).as("%s%n%s", text, problems).isNotEmpty();
            }
        }
        Statistics.coverage(coverage -> {
            coverage.check("accepted", "accepted").percentage(share -> share > 20);
            coverage.check("refused", "refused").percentage(share -> share > 20);
        });
    }

    /// The reader goes on with the first of two, a JSON Schema with either.
    private static boolean isRepetition(Diagnostic problem) {
        return problem.code() == ConfigCode.REPEATED_SECTION
                || problem.code() == ConfigCode.REPEATED_PARAMETER;
    }

    private static boolean canBeSaid(Diagnostic problem, String text) {
        Matcher missing = MISSING_IN.matcher(problem.message());
        if (problem.code() == ConfigCode.MISSING_PARAMETER && missing.find()) {
            String vf = missing.group(1);
            return vf.equals("0") || text.matches("(?si).*\"VF-" + vf + "\".*");
        }
        return !BEYOND_JSON_SCHEMA.contains(problem.code());
    }
}

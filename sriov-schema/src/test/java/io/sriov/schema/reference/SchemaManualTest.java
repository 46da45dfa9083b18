package io.sriov.schema.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.PrintableText;
import io.sriov.schema.file.BuiltInSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Manual pages against mandoc(1), the formatter of FreeBSD's own.
class SchemaManualTest {
    private static final Path MANDOC = Path.of("/usr/bin/mandoc");
    private static final LocalDate DATE = LocalDate.of(2026, 1, 31);

    @TempDir private Path directory;

    @BeforeEach
    void mandocIsThere() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(Files.isExecutable(MANDOC), "mandoc is not installed");
        }
    }

    static Stream<String> drivers() {
        return BuiltInSchemas.drivers().stream();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void mandocFindsNothingWrong(String driver) throws Exception {
        PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();

        assertThat(complaints(SchemaManual.text(driver, schema, DATE))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void pageShowsEveryParameterWithItsDescription(String driver) throws Exception {
        PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();
        String page = words(mandoc(SchemaManual.text(driver, schema, DATE), "-T", "utf8"));

        assertThat(page).contains("January 31, 2026");
        for (Parameter parameter : schema.vf().parameters()) {
            assertThat(page).contains(parameter.name() + " (" + parameter.typeName() + ", ");
            assertThat(page).contains(words(parameter.description().orElse("")));
        }
    }

    @Test
    void markupInNamesIsNoMarkup() throws Exception {
        PfSchema schema = HostileSchema.schema();
        String text = SchemaManual.text("Pa .x \"y\" \\z", schema, DATE);

        assertThat(text).matches("\\p{ASCII}*");
        assertThat(complaints(text)).isEmpty();
        String page = words(mandoc(text, "-T", "utf8"));
        for (Parameter parameter : schema.vf().parameters()) {
            assertThat(page).contains(shown(parameter.name()) + " (" + parameter.typeName() + ", ");
            assertThat(page).contains(shown(parameter.description().orElse("passthrough")));
        }
    }

    private static String shown(String text) {
        return words(PrintableText.of(text.replaceAll("\\s+", " ")));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /// What mandoc complains about, but for pages that this system does not have.
    private List<String> complaints(String page) throws Exception {
        return mandoc(page, "-T", "lint")
                .lines()
                .filter(line -> !line.contains("referenced manual not found"))
                .toList();
    }

    private String mandoc(String page, String... options) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("page.5"), page);
        Path out = directory.resolve("out");
        Process process =
                new ProcessBuilder(
                                Stream.of(
                                                Stream.of(MANDOC.toString()),
                                                Stream.of(options),
                                                Stream.of("-O", "width=900"),
                                                Stream.of(file.toString()))
                                        .flatMap(words -> words)
                                        .toList())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8).replaceAll(".\b", "");
    }
}

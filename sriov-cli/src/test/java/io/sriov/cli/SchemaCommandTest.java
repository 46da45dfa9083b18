package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.reference.ConfigJsonSchema;
import io.sriov.schema.reference.SchemaManual;
import io.sriov.schema.reference.SchemaMarkdown;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/// The commands behind the word `schema`.
class SchemaCommandTest {
    @TempDir private Path directory;

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void whatBreaksIsStatusOneAndSaidOnBothStreams() throws IOException {
        String before = file("a.json", "{\"vf\": {\"driver\": {\"q\": {\"type\": \"uint16_t\"}}}}");
        String after = file("b.yaml", "vf:\n  driver:\n    q:\n      type: uint8_t\n");

        Run run = Run.iovctl("schema", "diff", before, after);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .isEqualTo(
                        "breaking    VF.DRIVER.q: type narrowed: uint16_t -> uint8_t (numbers above"
                                + " 255 are refused)\n");
        assertThat(run.err())
                .isEqualTo(
                        "iovctl: 1 change breaks configurations that are valid with '"
                                + before
                                + "'\n");
    }

    @Test
    void whatMayComeIsStatusZero() throws IOException {
        String before = file("a.conf", "vf { driver { q { type = uint8_t } } }");
        String after = file("b.conf", "vf { driver { q { type = uint16_t } } }");

        Run run = Run.iovctl("schema", "diff", "--format", "json", before, after);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(new ObjectMapper().readTree(run.out()).at("/changes/0/change").asString())
                .isEqualTo("type-widened");
    }

    @Test
    void programsAreToldWithDocuments() {
        Run run = Run.iovctl("schema", "diff", "ix", "vnic", "--format=json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(run.out()).get("breaking").asBoolean()).isTrue();
        assertThat(new ObjectMapper().readTree(run.err()).at("/error/message").asString())
                .endsWith("break configurations that are valid with 'ix'");
    }

    /// What a kernel publishes, against the copy that comes with the SDK.
    @ParameterizedTest
    @CsvSource({"ix0, ix", "ice0, ice", "ixl0, ixl"})
    void schemaOfAPfIsThatOfItsDriver(String pf, String driver) {
        Run run = Run.iovctl("--host", "sim", "schema", "diff", driver, pf);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isZero();
    }

    /// A kernel publishes no descriptions, so none of them has changed.
    @Test
    void descriptionsAreNotComparedWithThoseThatAKernelDoesNotHave() throws IOException {
        String other =
                Run.iovctl("-S", "--schema", "ix", "--format", "json")
                        .out()
                        .replaceAll("\"description\":\"[^\"]*\"", "\"description\":\"Other.\"");
        assertThat(other).contains("Other.");

        assertThat(
                        Run.iovctl("--host", "sim", "schema", "diff", file("o.json", other), "ix0")
                                .out())
                .isEmpty();
    }

    @Test
    void documentsWithTheDescriptionsThatAKernelDoesNotPublish() {
        Run run = Run.iovctl("schema", "docs", "ice0", "--host", "sim");

        assertThat(run.out())
                .isEqualTo(SchemaMarkdown.text("ice0", BuiltInSchemas.find("ice").orElseThrow()))
                .contains("How many queue pairs the VF has.");
    }

    @Test
    void manualPageHasTheDateOfTheEnvironment() {
        Run run =
                Run.iovctl(
                        Map.of("SOURCE_DATE_EPOCH", "86400"),
                        "schema",
                        "docs",
                        "--schema",
                        "ix",
                        "--format",
                        "mdoc");

        assertThat(run.out())
                .isEqualTo(
                        SchemaManual.text(
                                "ix",
                                BuiltInSchemas.find("ix").orElseThrow(),
                                LocalDate.of(1970, 1, 2)));
        assertThat(Run.iovctl("schema", "docs", "ix", "--format", "mdoc").out())
                .startsWith(".Dd ")
                .hasSameSizeAs(run.out().replaceFirst("^.*", firstLine()));
    }

    private static String firstLine() {
        return Run.iovctl("schema", "docs", "ix", "--format", "mdoc")
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "9223372036854775808", "9223372036854775807"})
    void dateThatIsNoneIsSaid(String seconds) {
        Run run =
                Run.iovctl(
                        Map.of("SOURCE_DATE_EPOCH", seconds),
                        "schema",
                        "docs",
                        "ix",
                        "--format",
                        "mdoc");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "iovctl: SOURCE_DATE_EPOCH is '"
                                + seconds
                                + "', which is no date\n"
                                + "  set it to seconds since 1970, or do not set it\n");
    }

    @Test
    void jsonSchemaIsForPeopleUnlessJsonIsAskedFor() {
        String indented = Run.iovctl("schema", "json-schema", "ix").out();
        String line = Run.iovctl("schema", "json-schema", "ix", "--format", "json").out();

        assertThat(indented)
                .isEqualTo(ConfigJsonSchema.text("ix", BuiltInSchemas.find("ix").orElseThrow()));
        assertThat(line.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(line))
                .isEqualTo(new ObjectMapper().readTree(indented));
    }

    @Test
    void fileGivesItsNameAndWinsOverAPf() throws IOException {
        String schema = file("vendor.v2.json", "{}");

        assertThat(Run.iovctl("schema", "docs", schema).out())
                .startsWith("# SR-IOV parameters of vendor.v2\n")
                .isEqualTo(Run.iovctl("schema", "docs", "--schema", schema).out());
    }

    @Test
    void exampleOfTheDocumentIsValid() {
        String text = Run.iovctl("schema", "docs", "ix").out();
        String example = text.substring(text.indexOf("~~~\n") + 4, text.lastIndexOf("~~~"));

        assertThat(
                        ConfigReader.standard()
                                .read("example.conf", example, TextFormat.UCL)
                                .validate(BuiltInSchemas.find("ix").orElseThrow())
                                .report()
                                .diagnostics())
                .isEmpty();
    }

    @Test
    void schemaThatIsNowhereIsSaidWithWhatThereIs() {
        Run run = Run.iovctl("schema", "docs", "ix7", "--host", "sim");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        """
                        iovctl: There is no schema 'ix7'
                          Could not open device '/dev/iov/ix7': No such file or directory
                          the PFs of host sim are: ice0, ix0, ixl0, nvme0, qat0
                          nor is it a file, or one of the drivers bnxt, cxgbe, ice, igb, ix, ixl, mlx5, octep, qlnxe, vnic
                        """);
    }

    @Test
    void schemaThatIsNotValidIsReportedWithItsPlace() throws IOException {
        String schema = file("a.json", "{\"vf\": {\"driver\": {\"q\": {\"type\": \"int\"}}}}");

        Run run = Run.iovctl("schema", "diff", "ix", schema);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(schema + ":1:").contains("[unknown-type]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    schema|schema takes a command
                    schema frob|There is no command 'schema frob'
                    schema diff ix|schema diff takes two schemas: of a file, a driver or a PF
                    schema diff ix ix ix|schema diff takes two schemas: of a file, a driver or a PF
                    schema docs|schema docs takes one schema: of a file, a driver or a PF
                    schema docs ix --schema ix|schema docs takes one schema: of a file, a driver or a PF
                    schema docs -- ix --host|schema docs takes one schema: of a file, a driver or a PF
                    schema docs --schema ix --host sim|Only one of --host and --schema may be specified
                    schema diff ix ix --schema ix|--schema cannot be used with schema diff
                    -n schema diff ix ix|-n cannot be used with schema diff
                    schema docs ix -d ix0|-d cannot be used with schema docs
                    schema docs ix -L|-L cannot be used with schema docs
                    schema docs ix --format json|schema docs has the formats text and mdoc
                    schema diff ix ix --format nvlist|schema diff has the formats text and json
                    schema json-schema ix --format mdoc|schema json-schema has the formats text and json
                    """)
    void commandLinesThatMakeNoSenseAreAnsweredWithTheUsage(String words, String complaint) {
        Run run = Run.iovctl(words.split(" ", -1));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "iovctl: "
                                + complaint
                                + "\n"
                                + """
                                iovctl: Usage: iovctl schema diff A B
                                iovctl:        iovctl schema docs SCHEMA
                                iovctl:        iovctl schema json-schema SCHEMA
                                iovctl:        iovctl schema --help
                                """);
    }

    @Test
    void operandsMayLookLikeOptionsBehindTwoHyphens() {
        assertThat(Run.iovctl("schema", "docs", "--", "-x", "--host").err())
                .startsWith("iovctl: schema docs takes one schema");
        assertThat(Run.iovctl("schema", "docs", "--host", "sim", "--", "-x").err())
                .startsWith("iovctl: There is no schema '-x'");
    }

    /// FreeBSD's iovctl takes no operands, and what follows one is ignored.
    @Test
    void wordBehindAnActionIsIgnoredAsEver() {
        assertThat(Run.iovctl("-S", "--schema", "ix", "schema", "nonsense").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "schema diff", "schema docs", "schema json-schema"})
    void helpIsOfTheCommandInEightyColumns(String words) {
        Run run = Run.iovctl((words + " --help").split(" ", -1));

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("Usage: iovctl " + words + " ");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpSaysWhatEveryCommandDoesAndTakes() {
        for (SchemaCommand command : SchemaCommand.values()) {
            assertThat(Run.iovctl("--help").out()).contains("iovctl " + command.text() + " ");
            assertThat(Run.iovctl("schema", "--help").out()).contains("  " + command.word() + " ");
            String help = Run.iovctl("schema", command.word(), "--help").out();
            assertThat(help).contains(command.description().substring(0, 30));
            for (Option option : command.options()) {
                assertThat(help).contains(option.text() + " ");
            }
        }
    }
}

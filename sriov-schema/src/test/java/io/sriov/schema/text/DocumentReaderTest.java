package io.sriov.schema.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class DocumentReaderTest {
    @TempDir private Path directory;

    private static String only(Document document) {
        assertThat(document.root()).isEmpty();
        assertThat(document.report().diagnostics()).hasSize(1);
        return document.report().diagnostics().getFirst().toString();
    }

    @Test
    void aMissingFileIsADiagnostic() {
        Path file = directory.resolve("none.conf");
        assertThat(only(DocumentReader.standard().read(file)))
                .isEqualTo(
                        "%1$s: error: Could not open '%1$s' for reading: No such file or directory"
                                        .formatted(file)
                                + " [unreadable-file]");
    }

    @Test
    void onlyRegularFilesAreRead() {
        assertThat(only(DocumentReader.standard().read(directory))).contains("not a regular file");
        assertThat(only(DocumentReader.standard().read(Path.of("/dev/null"))))
                .contains("not a regular file");
    }

    @Test
    void anEmptyNameIsNoFile() {
        assertThat(only(DocumentReader.standard().read(Path.of(""))))
                .contains("Could not open '' for reading: No such file or directory");
    }

    @Test
    void theSystemsReasonIsGivenWithoutTheNameAgain() throws IOException {
        Path file = directory.resolve("loop.conf");
        Files.createSymbolicLink(file, file);
        assertThat(only(DocumentReader.standard().read(file)))
                .startsWith(
                        "%1$s: error: Could not open '%1$s' for reading: Too many levels"
                                .formatted(file));
    }

    @Test
    void largeFilesAreRefusedUnread() throws IOException {
        Path file = Files.writeString(directory.resolve("big.conf"), "a = 1\n".repeat(100));
        DocumentReader reader = DocumentReader.builder().maxBytes(599).build();
        assertThat(only(reader.read(file))).endsWith("is larger than 599 bytes [file-too-large]");
    }

    @Test
    void syntaxErrorsHaveTheirPlace() {
        assertThat(only(DocumentReader.standard().read("a", "x {\n  y = \"z\n", TextFormat.UCL)))
                .startsWith("a:")
                .endsWith("[syntax]");
        assertThat(only(DocumentReader.standard().read("a", "{\"x\": tru}", TextFormat.JSON)))
                .startsWith("a:1:")
                .endsWith("[syntax]");
        assertThat(only(DocumentReader.standard().read("a", "x: [1,\ny: 2", TextFormat.YAML)))
                .startsWith("a:")
                .endsWith("[syntax]");
    }

    @Test
    void syntaxErrorsSpeakOfTheTextAlone() {
        assertThat(only(DocumentReader.standard().read("a", "{\"x\": [1", TextFormat.JSON)))
                .doesNotContain("Source")
                .doesNotContain("start marker");
    }

    /// 500 levels are Jackson's limit.
    @Test
    void nestingThatIsTooDeepHasItsPlace() {
        for (TextFormat format : List.of(TextFormat.YAML, TextFormat.JSON)) {
            String text = "{\"x\":\n" + "[".repeat(5000) + "]".repeat(5000) + "}";
            assertThat(only(DocumentReader.standard().read("a", text, format)))
                    .matches(
                            "a:2:49[0-9]: error: Document nesting depth \\(501\\) exceeds the maximum"
                                    + " allowed \\(500\\) \\[syntax]");
        }
    }

    @Test
    void otherBytesThanUtf8AreKeptInUcl() throws IOException {
        byte[] latin1 = "# für ix0\nprä { ö : \"ü\" }\n".getBytes(StandardCharsets.ISO_8859_1);
        for (String name : List.of("latin1.conf", "latin1.json")) {
            Path file = Files.write(directory.resolve(name), latin1);
            Document document = DocumentReader.standard().read(file);
            assertThat(document.report().diagnostics()).isEmpty();
            Node.Entry outer = ((Node.Section) document.root().orElseThrow()).entries().getFirst();
            assertThat(outer.key()).isEqualTo("pr\udce4");
            Node.Entry inner = ((Node.Section) outer.value()).entries().getFirst();
            assertThat(inner.key()).isEqualTo("\udcf6");
            assertThat(inner.value().text()).isEqualTo("\udcfc");
            assertThat(inner.value().origin()).hasToString(file + ":2:11");
            assertThat(document.sources().getFirst().line(2))
                    .contains("pr\udce4 { \udcf6 : \"\udcfc\" }");
        }
    }

    @Test
    void otherBytesThanUtf8MayOnlyStandInCommentsOfYaml() throws IOException {
        byte[] latin1 = "# für ix0\nPF: { device: ix0 }\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("latin1.yaml"), latin1);
        assertThat(DocumentReader.standard().read(file).report().diagnostics()).isEmpty();

        byte[] value = "PF: { device: ü }\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, value);
        assertThat(DocumentReader.standard().read(file).report().diagnostics())
                .extracting(d -> d.code().code())
                .containsExactly("encoding");
    }

    @Test
    void loneSurrogatesOfJsonAreTheBytesOfTheirCodePointUnlessTheyStandForOne() {
        Document document =
                DocumentReader.standard()
                        .read(
                                "a",
                                "{\"a\": \"\\udcff\\ud83d\\ude00\", \"b\": \"\\ud83d\"}",
                                TextFormat.JSON);
        assertThat(((Node.Section) document.root().orElseThrow()).entries())
                .extracting(entry -> entry.value().text())
                .containsExactly("\udcff😀", "\udced\udca0\udcbd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void filesOfWiderCharactersAreNamedAsSuch(String encoding) throws IOException {
        for (String mark : List.of("", "\ufeff")) {
            for (String name : List.of("a.conf", "a.json", "a.yaml")) {
                byte[] bytes = (mark + "PF: { device: ix0 }\n").getBytes(Charset.forName(encoding));
                Path file = Files.write(directory.resolve(name), bytes);
                Document document = DocumentReader.standard().read(file);
                assertThat(only(document))
                        .isEqualTo(
                                "%1$s: error: '%1$s' is %2$s, not UTF-8 [encoding]"
                                        .formatted(file, encoding));
                assertThat(document.report().diagnostics().getFirst().hint())
                        .contains(
                                "save the file as UTF-8: iconv -f "
                                        + encoding
                                        + " -t UTF-8 FILE > NEW-FILE");
            }
        }
    }

    @Test
    void filesThatOnlyLookLikeWiderCharactersAreReadAsWhatTheyAre() throws IOException {
        byte[] marked = {(byte) 0xff, (byte) 0xfe, '=', '1', '\n'};
        Path file = Files.write(directory.resolve("a.conf"), marked);
        assertThat(DocumentReader.standard().read(file).root()).isPresent();
        Files.write(file, new byte[] {'x', '{', '\n'});
        assertThat(only(DocumentReader.standard().read(file))).contains("[syntax]");
    }

    @Test
    void aReplacementCharacterOfTheTextsOwnIsFine() throws IOException {
        Path file = Files.writeString(directory.resolve("a.conf"), "note = \"\ufffd\"\n");
        assertThat(DocumentReader.standard().read(file).report().diagnostics()).isEmpty();
    }

    @Test
    void repeatedKeysAreKeptApart() {
        Document document =
                DocumentReader.standard().read("a", "x = 1\ny = 2\nx = 3\n", TextFormat.UCL);
        assertThat(document.root().orElseThrow())
                .isInstanceOfSatisfying(
                        Node.Section.class,
                        root ->
                                assertThat(root.entries())
                                        .extracting(e -> e.key() + "@" + e.origin())
                                        .containsExactly("x@a:1:1", "y@a:2:1", "x@a:3:1"));
    }

    @Test
    void yamlAliasesAndSecondDocumentsAreRefused() {
        assertThat(
                        DocumentReader.standard()
                                .read("a", "x: &a 1\ny: *a\n", TextFormat.YAML)
                                .report()
                                .diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "a:2:4: error: an alias cannot stand here [unsupported-construct]");
        assertThat(
                        DocumentReader.standard()
                                .read("a", "x: 1\n---\ny: 2\n", TextFormat.YAML)
                                .report()
                                .diagnostics())
                .extracting(d -> d.code().code())
                .containsExactly("trailing-content");
    }

    @Test
    void anyJacksonParserServes() {
        Document document =
                DocumentReader.standard()
                        .read(
                                "mine",
                                new JsonFactory()
                                        .createParser(ObjectReadContext.empty(), "{\"a\": 1.5}"));
        assertThat(document.root().orElseThrow().origin()).hasToString("mine:1:1");
    }

    @Test
    void formatsGoByTheFilesName() {
        assertThat(TextFormat.of(Path.of("a.YAML"))).isEqualTo(TextFormat.YAML);
        assertThat(TextFormat.of(Path.of("a.yml"))).isEqualTo(TextFormat.YAML);
        assertThat(TextFormat.of(Path.of("a.json"))).isEqualTo(TextFormat.UCL);
        assertThat(TextFormat.of(Path.of("a.conf"))).isEqualTo(TextFormat.UCL);
        assertThat(TextFormat.of(Path.of("/"))).isEqualTo(TextFormat.UCL);
    }

    @Test
    void problemsOfIncludedFilesShowTheirOwnLines() throws IOException {
        Files.writeString(directory.resolve("inner.conf"), "a = 1\nb = \"x\n");
        Path file =
                Files.writeString(
                        directory.resolve("outer.conf"),
                        "c = 3\n.include \"$CURDIR/inner.conf\"\n");
        DocumentReader reader = DocumentReader.builder().includeRoot(directory).build();
        Document document = reader.read(file);
        Diagnostic problem = document.report().diagnostics().getFirst();
        assertThat(problem.origin().source()).endsWith("inner.conf");
        assertThat(document.report().sourceLine(problem)).isPresent();
    }
}

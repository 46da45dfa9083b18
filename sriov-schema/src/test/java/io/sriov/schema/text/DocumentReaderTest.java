package io.sriov.schema.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    /// The places are where a person would point: counted by hand. `~` is a line end, `^I` a tab.
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            textBlock =
                    """
                    PF:~  num_vfs: 1~^IVF-0: {}¦3:1: error: a tab cannot stand here: indent with spaces
                    VF-0: {mac-addr: "02:\\q"}¦1:23: error: found unknown escape character 'q', while scanning a double-quoted scalar
                    😀: "\\q"¦1:7: error: found unknown escape character 'q', while scanning a double-quoted scalar
                    %YAML 9.9~---~a: 1¦1:1: error: YAML 9.9 is not known; the versions are 1.1 and 1.2
                    ~%YAML 9.9~---~a: 1¦2:1: error: YAML 9.9 is not known; the versions are 1.1 and 1.2
                    a: 1~? [a, b]~: 3¦2:4: error: a key must be a single value, not an array or an object
                    PF:~  device: ix0~ num_vfs: 2¦3:2: error: this does not fit the lines before it: check the indentation, and that every key has a ':'
                    PF:~ device: ix0~ num_vfs 2~¦4:1: error: line 3 has no ':' behind its key
                    PF:~  device: @x¦2:11: error: no value can begin with '@': put it in quotes
                    a: b: c¦1:5: error: mapping values are not allowed here
                    a: [1, 2¦1:9: error: expected ',' or ']', but found the end of the text, while parsing a flow sequence
                    a: {b~c: 1}¦2:2: error: expected ',' or '}', but found ':', while parsing a flow mapping
                    a: ]¦1:4: error: expected a value, but found ']'
                    a: "b¦1:6: error: found the end of the text, while scanning a quoted scalar
                    a: |x¦1:5: error: expected chomping or indentation indicators, but found 'x', while scanning a block scalar
                    ab^A¦1:3: error: the character U+0001 cannot stand in YAML
                    """)
    void syntaxErrorsOfYamlAreSentencesAtTheirPlace(String text, String words) {
        String lines = text.replace("~", "\n").replace("^I", "\t").replace("^A", "\u0001");
        assertThat(only(DocumentReader.standard().read("a", lines, TextFormat.YAML)))
                .isEqualTo("a:" + words + " [syntax]");
    }

    @Test
    void anotherDocumentBehindTheFirstIsTooMuchInYaml() {
        assertThat(only(DocumentReader.standard().read("a", "{} {}", TextFormat.YAML)))
                .isEqualTo(
                        "a:1:4: error: there is more after the end of the document"
                                + " [trailing-content]");
    }

    @ParameterizedTest
    @EnumSource
    void textsNestedTooDeeplySayWhere(TextFormat format) {
        assertThat(only(DocumentReader.standard().read("a", "[".repeat(100_000), format)))
                .isEqualTo(
                        "a:1:501: error: Document nesting depth (501) exceeds the maximum allowed"
                                + " (500) [syntax]");
    }

    /// What the parsers say to programs about their settings is nothing to the author of a text.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": +1}",
                "{\"a\": [1}",
                "{\"a\": [1",
                "{\"a\": NaN}",
                "{\"a\": Infinity}",
                "/* x */ {}",
                "\u001e{}",
                "{\"a\": 1e99999999999, 'b': 1}",
            })
    void syntaxErrorsOfJsonNameNoSettingsOfTheParser(String text) {
        assertThat(only(DocumentReader.standard().read("a", text, TextFormat.JSON)))
                .doesNotContain("Feature", "enable", "ALLOW", "Source", "REDACTED", "`")
                .matches("a:1:[0-9]+: error: .* \\[syntax]");
    }

    @Test
    void numbersThatNoTypeHoldsAreNoSyntaxErrors() {
        for (String number : List.of(".inf", "-.inf", ".nan", "21e99999999999")) {
            Document document =
                    DocumentReader.standard().read("a", "a: " + number, TextFormat.YAML);
            assertThat(document.report().diagnostics()).isEmpty();
            Node.Entry entry = ((Node.Section) document.root().orElseThrow()).entries().getFirst();
            assertThat(entry.value())
                    .isEqualTo(
                            new Node.Scalar(
                                    Node.Scalar.Kind.REAL,
                                    number,
                                    null,
                                    false,
                                    new Origin("a", 1, 4)));
        }
    }

    @Test
    void anIncludeThatIsNotAllowedSpeaksToTheAuthorOfTheText() {
        assertThat(only(DocumentReader.standard().read("a", "\n.include \"b\"", TextFormat.UCL)))
                .isEqualTo(
                        "a:2:1: error: this text wants to read another file, which is not allowed"
                                + " here [syntax]");
    }

    @ParameterizedTest
    @EnumSource
    void aReaderOfWholeTextsRefusesAnEmptyOne(TextFormat format) {
        DocumentReader whole = DocumentReader.builder().wholeText().build();
        for (String text : List.of("", " \n\n", "\ufeff")) {
            assertThat(whole.read("a", text, format).report().diagnostics())
                    .singleElement()
                    .hasToString("a:1:1: error: the text is empty [syntax]");
            assertThat(DocumentReader.standard().read("a", text, format).report().diagnostics())
                    .isEmpty();
        }
        assertThat(whole.read("a", " {}", format).report().diagnostics()).isEmpty();
    }

    @Test
    void aReaderOfWholeTextsReadsWhatLibuclLeavesUnread() {
        DocumentReader whole = DocumentReader.builder().wholeText().build();
        assertThat(only(whole.read("a", "{ a = 1 } # x\n b = 2", TextFormat.UCL)))
                .isEqualTo(
                        "a:2:2: error: there is more after the end of the document"
                                + " [trailing-content]");
        assertThat(only(whole.read("a", "[ 1 ]]", TextFormat.UCL))).startsWith("a:1:6: ");
        for (String text : List.of("{ a = 1 } # x\n /* y /* z */ */\t\n", "a = 1", "{a = 1}")) {
            assertThat(whole.read("a", text, TextFormat.UCL).report().diagnostics()).isEmpty();
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

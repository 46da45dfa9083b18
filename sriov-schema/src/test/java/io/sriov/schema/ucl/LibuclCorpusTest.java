package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sriov.schema.ucl.LibuclProbe.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every text of the corpus means the same to libucl and to [UclMapper], except where
/// `differences.txt` says why not.
@RequiresLibucl
class LibuclCorpusTest {

    private static final Map<String, String> VARIABLES = new LinkedHashMap<>();

    static {
        VARIABLES.put("NAME", "value");
        VARIABLES.put("NAMES", "values");
        VARIABLES.put("EMPTY", "");
        VARIABLES.put("X", "$NAME");
    }

    private static final LibuclProbe LIBUCL = LibuclProbe.open(VARIABLES);
    private static final Map<String, String> DIFFERENCES = new LinkedHashMap<>();

    @BeforeAll
    static void readDifferences() throws IOException {
        for (String line : Files.readAllLines(CorpusCase.DIRECTORY.resolve("differences.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int bar = line.indexOf('|');
                DIFFERENCES.put(line.substring(0, bar).strip(), line.substring(bar + 1).strip());
            }
        }
    }

    @AfterAll
    static void close() {
        LIBUCL.close();
    }

    static List<CorpusCase> files() throws IOException {
        return CorpusCase.all();
    }

    static List<CorpusCase> texts() throws IOException {
        return CorpusCase.all().stream()
                .filter(each -> each.files().isEmpty() && !each.topic().equals("macros"))
                .filter(each -> !each.name().startsWith("the "))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void file_means_the_same(CorpusCase text, @TempDir Path directory) throws IOException {
        Path root = directory.toRealPath();
        Path file = text.writeTo(root);
        compare(
                text,
                LIBUCL.parseFile(file),
                OurReader.withIncludesBelow(root, VARIABLES).parseFile(file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void text_means_the_same(CorpusCase text) {
        compare(
                text,
                LIBUCL.parse(text.text()),
                OurReader.withVariables(VARIABLES).parse(text.text()));
    }

    private static void compare(CorpusCase text, Outcome theirs, Outcome ours) {
        String reason = DIFFERENCES.get(text.toString());
        String expected = OurReader.essence(theirs);
        String actual = OurReader.essence(ours);
        if (reason == null) {
            assertThat(actual).as("libucl: %s%nours: %s", theirs, ours).isEqualTo(expected);
        } else if (actual.equals(expected)) {
            fail("differences.txt lists '%s' (%s), but both say %s", text, reason, theirs);
        }
    }

    @Test
    void differences_name_cases_that_exist() throws IOException {
        assertThat(files()).extracting(CorpusCase::toString).containsAll(DIFFERENCES.keySet());
    }

    @Test
    void corpus_is_not_lost() throws IOException {
        assertThat(files()).hasSizeGreaterThan(700);
    }
}

package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Files that text makes the reader open: what they mean, and that they stay where they may be.
class UclIncludeTest {

    @TempDir Path directory;

    private Path root;
    private UclFactory factory;

    @BeforeEach
    void makeRoot() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("root"));
        factory = UclFactory.builder().includeRoot(root).workingDirectory(root).build();
        write("one.conf", "x = 1\n");
        write("two.conf", "x = 2; y = 3\n");
        Files.writeString(directory.resolve("outside.conf"), "secret = 1\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String read(String text) {
        return UclTokens.of(factory, text);
    }

    private UclStreamReadException failure(String text) {
        return failure(factory, text);
    }

    private static UclStreamReadException failure(UclFactory factory, String text) {
        try {
            String tokens = UclTokens.of(factory, text);
            throw new AssertionError("accepted as " + tokens);
        } catch (UclStreamReadException e) {
            assertThat(e.getLocation()).isNotNull();
            return e;
        }
    }

    @Nested
    class Meaning {

        @Test
        void theMembersOfTheFileStandWhereTheMacroStands() {
            assertThat(read("a = 0; .include \"one.conf\"\ns { .include \"two.conf\"\n} b = 4"))
                    .isEqualTo("{ a: 0 x: 1 s: { x: 2 y: 3 } b: 4 }");
        }

        @Test
        void repeatedMembersFollowPrioritiesAndTheStrategy() {
            assertThat(read("x = 0; .include \"one.conf\"\n")).isEqualTo("{ x: [ 0 1 ] }");
            assertThat(read("x = 0; .include(priority=2) \"one.conf\"\n")).isEqualTo("{ x: 1 }");
            assertThat(read(".include(priority=2) \"one.conf\"\nx = 0")).isEqualTo("{ x: 1 }");
            assertThat(read("x = 0; .include(duplicate=rewrite) \"one.conf\"\n"))
                    .isEqualTo("{ x: 1 }");
            assertThat(failure("x = 0\n.include(duplicate=error) \"one.conf\"\n"))
                    .hasMessageContaining("'x' is there already, from line 1, column 1");
            write("s.conf", "s { y = 2 }");
            assertThat(read("s { x = 1 } .include(duplicate=merge) \"s.conf\"\n"))
                    .isEqualTo("{ s: { x: 1 y: 2 } }");
            assertThat(failure("s = [1]; .include(duplicate=merge) \"s.conf\"\n"))
                    .hasMessageContaining("cannot be merged");
        }

        private void write(String name, String text) {
            try {
                UclIncludeTest.this.write(name, text);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void missingFiles() {
            assertThat(failure("a = 1\n  .include \"none.conf\"\n"))
                    .hasMessageContaining("cannot open 'none.conf': no such file")
                    .matches(e -> UclTokens.place(e.getLocation()).equals("2:3"));
            assertThat(read(".include(try=true) \"none.conf\"\na = 1")).isEqualTo("{ a: 1 }");
            // As in libucl, .try_include is of use only with a search path.
            assertThat(failure(".try_include \"none.conf\"\n"))
                    .hasMessageContaining(".include(try=true)");
        }

        @Test
        void whatIsNoFileIsNoneToGoOnWithout() {
            write("d/f.conf", "f = 1");
            for (String name : List.of("d", "d/", ".", "", "one.conf/", "one.conf/.", "d/.")) {
                assertThat(failure(".include \"" + name + "\"\n"))
                        .hasMessageMatching("(?s).*(not a regular file|cannot open|outside).*");
                assertThat(read(".include(try=true) \"" + name + "\"\na = 1"))
                        .as(name)
                        .isEqualTo("{ a: 1 }");
            }
            assertThat(failure(".load(key=k) \"one.conf/\"\n"))
                    .hasMessageContaining("cannot open 'one.conf/': not a directory");
            assertThat(read(".load(key=k, try=true) \"one.conf/\"\na = 1")).isEqualTo("{ a: 1 }");
            assertThat(read(".include(try=true, path=[\"none\", \".\"]) \"d\"\na = 1"))
                    .isEqualTo("{ a: 1 }");
            assertThat(read(".include(try=true, glob=true) \"d*\"\na = 1")).isEqualTo("{ a: 1 }");
            assertThat(read(".include(try=true, glob=true) \"on*/\"\na = 1")).isEqualTo("{ a: 1 }");
        }

        @Test
        void searchPath() {
            write("d/f.conf", "f = 1");
            assertThat(read(".try_include(path=[\"none\", \"d\"]) \"f.conf\"\n"))
                    .isEqualTo("{ f: 1 }");
            assertThat(failure(".try_include(path=[none]) \"f.conf\"\n"))
                    .hasMessageContaining("[none]");
        }

        @Test
        void globs() {
            write("g/b.conf", "n = b");
            write("g/a.conf", "n = a");
            write("g/.hidden.conf", "n = h");
            assertThat(read(".include(glob=true) \"g/*.conf\"\n"))
                    .isEqualTo("{ n: [ \"a\" \"b\" ] }");
            assertThat(read(".include(glob=true) \"?/[!a]*\"\n")).isEqualTo("{ n: \"b\" }");
            assertThat(failure(".include(glob=true) \"g/*.none\"\n"))
                    .hasMessageContaining("no file matches");
            assertThat(read(".include(glob=true, try=true) \"g/*.none\"\na=1"))
                    .isEqualTo("{ a: 1 }");
        }

        @Test
        void prefixes() {
            assertThat(read(".include(prefix=true) \"one.conf\"\n")).isEqualTo("{ one: { x: 1 } }");
            assertThat(read(".include(key=k) \"one.conf\"\n.include(key=k) \"two.conf\"\n"))
                    .isEqualTo("{ k: { x: [ 1 2 ] y: 3 } }");
            assertThat(
                            read(
                                    """
                                    k { z = 0 }
                                    .include(key=k, target=array) "one.conf"
                                    .include(key=k, target=array) "two.conf"
                                    """))
                    .isEqualTo("{ k: [ { z: 0 } { x: 1 } { x: 2 y: 3 } ] }");
            assertThat(failure("k = 1; .include(key=k) \"one.conf\"\n"))
                    .hasMessageContaining("'k' is there already");
        }

        @Test
        void fileVariables() throws IOException {
            write(
                    "d/f.conf",
                    "f = \"$FILENAME|${CURDIR}\"; .include \"${CURDIR}/g.conf\"\nh = $CURDIR");
            write("d/g.conf", "g = $FILENAME");
            Path d = root.resolve("d");
            assertThat(read(".include \"d/f.conf\"\na = $FILENAME; b = $CURDIR"))
                    .isEqualTo(
                            "{ f: \"%s|%s\" g: \"%s\" h: \"%s\" a: \"undef\" b: \"%s\" }"
                                    .formatted(
                                            d.resolve("f.conf"), d, d.resolve("g.conf"), d, root));
        }

        @Test
        void load() {
            write("text", " two\nlines \n");
            write("number", " -12 apples");
            write("empty", "");
            assertThat(read(".load(key=t) \"text\"\n")).isEqualTo("{ t: \" two\nlines \n\" }");
            assertThat(read(".load(key=t, trim=true) \"text\"\n"))
                    .isEqualTo("{ t: \"two\nlines\" }");
            assertThat(read(".load(key=t, trim=true, escape=true) \"text\"\n"))
                    .isEqualTo("{ t: \"two\\nlines\" }");
            assertThat(read(".load(key=empty) \"empty\"\n")).isEqualTo("{ }");
            UclParser parser = UclTokens.parser(factory, ".load(key=n, target=int) \"number\"\n");
            parser.nextToken();
            parser.nextToken();
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
            assertThat(parser.getIntValue()).isEqualTo(-12);
            assertThat(read(".load(key=n, try=true) \"none\"\n")).isEqualTo("{ }");
            assertThat(failure(".load(key=n) \"none\"\n")).hasMessageContaining("no such file");
            assertThat(failure(".load \"text\"\n")).hasMessageContaining("a key is missing");
            assertThat(failure("t = 1; .load(key=t) \"text\"\n"))
                    .hasMessageContaining("'t' is there already");
        }

        @Test
        void whatCannotBeOfferedIsRefused() {
            assertThat(failure(".includes \"one.conf\"\n")).hasMessageContaining("signature");
            assertThat(failure(".include(sign=true) \"one.conf\"\n"))
                    .hasMessageContaining("signature");
            assertThat(failure(".include(url=true) \"http://localhost/x\"\n"))
                    .hasMessageContaining("only files");
            assertThat(read(".include(url=true, try=true) \"http://localhost/x\"\na=1"))
                    .isEqualTo("{ a: 1 }");
        }

        @Test
        void placesNameTheIncludedFile() {
            write("bad.conf", "a = 1\nb = ]\n");
            UclStreamReadException error = failure("\n.include \"bad.conf\"\n");
            assertThat(error.getLocation().sourceDescription())
                    .isEqualTo(root.resolve("bad.conf").toString());
            assertThat(UclTokens.place(error.getLocation())).isEqualTo("2:5");

            UclParser parser = UclTokens.parser(factory, "\n.include \"two.conf\"\nz = 1");
            StringBuilder names = new StringBuilder();
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                    String source = parser.currentTokenLocation().sourceDescription();
                    names.append(parser.currentName())
                            .append(source.endsWith("two.conf") ? '2' : '1')
                            .append(UclTokens.place(parser.currentTokenLocation()))
                            .append(' ');
                }
            }
            assertThat(names).hasToString("x21:1 y21:8 z13:1 ");
        }
    }

    @Nested
    class Confinement {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ".include \"%s/outside.conf\"\n",
                    ".include \"../outside.conf\"\n",
                    ".include \"d/../../outside.conf\"\n",
                    ".include(try=true) \"%s/outside.conf\"\n",
                    ".include(try=true) \"%s/no-such-file\"\n",
                    ".try_include \"../outside.conf\"\n",
                    ".include(glob=true) \"../out*.conf\"\n",
                    ".include(glob=true) \"*/../../out*.conf\"\n",
                    ".include(path=[\"..\"]) \"outside.conf\"\n",
                    ".load(key=k) \"../outside.conf\"\n",
                    ".load(key=k, try=true) \"../outside.conf\"\n",
                    "a { .include(key=x) \"../outside.conf\"\n}"
                })
        void nothingOutsideTheRootIsRead(String text) throws IOException {
            Files.createDirectories(root.resolve("d"));
            assertThat(failure(text.formatted(directory)))
                    .hasMessageContaining("is outside the directory that may be included from");
        }

        @Test
        void symbolicLinksDoNotLeadOutside() throws IOException {
            Files.createSymbolicLink(root.resolve("link.conf"), directory.resolve("outside.conf"));
            Files.createSymbolicLink(root.resolve("up"), directory);
            Files.createSymbolicLink(root.resolve("inside.conf"), root.resolve("one.conf"));
            assertThat(failure(".include \"link.conf\"\n")).hasMessageContaining("is outside");
            assertThat(failure(".include(try=true) \"link.conf\"\n"))
                    .hasMessageContaining("is outside");
            assertThat(failure(".include \"up/outside.conf\"\n"))
                    .hasMessageContaining("is outside");
            assertThat(failure(".include(glob=true) \"up/*.conf\"\n"))
                    .hasMessageContaining("is outside");
            assertThat(failure(".include(glob=true) \"*/outside.conf\"\n"))
                    .hasMessageContaining("is outside");
            assertThat(read(".include \"inside.conf\"\n")).isEqualTo("{ x: 1 }");
        }

        @Test
        void theRootMayBeReachedThroughALink() throws IOException {
            Path link = Files.createSymbolicLink(directory.resolve("link"), root);
            UclFactory linked =
                    UclFactory.builder().includeRoot(link).workingDirectory(link).build();
            assertThat(UclTokens.of(linked, ".include \"one.conf\"\n")).isEqualTo("{ x: 1 }");
            assertThat(UclTokens.of(linked, ".include \"" + root + "/one.conf\"\n"))
                    .isEqualTo("{ x: 1 }");
        }

        @Test
        void onlyRegularFilesAreRead() throws IOException {
            Files.createDirectory(root.resolve("d.conf"));
            assertThat(failure(".include \"d.conf\"\n")).hasMessageContaining("not a regular file");
        }

        @Test
        void theFeatureAloneIsNotEnough() {
            UclFactory rootless = UclFactory.builder().enable(UclReadFeature.INCLUDES).build();
            assertThat(failure(rootless, ".include \"one.conf\"\n"))
                    .hasMessageContaining("UclFactoryBuilder.includeRoot");
        }

        @Test
        void filesThatIncludeThemselvesOrEachOther() throws IOException {
            write("self.conf", ".include \"self.conf\"\n");
            write("a.conf", ".include \"b.conf\"\n");
            write("b.conf", ".include \"a.conf\"\n");
            assertThat(failure(".include \"self.conf\"\n")).hasMessageContaining("includes itself");
            assertThat(failure(".include \"a.conf\"\n"))
                    .hasMessageContaining("perhaps they include each other");
            JsonParser main =
                    factory.createParser(ObjectReadContext.empty(), root.resolve("self.conf"));
            assertThatThrownBy(main::nextToken).hasMessageContaining("includes itself");
        }

        @Test
        void limits() throws IOException {
            String two = ".include \"one.conf\"\n.include \"two.conf\"\n";
            write("deep.conf", ".include \"one.conf\"\n");
            assertThat(failure(factory.rebuild().maxIncludedFiles(1).build(), two))
                    .hasMessageContaining("more than 1 files")
                    .matches(e -> UclTokens.place(e.getLocation()).equals("2:1"));
            assertThat(UclTokens.of(factory.rebuild().maxIncludedFiles(2).build(), two))
                    .isNotEmpty();
            assertThat(failure(factory.rebuild().maxIncludedBytes(18).build(), two))
                    .hasMessageContaining("larger than 18 bytes");
            assertThat(UclTokens.of(factory.rebuild().maxIncludedBytes(19).build(), two))
                    .isNotEmpty();
            assertThat(
                            failure(
                                    factory.rebuild().maxIncludeDepth(1).build(),
                                    ".include \"deep.conf\"\n"))
                    .hasMessageContaining("deeper than 1 levels");
            assertThat(UclTokens.of(factory.rebuild().maxIncludeDepth(1).build(), two))
                    .isNotEmpty();
            assertThatThrownBy(() -> factory.rebuild().maxIncludeDepth(-1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package io.sriov.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the documents to the code: whatever Java they show is compiled and run by a test, and
/// their links lead somewhere.
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String SCHEMA_TESTS = "sriov-schema/src/test/java/io/sriov/schema/";
    private static final String PLUGIN = "examples/vendor-plugin/src/";
    private static final String CONTROLLER = "examples/controller/src/";
    private static final String EMBEDDING =
            "sriov-testkit/src/test/java/io/sriov/testkit/docs/EmbeddingDocsTest.java";

    /// Which sources run the code of which document.
    private static final Map<String, List<String>> SOURCES =
            Map.ofEntries(
                    Map.entry("README.md", List.of(EMBEDDING)),
                    Map.entry("docs/embedding.md", List.of(EMBEDDING)),
                    Map.entry(
                            "docs/simulation.md",
                            List.of(
                                    "sriov-testkit/src/test/java/io/sriov/testkit/docs/SimulationDocsTest.java",
                                    "sriov-testkit/src/test/resources/io/sriov/testkit/docs/machine.yaml")),
                    Map.entry(
                            "docs/freebsd.md",
                            List.of(
                                    "sriov-native/src/test/java/io/sriov/freebsd/FreeBsdDocsTest.java")),
                    Map.entry(
                            "docs/linux.md",
                            List.of(
                                    "sriov-lab/src/test/java/io/sriov/lab/LinuxDocsTest.java",
                                    "sriov-native/src/test/java/io/sriov/linux/inventory/LinuxDocsTest.java")),
                    Map.entry(
                            "docs/linux-passthrough.md",
                            List.of(
                                    "sriov-lab/src/test/java/io/sriov/lab/LinuxPassthroughDocsTest.java")),
                    Map.entry(
                            "docs/linux-netdev.md",
                            List.of(
                                    "sriov-native/src/test/java/io/sriov/linux/driver/NetdevDocsTest.java")),
                    Map.entry(
                            "docs/testing-programs.md",
                            List.of(
                                    "sriov-testkit/src/test/java/io/sriov/testkit/docs/TestingProgramsDocsTest.java",
                                    "sriov-testkit/src/test/java/io/sriov/testkit/docs/TestingProgramsDocsProperties.java")),
                    Map.entry(
                            "docs/faults.md",
                            List.of(
                                    "sriov-testkit/src/test/java/io/sriov/testkit/docs/FaultsDocsTest.java")),
                    Map.entry(
                            "docs/vendor-plugins.md",
                            List.of(
                                    PLUGIN + "main/java/module-info.java",
                                    PLUGIN + "main/java/com/example/zx/Setting.java",
                                    PLUGIN + "main/java/com/example/zx/ZxDriver.java",
                                    PLUGIN + "main/java/com/example/zx/ZxDrivers.java",
                                    PLUGIN + "main/java/com/example/zx/ZxRules.java",
                                    PLUGIN + "test/java/com/example/zx/ZxBench.java",
                                    PLUGIN + "test/java/com/example/zx/ZxTckTest.java")),
                    Map.entry(
                            "docs/controllers.md",
                            List.of(
                                    CONTROLLER + "main/java/com/example/controller/PoolConfig.java",
                                    CONTROLLER + "main/java/com/example/controller/VfPool.java",
                                    CONTROLLER + "main/java/com/example/controller/VmRequest.java",
                                    CONTROLLER
                                            + "test/java/com/example/controller/VfPoolTest.java")),
                    Map.entry(
                            "docs/host-platforms.md",
                            List.of(
                                    "sriov-testkit/src/test/java/io/sriov/testkit/contract/HostPlatformDocsTest.java")),
                    Map.entry(
                            "docs/simulated-linux.md",
                            List.of(
                                    "sriov-testkit/src/test/java/io/sriov/testkit/docs/SimulatedLinuxDocsTest.java")),
                    Map.entry(
                            "docs/configuration.md",
                            List.of(SCHEMA_TESTS + "docs/ConfigurationDocsTest.java")),
                    Map.entry(
                            "docs/schemas.md",
                            List.of(
                                    SCHEMA_TESTS + "docs/SchemasDocsTest.java",
                                    "sriov-testkit/src/test/java/io/sriov/testkit/assertions/SchemaAssertionsTest.java")),
                    Map.entry(
                            "docs/ucl.md",
                            List.of(
                                    SCHEMA_TESTS + "docs/UclDocsTest.java",
                                    "sriov-schema/src/test/resources/io/sriov/schema/docs/sample.ucl",
                                    "sriov-schema/src/test/resources/io/sriov/schema/docs/written.ucl")),
                    Map.entry(
                            "docs/nvlist.md",
                            List.of(SCHEMA_TESTS + "wire/NvlistDocumentTest.java")));

    /// A command of Maven on a line of its own or within backquotes, without the comment behind it.
    private static final Pattern BUILD_COMMAND = Pattern.compile("\\./mvnw [^#`\n]+");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            var documents =
                    new ArrayList<>(docs.filter(f -> f.toString().endsWith(".md")).toList());
            documents.add(ROOT.resolve("README.md"));
            documents.add(ROOT.resolve("CONTRIBUTING.md"));
            return documents;
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyBlockOfCodeIsRunByATest(Path document) throws IOException {
        Map<String, String> code = new LinkedHashMap<>();
        for (String source :
                SOURCES.getOrDefault(ROOT.relativize(document).toString(), List.of())) {
            code.putAll(Snippets.ofSource(ROOT.resolve(source)));
        }
        Snippets.ofDocument(document)
                .forEach((name, block) ->
                        assertThat(block).as("%s: %s", document, name).isEqualTo(code.get(name)));
    }

    @Test
    void everySnippetIsShown() throws IOException {
        Set<String> shown = new HashSet<>();
        for (Path document : documents()) {
            shown.addAll(Snippets.ofDocument(document).values());
        }
        for (List<String> sources : SOURCES.values()) {
            for (String source : sources) {
                assertThat(shown).containsAll(Snippets.ofSource(ROOT.resolve(source)).values());
            }
        }
    }

    /// `ReadmeIT` runs the README's other commands.
    @Test
    void everyBuildCommandOfTheReadmeIsRunByTheBuildServer() throws IOException {
        String script = Files.readString(ROOT.resolve(".ci/run"));
        List<String> commands =
                BUILD_COMMAND
                        .matcher(Files.readString(ROOT.resolve("README.md")))
                        .results()
                        .map(found -> found.group().strip())
                        .toList();
        assertThat(commands)
                .hasSizeGreaterThan(3)
                .allSatisfy(command ->
                        assertThat(script)
                                .containsPattern("(?m)^ *" + Pattern.quote(command) + "( |$)"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFiles(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }
}

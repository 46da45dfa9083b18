package io.sriov.schema.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigDocument;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.DiagnosticText;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/configuration.md` shows.
class ConfigurationDocsTest {
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");

    /// The blocks of the document that name no language.
    private static List<String> plainBlocks() throws IOException {
        var blocks = new ArrayList<String>();
        String open = null;
        var block = new StringBuilder();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (!line.startsWith("```")) {
                block.append(line).append('\n');
            } else if (open == null) {
                open = line;
                block.setLength(0);
            } else {
                if (open.equals("```")) {
                    blocks.add(block.toString());
                }
                open = null;
            }
        }
        return blocks;
    }

    private static IovConfig example() throws IOException {
        return ConfigReader.standard()
                .read("ix0.conf", plainBlocks().getFirst(), TextFormat.UCL)
                .validate(BuiltInSchemas.find("ix").orElseThrow())
                .config()
                .orElseThrow();
    }

    @Test
    void theFirstConfigurationIsChecked(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ix0.conf"), plainBlocks().getFirst());
        // snippet: check-a-file
        ConfigDocument document = ConfigReader.standard().read(file);
        PfSchema schema = BuiltInSchemas.find("ix").orElseThrow();
        ConfigResult result = document.validate(schema);
        System.err.print(DiagnosticText.plain().format(result.report()));
        result.config()
                .ifPresent(config ->
                        System.out.println(config.numVfs() + " VFs on " + config.device()));
        // end
        assertThat(result.report().diagnostics()).isEmpty();
        assertThat(result.config().orElseThrow().numVfs()).isEqualTo(4);
        assertThat(result.config().orElseThrow().passthrough(1)).isTrue();
    }

    @Test
    void theProblemsAreReportedAsShown() throws IOException {
        String text =
                """
                PF {
                    device : ix0;
                    num_vfs : 4;
                }
                DEFAULT {
                }
                VF-0 {
                    mac-adr : "02:56:48:7e:d9:f7";
                }
                VF-1 {
                    passthrough : "true";
                }
                """;
        ConfigResult result =
                ConfigReader.standard()
                        .read("ix0.conf", text, TextFormat.UCL)
                        .validate(BuiltInSchemas.find("ix").orElseThrow());
        assertThat(plainBlocks()).contains(result.report().toString());
    }

    @Test
    void valuesKnowWhereTheyCameFrom() throws IOException {
        IovConfig config = example();
        // snippet: provenance
        Setting setting = config.vf(0).setting("mac-anti-spoof").orElseThrow();
        String source =
                setting.value().text()
                        + " from "
                        + setting.source()
                        + setting.origin().map(origin -> " at " + origin).orElse("");
        // end
        assertThat(source).isEqualTo("true from DEFAULT_SECTION at ix0.conf:7:22");
    }

    @Test
    void aProgramMakesOne() throws IOException {
        PfSchema schema = BuiltInSchemas.find("ix").orElseThrow();
        // snippet: build-a-configuration
        IovConfig config =
                IovConfig.builder(schema, "ix0")
                        .numVfs(4)
                        .defaults("mac-anti-spoof", ParameterValue.Bool.TRUE)
                        .vf(1, "passthrough", ParameterValue.Bool.TRUE)
                        .build();
        // end
        assertThat(config.vf(1).sameEffect(example().vf(1))).isTrue();
    }

    @Test
    void includesStayBelowTheirDirectory(@TempDir Path directory) throws IOException {
        // snippet: includes
        ConfigReader reader = ConfigReader.includingFrom(directory);
        // end
        Files.writeString(directory.resolve("vfs.conf"), "VF-0 { passthrough : true }\n");
        Path file =
                Files.writeString(
                        directory.resolve("ix0.conf"),
                        """
                        PF { device : ix0; num_vfs : 1; }
                        .include "${CURDIR}/vfs.conf"
                        """);
        PfSchema schema = BuiltInSchemas.find("ix").orElseThrow();
        assertThat(reader.read(file).validate(schema).config().orElseThrow().passthrough(0))
                .isTrue();
        assertThat(ConfigReader.standard().read(file).validate(schema).report().hasErrors())
                .isTrue();
    }

    @Test
    void everyCodeIsExplained() throws IOException {
        String document = Files.readString(DOCUMENT);
        Matcher codes =
                Pattern.compile("`([a-z]+(?:-[a-z0-9]+)+|syntax|encoding)`").matcher(document);
        var explained = codes.results().map(match -> match.group(1)).toList();
        for (var code : io.sriov.schema.config.ConfigCode.values()) {
            assertThat(explained).contains(code.code());
        }
        for (var code : io.sriov.schema.text.TextCode.values()) {
            assertThat(explained).contains(code.code());
        }
    }
}

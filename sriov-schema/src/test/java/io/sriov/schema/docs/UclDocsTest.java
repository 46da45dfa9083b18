package io.sriov.schema.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.ucl.UclFactory;
import io.sriov.schema.ucl.UclMapper;
import io.sriov.schema.ucl.UclReadFeature;
import io.sriov.schema.ucl.UclStreamReadException;
import io.sriov.schema.ucl.UclWriteFeature;
import io.sriov.schema.utf8.EscapedUtf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/// Runs the examples of `docs/ucl.md`.
class UclDocsTest {

    private static final Path SAMPLE =
            Path.of("src/test/resources/io/sriov/schema/docs/sample.ucl");

    // snippet: records
    record Pf(String device, int num_vfs) {}

    record Config(Pf PF) {}

    // end

    // snippet: written-record
    record Host(Pf PF, List<String> tags) {}

    // end

    @Test
    void sample() {
        JsonNode sample = new UclMapper().readTree(SAMPLE);
        assertThat(sample.at("/PF/device").stringValue()).isEqualTo("ix0");
        assertThat(sample.at("/PF/num_vfs").intValue()).isEqualTo(2);
        assertThat(sample.at("/DEFAULT/passthrough").booleanValue()).isTrue();
        assertThat(sample.at("/VF-0/mac-addr").stringValue()).isEqualTo("02:56:48:7e:d9:f7");
        assertThat(sample.at("/VF-0/vlan").stringValue()).isEqualTo("trunk");
        assertThat(sample.at("/VF-1/max-mtu").intValue()).isEqualTo(9000);
        assertThat(sample.at("/VF-1/timeout").doubleValue()).isEqualTo(90);
        assertThat(sample.at("/VF-1/notes").stringValue())
                .isEqualTo("Text of several lines,\ntaken as it is.");
    }

    @Test
    void read_record() {
        // snippet: read-record
        Config config =
                new UclMapper()
                        .readValue(
                                """
                                PF {
                                    device = ix0
                                    num_vfs = 2
                                }
                                """,
                                Config.class);
        // end
        assertThat(config).isEqualTo(new Config(new Pf("ix0", 2)));
    }

    @Test
    void read_tree(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("iov.conf"), "PF { device = ix0 }");
        // snippet: read-tree
        JsonNode tree = new UclMapper().readTree(file);
        String device = tree.at("/PF/device").stringValue();
        // end
        assertThat(device).isEqualTo("ix0");
    }

    @Test
    void repeated() {
        // snippet: repeated
        JsonNode tree = new UclMapper().readTree("port = 80; port = 443; vlan lab { id = 7 }");
        assertThat(tree.toString()).isEqualTo("{\"port\":[80,443],\"vlan\":{\"lab\":{\"id\":7}}}");
        // end
    }

    @Test
    void units() {
        // snippet: units
        JsonNode tree = new UclMapper().readTree("a = 4k; b = 4kb; c = 500ms; d = 2min; e = 0x1f");
        assertThat(tree.toString())
                .isEqualTo("{\"a\":4000,\"b\":4096,\"c\":0.5,\"d\":120.0,\"e\":31}");
        // end
    }

    @Test
    void errors() {
        String text = "PF {\n    device = \"ix0\n}\n";
        // snippet: errors
        try {
            new UclMapper().readTree(text);
        } catch (UclStreamReadException e) {
            String message =
                    "line %d, column %d: %s"
                            .formatted(
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr(),
                                    e.getOriginalMessage());
            System.err.println(message);
        }
        // end
        assertThatThrownBy(() -> new UclMapper().readTree(text))
                .isInstanceOfSatisfying(
                        UclStreamReadException.class,
                        e -> assertThat(e.getLocation().getLineNr()).isEqualTo(2));
    }

    @Test
    void variables() {
        // snippet: variables
        UclFactory factory = UclFactory.builder().variable("HOST", "node1").build();
        JsonNode tree =
                new UclMapper(factory).readTree("a = $HOST; b = \"${HOST}.lab\"; c = '$HOST'");
        assertThat(tree.toString())
                .isEqualTo("{\"a\":\"node1\",\"b\":\"node1.lab\",\"c\":\"$HOST\"}");
        // end
    }

    @Test
    void includes(@TempDir Path directory) throws IOException {
        Path root = directory;
        Path file = Files.writeString(root.resolve("main.conf"), ".include \"${CURDIR}/vf.conf\"");
        Files.writeString(root.resolve("vf.conf"), "vlan = 7");
        // snippet: includes
        UclFactory factory = UclFactory.builder().includeRoot(root).build();
        JsonNode tree = new UclMapper(factory).readTree(file);
        // end
        assertThat(tree.toString()).isEqualTo("{\"vlan\":7}");
        assertThatThrownBy(() -> new UclMapper().readTree(file))
                .isInstanceOf(UclStreamReadException.class);
    }

    @Test
    void inherit() {
        // snippet: inherit
        JsonNode tree =
                new UclMapper()
                        .readTree(
                                """
                                base { trust = no; mtu = 1500 }
                                VF-0 {
                                    .inherit "base"
                                    mtu = 9000
                                }
                                """);
        assertThat(tree.get("VF-0").toString()).isEqualTo("{\"trust\":false,\"mtu\":9000}");
        // end
    }

    @Test
    void features() {
        // snippet: features
        UclMapper mapper =
                UclMapper.builder()
                        .enable(UclReadFeature.UNSIGNED_INTEGERS)
                        .enable(UclReadFeature.SKIP_BYTE_ORDER_MARK)
                        .build();
        // end
        assertThat(mapper.readTree("\ufeffa = 0xffffffffffffffff").toString())
                .isEqualTo("{\"a\":18446744073709551615}");
    }

    @Test
    void bytes() {
        // snippet: bytes
        byte[] text = {'a', ' ', '=', ' ', (byte) 0xe9, ';'};
        String value = new UclMapper().readTree(text).get("a").stringValue();
        assertThat(value).isEqualTo("\udce9");
        assertThat(EscapedUtf8.encode(value)).containsExactly(0xe9);
        // end
    }

    @Test
    void limits() {
        // snippet: limits
        UclFactory factory =
                UclFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(20).build())
                        .build();
        // end
        assertThatThrownBy(() -> new UclMapper(factory).readTree("a {".repeat(21)))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void write() throws IOException {
        // snippet: write
        Host host = new Host(new Pf("ix0", 2), List.of("lab", "10g"));
        String text = new UclMapper().writeValueAsString(host);
        // end
        String written =
                Files.readString(Path.of("src/test/resources/io/sriov/schema/docs/written.ucl"));
        assertThat("# snippet: written\n" + text + "# end\n").isEqualTo(written);
    }

    @Test
    void compact() {
        // snippet: compact
        UclMapper mapper =
                UclMapper.builder()
                        .disable(UclWriteFeature.PRETTY)
                        .enable(UclWriteFeature.MINIMIZE_QUOTES)
                        .build();
        assertThat(mapper.writeValueAsString(Map.of("PF", new Pf("ix0", 2))))
                .isEqualTo("PF {device=ix0;num_vfs=2;}");
        // end
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"PF\"{}|{\"PF\":{}}",
                "a = +5|{\"a\":\"+5\"}",
                "a = .5|{\"a\":\".5\"}",
                "a = 5.|{\"a\":5.0}",
                "a = 1.5k|{\"a\":1500.0}",
                "a = 1.5kb|{\"a\":1024}",
                "a = 1/*c*/|{\"a\":\"1\"}",
                "a = 1#c|{\"a\":1}",
                "a = 10 x|{\"a\":\"10 x\"}",
                "x { a = 4k }|{\"x\":{\"a\":\"4k\"}}",
                "x { a = 4k; }|{\"x\":{\"a\":4000}}",
                "x { a = 4 }|{\"x\":{\"a\":4}}",
                "a = NULL|{\"a\":\"NULL\"}",
                "a = TRUE|{\"a\":true}",
                "a = \"$$\"|{\"a\":\"$$\"}",
                "a = \"$$ $V\"|{\"a\":\"$ value\"}",
                "{ a = 1 } b = 2|{\"a\":1}",
                "a = \"\\ud83d\\ude00\"|{\"a\":\"😀\"}",
                "a = 5e-324|{\"a\":4.9E-324}",
                "a = -9223372036854775808|{\"a\":-9223372036854775808}",
                "a = 0x|{\"a\":\"0x\"}",
            })
    void oddities(String text, String tree) {
        UclFactory factory = UclFactory.builder().variable("V", "value").build();
        assertThat(new UclMapper(factory).readTree(text)).hasToString(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PF{}", "/* \" */", "/* x **/"})
    void surprising_errors(String text) {
        assertThatThrownBy(() -> new UclMapper().readTree(text))
                .isInstanceOf(UclStreamReadException.class);
    }
}

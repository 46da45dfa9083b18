package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

class UclMapperTest {

    private static final UclMapper MAPPER = new UclMapper();

    record Pf(String device, int num_vfs) {}

    record Vf(boolean passthrough, List<String> macs) {}

    record Config(Pf PF, Map<String, Vf> vfs) {}

    private static final String TEXT =
            """
            PF {
                device : ix0
                num_vfs : 1k
            }
            vfs VF-0 {
                passthrough = On
                macs = "02:00:00:00:00:01"
                macs = 02:00:00:00:00:02
            }
            """;

    @Test
    void recordsAndMaps() {
        Config config = MAPPER.readValue(TEXT, Config.class);
        assertThat(config.PF()).isEqualTo(new Pf("ix0", 1000));
        assertThat(config.vfs())
                .containsExactly(
                        Map.entry(
                                "VF-0",
                                new Vf(true, List.of("02:00:00:00:00:01", "02:00:00:00:00:02"))));
    }

    @Test
    void treesAreThoseOfTheSameJson() {
        JsonNode tree = MAPPER.readTree(TEXT + "t = 500ms; f = 3.9; n = null; l = [1, 2.5k, x]");
        assertThat(tree)
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"PF": {"device": "ix0", "num_vfs": 1000},
                                         "vfs": {"VF-0": {"passthrough": true,
                                           "macs": ["02:00:00:00:00:01", "02:00:00:00:00:02"]}},
                                         "t": 0.5, "f": 3.9, "n": null, "l": [1, 2500.0, "x"]}
                                        """));
    }

    @Test
    void exactDecimalsWhenAskedFor() {
        UclMapper exact =
                UclMapper.builder()
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
        assertThat(exact.readTree("a = 0.10000000000000000001min").get("a").decimalValue())
                .isEqualByComparingTo(new BigDecimal("6.0000000000000000006"));
    }

    @Test
    void typeErrorsSayWhereTheValueIs() {
        assertThatThrownBy(() ->
                        MAPPER.readValue("PF {\n  device = x\n  num_vfs = many\n}", Config.class))
                .isInstanceOfSatisfying(
                        DatabindException.class,
                        e -> {
                            assertThat(UclTokens.place(e.getLocation())).isEqualTo("3:13");
                            assertThat(e.getPathReference()).contains("PF").contains("num_vfs");
                        });
    }

    @Test
    void syntaxErrorsInFilesSayWhichFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("x.conf"), "PF {\n  a = 1\n");
        assertThatThrownBy(() -> MAPPER.readTree(file))
                .isInstanceOf(UclStreamReadException.class)
                .hasMessageContaining("the object opened at line 1, column 4 is not closed")
                .hasMessageContaining(file + "; line: 3, column: 1");
        assertThatThrownBy(() -> MAPPER.readTree(file.toFile()))
                .hasMessageContaining(file.toString());
    }

    @Test
    void filesHaveTheirVariables(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("x.conf"), "f = $FILENAME; d = $CURDIR");
        Map<String, String> values = MAPPER.readValue(file, new TypeReference<>() {});
        assertThat(values)
                .containsEntry("f", file.toRealPath().toString())
                .containsEntry("d", directory.toRealPath().toString());
    }

    @Test
    void nothingMayFollowTheDocumentThatAReaderWouldMiss() {
        assertThat(MAPPER.readTree("{a = 1} rest is not looked at").get("a").intValue())
                .isEqualTo(1);
        assertThat(MAPPER.readTree("")).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Config config =
                new Config(
                        new Pf("a \"quoted\" $NAME {", 7),
                        Map.of("VF-0", new Vf(false, List.of("", "true", "1"))));
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(config), Config.class))
                .isEqualTo(config);
    }

    @Test
    void featuresOfTheMapperReachTheParser() {
        UclMapper mapper =
                MAPPER.rebuild()
                        .disable(UclReadFeature.IMPLICIT_ARRAYS)
                        .enable(UclReadFeature.UNSIGNED_INTEGERS)
                        .build();
        assertThat(mapper.isEnabled(UclReadFeature.UNSIGNED_INTEGERS)).isTrue();
        assertThat(MAPPER.isEnabled(UclReadFeature.UNSIGNED_INTEGERS)).isFalse();
        assertThat(mapper.readTree("a = 18446744073709551615").get("a").bigIntegerValue())
                .hasToString("18446744073709551615");
        record A(int a) {}
        assertThat(mapper.readValue("a = 1; a = 2", A.class)).isEqualTo(new A(2));
        assertThat(
                        UclMapper.builder()
                                .disable(UclWriteFeature.PRETTY)
                                .build()
                                .isEnabled(UclWriteFeature.PRETTY))
                .isFalse();
    }

    @Test
    void javaSerialization() throws Exception {
        UclFactory factory =
                UclFactory.builder()
                        .variable("N", "v")
                        .enable(UclReadFeature.UNSIGNED_INTEGERS)
                        .build();
        UclMapper mapper = copy(UclMapper.builder(factory).build());
        assertThat(mapper.readTree("a = $N").get("a").stringValue()).isEqualTo("v");
        assertThat(mapper.tokenStreamFactory().isEnabled(UclReadFeature.UNSIGNED_INTEGERS))
                .isTrue();
    }

    @SuppressWarnings({
        "unchecked",
        "BanSerializableRead"
    }) // a copy of the very object just written
    private static <T> T copy(T object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void areProvidedOnTheModulePathAndOnTheClassPath() throws Exception {
        Module module = UclFactory.class.getModule();
        assertThat(module.getDescriptor().provides())
                .anyMatch(provides ->
                        provides.service().equals(TokenStreamFactory.class.getName())
                                && provides.providers().contains(UclFactory.class.getName()))
                .anyMatch(provides ->
                        provides.service().equals(ObjectMapper.class.getName())
                                && provides.providers().contains(UclMapper.class.getName()));
        for (Class<?> service : List.of(TokenStreamFactory.class, ObjectMapper.class)) {
            try (InputStream file =
                    module.getResourceAsStream("META-INF/services/" + service.getName())) {
                assertThat(file).isNotNull();
                String provider = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
                Object instance = Class.forName(provider).getConstructor().newInstance();
                assertThat(instance).isInstanceOf(service);
            }
        }
    }

    @Test
    void everyErrorIsAJacksonException() {
        assertThatThrownBy(() -> MAPPER.readTree("a = [")).isInstanceOf(JacksonException.class);
    }
}

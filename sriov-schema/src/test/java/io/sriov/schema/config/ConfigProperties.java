package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticJson;
import io.sriov.schema.text.TextFormat;
import io.sriov.schema.ucl.UclMapper;
import io.sriov.schema.ucl.UclReadFeature;
import io.sriov.schema.wire.ConfigNvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ConfigProperties {
    private static final UclMapper UCL =
            UclMapper.builder().enable(UclReadFeature.UNSIGNED_INTEGERS).build();

    private static final String SPECIAL = "{}[]\"':=;,#/*\\$.<\0\n\ufeff0v";

    @Provide
    Arbitrary<ConfigCases.Case> valid() {
        return ConfigCases.valid();
    }

    private static ConfigResult check(String text, TextFormat format, ConfigCases.Case drawn) {
        return ConfigReader.standard().read("drawn.conf", text, format).validate(drawn.schema());
    }

    private static List<Map<String, String>> meaning(IovConfig config) {
        var vfs = new ArrayList<Map<String, String>>();
        for (DeviceConfig vf : config.vfs()) {
            var values = new TreeMap<String, String>();
            vf.effective().forEach(s -> values.put(s.parameter().name(), s.value().text()));
            vfs.add(values);
        }
        return vfs;
    }

    @Property(tries = 500)
    void aValidTextMeansWhatItSays(@ForAll("valid") ConfigCases.Case drawn) {
        ConfigResult result = check(drawn.text(), TextFormat.UCL, drawn);
        assertThat(result.report().diagnostics()).isEmpty();
        assertThat(meaning(result.config().orElseThrow())).isEqualTo(drawn.vfs());
    }

    @Property(tries = 500)
    void aConfigurationSurvivesItsPackedForm(@ForAll("valid") ConfigCases.Case drawn) {
        IovConfig config = check(drawn.text(), TextFormat.UCL, drawn).config().orElseThrow();
        byte[] packed = ConfigNvlist.pack(config);
        IovConfig unpacked = ConfigNvlist.unpack(packed, drawn.schema()).orElseThrow();
        assertThat(unpacked.sameEffect(config)).isTrue();
        assertThat(meaning(unpacked)).isEqualTo(drawn.vfs());
        assertThat(ConfigNvlist.pack(unpacked)).isEqualTo(packed);
    }

    /// The same configuration in another format, by that format's own writer.
    private static String written(ConfigCases.Case drawn, TextFormat format) {
        return switch (format) {
            case UCL -> drawn.text();
            case JSON -> new JsonMapper().writeValueAsString(UCL.readTree(drawn.text()));
            case YAML -> new YAMLMapper().writeValueAsString(UCL.readTree(drawn.text()));
        };
    }

    @Property(tries = 300)
    void aConfigurationMeansTheSameInEveryFormat(
            @ForAll("valid") ConfigCases.Case drawn, @ForAll TextFormat format) {
        ConfigResult result = check(written(drawn, format), format, drawn);
        assertThat(result.report().diagnostics()).isEmpty();
        assertThat(meaning(result.config().orElseThrow())).isEqualTo(drawn.vfs());
    }

    @Property(tries = 2000)
    void aMutatedTextGivesDiagnosticsOrAConfiguration(
            @ForAll("valid") ConfigCases.Case drawn,
            @ForAll TextFormat format,
            @ForAll Random random) {
        String text = mutated(written(drawn, format), random);
        ConfigDocument document = ConfigReader.standard().read("drawn.conf", text, format);
        assertThat(document.device().isPresent() || document.checkDevice().hasErrors())
                .as("%s", text)
                .isTrue();
        ConfigResult result = document.validate(drawn.schema());
        assertThat(result.config().isPresent()).isEqualTo(!result.report().hasErrors());
        long lines = text.lines().count() + 1;
        for (Diagnostic diagnostic : result.report().diagnostics()) {
            assertThat(diagnostic.message()).isNotBlank().doesNotContain("(null)");
            assertThat((long) diagnostic.origin().line()).isBetween(0L, lines);
        }
        assertThat(result.report().toString()).isNotNull();
        assertThat(DiagnosticJson.format(result.report())).startsWith("{\"diagnostics\":[");
        result.config().ifPresent(config -> assertThat(ConfigNvlist.pack(config)).isNotEmpty());
    }

    private static String mutated(String text, Random random) {
        var out = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> out.delete(at, to);
                case 1 -> out.insert(at, out.substring(at, to));
                case 2 -> out.insert(at, SPECIAL.charAt(random.nextInt(SPECIAL.length())));
                default -> {
                    if (at < out.length()) {
                        out.setCharAt(at, (char) random.nextInt(256));
                    }
                }
            }
        }
        return out.toString();
    }
}

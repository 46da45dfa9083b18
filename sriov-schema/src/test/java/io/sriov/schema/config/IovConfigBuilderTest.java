package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class IovConfigBuilderTest {
    private static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(),
                    List.of(
                            Parameter.required("speed", ParameterType.UINT8),
                            Parameter.optional("mac-addr", ParameterType.UNICAST_MAC)));
    private static final ParameterValue SEVEN = new ParameterValue.Uint(7);

    @Test
    void defaultsFillInWhatAVfDoesNotGive() {
        IovConfig config =
                IovConfig.builder(SCHEMA, "ix0")
                        .numVfs(3)
                        .defaults("SPEED", SEVEN)
                        .vf(1, "speed", new ParameterValue.Uint(8))
                        .vf(2, "passthrough", ParameterValue.Bool.TRUE)
                        .build();

        assertThat(config.device()).isEqualTo("ix0");
        assertThat(config.numVfs()).isEqualTo(3);
        assertThat(config.vf(0).value("speed")).contains(SEVEN);
        assertThat(config.vf(0).setting("speed").orElseThrow().key()).isEqualTo("SPEED");
        assertThat(config.vf(0).setting("speed").orElseThrow().source())
                .isEqualTo(Setting.Source.DEFAULT_SECTION);
        assertThat(config.vf(1).value("speed")).contains(new ParameterValue.Uint(8));
        assertThat(config.vf(2).given()).hasSize(2);
        assertThat(config.passthrough(2)).isTrue();
        assertThat(config.pf().value("num_vfs")).contains(new ParameterValue.Uint(3));
    }

    @Test
    void vfsWithoutValuesOfTheirOwnShareOne() {
        IovConfig config =
                IovConfig.builder(SCHEMA, "ix0").numVfs(65535).defaults("speed", SEVEN).build();

        assertThat(config.vf(65534)).isSameAs(config.vf(0));
    }

    @Test
    void whatTheSchemaDoesNotPermitIsAMistake() {
        assertMistake(IovConfig.builder(SCHEMA, "ix0"), "'speed' is required");
        assertMistake(
                IovConfig.builder(SCHEMA, "ix0").defaults("speed", new ParameterValue.Uint(256)),
                "'256' is no value for speed");
        assertMistake(
                IovConfig.builder(SCHEMA, "ix0").defaults("speed", ParameterValue.Bool.TRUE),
                "'true' is no value for speed");
        assertMistake(
                IovConfig.builder(SCHEMA, "ix0").defaults("speed", SEVEN).vf(1, "speed", SEVEN),
                "num_vfs is 1");
        assertMistake(
                IovConfig.builder(SCHEMA, "../ix0").defaults("speed", SEVEN),
                "cannot name a device");
        assertThatThrownBy(() -> IovConfig.builder(SCHEMA, "ix0").pf("speed", SEVEN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IovConfig.builder(SCHEMA, "ix0").numVfs(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertMistake(IovConfigBuilder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void partsMustFit() {
        DeviceConfig vf = IovConfig.builder(SCHEMA, "ix0").defaults("speed", SEVEN).build().vf(0);
        IovConfig one = IovConfig.builder(SCHEMA, "ix0").defaults("speed", SEVEN).build();

        assertThat(IovConfig.of(SCHEMA, one.pf(), List.of(vf)).sameEffect(one)).isTrue();
        assertThatThrownBy(() -> IovConfig.of(SCHEMA, one.pf(), List.of(vf, vf)))
                .hasMessage("num_vfs is 1, and there are 2 VFs");
        assertThatThrownBy(() -> IovConfig.of(SCHEMA, vf, List.of(vf)))
                .hasMessage("the PF's part has another schema");
        PfSchema other = PfSchema.ofDriver(List.of(), List.of());
        assertThatThrownBy(() -> IovConfig.of(other, one.pf(), List.of(vf)))
                .hasMessage("a VF's part has another schema");
        Setting speed = vf.setting("speed").orElseThrow();
        assertThatThrownBy(() -> DeviceConfig.of(SCHEMA.vf(), List.of(speed, speed)))
                .hasMessage("'speed' is set twice");
        assertThatThrownBy(() -> DeviceConfig.of(other.vf(), List.of(speed)))
                .hasMessageContaining("the schema has no parameter");
    }
}

package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import java.util.List;
import org.junit.jupiter.api.Test;

class IovConfigTest {
    private static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(Parameter.optional("note", ParameterType.STRING)),
                    List.of(
                            Parameter.defaulted(
                                    "spoof", ParameterType.BOOL, ParameterValue.Bool.TRUE),
                            Parameter.optional("speed", ParameterType.UINT8)));

    private static IovConfigBuilder builder() {
        return IovConfig.builder(SCHEMA, "ix0").numVfs(2);
    }

    private static ParameterValue number(int value) {
        return new ParameterValue.Uint(value);
    }

    @Test
    void twoConfigurationsThatADriverSeesAlikeHaveTheSameEffect() {
        IovConfig config = builder().build();

        assertThat(config.sameEffect(builder().build())).isTrue();
        assertThat(config.sameEffect(builder().vf(1, "spoof", ParameterValue.Bool.TRUE).build()))
                .isTrue();
        assertThat(config.sameEffect(builder().defaults("spoof", ParameterValue.Bool.TRUE).build()))
                .isTrue();
    }

    @Test
    void anyDifferenceThatADriverSeesIsAnotherEffect() {
        IovConfig config = builder().build();
        PfSchema other = PfSchema.ofDriver(List.of(), List.of());

        for (IovConfig different :
                List.of(
                        IovConfig.builder(SCHEMA, "ix1").numVfs(2).build(),
                        IovConfig.builder(other, "ix0").numVfs(2).build(),
                        builder().numVfs(1).build(),
                        builder().pf("note", new ParameterValue.Text("x")).build(),
                        builder().vf(0, "speed", number(1)).build(),
                        builder().vf(1, "spoof", ParameterValue.Bool.FALSE).build())) {
            assertThat(config.sameEffect(different)).as("%s", different.vfs()).isFalse();
            assertThat(different.sameEffect(config)).as("%s", different.vfs()).isFalse();
        }
    }

    @Test
    void onlyTheDeviceChangesWithItsName() {
        IovConfig config =
                builder()
                        .pf("note", new ParameterValue.Text("ix0"))
                        .vf(1, "speed", number(9))
                        .build();

        IovConfig renamed = config.withDevice("ix1");

        assertThat(renamed.device()).isEqualTo("ix1");
        assertThat(renamed.pf().value("device")).contains(new ParameterValue.Text("ix1"));
        assertThat(renamed.pf().value("note")).contains(new ParameterValue.Text("ix0"));
        assertThat(renamed.numVfs()).isEqualTo(2);
        assertThat(renamed.vf(1).value("speed")).contains(number(9));
        assertThat(renamed.withDevice("ix0").sameEffect(config)).isTrue();
        assertThatThrownBy(() -> config.withDevice("../ix0"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichVfsItIsFor() {
        assertThat(builder().build()).hasToString("PF ix0 with 2 VFs");
    }

    @Test
    void aDriverSeesItsOwnParametersWithTheirDefaults() {
        DeviceConfig vf = builder().vf(0, "Speed", number(3)).build().vf(0);

        assertThat(vf.effective(Subsystem.DRIVER))
                .extracting(setting -> setting.key() + "=" + setting.value().text())
                .containsExactly("Speed=3", "spoof=true");
        assertThat(vf.effective(Subsystem.IOV))
                .extracting(setting -> setting.key() + "=" + setting.value().text())
                .containsExactly("passthrough=false");
        assertThat(vf.setting("spoof").orElseThrow().subsystem()).isEqualTo(Subsystem.DRIVER);
        assertThat(vf.setting("passthrough").orElseThrow().subsystem()).isEqualTo(Subsystem.IOV);
        assertThat(vf.setting("num_vfs")).isEmpty();
    }

    /// A setting is a parameter as the schema has it, below its subsystem, under its name.
    @Test
    void aSettingMustBeOneOfTheSchema() {
        Parameter speed = SCHEMA.vf().find("speed").orElseThrow();
        Parameter wider = Parameter.optional("speed", ParameterType.UINT16);
        Parameter unknown = Parameter.optional("size", ParameterType.UINT8);

        assertThat(DeviceConfig.of(SCHEMA.vf(), List.of(setting(speed, Subsystem.DRIVER, "SPEED"))))
                .extracting(config -> config.value("speed").orElseThrow())
                .isEqualTo(number(1));
        for (Setting wrong :
                List.of(
                        setting(unknown, Subsystem.DRIVER, "size"),
                        setting(wider, Subsystem.DRIVER, "speed"),
                        setting(speed, Subsystem.IOV, "speed"),
                        setting(speed, Subsystem.DRIVER, "spoof"))) {
            assertThatThrownBy(() -> DeviceConfig.of(SCHEMA.vf(), List.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the schema has no parameter");
        }
    }

    private static Setting setting(Parameter parameter, Subsystem subsystem, String key) {
        return new Setting(parameter, subsystem, key, number(1), Setting.Source.SECTION, null);
    }
}

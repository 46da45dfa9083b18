package io.sriov.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceSchemaTest {
    private static final Parameter FIRST = Parameter.required("num_vfs", ParameterType.UINT16);
    private static final Parameter SECOND = Parameter.optional("Note", ParameterType.STRING);
    private static final DeviceSchema SCHEMA = DeviceSchema.of(List.of(FIRST), List.of(SECOND));

    @Test
    void everyParameterIsFoundInAnySpelling() {
        assertThat(SCHEMA.find("num_vfs")).contains(FIRST);
        assertThat(SCHEMA.find("NUM_VFS")).contains(FIRST);
        assertThat(SCHEMA.find("note")).contains(SECOND);
        assertThat(SCHEMA.find("notes")).isEmpty();
    }

    @Test
    void aSlotIsOfTheSubsystemWhoseParameterItHolds() {
        assertThat(SCHEMA.subsystem(SCHEMA.slot("num_vfs"))).isEqualTo(Subsystem.IOV);
        assertThat(SCHEMA.subsystem(SCHEMA.slot("note"))).isEqualTo(Subsystem.DRIVER);
        assertThatThrownBy(() -> SCHEMA.subsystem(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SCHEMA.subsystem(SCHEMA.slot("none")))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void schemasAreEqualWhereEachSubsystemHasTheSameParameters() {
        assertThat(DeviceSchema.of(List.of(FIRST), List.of(SECOND)))
                .isEqualTo(SCHEMA)
                .hasSameHashCodeAs(SCHEMA);
        assertThat(DeviceSchema.of(List.of(FIRST, SECOND), List.of())).isNotEqualTo(SCHEMA);
        assertThat(DeviceSchema.of(List.of(FIRST), List.of())).isNotEqualTo(SCHEMA);
        assertThat(DeviceSchema.of(List.of(), List.of(SECOND))).isNotEqualTo(SCHEMA);
        assertThat(SCHEMA).isNotEqualTo("IOV");
    }

    @Test
    void hashesTellSchemasApart() {
        assertThat(DeviceSchema.of(List.of(FIRST), List.of()))
                .doesNotHaveSameHashCodeAs(DeviceSchema.of(List.of(SECOND), List.of()));
    }

    @Test
    void printsTheParametersOfEachSubsystem() {
        assertThat(SCHEMA)
                .hasToString("IOV[num_vfs : uint16_t (required)] DRIVER[Note : string (optional)]");
    }
}

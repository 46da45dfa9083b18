package io.sriov.testkit.assertions;

import static io.sriov.testkit.assertions.SchemaAssertions.assertCompatible;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaAssertionsTest {
    private static final Parameter QUEUES =
            Parameter.defaulted("queues", ParameterType.UINT8, new ParameterValue.Uint(4));

    private static PfSchema vf(Parameter... parameters) {
        return PfSchema.ofDriver(List.of(), List.of(parameters));
    }

    @Test
    void sameSchemaIsCompatible() {
        for (String driver : BuiltInSchemas.drivers()) {
            PfSchema schema = BuiltInSchemas.find(driver).orElseThrow();
            assertThatCode(() -> assertCompatible(schema, schema)).doesNotThrowAnyException();
        }
    }

    @Test
    void whatMayComeIsCompatible() {
        // snippet: assert-compatible
        PfSchema released = vf(QUEUES);
        PfSchema current =
                vf(
                        Parameter.defaulted(
                                "queues", ParameterType.UINT16, new ParameterValue.Uint(4)),
                        Parameter.optional("label", ParameterType.STRING));
        SchemaAssertions.assertCompatible(released, current);
        // end
    }

    @Test
    void failureNamesEveryChangeThatBreaksAndThoseThatDoNot() {
        assertThatThrownBy(() ->
                        assertCompatible(
                                vf(QUEUES, Parameter.optional("old", ParameterType.BOOL)),
                                vf(
                                        Parameter.required("queues", ParameterType.UINT8),
                                        Parameter.optional("new", ParameterType.BOOL))))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        """
                        2 changes of the schema break configurations:
                          VF.DRIVER.queues: became required: default = 4 -> required (configurations without it are refused)
                          VF.DRIVER.old: removed: bool (optional) (configurations that give it are refused)
                        these may come:
                          VF.DRIVER.new: added: bool (optional) (no configuration gives it yet, and the driver does without)\
                        """);
    }

    @Test
    void oneChangeIsOne() {
        assertThatThrownBy(() -> assertCompatible(vf(QUEUES), vf()))
                .hasMessage(
                        """
                        1 change of the schema breaks configurations:
                          VF.DRIVER.queues: removed: uint8_t (default = 4) (configurations that give it are refused)\
                        """);
    }
}

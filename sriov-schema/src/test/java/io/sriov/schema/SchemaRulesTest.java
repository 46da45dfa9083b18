package io.sriov.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules for programs that declare a schema; `SchemaReaderTest` has them for files.
class SchemaRulesTest {
    /// `NV_NAME_MAX` of FreeBSD's `sys/sys/nv.h`, which counts the NUL.
    private static final int NV_NAME_MAX = 2048;

    private static List<Diagnostic> check(Parameter... driver) {
        return SchemaRules.check(
                DeviceKind.VF, List.of(driver), parameter -> Origin.whole(parameter.typeName()));
    }

    private static Parameter named(String name) {
        return Parameter.optional(name, ParameterType.BOOL);
    }

    @Test
    void aNameIsAsLongAsAPackedListTakes() {
        assertThat(check(named("x".repeat(NV_NAME_MAX - 1)))).isEmpty();
        assertThat(check(named("x".repeat(NV_NAME_MAX))))
                .extracting(Diagnostic::code)
                .containsExactly(SchemaCode.BAD_NAME);
        assertThat(check(named("é".repeat(NV_NAME_MAX / 2 - 1) + "x"))).isEmpty();
        assertThat(check(named("é".repeat(NV_NAME_MAX / 2))))
                .extracting(Diagnostic::code)
                .containsExactly(SchemaCode.BAD_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0name", "na\0me", "name\0"})
    void aNameHoldsNoNulAnywhere(String name) {
        assertThat(check(named(name)))
                .extracting(Diagnostic::code)
                .containsExactly(SchemaCode.BAD_NAME);
    }

    @Test
    void aNameIsShownAsFarAsItIsReadable() {
        assertThat(check(named("\0".repeat(40))).getFirst().message())
                .isEqualTo("'" + "\0".repeat(40) + "' cannot be a parameter's name");
        assertThat(check(named("x".repeat(NV_NAME_MAX))).getFirst().message())
                .isEqualTo("'" + "x".repeat(40) + "…' cannot be a parameter's name");
    }

    @Test
    void aDefaultIsOfItsParametersType() {
        assertThat(
                        check(
                                Parameter.defaulted(
                                        "a", ParameterType.UINT8, new ParameterValue.Uint(256)),
                                Parameter.defaulted(
                                        "b", ParameterType.UINT8, new ParameterValue.Uint(255)),
                                Parameter.defaulted(
                                        "c", ParameterType.STRING, ParameterValue.Bool.TRUE)))
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "uint8_t: error: Default '256' of 'a' is not of type uint8_t [bad-default]",
                        "string: error: Default 'true' of 'c' is not of type string [bad-default]");
    }

    /// Manual pages of drivers call the type of MAC addresses so; the kernel does not.
    @Test
    void theHintForAnUnknownTypeNamesTheOneThatIsMeant() {
        Parameter macAddr = Parameter.builder().name("a").typeName("mac-addr").build();
        Parameter text = Parameter.builder().name("b").typeName("text").build();

        assertThat(check(macAddr, text))
                .extracting(problem -> problem.hint().orElse(""))
                .containsExactly(
                        "the type of MAC addresses is named unicast-mac",
                        "the types are bool, string, unicast-mac, vlan, uint8_t, uint16_t,"
                                + " uint32_t, uint64_t");
    }

    @Test
    void aProgramIsToldEveryBreachAndWhereItIs() {
        List<Parameter> pf = List.of(named("num_vfs"));
        List<Parameter> vf = List.of(named("a"), named("A"));

        assertThatThrownBy(() -> PfSchema.ofDriver(pf, vf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        """
                        the schema is not valid:
                        PF.DRIVER.num_vfs: error: 'num_vfs' is a parameter that every PF has already [name-collision]
                        VF.DRIVER.A: error: 'A' is defined twice for the VF [duplicate-parameter]\
                        """);
    }
}

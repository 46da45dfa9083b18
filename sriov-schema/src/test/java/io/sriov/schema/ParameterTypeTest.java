package io.sriov.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTypeTest {

    /// The names of `pci_iov_validators` in FreeBSD's `sys/dev/pci/pci_iov_schema.c`.
    @ParameterizedTest
    @CsvSource({
        "BOOL, bool",
        "STRING, string",
        "UNICAST_MAC, unicast-mac",
        "VLAN, vlan",
        "UINT8, uint8_t",
        "UINT16, uint16_t",
        "UINT32, uint32_t",
        "UINT64, uint64_t"
    })
    void isNamedAndPrintedAsTheKernelNamesIt(ParameterType type, String name) {
        assertThat(type.typeName()).isEqualTo(name);
        assertThat(type).hasToString(name);
        assertThat(ParameterType.named(name)).contains(type);
    }

    @Test
    void theKernelComparesTypeNamesExactly() {
        assertThat(ParameterType.named("Bool")).isEmpty();
        assertThat(ParameterType.named("mac-addr")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 255, 256",
        "UINT16, 65535, 65536",
        "UINT32, 4294967295, 4294967296",
        "UINT64, 18446744073709551615,"
    })
    void anIntegerTypeEndsWhereItsWidthDoes(ParameterType type, String greatest, String beyond) {
        assertThat(Long.toUnsignedString(type.max())).isEqualTo(greatest);
        assertThat(type.accepts(new ParameterValue.Uint(0))).isTrue();
        assertThat(type.accepts(new ParameterValue.Uint(Long.parseUnsignedLong(greatest))))
                .isTrue();
        if (beyond != null) {
            assertThat(type.accepts(new ParameterValue.Uint(Long.parseUnsignedLong(beyond))))
                    .isFalse();
            assertThat(type.accepts(new ParameterValue.Uint(-1))).isFalse();
        }
    }

    @Test
    void onlyIntegersHaveAGreatestNumber() {
        assertThatThrownBy(ParameterType.VLAN::max)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("vlan is not an integer type");
    }
}

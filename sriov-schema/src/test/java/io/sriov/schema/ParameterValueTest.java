package io.sriov.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterValueTest {

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0text", "te\0xt", "text\0"})
    void aTextHoldsNoNulAnywhere(String text) {
        assertThatThrownBy(() -> new ParameterValue.Text(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// `VF_VLAN_TRUNK` is 4096, the number behind the last tag of 12 bits.
    @Test
    void aVlanIsATagOf12BitsOrTrunk() {
        assertThat(new VlanId(0)).hasToString("0");
        assertThat(new VlanId(VlanId.MAX_TAG)).hasToString("4095");
        assertThat(new VlanId(4096)).isEqualTo(VlanId.TRUNK).hasToString("trunk");
        assertThatThrownBy(() -> new VlanId(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VlanId(4097)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:00:00:00:00, false",
        "fe:ff:ff:ff:ff:ff, false",
        "01:00:00:00:00:00, true",
        "ff:ff:ff:ff:ff:ff, true"
    })
    void theLowestBitOfTheFirstOctetMakesAnAddressMulticast(String text, boolean multicast) {
        MacAddress address = MacAddress.parse(text).orElseThrow();
        assertThat(address.isMulticast()).isEqualTo(multicast);
        assertThat(ParameterType.UNICAST_MAC.accepts(new ParameterValue.Mac(address)))
                .isEqualTo(!multicast);
        assertThat(address).hasToString(text).isEqualTo(MacAddress.of(address.octets()));
    }

    @Test
    void anAddressHasSixOctets() {
        assertThatThrownBy(() -> MacAddress.of(new byte[5]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MacAddress(1L << 48))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(MacAddress.parse("02:00:00:00:00:01:")).isEmpty();
        assertThat(MacAddress.parse("02:00:00:00:00")).isEmpty();
    }
}

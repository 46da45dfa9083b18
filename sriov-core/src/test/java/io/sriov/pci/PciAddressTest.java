package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PciAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0000:03:00.0, 0, 3, 0, 0",
        "03:00.0, 0, 3, 0, 0",
        "10000:02:05.0, 65536, 2, 5, 0",
        "826E:ff:1f.7, 33390, 255, 31, 7",
        "ffffffff:00:00.0, 4294967295, 0, 0, 0",
        "pci0:3:0:0, 0, 3, 0, 0",
        "pci3:0:0, 0, 3, 0, 0",
        "pci65536:2:5:0, 65536, 2, 5, 0",
        "pci0:3:0:129, 0, 3, 16, 1"
    })
    void parses(String text, long domain, int bus, int device, int function) {
        assertThat(PciAddress.parse(text)).isEqualTo(new PciAddress(domain, bus, device, function));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "03:00",
                "03:00.8",
                "03:20.0",
                "100:00.0",
                "100000000:00:00.0",
                "0000:03:00.0 ",
                "0000:03:00.0\n",
                "pci0:256:0:0",
                "pci0:3:32:0",
                "pci0:3:1:8",
                "pci0:3:0:256",
                "pci4294967296:0:0:0",
                "pci0:3:0:-1",
                "-1:0.0"
            })
    void refuses(String text) {
        assertThat(PciAddress.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> PciAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a PCI address");
    }

    @Test
    void printsBothSpellings() {
        PciAddress vf = PciAddress.of(0x10000, RoutingId.ofAri(2, 0x81));
        assertThat(vf).hasToString("10000:02:10.1");
        assertThat(vf.toSelector(false)).isEqualTo("pci65536:2:16:1");
        assertThat(vf.toSelector(true)).isEqualTo("pci65536:2:0:129");
        assertThat(vf.routingId().ariFunction()).isEqualTo(0x81);
    }

    @Test
    void ordersByDomainBusDeviceFunction() {
        assertThat(PciAddress.parse("0:ff:1f.7")).isLessThan(PciAddress.parse("1:00:00.0"));
        assertThat(PciAddress.parse("00:01.0")).isLessThan(PciAddress.parse("00:01.1"));
    }

    @Test
    void numbersOutOfRange() {
        assertThatThrownBy(() -> new PciAddress(-1, 0, 0, 0))
                .hasMessage("domain -1 is not in 0..4294967295");
        assertThatThrownBy(() -> new PciAddress(0, 0, 0, 8))
                .hasMessage("function 8 is not in 0..7");
        assertThatThrownBy(() -> new RoutingId(65536))
                .hasMessage("routing ID 65536 is not in 0..65535");
        assertThatThrownBy(() -> RoutingId.ofAri(0, 256))
                .hasMessage("ARI function 256 is not in 0..255");
    }
}

package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which interface a VF's driver makes; the names are those of the drivers' manual pages.
class VfInterfacesTest {
    private static PciConf function(int classCode, String driver) {
        return new PciConf(
                new PciSelector(0, 3, 0, 1),
                0,
                0x8086,
                0x10ed,
                classCode,
                driver,
                3,
                OptionalInt.empty());
    }

    @Test
    void mostAreCalledAsTheirDrivers() {
        assertThat(VfInterfaces.name(function(0x02, "iavf"))).contains("iavf3");
    }

    @Test
    void mlx5MakesMce() {
        assertThat(VfInterfaces.name(function(0x02, "mlx5_core"))).contains("mce3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t4vf", "t5vf", "t6vf"})
    void cardsWithPortsDoNotTell(String driver) {
        assertThat(VfInterfaces.name(function(0x02, driver))).isEmpty();
    }

    @Test
    void whatHasNoDriverOrIsNoNetworkControllerHasNone() {
        assertThat(VfInterfaces.name(function(0x02, ""))).isEmpty();
        assertThat(VfInterfaces.name(function(0x01, "nvme"))).isEmpty();
    }
}

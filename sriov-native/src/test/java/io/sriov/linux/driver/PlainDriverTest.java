package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.schema.Subsystem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainDriverTest {
    private final PlainDriverProvider provider = new PlainDriverProvider();

    private static PfIdentity pf(String driver) {
        return new PfIdentity(PciAddress.parse("0000:01:00.0"), 0x8086, 0x4940, 0x0b4000, driver);
    }

    @Test
    void anyPfIsTaken() {
        assertThat(provider.supports(pf("4xxx"))).isTrue();
        assertThat(provider.supports(pf("pci-pf-stub"))).isTrue();
        assertThat(provider.supports(pf(""))).isTrue();
    }

    @Test
    void thereIsNothingToSet() throws Exception {
        PfDriver driver = provider.attach(pf("4xxx"));
        assertThat(driver.schema().pf().parameters(Subsystem.DRIVER)).isEmpty();
        assertThat(driver.schema().vf().parameters(Subsystem.DRIVER)).isEmpty();
        DriverParameters none = DriverParameters.ofValues(Map.of());
        driver.init(2, none);
        driver.addVf(0, none);
        assertThat(driver.compare(0, none)).isEmpty();
        driver.uninit();
    }
}

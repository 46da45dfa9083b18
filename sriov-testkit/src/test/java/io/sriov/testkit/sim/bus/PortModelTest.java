package io.sriov.testkit.sim.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sriov.pci.ConfigSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a port may have, by the registers that a bridge has for it (PCIe 6.0 §7.5.1.3).
class PortModelTest {
    private static final BridgeWindow LOW = new BridgeWindow(0xd000_0000L, 1 << 24);
    private static final BridgeWindow HIGH = new BridgeWindow(0x38_0000_0000L, 1L << 30);
    private static final BridgeWindow HIGHER = new BridgeWindow(0x39_0000_0000L, 1 << 24);

    private static PortModel.Builder port() {
        return PortModel.builder().secondaryBus(3);
    }

    @Test
    void aWindowBelow4GiBMayHaveAnotherAbove() {
        PortModel port = port().window(LOW).prefetchableWindow(HIGH).build();
        SimulatedBus bus = SimulatedBus.builder().port(port).build();
        ConfigSpace registers = bus.hardware(Models.PORT);
        // Base and limit have bits 31:20 in 15:4 each; the prefetchable ones say 64 bits in bit 0.
        assertThat(registers.read32(0x20)).isEqualTo(0xd0f0_d000L);
        assertThat(registers.read32(0x24)).isEqualTo(0x3ff1_0001L);
        assertThat(registers.read32(0x28)).isEqualTo(0x38);
        assertThat(registers.read32(0x2c)).isEqualTo(0x38);
        assertThat(BridgeWindow.readAll(registers)).containsExactly(HIGH, LOW);
    }

    @Test
    void aWindowAbove4GiBIsThePrefetchableOneAndHasNoSecond() {
        for (BridgeWindow second : new BridgeWindow[] {LOW, HIGHER}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> port().window(HIGH).prefetchableWindow(second).build())
                    .withMessageContaining("above 4 GiB has no second one");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "3, 2", "3, 256", "256, 256", "-1, 3"})
    void busesAreARangeOf1To255(int secondary, int subordinate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PortModel.builder()
                                .window(LOW)
                                .secondaryBus(secondary)
                                .subordinateBus(subordinate)
                                .build())
                .withMessageContaining("within 1..255");
    }
}

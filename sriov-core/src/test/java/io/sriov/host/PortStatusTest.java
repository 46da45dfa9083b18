package io.sriov.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.AcsCapability.Control;
import io.sriov.pci.PciAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortStatusTest {
    private static PortStatus port(Set<Control> acs) {
        return new PortStatus(
                PciAddress.parse("0000:00:01.0"), Optional.of(true), Optional.of(acs));
    }

    /// What is printed of a status is the same in each run of a program.
    @Test
    void controlsAreInTheOrderOfTheirBits() {
        Set<Control> given =
                new LinkedHashSet<>(
                        List.of(
                                Control.UPSTREAM_FORWARDING,
                                Control.P2P_COMPLETION_REDIRECT,
                                Control.SOURCE_VALIDATION));
        PortStatus status = port(given);
        given.clear();
        assertThat(status.acs().orElseThrow())
                .containsExactly(
                        Control.SOURCE_VALIDATION,
                        Control.P2P_COMPLETION_REDIRECT,
                        Control.UPSTREAM_FORWARDING);
        assertThat(status).isEqualTo(port(Set.copyOf(status.acs().orElseThrow())));
        assertThat(port(Set.of()).acs().orElseThrow()).isEmpty();
    }
}

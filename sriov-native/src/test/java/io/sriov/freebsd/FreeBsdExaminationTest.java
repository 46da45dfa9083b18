package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Finding;
import io.sriov.host.Finding.Level;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import org.junit.jupiter.api.Test;

/// What an examination says of FreeBSD machines.
class FreeBsdExaminationTest {
    private static Finding registers(SimulatedFreeBsd.Builder builder) {
        try (SimulatedFreeBsd system = builder.boot();
                FreeBsdHost host = Systems.host(system)) {
            var findings = host.examine();
            assertThat(system.outstanding()).isZero();
            return findings.stream()
                    .filter(one -> one.subject().equals("/dev/pci"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static SimulatedFreeBsd.Builder system() {
        return SimulatedFreeBsd.builder(Systems.machine().build());
    }

    @Test
    void rootReachesRegisters() {
        assertThat(registers(system()).level()).isEqualTo(Level.OK);
    }

    @Test
    void anOrdinaryUserIsToldToBecomeRoot() {
        Finding finding = registers(system().ordinaryUser());
        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.remedy()).contains("run as root");
    }

    @Test
    void aRaisedSecurelevelIsNamed() {
        Finding finding = registers(system().securelevel(1));
        assertThat(finding.level()).isEqualTo(Level.WARN);
        assertThat(finding.message()).contains("kern.securelevel");
    }

    /// The simulated kernel has no vmm(4).
    @Test
    void withoutVmmThereAreNoGuests() {
        try (SimulatedFreeBsd system = system().boot();
                FreeBsdHost host = Systems.host(system)) {
            assertThat(host.examine())
                    .contains(
                            Finding.warn(
                                    "vmm",
                                    "it is not loaded, so that VFs cannot be given to guests",
                                    "kldload vmm, and vmm_load=\"YES\" in loader.conf(5)"));
        }
    }
}

package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What works for whom, and what those are told for whom it does not.
class PermissionTest {
    private static SimulatedFreeBsd.Builder system(FreeBsdRelease release) {
        return SimulatedFreeBsd.builder(Systems.machine().build()).release(release);
    }

    private static void assertRefused(ThrowingCallable call, Errno errno, String remedy) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .hasMessageContaining(remedy);
    }

    @Test
    void anOrdinaryUserSeesWhatPfsThereAreAndIsToldToBecomeRoot() {
        for (FreeBsdRelease release : FreeBsdRelease.values()) {
            try (SimulatedFreeBsd system = system(release).ordinaryUser().boot();
                    FreeBsdHost host = Systems.host(system)) {
                PhysicalFunction ix0 = host.physicalFunction("ix0");
                assertRefused(ix0::status, Errno.EACCES, "run as root");
                assertRefused(ix0::schema, Errno.EACCES, "devfs.rules");
                assertRefused(ix0::delete, Errno.EACCES, "run as root");
                assertRefused(() -> ix0.configSpace().read16(0), Errno.EPERM, "run as root");
                assertThat(host.bars(new io.sriov.pci.PciAddress(0, 3, 0, 0))).hasSize(1);
                assertThat(system.outstanding()).isZero();
            }
        }
    }

    @Test
    void whoMayReadNodesReadsSchemaAndStateOfNewerKernels() {
        try (SimulatedFreeBsd system =
                        system(FreeBsdRelease.FREEBSD_16).userWhoMayReadIov().boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            assertThat(ix0.schema().vf().find("queues")).isPresent();
            assertThat(ix0.status().totalVfs()).isEqualTo(64);
            assertThat(ix0.status().ari()).as("it takes registers to know").isEmpty();
        }
        try (SimulatedFreeBsd system =
                        system(FreeBsdRelease.FREEBSD_15).userWhoMayReadIov().boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            assertThat(ix0.schema().vf().find("queues")).isPresent();
            assertRefused(ix0::status, Errno.EPERM, "run as root");
        }
    }

    @Test
    void aRaisedSecurelevelLeavesNewerKernelsUsable() {
        try (SimulatedFreeBsd system = system(FreeBsdRelease.FREEBSD_16).securelevel(1).boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Systems.config(host, "ix0", 2));
            assertThat(ix0.status().vfs()).hasSize(2);
            assertRefused(() -> ix0.configSpace().read16(0), Errno.EPERM, "kern.securelevel");
            ix0.delete();
            Sriov sriov = Sriov.open(host);
            Outcome outcome = sriov.apply(sriov.plan(Systems.config(host, "ix0", 3)));
            assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            assertThat(outcome.remarks())
                    .singleElement()
                    .asString()
                    .startsWith("the registers of ix0 were not compared");
        }
        try (SimulatedFreeBsd system = system(FreeBsdRelease.FREEBSD_14).securelevel(1).boot();
                FreeBsdHost host = Systems.host(system)) {
            assertRefused(host.physicalFunction("ix0")::status, Errno.EPERM, "kern.securelevel");
        }
    }
}

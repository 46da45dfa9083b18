package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.PortNode;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nodes and locations that the kernel names otherwise than most drivers and releases do.
class OddNamesTest {
    private static SimulatedFreeBsd boot(FreeBsdRelease release, String node) {
        return SimulatedFreeBsd.builder(Systems.machine().build())
                .release(release)
                .portNode(new PortNode("ix0", node, "nexus0"))
                .boot();
    }

    @Test
    void aNodeWhoseNameLeadsNowhereIsThePfOfWhichTheKernelTells() {
        try (SimulatedFreeBsd system = boot(FreeBsdRelease.FREEBSD_16, "uplink");
                FreeBsdHost host = Systems.host(system)) {
            Sriov sriov = Sriov.open(host);
            Outcome outcome = sriov.apply(sriov.plan(Systems.config(host, "uplink", 2)));
            assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            assertThat(outcome.remarks()).isEmpty();
            PhysicalFunction uplink = host.physicalFunction("uplink");
            assertThat(uplink.status().location()).isEqualTo("pci0:3:0:0");
            assertThat(uplink.configSpace().read16(2)).isEqualTo(0x10fb);
            assertThat(system.outstanding()).isZero();
        }
    }

    @Test
    void kernelsThatDoNotTellLeaveItUnfound() {
        try (SimulatedFreeBsd system = boot(FreeBsdRelease.FREEBSD_15, "uplink");
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction uplink = host.physicalFunction("uplink");
            assertThatThrownBy(uplink::status)
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
                    .hasMessageContaining("pciconf -l");
            assertThatThrownBy(uplink::configSpace).isInstanceOf(HostException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unitsHaveUpToTenDigits(FreeBsdRelease release) {
        String device = "ix2147483647";
        SimulatedMachine machine =
                Systems.machine(Systems.port(), Systems.pf(Systems.driver()).device(device))
                        .build();
        try (SimulatedFreeBsd system = SimulatedFreeBsd.builder(machine).release(release).boot();
                FreeBsdHost host = Systems.host(system)) {
            assertThat(host.physicalFunction(device).status().location()).isEqualTo("pci0:3:0:0");
        }
    }

    @Test
    void anyNameOfANodeIsListed() {
        SimulatedMachine machine =
                Systems.machine(Systems.port(), Systems.pf(Systems.driver()))
                        .addPf(Systems.pf(Systems.driver()).device("ix1").function(1).build())
                        .build();
        try (SimulatedFreeBsd system =
                        SimulatedFreeBsd.builder(machine)
                                .portNode(new PortNode("ix0", "ix0\n", "nexus0"))
                                .portNode(new PortNode("ix1", "ix1\n", "nexus0"))
                                .boot();
                FreeBsdHost host = Systems.host(system)) {
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactly("ix0\n", "ix1\n");
        }
    }

    @Test
    void vfsWhoseLocationIsWrittenOtherwiseAreWhereTheRegistersPlaceThem() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                Arena arena = Arena.ofShared()) {
            var library =
                    new InterruptedLibrary(system.library(), arena, IovArg.GET_STATUS, 0, () -> {})
                            .afterwards(OddNamesTest::writeLocationsOtherwise);
            try (FreeBsdHost host = Systems.host(library)) {
                PhysicalFunction ix0 = host.physicalFunction("ix0");
                ix0.configure(Systems.config(host, "ix0", 2));
                PfStatus status = ix0.status();
                assertThat(status.address()).isEqualTo(new PciAddress(0, 3, 0, 0));
                assertThat(status.vfs())
                        .extracting(VfStatus::location, VfStatus::address)
                        .containsExactly(
                                tuple("PCI0:3:0:128", new PciAddress(0, 3, 16, 0)),
                                tuple("PCI0:3:0:130", new PciAddress(0, 3, 16, 2)));
                ix0.detachVf(1);
                assertThat(system.kernel().status("ix0").vfs().get(1).attached()).isFalse();
            }
        }
    }

    @Test
    void vfsThatGoBeforeTheRegistersAreReadAreLeftOut() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                Arena arena = Arena.ofShared()) {
            int[] answers = {0};
            var library =
                    new InterruptedLibrary(system.library(), arena, IovArg.GET_STATUS, 0, () -> {})
                            .afterwards(answer -> {
                                if (writeLocationsOtherwise(answer)) {
                                    answers[0]++;
                                    system.kernel().delete("ix0");
                                }
                            });
            try (FreeBsdHost host = Systems.host(library)) {
                PhysicalFunction ix0 = host.physicalFunction("ix0");
                ix0.configure(Systems.config(host, "ix0", 2));
                assertThat(ix0.status().vfs()).isEmpty();
                assertThat(answers[0]).isEqualTo(1);
            }
        }
    }

    /// Changes `pci` into `PCI` at the beginning of each location; whether there was an answer.
    private static boolean writeLocationsOtherwise(MemorySegment answer) {
        MemorySegment output = answer.reinterpret(IovArg.OUTPUT.byteSize());
        long length = output.get(JAVA_LONG, 8);
        MemorySegment status = output.get(ADDRESS, 0).reinterpret(length);
        if (status.address() == 0) {
            return false;
        }
        for (long i = 0; i + 4 <= length; i++) {
            boolean location =
                    status.get(JAVA_BYTE, i) == 'p'
                            && status.get(JAVA_BYTE, i + 2) == 'i'
                            && status.get(JAVA_BYTE, i + 3) == '0';
            if (location) {
                for (int letter = 0; letter < 3; letter++) {
                    byte lower = status.get(JAVA_BYTE, i + letter);
                    status.set(JAVA_BYTE, i + letter, (byte) (lower - 'a' + 'A'));
                }
            }
        }
        return true;
    }
}

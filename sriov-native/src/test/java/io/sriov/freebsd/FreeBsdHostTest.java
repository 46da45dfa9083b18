package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.pci.PciAddress;
import io.sriov.schema.wire.SchemaNvlist;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.PortNode;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.SimulatedPfDriver;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A host on each release of the simulated kernel, beside what the kernel itself knows.
class FreeBsdHostTest {
    private static SimulatedFreeBsd boot(FreeBsdRelease release) {
        return SimulatedFreeBsd.builder(SimulatedMachine.standard()).release(release).boot();
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatTheKernelKnows(FreeBsdRelease release) {
        try (SimulatedFreeBsd system = boot(release);
                FreeBsdHost host = Systems.host(system)) {
            SimulatedKernel kernel = system.kernel();
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactly("ice0", "ix0", "ixl0", "nvme0", "qat0");
            for (PhysicalFunction pf : host.physicalFunctions()) {
                String device = pf.device();
                assertThat(pf.node()).isEqualTo("/dev/iov/" + device);
                assertThat(pf.status()).isEqualTo(kernel.status(device));
                assertThat(SchemaNvlist.of(pf.schema()))
                        .isEqualTo(SchemaNvlist.of(kernel.schema(device)));
                pf.configure(Systems.firstPassthrough(host, device, 5));
                assertThat(pf.status()).isEqualTo(kernel.status(device));
                assertThat(pf.status().vfs()).hasSize(5).allMatch(VfStatus::attached);
                pf.detachVf(0);
                pf.detachVf(3);
                assertThat(pf.status()).isEqualTo(kernel.status(device));
                assertThat(pf.status().vfs())
                        .filteredOn(vf -> !vf.attached())
                        .extracting(VfStatus::index, VfStatus::passthrough)
                        .containsExactly(tuple(0, true), tuple(3, false));
                pf.attachVf(3);
                pf.delete();
                assertThat(pf.status().numVfs()).isZero();
            }
            assertThat(system.outstanding()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVfThatItsDriverRefusedIsFoundByReadingBack(FreeBsdRelease release) {
        SimulatedMachine machine =
                Systems.machine(Systems.port(), Systems.pf(Systems.driver().refusing(2))).build();
        try (SimulatedFreeBsd system = SimulatedFreeBsd.builder(machine).release(release).boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Systems.config(host, "ix0", 4));
            assertThat(ix0.status().numVfs()).isEqualTo(4);
            assertThat(ix0.status().vfs()).extracting(VfStatus::index).containsExactly(0, 1, 3);
            assertThat(ix0.status().vfs())
                    .extracting(VfStatus::location)
                    .containsExactly("pci0:3:0:128", "pci0:3:0:130", "pci0:3:0:134");
        }
    }

    @ParameterizedTest
    @EnumSource
    void longListsAreReadPageByPage(FreeBsdRelease release) {
        try (SimulatedFreeBsd system = boot(release);
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ice0 = host.physicalFunction("ice0");
            ice0.configure(Systems.config(host, "ice0", 248));
            PfStatus status = ice0.status();
            assertThat(status).isEqualTo(system.kernel().status("ice0"));
            assertThat(status.vfs()).hasSize(248);
        }
    }

    @Test
    void withoutAriSelectorsHaveDeviceAndFunction() {
        try (SimulatedFreeBsd system = boot(FreeBsdRelease.FREEBSD_15);
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction qat0 = host.physicalFunction("qat0");
            qat0.configure(Systems.firstPassthrough(host, "qat0", 2));
            PfStatus status = qat0.status();
            assertThat(status.ari()).contains(false);
            assertThat(status.vfs().getFirst().location()).isEqualTo("pci0:132:0:1");
            assertThat(status.vfs().getFirst().handOvers())
                    .containsExactly(new HandOver(HandOver.Taker.BHYVE, "passthru,132/0/1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysHowAVfIsHandedOver(FreeBsdRelease release) {
        try (SimulatedFreeBsd system = boot(release);
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Systems.firstPassthrough(host, "ix0", 2));
            List<VfStatus> vfs = ix0.status().vfs();
            assertThat(vfs.get(0).driver()).contains("ppt0");
            assertThat(vfs.get(0).networkInterface()).isEmpty();
            assertThat(vfs.get(0).handOvers())
                    .containsExactly(new HandOver(HandOver.Taker.BHYVE, "passthru,3/0/128"));
            assertThat(vfs.get(1).networkInterface()).contains("ixv0");
            assertThat(vfs.get(1).handOvers())
                    .containsExactly(
                            new HandOver(HandOver.Taker.JAIL, "vnet.interface = \"ixv0\";"));
            ix0.detachVf(0);
            ix0.detachVf(1);
            assertThat(ix0.status().vfs()).allMatch(vf -> vf.handOvers().isEmpty());
        }
    }

    @Test
    void whatIsNoNetworkControllerHasNoInterface() {
        try (SimulatedFreeBsd system = boot(FreeBsdRelease.FREEBSD_16);
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction nvme0 = host.physicalFunction("nvme0");
            nvme0.configure(Systems.config(host, "nvme0", 1));
            VfStatus vf = nvme0.status().vfs().getFirst();
            assertThat(vf.driver()).contains("nvme1");
            assertThat(vf.networkInterface()).isEmpty();
            assertThat(vf.uses()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void interfacesThatAreUpOrGoneFromViewAreInUse(FreeBsdRelease release) {
        try (SimulatedFreeBsd system = boot(release);
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Systems.config(host, "ix0", 3));
            assertThat(ix0.status().vfs()).allMatch(vf -> vf.uses().isEmpty());
            system.kernel().useInterface("ix0", 1, "interface %s is up");
            system.giveToJail("ixv2");
            assertThat(ix0.status().vfs())
                    .extracting(VfStatus::uses)
                    .containsExactly(
                            List.of(),
                            List.of(new VfUse("interface ixv1 is up", false)),
                            List.of(
                                    new VfUse(
                                            "interface ixv2 has been given to a jail or renamed",
                                            false)));
            system.takeFromJail("ixv2");
            assertThat(ix0.status().vfs().get(2).uses()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeNamedAfterAPortLeadsToThePf(FreeBsdRelease release) {
        SimulatedMachine machine =
                Systems.machine(
                                Systems.port(),
                                Systems.pf(Systems.driver()).device("t5iov0").vfDriver("t5vf"))
                        .addPf(Systems.pf(Systems.driver()).device("t5iov1").function(1).build())
                        .build();
        try (SimulatedFreeBsd system =
                        SimulatedFreeBsd.builder(machine)
                                .release(release)
                                .portNode(new PortNode("t5iov0", "cxl0", "t5nex0"))
                                .portNode(new PortNode("t5iov1", "cxl1", "t5nex0"))
                                .boot();
                FreeBsdHost host = Systems.host(system)) {
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactly("cxl0", "cxl1");
            PhysicalFunction cxl1 = host.physicalFunction("cxl1");
            assertThat(cxl1.status().location()).isEqualTo("pci0:3:0:1");
            assertThat(cxl1.status().driver()).isEqualTo("t5iov");
            PhysicalFunction cxl0 = host.physicalFunction("cxl0");
            cxl0.configure(Systems.config(host, "cxl0", 2));
            assertThat(cxl0.status().vfs())
                    .extracting(VfStatus::location, VfStatus::networkInterface)
                    .containsExactly(
                            tuple("pci0:3:0:128", Optional.empty()),
                            tuple("pci0:3:0:130", Optional.empty()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void domainsHave32Bits(FreeBsdRelease release) {
        SimulatedMachine machine = Systems.machine().domain(0xffff_0001L).build();
        try (SimulatedFreeBsd system = SimulatedFreeBsd.builder(machine).release(release).boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Systems.firstPassthrough(host, "ix0", 1));
            PfStatus status = ix0.status();
            assertThat(status.address()).isEqualTo(new PciAddress(0xffff_0001L, 3, 0, 0));
            VfStatus vf = status.vfs().getFirst();
            assertThat(vf.location()).isEqualTo("pci4294901761:3:0:128");
            assertThat(vf.handOvers()).as("bhyve knows domain 0 alone").isEmpty();
            ix0.detachVf(0);
            assertThat(ix0.configSpace().read16(0)).isEqualTo(0x8086);
        }
    }

    @Test
    void aKernelsNumaDomainIsTold() {
        SimulatedMachine machine =
                Systems.machine(Systems.port(), Systems.pf(Systems.driver()).numaNode(1)).build();
        for (FreeBsdRelease release : FreeBsdRelease.values()) {
            try (SimulatedFreeBsd system =
                            SimulatedFreeBsd.builder(machine).release(release).boot();
                    FreeBsdHost host = Systems.host(system)) {
                assertThat(host.physicalFunction("ix0").status().numaNode())
                        .as("%s", release)
                        .isEqualTo(OptionalInt.of(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheMemoryOfFunctions(FreeBsdRelease release) {
        try (SimulatedFreeBsd system =
                        SimulatedFreeBsd.builder(Systems.machine().build())
                                .release(release)
                                .boot();
                FreeBsdHost host = Systems.host(system)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Systems.config(host, "ix0", 3));
            // A window of 16 MiB at d0000000h: 512 KiB for the PF, then 3 * 16 KiB for each VF BAR.
            assertThat(host.bars(ix0.status().address()))
                    .containsExactly(new PciBar(0, true, true, 0xd000_0000L, 0x8_0000));
            List<PciBar> second = host.bars(ix0.status().vfs().get(1).address());
            assertThat(second).extracting(PciBar::index).containsExactly(0, 3);
            assertThat(second).extracting(PciBar::length).containsOnly(0x4000L);
            assertThat(second)
                    .allSatisfy(bar ->
                            assertThat(system.kernel().bus().targetsOf(bar.base()))
                                    .singleElement()
                                    .asString()
                                    .contains("1"));
            assertThatThrownBy(() -> host.bars(new PciAddress(0, 9, 0, 0)))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
                    .hasMessageContaining("pciconf -l");
        }
    }

    @Test
    void withoutPfsThereIsNoDirectory() {
        SimulatedMachine machine = SimulatedMachine.builder().build();
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(machine);
                FreeBsdHost host = Systems.host(system)) {
            assertThat(host.physicalFunctions()).isEmpty();
            assertThatThrownBy(() -> host.physicalFunction("ix0"))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                    .hasMessageContaining("no driver of this machine offers SR-IOV");
        }
    }

    @Test
    void anotherPfOfTheSameDriverIsNotMistaken() {
        SimulatedPfDriver driver = Systems.driver();
        SimulatedMachine machine =
                Systems.machine(Systems.port(), Systems.pf(driver).device("ix1"))
                        .addPf(Systems.pf(Systems.driver()).device("ix10").function(1).build())
                        .addPf(Systems.pf(Systems.driver()).device("ix2").function(2).build())
                        .build();
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(machine);
                FreeBsdHost host = Systems.host(system)) {
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device, pf -> pf.status().location())
                    .containsExactly(
                            tuple("ix1", "pci0:3:0:0"),
                            tuple("ix2", "pci0:3:0:2"),
                            tuple("ix10", "pci0:3:0:1"));
        }
    }

    @Test
    void recordsAreInVarDbUnlessSaid() {
        assertThat(FreeBsdHost.RECORDS).hasToString("/var/db/sriov");
        try (FreeBsdHost host = FreeBsdHost.open()) {
            assertThat(host.records()).isInstanceOf(DirectoryRecordStore.class);
        }
    }

    @Test
    void thePlatformIsForFreeBsdAlone() {
        var platform = new FreeBsdHostPlatform();
        assertThat(platform.name()).isEqualTo("freebsd");
        assertThat(platform.isNative()).isEqualTo(System.getProperty("os.name").equals("FreeBSD"));
        if (!platform.isNative()) {
            assertThatThrownBy(() -> platform.open(""))
                    .isInstanceOfSatisfying(
                            HostException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP))
                    .hasMessageContaining("runs " + System.getProperty("os.name"));
        }
    }
}

package io.sriov.testkit.sim.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.AriCapability;
import io.sriov.pci.CapabilityWalk;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.MsixCapability;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfBar;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The hardware by itself, driven register by register.
class SimulatedBusTest {
    private final SimulatedBus bus = Models.bus(Models.pf().build(), Models.pf().build());
    private final ConfigSpace pf = bus.configSpace(Models.PF);
    private final int sriov = SriovCapability.find(pf).orElseThrow().offset();

    private SriovCapability state() {
        return SriovCapability.read(pf, sriov);
    }

    private void numVfs(int count) {
        pf.write16(sriov + SriovCapability.NUM_VFS, count);
    }

    private void control(int bits) {
        pf.write16(sriov + SriovCapability.CONTROL, bits);
    }

    private void enable(int count) {
        numVfs(count);
        control(
                state().control()
                        | SriovCapability.CONTROL_VF_ENABLE
                        | SriovCapability.CONTROL_VF_MSE);
        bus.clock().advance(Duration.ofMillis(100));
    }

    private void forwardAri() {
        ConfigSpace port = bus.configSpace(Models.PORT);
        int at = PcieCapability.find(port).orElseThrow().offset() + PcieCapability.DEVICE_CONTROL_2;
        port.write16(at, PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING);
        control(SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
    }

    @Test
    void functionsHaveSoundCapabilityLists() {
        forwardAri();
        enable(4);
        for (RoutingId id : List.of(Models.PORT, Models.PF, Models.PF1, Models.PF.plus(128))) {
            assertThat(CapabilityWalk.of(bus.configSpace(id)).defects())
                    .as(id.toString())
                    .isEmpty();
            assertThat(PcieCapability.find(bus.configSpace(id)).orElseThrow().version())
                    .isEqualTo(2);
        }
        assertThat(ConfigHeader.read(pf).vendorId()).isEqualTo(0x8086);
        assertThat(ConfigHeader.read(pf).multiFunction()).isTrue();
        assertThat(AriCapability.find(pf).orElseThrow().nextFunction()).isEqualTo(1);
        assertThat(MsixCapability.find(pf).orElseThrow().tableSize()).isEqualTo(64);
        assertThat(AcsCapability.find(bus.configSpace(Models.PORT)).orElseThrow().supported())
                .hasSize(4);
    }

    @Test
    void readOnlyRegistersKeepTheirValues() {
        SriovCapability before = state();
        for (int at : new int[] {0x04, 0x0c, 0x14, 0x18, 0x1c, 0x3c}) {
            pf.write32(sriov + at, 0xffff_ffffL);
        }
        pf.write32(ConfigHeader.VENDOR_ID, 0);
        assertThat(state()).isEqualTo(before);
        assertThat(pf.read32(ConfigHeader.VENDOR_ID)).isEqualTo(0x10fb_8086L);
        assertThat(before.totalVfs()).isEqualTo(64);
        assertThat(before.initialVfs()).isEqualTo(64);
    }

    @Test
    void controlTakesOnlyTheBitsItImplements() {
        control(0xffff & ~SriovCapability.CONTROL_VF_ENABLE);
        assertThat(state().control())
                .isEqualTo(
                        SriovCapability.CONTROL_VF_MSE
                                | SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
    }

    @Test
    void numVfsIsFrozenWhileVfsAreEnabled() {
        enable(4);
        numVfs(9);
        assertThat(state().numVfs()).isEqualTo(4);
        control(0);
        numVfs(9);
        assertThat(state().numVfs()).isEqualTo(9);
    }

    @Test
    void ariCapableHierarchyIsWritableInTheLowestFunctionOnly() {
        ConfigSpace second = bus.configSpace(Models.PF1);
        int bit = SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY;
        second.write16(sriov + SriovCapability.CONTROL, bit);
        assertThat(SriovCapability.read(second, sriov).ariCapableHierarchy()).isFalse();
        assertThat(SriovCapability.read(second, sriov).firstVfOffset()).isEqualTo(2);
        control(bit);
        assertThat(state().ariCapableHierarchy()).isTrue();
        assertThat(SriovCapability.read(second, sriov).firstVfOffset()).isEqualTo(128);
        assertThat(SriovCapability.read(second, sriov).vfStride()).isEqualTo(2);
    }

    @Test
    void ariCapableHierarchyIsFrozenWhileAnyFunctionHasVfs() {
        ConfigSpace second = bus.configSpace(Models.PF1);
        second.write16(sriov + SriovCapability.CONTROL, SriovCapability.CONTROL_VF_ENABLE);
        control(SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
        assertThat(state().ariCapableHierarchy()).isFalse();
    }

    @Test
    void placementMayFollowNumVfs() {
        PfModel model = Models.pf().addPlacement(new VfPlacement(false, 5, 1, 3)).build();
        ConfigSpace config = Models.bus(model).configSpace(Models.PF);
        config.write16(sriov + SriovCapability.NUM_VFS, 4);
        assertThat(SriovCapability.read(config, sriov).firstVfOffset()).isEqualTo(2);
        config.write16(sriov + SriovCapability.NUM_VFS, 5);
        assertThat(SriovCapability.read(config, sriov).firstVfOffset()).isEqualTo(1);
        assertThat(SriovCapability.read(config, sriov).vfStride()).isEqualTo(3);
    }

    @Test
    void systemPageSizeTakesOneSupportedBit() {
        int at = sriov + SriovCapability.SYSTEM_PAGE_SIZE;
        assertThat(pf.read32(at)).isEqualTo(1);
        pf.write32(at, 0x4); // 16 KiB is not in 553h
        assertThat(pf.read32(at)).isEqualTo(1);
        pf.write32(at, 0x3);
        assertThat(pf.read32(at)).isEqualTo(1);
        pf.write32(at, 0x10);
        assertThat(pf.read32(at)).isEqualTo(0x10);
    }

    @Test
    void vfBarsAreSizedByAllOnesAndAreNeverLessThanAPage() {
        assertThat(VfBar.size(pf, sriov))
                .containsExactly(
                        new VfBar(0, true, true, 0, 0x4000), new VfBar(3, false, false, 0, 0x1000));
        pf.write32(sriov + SriovCapability.vfBar(0), 0xd010_4000L);
        pf.write32(sriov + SriovCapability.SYSTEM_PAGE_SIZE, 0x10); // 64 KiB
        assertThat(VfBar.size(pf, sriov))
                .containsExactly(
                        new VfBar(0, true, true, 0xd010_0000L, 0x1_0000),
                        new VfBar(3, false, false, 0, 0x1_0000));
    }

    @Test
    void unimplementedVfBarsReadZero() {
        pf.write32(sriov + SriovCapability.vfBar(2), 0xffff_ffffL);
        assertThat(pf.read32(sriov + SriovCapability.vfBar(2))).isZero();
    }

    @Test
    void vfsExistOnlyWhileVfEnableIsSet() {
        forwardAri();
        ConfigSpace vf = bus.configSpace(Models.PF.plus(128 + 2));
        numVfs(4);
        assertThat(vf.read8(ConfigHeader.HEADER_TYPE)).isEqualTo(0xff);
        enable(4);
        assertThat(vf.read32(ConfigHeader.VENDOR_ID)).isEqualTo(0xffff_ffffL);
        assertThat(vf.read8(ConfigHeader.HEADER_TYPE)).isZero();
        assertThat(vf.read32(ConfigHeader.BAR0)).isZero();
        assertThat(vf.read16(ConfigHeader.SUBSYSTEM_VENDOR_ID)).isEqualTo(0x8086);
        assertThat(MsixCapability.find(vf).orElseThrow().tableSize()).isEqualTo(5);
        control(SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
        assertThat(vf.read8(ConfigHeader.HEADER_TYPE)).isEqualTo(0xff);
    }

    @Test
    void thereAreExactlyNumVfsOfThem() {
        forwardAri();
        enable(4);
        for (int i = 0; i < 6; i++) {
            boolean there =
                    bus.configSpace(Models.PF.plus(128 + 2 * i)).read8(ConfigHeader.HEADER_TYPE)
                            == 0;
            assertThat(there).as("VF " + i).isEqualTo(i < 4);
        }
        assertThat(bus.configSpace(Models.PF.plus(129)).read8(ConfigHeader.HEADER_TYPE))
                .isEqualTo(0xff);
    }

    @Test
    void vfsDoNotAnswerInTheirFirst100Milliseconds() {
        forwardAri();
        numVfs(1);
        control(state().control() | SriovCapability.CONTROL_VF_ENABLE);
        ConfigSpace vf = bus.configSpace(Models.PF.plus(128));
        bus.clock().advance(Duration.ofMillis(99));
        assertThat(vf.read8(ConfigHeader.HEADER_TYPE)).isEqualTo(0xff);
        bus.clock().advance(Duration.ofMillis(1));
        assertThat(vf.read8(ConfigHeader.HEADER_TYPE)).isZero();
    }

    @Test
    void aVfHasBusMasterEnableAndNoMoreInItsCommandRegister() {
        forwardAri();
        enable(1);
        ConfigSpace vf = bus.configSpace(Models.PF.plus(128));
        vf.write16(ConfigHeader.COMMAND, 0xffff);
        assertThat(vf.read16(ConfigHeader.COMMAND)).isEqualTo(ConfigHeader.COMMAND_BUS_MASTER);
    }

    @Test
    void aNewVfKnowsNothingOfTheOldOne() {
        forwardAri();
        enable(1);
        ConfigSpace vf = bus.configSpace(Models.PF.plus(128));
        vf.write16(ConfigHeader.COMMAND, ConfigHeader.COMMAND_BUS_MASTER);
        control(SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
        enable(1);
        assertThat(vf.read16(ConfigHeader.COMMAND)).isZero();
    }

    @Test
    void withoutAriForwardingOnlyDevice0IsReached() {
        enable(10); // offset 2, stride 1: functions 2..11
        assertThat(bus.configSpace(RoutingId.ofAri(3, 7)).read8(ConfigHeader.HEADER_TYPE)).isZero();
        assertThat(bus.configSpace(RoutingId.ofAri(3, 8)).read8(ConfigHeader.HEADER_TYPE))
                .isEqualTo(0xff);
    }

    @Test
    void vfsMaySpillToTheNextBusBelowThePortAndNoFurther() {
        PfModel model =
                Models.pf()
                        .totalVfs(4)
                        .placements(List.of(VfPlacement.of(false, 255, 256)))
                        .build();
        SimulatedBus spilling = Models.bus(model);
        ConfigSpace config = spilling.configSpace(Models.PF);
        config.write16(sriov + SriovCapability.NUM_VFS, 4);
        config.write16(sriov + SriovCapability.CONTROL, SriovCapability.CONTROL_VF_ENABLE);
        spilling.clock().advance(Duration.ofSeconds(1));
        assertThat(spilling.configSpace(RoutingId.ofAri(4, 255)).read8(ConfigHeader.HEADER_TYPE))
                .isZero();
        assertThat(spilling.configSpace(RoutingId.ofAri(5, 255)).read8(ConfigHeader.HEADER_TYPE))
                .isEqualTo(0xff);
    }

    @Test
    void memoryIsDecodedByVfsOnlyWhileMseIsSet() {
        forwardAri();
        pf.write32(sriov + SriovCapability.vfBar(0), 0xd010_0000L);
        pf.write32(sriov + SriovCapability.vfBar(3), 0xd020_0000L);
        enable(4);
        assertThat(bus.targetsOf(0xd010_0000L))
                .containsExactly(new MemoryTarget(Models.PF.plus(128), 0, 0));
        assertThat(bus.targetsOf(0xd010_c123L))
                .containsExactly(new MemoryTarget(Models.PF.plus(134), 0, 0x123));
        assertThat(bus.targetsOf(0xd011_0000L)).isEmpty();
        assertThat(bus.targetsOf(0xd020_1fffL))
                .containsExactly(new MemoryTarget(Models.PF.plus(130), 3, 0xfff));
        control(SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY | SriovCapability.CONTROL_VF_ENABLE);
        assertThat(bus.targetsOf(0xd010_0000L)).isEmpty();
    }

    @Test
    void functionLevelResetOfThePfEndsItsVfs() {
        BusSnapshot initial = bus.snapshot();
        enable(4);
        pf.write16(
                PcieCapability.find(pf).orElseThrow().offset() + PcieCapability.DEVICE_CONTROL,
                PcieCapability.DEVICE_CONTROL_INITIATE_FLR);
        assertThat(state().vfEnable()).isFalse();
        assertThat(state().numVfs()).isZero();
        assertThat(bus.snapshot().changed()).isEqualTo(initial.changed());
    }

    @Test
    void functionLevelResetOfAVfIsItsOwnAffair() {
        forwardAri();
        enable(2);
        ConfigSpace vf = bus.configSpace(Models.PF.plus(128));
        ConfigSpace other = bus.configSpace(Models.PF.plus(130));
        vf.write16(ConfigHeader.COMMAND, ConfigHeader.COMMAND_BUS_MASTER);
        other.write16(ConfigHeader.COMMAND, ConfigHeader.COMMAND_BUS_MASTER);
        int at = PcieCapability.find(vf).orElseThrow().offset() + PcieCapability.DEVICE_CONTROL;
        vf.write(at + 1, 1, PcieCapability.DEVICE_CONTROL_INITIATE_FLR >> 8);
        assertThat(vf.read16(ConfigHeader.COMMAND)).isZero();
        assertThat(other.read16(ConfigHeader.COMMAND)).isEqualTo(ConfigHeader.COMMAND_BUS_MASTER);
    }

    @Test
    void nothingAnswersWhereNothingIs() {
        for (RoutingId id :
                List.of(RoutingId.of(0, 2, 0), RoutingId.of(3, 0, 2), RoutingId.of(9, 0, 0))) {
            ConfigSpace nobody = bus.configSpace(id);
            nobody.write32(0, 0);
            assertThat(nobody.read32(0)).isEqualTo(0xffff_ffffL);
            assertThat(nobody.read8(4095)).isEqualTo(0xff);
        }
    }

    @Test
    void everyAccessIsInTheTrace() {
        AccessTrace recorded;
        try (AccessTrace trace = bus.trace()) {
            recorded = trace;
            pf.read16(0);
            numVfs(0x40);
            bus.configSpace(RoutingId.of(9, 0, 0)).read8(0);
        }
        pf.read16(0);
        assertThat(recorded.accesses())
                .extracting(ConfigAccess::toString)
                .containsExactly("R2 03:00.0 0=8086", "W2 03:00.0 170=0040", "R1 09:00.0 0=ff");
    }

    @Test
    void aSnapshotBringsEverythingBack() {
        forwardAri();
        enable(3);
        bus.configSpace(Models.PF.plus(132))
                .write16(ConfigHeader.COMMAND, ConfigHeader.COMMAND_BUS_MASTER);
        BusSnapshot snapshot = bus.snapshot();
        SimulatedBus other = Models.bus(Models.pf().build(), Models.pf().build());
        other.restore(snapshot);
        assertThat(other.snapshot()).isEqualTo(snapshot);
        assertThat(other.configSpace(Models.PF.plus(132)).read16(ConfigHeader.COMMAND))
                .isEqualTo(ConfigHeader.COMMAND_BUS_MASTER);
        assertThat(other.configSpace(Models.PF.plus(134)).read8(ConfigHeader.HEADER_TYPE))
                .isEqualTo(0xff);
    }

    @Test
    void aSnapshotOfOtherHardwareIsRefused() {
        forwardAri();
        enable(3);
        bus.configSpace(Models.PF.plus(132))
                .write16(ConfigHeader.COMMAND, ConfigHeader.COMMAND_BUS_MASTER);
        SimulatedBus empty = SimulatedBus.builder().port(Models.port().build()).build();
        assertThatThrownBy(() -> empty.restore(bus.snapshot()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no function 0000:03:00.0");
    }

    @Test
    void partsThatDoNotFitTogether() {
        PortModel port = Models.port().build();
        assertThatThrownBy(() -> SimulatedBus.builder().port(port).port(port))
                .hasMessage("two ports with bus 3: give one of them other buses");
        assertThatThrownBy(() -> SimulatedBus.builder().function(3, 0, Models.pf().build()))
                .hasMessage("no port has bus 3: add one");
        assertThatThrownBy(() -> Models.port().secondaryBus(5).build())
                .hasMessageContaining("5 to 4");
        assertThatThrownBy(() -> new BridgeWindow(0xfff0_0000L, 2 << 20))
                .hasMessageContaining("4 GiB");
        assertThatThrownBy(() -> BarModel.wide(5, 16)).hasMessageContaining("BAR 5");
        assertThatThrownBy(() -> BarModel.narrow(0, 24)).hasMessageContaining("24 bytes");
    }

    @Test
    void windowsReadBackFromTheirRegisters() {
        for (BridgeWindow window :
                List.of(
                        new BridgeWindow(0xd000_0000L, 1 << 20),
                        new BridgeWindow(0x38_0000_0000L, 1L << 34))) {
            SimulatedBus.Builder builder =
                    SimulatedBus.builder().port(Models.port().window(window).build());
            assertThat(BridgeWindow.read(builder.build().configSpace(Models.PORT)))
                    .isEqualTo(window);
        }
    }
}

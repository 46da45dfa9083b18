package io.sriov.testkit.sim.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Switches as software finds them: by reading headers, bus by bus, as an enumeration does.
class SwitchTest {
    private static final long MIB = 1L << 20;
    private static final RoutingId ROOT = RoutingId.of(0, 1, 0);
    private static final RoutingId NEAR = RoutingId.of(3, 0, 0);
    private static final RoutingId FAR = RoutingId.of(7, 0, 0);

    private static PortModel.Builder port(int bus, int last, long mib, long mibs) {
        return PortModel.builder()
                .secondaryBus(bus)
                .subordinateBus(last)
                .window(new BridgeWindow(0x40_0000_0000L + mib * MIB, mibs * MIB));
    }

    /// A switch with two ports; a device below the first, below the second a further switch with a
    /// device below a port without ARI forwarding and ACS.
    private static SimulatedBus.Builder hierarchy() {
        return SimulatedBus.builder()
                .port(port(1, 9, 0, 64).build())
                .device(
                        SwitchModel.builder()
                                .bus(1)
                                .secondaryBus(2)
                                .addPort(port(3, 4, 0, 16).build())
                                .addPort(port(5, 9, 16, 32).build())
                                .build())
                .device(
                        SwitchModel.builder()
                                .bus(5)
                                .secondaryBus(6)
                                .subordinateBus(9)
                                .addPort(
                                        port(7, 8, 16, 16)
                                                .ariForwarding(false)
                                                .acs(Set.of())
                                                .build())
                                .build())
                .function(3, 0, Models.pf().build())
                .function(7, 0, Models.pf().build());
    }

    /// Reads every device number of a bus, and goes on below what is a bridge.
    private static List<RoutingId> scan(SimulatedBus bus, int number) {
        List<RoutingId> found = new ArrayList<>();
        for (int device = 0; device < 32; device++) {
            RoutingId id = RoutingId.of(number, device, 0);
            ConfigSpace config = bus.configSpace(id);
            if (config.read16(ConfigHeader.VENDOR_ID) != 0xffff) {
                found.add(id);
                if ((config.read8(ConfigHeader.HEADER_TYPE) & 0x7f) == 1) {
                    assertThat(config.read8(ConfigHeader.PRIMARY_BUS)).isEqualTo(number);
                    found.addAll(scan(bus, config.read8(ConfigHeader.SECONDARY_BUS)));
                }
            }
        }
        return found;
    }

    private static PcieCapability pcie(SimulatedBus bus, RoutingId id) {
        return PcieCapability.find(bus.configSpace(id)).orElseThrow();
    }

    @Test
    void anEnumerationFindsEveryPortAndDevice() {
        SimulatedBus bus = hierarchy().build();
        assertThat(scan(bus, 0))
                .extracting(id -> id.toString(), id -> pcie(bus, id).portType())
                .containsExactly(
                        tuple("00:01.0", PcieCapability.PortType.ROOT_PORT),
                        tuple("01:00.0", PcieCapability.PortType.SWITCH_UPSTREAM_PORT),
                        tuple("02:00.0", PcieCapability.PortType.SWITCH_DOWNSTREAM_PORT),
                        tuple("03:00.0", PcieCapability.PortType.ENDPOINT),
                        tuple("02:01.0", PcieCapability.PortType.SWITCH_DOWNSTREAM_PORT),
                        tuple("05:00.0", PcieCapability.PortType.SWITCH_UPSTREAM_PORT),
                        tuple("06:00.0", PcieCapability.PortType.SWITCH_DOWNSTREAM_PORT),
                        tuple("07:00.0", PcieCapability.PortType.ENDPOINT));
        assertThat(bus.ports())
                .isEqualTo(
                        scan(bus, 0).stream()
                                .filter(id -> !Set.of(NEAR, FAR).contains(id))
                                .toList());
    }

    @Test
    void thePathIsEveryPortAbove() {
        SimulatedBus bus = hierarchy().build();
        assertThat(bus.path(FAR))
                .extracting(RoutingId::toString)
                .containsExactly("00:01.0", "01:00.0", "02:01.0", "05:00.0", "06:00.0");
        assertThat(bus.path(RoutingId.of(4, 0, 0))).hasSize(3);
        assertThat(bus.path(ROOT)).isEmpty();
        assertThat(bus.path(RoutingId.of(2, 1, 0))).hasSize(2);
    }

    @Test
    void ariForwardingAndAcsAreThoseOfEachDownstreamPort() {
        SimulatedBus bus = hierarchy().build();
        assertThat(bus.ports())
                .filteredOn(id -> pcie(bus, id).ariForwardingSupported())
                .extracting(RoutingId::toString)
                .containsExactly("00:01.0", "02:00.0", "02:01.0");
        assertThat(bus.ports())
                .filteredOn(id -> AcsCapability.find(bus.configSpace(id)).isPresent())
                .extracting(RoutingId::toString)
                .containsExactly("00:01.0", "02:00.0", "02:01.0");
    }

    /// With ARI Capable Hierarchy the first VF is 128 behind its PF: device 16 of the same bus,
    /// reached where the port directly above forwards ARI requests, whatever the others do.
    @Test
    void vfsAreReachedThroughThePortDirectlyAbove() {
        SimulatedBus bus = hierarchy().build();
        for (RoutingId pf : List.of(NEAR, FAR)) {
            ConfigSpace config = bus.configSpace(pf);
            int at = SriovCapability.find(config).orElseThrow().offset();
            int ari = SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY;
            config.write16(at + SriovCapability.CONTROL, ari);
            config.write16(at + SriovCapability.NUM_VFS, 1);
            config.write16(at + SriovCapability.CONTROL, ari | SriovCapability.CONTROL_VF_ENABLE);
        }
        bus.clock().advance(Duration.ofMillis(100));
        ConfigSpace near = bus.configSpace(RoutingId.of(3, 16, 0));
        ConfigSpace far = bus.configSpace(RoutingId.of(7, 16, 0));
        enableAri(bus, ROOT);
        assertThat(near.read8(ConfigHeader.CAPABILITIES_POINTER)).isEqualTo(0xff);
        enableAri(bus, RoutingId.of(2, 0, 0));
        assertThat(near.read8(ConfigHeader.CAPABILITIES_POINTER)).isNotEqualTo(0xff);
        enableAri(bus, RoutingId.of(6, 0, 0));
        assertThat(far.read8(ConfigHeader.CAPABILITIES_POINTER)).isEqualTo(0xff);
    }

    private static void enableAri(SimulatedBus bus, RoutingId port) {
        int at = pcie(bus, port).offset() + PcieCapability.DEVICE_CONTROL_2;
        bus.configSpace(port).write16(at, PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING);
    }

    @Test
    void aClosedBridgeHidesWhatIsBelow() {
        SimulatedBus bus = hierarchy().build();
        bus.configSpace(RoutingId.of(2, 1, 0)).write(ConfigHeader.SECONDARY_BUS, 1, 0);
        bus.configSpace(RoutingId.of(2, 1, 0)).write(ConfigHeader.SUBORDINATE_BUS, 1, 0);
        assertThat(bus.configSpace(FAR).read16(ConfigHeader.VENDOR_ID)).isEqualTo(0xffff);
        assertThat(bus.configSpace(NEAR).read16(ConfigHeader.VENDOR_ID)).isNotEqualTo(0xffff);
    }

    @Test
    void windowsCoverThoseBelow() {
        SimulatedBus bus = hierarchy().build();
        assertThat(BridgeWindow.read(bus.configSpace(RoutingId.of(1, 0, 0))))
                .isEqualTo(new BridgeWindow(0x40_0000_0000L, 48 * MIB));
    }

    @Test
    void aSnapshotHasTheRegistersOfSwitchesToo() {
        SimulatedBus bus = hierarchy().build();
        enableAri(bus, RoutingId.of(2, 1, 0));
        SimulatedBus other = hierarchy().build();
        other.restore(bus.snapshot());
        assertThat(other.snapshot()).isEqualTo(bus.snapshot());
        assertThat(pcie(other, RoutingId.of(2, 1, 0)).ariForwardingEnabled()).isTrue();
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        SwitchModel onBus3 =
                SwitchModel.builder()
                        .bus(3)
                        .secondaryBus(4)
                        .addPort(port(5, 5, 0, 1).build())
                        .build();
        assertThatThrownBy(() -> hierarchy().device(onBus3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the port with bus 4 has buses that the port with bus 3 above it does"
                                + " not have: give it buses within 4..4, or the one above more");
        assertThatThrownBy(() -> hierarchy().function(1, 0, Models.pf().build()))
                .hasMessage("two devices on bus 1: put one of them below another port");
        assertThatThrownBy(() ->
                        hierarchy().device(SwitchModel.builder().from(onBus3).bus(77).build()))
                .hasMessageStartingWith("no port has bus 77: use one of 1, ");
        assertThatThrownBy(() -> SwitchModel.builder().bus(1).secondaryBus(2).build())
                .hasMessage("a switch has 1 to 32 downstream ports, not 0");
        SwitchModel.Builder outside =
                SwitchModel.builder()
                        .bus(1)
                        .secondaryBus(2)
                        .window(new BridgeWindow(0x40_0000_0000L, MIB))
                        .addPort(port(3, 4, 0, 16).build());
        assertThatThrownBy(outside::build)
                .hasMessage(
                        "the port with bus 3 has memory that the port with bus 2 above it does"
                                + " not have: give it a window within 4000000000h..40000fffffh, or"
                                + " the one above more");
    }
}

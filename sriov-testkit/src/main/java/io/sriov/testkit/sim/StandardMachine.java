package io.sriov.testkit.sim;

import io.sriov.pci.AcsCapability;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;

/// The machine behind `--host sim`: a two-socket server with three NICs, an NVMe drive and a crypto
/// accelerator.
///
/// They are devices of [DeviceProfile#all()], but for the drive, which is one as they might be
/// made.
final class StandardMachine {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    private StandardMachine() {}

    static SimulatedMachine build() {
        return SimulatedMachine.builder()
                .addPort(port(0x03, 0, 64 * MIB).build())
                .addPort(port(0x05, 1, 64 * MIB).build())
                .addPort(port(0x07, 2, 128 * MIB).build())
                .addPort(port(0x81, 3, 16 * MIB).build())
                .addPort(port(0x84, 4, 16 * MIB).ariForwarding(false).build())
                .addPf(pf("82599", 0x03).numaNode(0).build())
                .addPf(pf("x710", 0x05).numaNode(0).build())
                .addPf(pf("e810", 0x07).numaNode(0).build())
                .addPf(nvme0())
                .addPf(qat0())
                .build();
    }

    private static PortModel.Builder port(int bus, int number, long window) {
        return PortModel.builder()
                .secondaryBus(bus)
                .subordinateBus(bus + 1)
                .window(new BridgeWindow(0x38_0000_0000L + ((long) number << 32), window));
    }

    private static PfDefinition.Builder pf(String profile, int bus) {
        return PfDefinition.of(DeviceProfile.named(profile).orElseThrow(), 0).bus(bus);
    }

    /// An NVMe drive whose VFs get queue and interrupt resources as NVMe's virtualization
    /// management assigns them.
    private static PfDefinition nvme0() {
        PfModel hardware =
                PfModel.builder()
                        .vendorId(0x144d)
                        .deviceId(0xa824)
                        .classCode(0x010802)
                        .subsystemId(0xa801)
                        .totalVfs(32)
                        .vfDeviceId(0xa824)
                        .msixVectors(130)
                        .vfMsixVectors(9)
                        .addPlacement(VfPlacement.of(true, 1, 1))
                        .addPlacement(VfPlacement.of(false, 256, 1))
                        .addBar(BarModel.wide(0, 32 * KIB))
                        .addVfBar(BarModel.wide(0, 32 * KIB))
                        .acs(separated())
                        .build();
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(),
                        List.of(
                                uint(
                                        "queue-pairs",
                                        2,
                                        "Pairs of I/O submission and completion queues."),
                                uint("interrupts", 2, "MSI-X vectors."),
                                Parameter.builder()
                                        .name("namespaces")
                                        .type(ParameterType.STRING)
                                        .description(
                                                "Namespaces that the VF may see, separated by commas.")
                                        .build()));
        return PfDefinition.builder()
                .device("nvme0")
                .bus(0x81)
                .hardware(hardware)
                .numaNode(1)
                .schema(schema)
                .vfDriver("nvme")
                .build();
    }

    /// Intel QuickAssist C62x, behind a port without ARI forwarding: of its 16 VFs only 7 can be
    /// reached.
    private static PfDefinition qat0() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(
                                Parameter.builder()
                                        .name("services")
                                        .type(ParameterType.STRING)
                                        .defaultValue(new ParameterValue.Text("sym;asym"))
                                        .description(
                                                "What the accelerator does: sym, asym and dc, separated by semicolons.")
                                        .build()),
                        List.of(
                                uint("ring-pairs", 4, "Pairs of request and response rings."),
                                Parameter.builder()
                                        .name("rate-limit")
                                        .type(ParameterType.UINT32)
                                        .description(
                                                "Most Mbit/s that the VF may process; unlimited where not given.")
                                        .build()));
        return pf("qat-c62x", 0x84).numaNode(1).schema(schema).vfDriver("qatvf").build();
    }

    private static List<AcsCapability.Control> separated() {
        return List.of(
                AcsCapability.Control.P2P_REQUEST_REDIRECT,
                AcsCapability.Control.P2P_COMPLETION_REDIRECT,
                AcsCapability.Control.DIRECT_TRANSLATED_P2P);
    }

    private static Parameter uint(String name, long value, String description) {
        return Parameter.builder()
                .name(name)
                .type(ParameterType.UINT16)
                .defaultValue(new ParameterValue.Uint(value))
                .description(description)
                .build();
    }
}

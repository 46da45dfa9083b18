package io.sriov.testkit.sim;

import io.sriov.pci.AcsCapability;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;

/// The machine behind `--host sim`: a two-socket server with three NICs, an NVMe drive and a crypto
/// accelerator.
///
/// IDs, TotalVFs, First VF Offset and VF Stride are those that the real devices show in `lspci
/// -vvv`.
final class StandardMachine {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final int INTEL = 0x8086;

    private StandardMachine() {}

    static SimulatedMachine build() {
        return SimulatedMachine.builder()
                .addPort(port(0x03, 0, 64 * MIB).build())
                .addPort(port(0x05, 1, 64 * MIB).build())
                .addPort(port(0x07, 2, 128 * MIB).build())
                .addPort(port(0x81, 3, 16 * MIB).build())
                .addPort(port(0x84, 4, 16 * MIB).ariForwarding(false).build())
                .addPf(ix0())
                .addPf(ixl0())
                .addPf(ice0())
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

    /// Intel 82599ES. With 64 VFs no queues are left for the PF, so the driver takes 63.
    private static PfDefinition ix0() {
        PfModel hardware =
                PfModel.builder()
                        .vendorId(INTEL)
                        .deviceId(0x10fb)
                        .subsystemId(0x0003)
                        .totalVfs(64)
                        .vfDeviceId(0x10ed)
                        .vfMsixVectors(3)
                        .addPlacement(VfPlacement.of(true, 128, 2))
                        .addPlacement(VfPlacement.of(false, 384, 2))
                        .addBar(BarModel.wide(0, 512 * KIB))
                        .addBar(BarModel.wide(4, 16 * KIB))
                        .addVfBar(BarModel.wide(0, 16 * KIB))
                        .addVfBar(BarModel.wide(3, 16 * KIB))
                        .build();
        return nic("ix0", 0x03, hardware)
                .pfDriver(() -> driver("ix").limitedTo(63))
                .vfDriver("ixv")
                .build();
    }

    /// Intel X710.
    private static PfDefinition ixl0() {
        PfModel hardware =
                PfModel.builder()
                        .vendorId(INTEL)
                        .deviceId(0x1572)
                        .subsystemId(0x0007)
                        .totalVfs(64)
                        .vfDeviceId(0x154c)
                        .msixVectors(129)
                        .addPlacement(VfPlacement.of(true, 16, 1))
                        .addPlacement(VfPlacement.of(false, 272, 1))
                        .addBar(BarModel.wide(0, 8 * MIB))
                        .addBar(BarModel.wide(3, 32 * KIB))
                        .addVfBar(BarModel.wide(0, 64 * KIB))
                        .addVfBar(BarModel.wide(3, 16 * KIB))
                        .acs(separated())
                        .build();
        return nic("ixl0", 0x05, hardware).pfDriver(() -> driver("ixl")).vfDriver("iavf").build();
    }

    /// Intel E810-C with one port. Its 256 VFs begin 8 after the PF, so the last 8 would be on the
    /// next bus.
    private static PfDefinition ice0() {
        PfModel hardware =
                PfModel.builder()
                        .vendorId(INTEL)
                        .deviceId(0x1592)
                        .subsystemId(0x0002)
                        .totalVfs(256)
                        .vfDeviceId(0x1889)
                        .msixVectors(1024)
                        .vfMsixVectors(17)
                        .addPlacement(VfPlacement.of(true, 8, 1))
                        .addPlacement(VfPlacement.of(false, 264, 1))
                        .addBar(BarModel.wide(0, 32 * MIB))
                        .addBar(BarModel.wide(3, 64 * KIB))
                        .addVfBar(BarModel.wide(0, 128 * KIB))
                        .addVfBar(BarModel.wide(3, 16 * KIB))
                        .acs(separated())
                        .build();
        return nic("ice0", 0x07, hardware).pfDriver(() -> driver("ice")).vfDriver("iavf").build();
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
                .pfDriver(() -> SimulatedPfDriver.of(schema))
                .vfDriver("nvme")
                .build();
    }

    /// Intel QuickAssist C62x, behind a port without ARI forwarding: of its 16 VFs only 7 can be
    /// reached.
    private static PfDefinition qat0() {
        PfModel hardware =
                PfModel.builder()
                        .vendorId(INTEL)
                        .deviceId(0x37c8)
                        .classCode(0x0b4000)
                        .subsystemId(0x35cf)
                        .totalVfs(16)
                        .vfDeviceId(0x37c9)
                        .msixVectors(17)
                        .vfMsixVectors(1)
                        .addPlacement(VfPlacement.of(true, 8, 1))
                        .addPlacement(VfPlacement.of(false, 1, 1))
                        .addBar(BarModel.wide(0, 512 * KIB))
                        .addVfBar(BarModel.wide(0, 4 * KIB))
                        .build();
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
        return PfDefinition.builder()
                .device("qat0")
                .bus(0x84)
                .hardware(hardware)
                .numaNode(1)
                .pfDriver(() -> SimulatedPfDriver.of(schema))
                .vfDriver("qatvf")
                .build();
    }

    private static PfDefinition.Builder nic(String device, int bus, PfModel hardware) {
        return PfDefinition.builder().device(device).bus(bus).hardware(hardware).numaNode(0);
    }

    private static List<AcsCapability.Control> separated() {
        return List.of(
                AcsCapability.Control.P2P_REQUEST_REDIRECT,
                AcsCapability.Control.P2P_COMPLETION_REDIRECT,
                AcsCapability.Control.DIRECT_TRANSLATED_P2P);
    }

    private static SimulatedPfDriver driver(String name) {
        return SimulatedPfDriver.of(BuiltInSchemas.find(name).orElseThrow());
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

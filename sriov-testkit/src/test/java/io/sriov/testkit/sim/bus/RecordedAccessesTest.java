package io.sriov.testkit.sim.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.linux.LinuxSystem;
import io.sriov.testkit.linux.SimulatedLinux;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What Linux 6.12 read and wrote when it created and destroyed VFs on devices that QEMU emulates,
/// done once more to simulated devices of the same kind: they answer the same. And the simulated
/// Linux, told to do the same, makes the same accesses in the same order.
///
/// The recording is made in the lab (docs/lab.md). It does not tell how wide an access was; that
/// follows from the register. Compared are the SR-IOV capability of the PF and the header of the
/// VFs, each relative to where the device has it; other capabilities are laid out by the vendor.
class RecordedAccessesTest {
    private static final String RECORDING = "lab.accesses";
    private static final Pattern REGISTER = Pattern.compile("(\\S+) @0x(\\S+) = 0x(\\S+)");
    private static final Pattern ACCESS =
            Pattern.compile("pci_cfg_(read|write) \\S+ (\\S+) @0x(\\S+) (?:->|<-) 0x(\\S+)");

    /// How long the kernel waits after VF Enable was set (§9.3.3.3.1).
    private static final Duration SETTLED = Duration.ofMillis(100);

    /// What QEMU lets software set in a VF, and the specification has as 0 (§9.3.4.1.3).
    private static final int INTERRUPT_DISABLE = ConfigHeader.COMMAND_INTERRUPT_DISABLE;

    /// Widths of the registers of the capability that are not 4 bytes.
    private static final Map<Integer, Integer> WIDTHS =
            Map.of(
                    SriovCapability.CONTROL, 2,
                    SriovCapability.STATUS, 2,
                    SriovCapability.INITIAL_VFS, 2,
                    SriovCapability.TOTAL_VFS, 2,
                    SriovCapability.NUM_VFS, 2,
                    SriovCapability.FIRST_VF_OFFSET, 2,
                    SriovCapability.VF_STRIDE, 2,
                    SriovCapability.VF_DEVICE_ID, 2);

    /// The devices of the lab.
    enum Device {
        INTEL_82576("01", 0x160, 7, 2) {
            @Override
            PfModel model() {
                return PfModel.builder()
                        .vendorId(0x8086)
                        .deviceId(0x10c9)
                        .totalVfs(8)
                        .vfDeviceId(0x10ca)
                        .addPlacement(VfPlacement.of(true, 0x80, 2))
                        .addPlacement(VfPlacement.of(false, 0x180, 2))
                        .addVfBar(BarModel.wide(0, 16 << 10))
                        .addVfBar(BarModel.wide(3, 16 << 10))
                        .build();
            }
        },
        NVME("02", 0x120, 12, 3) {
            @Override
            PfModel model() {
                return PfModel.builder()
                        .vendorId(0x1b36)
                        .deviceId(0x0010)
                        .classCode(0x010802)
                        .revisionId(2)
                        .totalVfs(127)
                        .vfDeviceId(0x0010)
                        .addPlacement(VfPlacement.of(true, 1, 1))
                        .addVfBar(new BarModel(0, true, false, 16 << 10))
                        .build();
            }
        };

        private final String bus;
        private final int capability;

        /// How many VFs were created, and destroyed, first and then.
        private final int most;

        private final int few;

        Device(String bus, int capability, int most, int few) {
            this.bus = bus;
            this.capability = capability;
            this.most = most;
            this.few = few;
        }

        abstract PfModel model();
    }

    private record Access(boolean write, RoutingId function, int offset, long value) {}

    private static Stream<String> lines() {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        RecordedAccessesTest.class.getResourceAsStream(RECORDING)),
                                StandardCharsets.US_ASCII))) {
            return reader.readAllLines().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Matcher> matches(Pattern pattern) {
        return lines().map(pattern::matcher).filter(Matcher::find);
    }

    private static int hex(String text) {
        return Integer.parseUnsignedInt(text, 16);
    }

    private static RoutingId function(String text) {
        return RoutingId.of(
                hex(text.substring(0, 2)), hex(text.substring(3, 5)), hex(text.substring(6)));
    }

    private static List<Access> accesses(Device device) {
        return matches(ACCESS)
                .filter(m -> m.group(2).startsWith(device.bus))
                .map(m ->
                        new Access(
                                m.group(1).equals("write"),
                                function(m.group(2)),
                                hex(m.group(3)),
                                Integer.toUnsignedLong(hex(m.group(4)))))
                .toList();
    }

    /// The PF's capability before the first access, by double words.
    private static long[] before(Device device) {
        return matches(REGISTER)
                .filter(m -> m.group(1).startsWith(device.bus))
                .mapToLong(m -> Integer.toUnsignedLong(hex(m.group(3))))
                .toArray();
    }

    private static SimulatedBus machine(Device device) {
        int bus = hex(device.bus);
        return SimulatedBus.builder().port(port(device)).function(bus, 0, device.model()).build();
    }

    private static PortModel port(Device device) {
        return PortModel.builder()
                .secondaryBus(hex(device.bus))
                .window(new BridgeWindow(0xc000_0000L, 16 << 20))
                .build();
    }

    /// Brings the machine to where the recording begins; ports forward ARI requests since it was
    /// booted.
    private static void bringTo(long[] before, SimulatedBus bus, ConfigSpace pf) {
        ConfigSpace port = bus.configSpace(bus.ports().getFirst());
        port.write16(
                FunctionLayouts.PCIE + PcieCapability.DEVICE_CONTROL_2,
                PcieCapability.DEVICE_CONTROL_2_ARI_FORWARDING);
        for (int at = SriovCapability.CONTROL; at < SriovCapability.LENGTH; at += 4) {
            pf.write32(FunctionLayouts.SRIOV + at, before[at / 4]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDevicesAnswerAsThoseOfTheLab(Device device) {
        SimulatedBus bus = machine(device);
        var pf = RoutingId.of(hex(device.bus), 0, 0);
        long[] before = before(device);
        assertThat(before).hasSize(SriovCapability.LENGTH / 4);
        bringTo(before, bus, bus.configSpace(pf));
        var differences = new ArrayList<String>();
        for (int at = SriovCapability.CAPABILITIES; at < SriovCapability.LENGTH; at += 4) {
            var read = new Access(false, pf, at, before[at / 4]);
            compare(bus.configSpace(pf), read, FunctionLayouts.SRIOV, 4, differences);
        }

        int compared = 0;
        var vfs = new HashSet<RoutingId>();
        for (Access access : accesses(device)) {
            if (access.function().equals(pf)) {
                int at = access.offset() - device.capability;
                if (at >= 0 && at < SriovCapability.LENGTH) {
                    compared +=
                            ofPf(
                                    bus,
                                    new Access(access.write(), pf, at, access.value()),
                                    differences);
                }
            } else if (access.offset() < ConfigHeader.END) {
                vfs.add(access.function());
                compared += ofVf(bus, access, differences);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(vfs).hasSize(device.most);
        assertThat(compared).as("registers compared").isGreaterThan(20 * device.most);
    }

    /// The simulated Linux, told to do what the recorded one was told, does to the capability what
    /// that did, in its order, and comes to the VFs when that did.
    @ParameterizedTest
    @EnumSource
    void theSimulatedLinuxDoesTheSame(Device device) {
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(port(device))
                        .addPf(
                                PfDefinition.builder()
                                        .device("pf0")
                                        .bus(hex(device.bus))
                                        .hardware(device.model())
                                        .schema(PfSchema.ofDriver(List.of(), List.of()))
                                        .build())
                        .build();
        var linux = new SimulatedLinux(LinuxSystem.of(machine));
        String files = "/sys/bus/pci/devices/0000:" + device.bus + ":00.0/";
        linux.write(files + "sriov_drivers_autoprobe", "0");
        var done = new ArrayList<Access>();
        try (AccessTrace trace = linux.bus().trace()) {
            for (int count : List.of(device.most, device.few)) {
                linux.write(files + "sriov_numvfs", Integer.toString(count));
                linux.write(files + "sriov_numvfs", "0");
            }
            trace.accesses().stream()
                    .filter(access -> access.function().bus() == hex(device.bus))
                    .map(access ->
                            new Access(
                                    access.kind() == ConfigAccess.Kind.WRITE,
                                    access.function(),
                                    access.offset(),
                                    access.value()))
                    .forEach(done::add);
        }
        assertThat(course(done, FunctionLayouts.SRIOV))
                .isEqualTo(course(accesses(device), device.capability))
                .hasSize(18 + device.most + device.few);
    }

    /// What is done to the capability of the PF, and when a VF is asked for the first time after
    /// that.
    private static List<String> course(List<Access> accesses, int capability) {
        var course = new ArrayList<String>();
        var asked = new HashSet<RoutingId>();
        for (Access access : accesses) {
            int at = access.offset() - capability;
            if (access.function().value() % 256 != 0) {
                if (asked.add(access.function())) {
                    course.add("VF " + access.function());
                }
            } else if (at >= 0 && at < SriovCapability.LENGTH) {
                asked.clear();
                course.add(
                        "%s %x: %x"
                                .formatted(access.write() ? "write" : "read", at, access.value()));
            }
        }
        return course;
    }

    private static int ofPf(SimulatedBus bus, Access access, List<String> differences) {
        ConfigSpace pf = bus.configSpace(access.function());
        int width = WIDTHS.getOrDefault(access.offset(), 4);
        if (!access.write()) {
            return compare(pf, access, FunctionLayouts.SRIOV, width, differences);
        }
        pf.write(FunctionLayouts.SRIOV + access.offset(), width, access.value());
        bus.clock().advance(SETTLED);
        return 0;
    }

    private static int ofVf(SimulatedBus bus, Access access, List<String> differences) {
        ConfigSpace vf = bus.configSpace(access.function());
        int at = access.offset();
        if (at == ConfigHeader.CAPABILITIES_POINTER
                || at == ConfigHeader.SUBSYSTEM_VENDOR_ID
                || at == ConfigHeader.SUBSYSTEM_ID) {
            return 0;
        }
        if (at == ConfigHeader.COMMAND && access.value() <= 0xffff) {
            long value = access.value() & ~INTERRUPT_DISABLE;
            if (access.write()) {
                vf.write16(at, (int) value);
                return 0;
            }
            return compare(vf, new Access(false, access.function(), at, value), 0, 2, differences);
        }
        int width = at % 4 == 0 ? 4 : at == ConfigHeader.HEADER_TYPE ? 1 : 2;
        return compare(vf, access, 0, width, differences);
    }

    private static int compare(
            ConfigSpace function, Access access, int base, int width, List<String> differences) {
        long value = function.read(base + access.offset(), width);
        if (value != access.value()) {
            differences.add(
                    "%s %x: recorded %x, simulated %x"
                            .formatted(access.function(), access.offset(), access.value(), value));
        }
        return 1;
    }
}

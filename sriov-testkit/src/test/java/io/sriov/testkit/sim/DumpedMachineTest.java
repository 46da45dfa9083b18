package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.dump.DumpReader;
import io.sriov.dump.DumpWriter;
import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.dump.Masking;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.text.TextFormat;
import io.sriov.testkit.linux.DumpedLinux;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.machine.SimulatedHostPlatform;
import io.sriov.testkit.machine.SimulatedLinuxPlatform;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine, its dump, and the machine of that.
class DumpedMachineTest {
    private static final long MIB = 1L << 20;

    /// A NIC below a switch with two VFs, one of them for a guest; an NVMe drive with VFs in a
    /// window below 4 GiB beside a prefetchable one; an accelerator without.
    private static SimulatedHost machine() {
        PortModel.Builder port = PortModel.builder().secondaryBus(9).subordinateBus(10);
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(
                                PortModel.builder()
                                        .secondaryBus(1)
                                        .subordinateBus(5)
                                        .window(new BridgeWindow(0x38_0000_0000L, 64 * MIB))
                                        .build())
                        .addPort(
                                port.window(new BridgeWindow(0xd000_0000L, 16 * MIB))
                                        .prefetchableWindow(
                                                new BridgeWindow(0x39_0000_0000L, 16 * MIB))
                                        .build())
                        .addPort(
                                PortModel.builder()
                                        .secondaryBus(12)
                                        .window(new BridgeWindow(0x3a_0000_0000L, 16 * MIB))
                                        .ariForwarding(false)
                                        .build())
                        .addSwitch(
                                SwitchModel.builder()
                                        .bus(1)
                                        .secondaryBus(2)
                                        .addPort(
                                                PortModel.builder()
                                                        .secondaryBus(3)
                                                        .window(
                                                                new BridgeWindow(
                                                                        0x38_0000_0000L, 32 * MIB))
                                                        .build())
                                        .build())
                        .addPf(PfDefinition.of(profile("82599"), 0).bus(3).numaNode(1).build())
                        .addPf(PfDefinition.of(profile("qemu-nvme"), 0).bus(9).build())
                        .addPf(PfDefinition.of(profile("qat-c62x"), 0).bus(12).build())
                        .build();
        SimulatedHost host = SimulatedHost.of(machine);
        PhysicalFunction ix0 = host.physicalFunction("ix0");
        ix0.configure(
                IovConfig.builder(ix0.schema(), "ix0")
                        .numVfs(3)
                        .vf(1, "passthrough", ParameterValue.Bool.TRUE)
                        .build());
        PhysicalFunction nvme0 = host.physicalFunction("nvme0");
        nvme0.configure(IovConfig.builder(nvme0.schema(), "nvme0").numVfs(20).build());
        return host;
    }

    private static DeviceProfile profile(String name) {
        return DeviceProfile.named(name).orElseThrow();
    }

    private static List<PfStatus> inventory(Host host) {
        return host.physicalFunctions().stream().map(PhysicalFunction::status).toList();
    }

    @Test
    void aDumpIsWhatTheMachineIs() {
        try (SimulatedHost host = machine()) {
            MachineDump dump = host.dump();
            assertThat(dump.functions())
                    .extracting(FunctionDump::kind)
                    .filteredOn(kind -> kind == FunctionDump.Kind.PORT)
                    .hasSize(5);
            FunctionDump ix0 = dump.pfs().getFirst();
            assertThat(ix0.memory())
                    .contains(
                            new FunctionDump.Memory(
                                    FunctionDump.Memory.Use.VF_BAR,
                                    0,
                                    ix0.memory().get(2).base(),
                                    16384,
                                    true,
                                    true));
            assertThat(dump.vfs(ix0.address()))
                    .extracting(vf -> vf.driver().orElse(""))
                    .containsExactly("ixv0", "ppt0", "ixv1");
            assertThat(dump.vfs(ix0.address()).getFirst().interfaces())
                    .allMatch(one -> one.address().isPresent())
                    .hasSize(1);
        }
    }

    @Test
    void theMachineOfADumpHasTheSameInventoryAndRegisters() {
        try (SimulatedHost host = machine();
                SimulatedHost again = DumpedMachine.of(host.dump()).host()) {
            assertThat(inventory(again)).isEqualTo(inventory(host));
            assertThat(withoutAddresses(again.dump())).isEqualTo(withoutAddresses(host.dump()));
        }
    }

    /// VFs are born with other addresses each time.
    private static MachineDump withoutAddresses(MachineDump dump) {
        return MachineDump.builder()
                .from(dump)
                .functions(
                        dump.functions().stream()
                                .map(one ->
                                        FunctionDump.builder()
                                                .from(one)
                                                .interfaces(List.of())
                                                .build())
                                .toList())
                .build();
    }

    @Test
    void maskingAndAFileBetweenMakeNoDifferenceToTheInventory() {
        try (SimulatedHost host = machine()) {
            String json = DumpWriter.toJson(Masking.random().apply(host.dump()));
            MachineDump read = DumpReader.read("d", json, TextFormat.JSON).orElseThrow();
            try (SimulatedHost again = DumpedMachine.of(read).host()) {
                assertThat(inventory(again)).isEqualTo(inventory(host));
            }
        }
    }

    @Test
    void theMachineOfADumpLives() {
        try (SimulatedHost host = machine();
                Sriov again = Sriov.open(DumpedMachine.of(host.dump()).host())) {
            assertThat(again.apply(again.planRemoval("ix0")).committed()).isTrue();
            IovConfig config = IovConfig.builder(again.schema("ix0"), "ix0").numVfs(5).build();
            assertThat(again.apply(again.plan(config)).committed()).isTrue();
            assertThat(again.status("ix0").vfs())
                    .extracting(VfStatus::address)
                    .hasSize(5)
                    .allMatch(address -> address.bus() == 3 && address.device() >= 16);
        }
    }

    @Test
    void linuxRunsOnItToo() {
        try (SimulatedHost host = machine();
                SimulatedLinuxHost linux = DumpedLinux.of(host.dump()).host()) {
            for (PfStatus was : inventory(host)) {
                PfStatus is = linux.physicalFunction(was.address().toString()).status();
                assertThat(is.totalVfs()).isEqualTo(was.totalVfs());
                assertThat(is.numaNode()).isEqualTo(was.numaNode());
                assertThat(places(is)).isEqualTo(places(was));
            }
        }
    }

    @Test
    void aDumpOfLinuxIsTheSameMachineAgain() {
        SimulatedLinuxHost linux = SimulatedLinuxHost.of(SimulatedMachine.standard());
        PhysicalFunction ix0 = linux.physicalFunction("enp3s0");
        ix0.configure(
                IovConfig.builder(ix0.schema(), ix0.device())
                        .numVfs(3)
                        .vf(1, "passthrough", ParameterValue.Bool.TRUE)
                        .build());
        ix0.detachVf(2);
        String json = DumpWriter.toJson(linux.dump());
        DumpedLinux dumped =
                DumpedLinux.of(DumpReader.read("d", json, TextFormat.JSON).orElseThrow());
        assertThat(dumped.leftOut()).isEmpty();
        try (SimulatedLinuxHost again = dumped.host()) {
            List<PfStatus> before = inventory(linux);
            List<PfStatus> after = inventory(again);
            assertThat(after)
                    .extracting(PfStatus::device, PfStatus::otherNames, PfStatus::driverLimit)
                    .isEqualTo(
                            before.stream()
                                    .map(pf ->
                                            org.assertj.core.groups.Tuple.tuple(
                                                    pf.device(), pf.otherNames(), pf.driverLimit()))
                                    .toList());
            assertThat(after.getFirst().vfs())
                    .extracting(VfStatus::driver, VfStatus::networkInterface)
                    .containsExactlyElementsOf(
                            before.getFirst().vfs().stream()
                                    .map(vf ->
                                            org.assertj.core.groups.Tuple.tuple(
                                                    vf.driver(), vf.networkInterface()))
                                    .toList());
            assertThat(places(after.getFirst())).isEqualTo(places(before.getFirst()));
        }
    }

    private static List<String> addresses(SimulatedLinuxHost host) {
        return host.linux().netLinks().stream()
                .map(link -> link.device() + " " + link.name() + " " + link.address())
                .toList();
    }

    /// The second machine would make up other addresses than the first, whose seed is another.
    @Test
    void interfacesOfADumpOfLinuxKeepTheirAddresses() {
        SimulatedMachine machine =
                SimulatedMachine.builder().from(SimulatedMachine.standard()).seed(77).build();
        try (SimulatedLinuxHost linux = SimulatedLinuxHost.of(machine)) {
            PhysicalFunction ix0 = linux.physicalFunction("enp3s0");
            MacAddress given = MacAddress.parse("02:00:00:00:07:07").orElseThrow();
            ix0.configure(
                    IovConfig.builder(ix0.schema(), ix0.device())
                            .numVfs(3)
                            .vf(1, "mac-addr", new ParameterValue.Mac(given))
                            .build());
            MachineDump dump = Masking.of(new byte[] {1}).apply(linux.dump());
            try (SimulatedLinuxHost again = DumpedLinux.of(linux.dump()).host();
                    SimulatedLinuxHost masked = DumpedLinux.of(dump).host()) {
                assertThat(addresses(again)).isEqualTo(addresses(linux));
                assertThat(addresses(masked)).hasSameSizeAs(addresses(linux));
                assertThat(masked.linux().netLink("enp3s0v1").address())
                        .isEqualTo(Masking.of(new byte[] {1}).mask(given));
                assertThat(again.physicalFunction("enp3s0").status().vfs())
                        .extracting(VfStatus::macAddress)
                        .isEqualTo(ix0.status().vfs().stream().map(VfStatus::macAddress).toList());
            }
        }
    }

    private static List<String> places(PfStatus pf) {
        return pf.vfs().stream()
                .map(vf -> vf.index() + " " + vf.address() + " " + vf.passthrough())
                .toList();
    }

    @Test
    void aFileWithADumpIsAMachineWithLinux(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("host.json");
        try (SimulatedHost host = machine()) {
            Files.writeString(file, DumpWriter.toJson(host.dump()));
        }
        try (Host linux = new SimulatedLinuxPlatform().open(file.toString())) {
            assertThat(linux.physicalFunction("0000:09:00.0").status().numVfs()).isEqualTo(20);
        }
    }

    @Test
    void switchedOffAndOnItHasItsHardwareAndNoVfs() {
        try (SimulatedHost host = machine();
                SimulatedHost fresh = SimulatedHost.of(DumpedMachine.of(host.dump()).machine())) {
            PhysicalFunction ix0 = fresh.physicalFunction("ix0");
            assertThat(ix0.status().numVfs()).isZero();
            assertThat(ix0.status().totalVfs()).isEqualTo(64);
            ix0.configure(IovConfig.builder(ix0.schema(), "ix0").numVfs(2).build());
            assertThat(ix0.status().vfs()).hasSize(2);
        }
    }

    @Test
    void aFileWithADumpIsAHost(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("host.json");
        var platform = new SimulatedHostPlatform();
        try (SimulatedHost host = machine()) {
            Files.writeString(file, DumpWriter.toJson(host.dump()));
            try (Host again = platform.open(file.toString())) {
                assertThat(inventory(again)).isEqualTo(inventory(host));
                again.physicalFunction("ix0").delete();
            }
        }
        try (Host again = platform.open(file.toString())) {
            assertThat(again.physicalFunction("ix0").status().numVfs()).isZero();
            assertThat(again.physicalFunction("nvme0").status().numVfs()).isEqualTo(20);
        }
    }

    @Test
    void whatCannotBeSimulatedIsSaid() {
        try (SimulatedHost host = machine()) {
            MachineDump dump = host.dump();
            MachineDump unprivileged =
                    MachineDump.builder()
                            .from(dump)
                            .functions(
                                    dump.functions().stream()
                                            .map(DumpedMachineTest::headerOnly)
                                            .toList())
                            .build();
            assertThatThrownBy(() -> DumpedMachine.of(unprivileged))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "0000:03:00.0: not simulated: its SR-IOV capability was not read");
            MachineDump partly =
                    MachineDump.builder()
                            .from(dump)
                            .functions(
                                    dump.functions().stream()
                                            .map(one ->
                                                    one.address().bus() == 9
                                                            ? headerOnly(one)
                                                            : one)
                                            .toList())
                            .build();
            DumpedMachine machine = DumpedMachine.of(partly);
            var leftOut =
                    Finding.warn(
                            "0000:09:00.0",
                            "not simulated: its SR-IOV capability was not read",
                            "dump the machine as root");
            assertThat(machine.leftOut()).containsExactly(leftOut);
            try (Host freeBsd = machine.host();
                    Host linux = DumpedLinux.of(partly).host()) {
                assertThat(freeBsd.examine()).containsExactly(leftOut);
                assertThat(linux.examine()).containsExactly(leftOut);
            }
            assertThat(machine.machine().pfs())
                    .extracting(PfDefinition::device)
                    .containsExactly("ix0", "qat0");
        }
        assertThatThrownBy(() -> DumpedMachine.of(MachineDump.builder().system("x").build()))
                .hasMessage("no PF of the dump can be simulated: it has none");
    }

    private static FunctionDump headerOnly(FunctionDump function) {
        return FunctionDump.builder()
                .from(function)
                .config(function.config().substring(0, 128))
                .build();
    }
}

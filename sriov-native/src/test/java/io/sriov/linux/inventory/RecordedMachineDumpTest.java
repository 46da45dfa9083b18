package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.dump.DumpReader;
import io.sriov.dump.DumpWriter;
import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.dump.Masking;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.linux.LinuxHost;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.text.TextFormat;
import io.sriov.testkit.linux.DumpedLinux;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.DumpedMachine;
import io.sriov.testkit.sim.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The dump of a machine that a real kernel has shown, and the simulated machine of that, beside
/// what lspci(8) said at the same moment.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedMachineDumpTest {
    private static final PciAddress IGB = new PciAddress(0, 1, 0, 0);

    @TempDir static Path directory;

    private Path sys;
    private LspciReport lspci;
    private MachineDump dump;

    @BeforeAll
    void read() {
        sys = directory.resolve("sys");
        lspci = new LspciReport(new RecordedMachine("lab.machine", sys).said("lspci -D -n -vvv"));
        dump = dump(sys);
    }

    private static MachineDump dump(Path sys) {
        try (LinuxHost host =
                LinuxHost.builder().sys(sys).records(new MemoryRecordStore()).build()) {
            return host.dump();
        }
    }

    @Test
    void pfsPortsAndVfsAreThoseThatLspciSays() {
        assertThat(dump.pfs())
                .extracting(FunctionDump::address)
                .containsExactlyInAnyOrderElementsOf(lspci.pfs());
        for (FunctionDump pf : dump.pfs()) {
            assertThat(pf.above()).isEqualTo(lspci.bridgeAbove(pf.address()));
            assertThat(dump.vfs(pf.address()))
                    .extracting(FunctionDump::address)
                    .isEqualTo(lspci.vfs(pf.address()));
            assertThat(SriovCapability.find(pf.configSpace()).orElseThrow().totalVfs())
                    .isEqualTo(lspci.number(pf.address(), "Total VFs: (\\d+)"));
        }
        assertThat(dump.functions())
                .allSatisfy(one -> {
                    assertThat(one.driver()).isEqualTo(lspci.driver(one.address()));
                    assertThat(one.unread()).isEmpty();
                });
        FunctionDump igb = dump.function(IGB).orElseThrow();
        assertThat(igb.driverLimit()).hasValue(7);
        assertThat(igb.iommuGroup()).isEqualTo(lspci.iommuGroup(IGB));
        assertThat(igb.otherNames()).containsExactly("eth0");
    }

    /// `Region 0: Memory at fe800000 (64-bit, prefetchable) [size=16K]` of the first VF.
    @Test
    void memoryIsThatOfTheRegions() {
        assertThat(dump.function(IGB).orElseThrow().memory())
                .extracting(
                        FunctionDump.Memory::use,
                        FunctionDump.Memory::index,
                        FunctionDump.Memory::base,
                        FunctionDump.Memory::size,
                        FunctionDump.Memory::wide,
                        FunctionDump.Memory::prefetchable)
                .containsExactly(
                        tuple(FunctionDump.Memory.Use.BAR, 0, 0xfe000000L, 0x20000L, false, false),
                        tuple(FunctionDump.Memory.Use.VF_BAR, 0, 0xfe800000L, 0x4000L, true, true),
                        tuple(FunctionDump.Memory.Use.BAR, 1, 0xfe020000L, 0x20000L, false, false),
                        tuple(FunctionDump.Memory.Use.BAR, 3, 0xfe040000L, 0x4000L, true, false),
                        tuple(FunctionDump.Memory.Use.VF_BAR, 3, 0xfe820000L, 0x4000L, true, true));
    }

    @Test
    void addressesAreMaskedInTheFile() {
        String json = DumpWriter.toJson(Masking.random().apply(dump));
        assertThat(json).contains("52:54:00:").doesNotContain("52:54:00:00:01:01");
        assertThat(DumpWriter.toJson(dump)).contains("52:54:00:00:01:01");
    }

    @Test
    void theSimulatedMachineIsTheRecordedOne() {
        MachineDump masked =
                DumpReader.read(
                                "host.json",
                                DumpWriter.toJson(Masking.random().apply(dump)),
                                TextFormat.JSON)
                        .orElseThrow();
        DumpedMachine machine = DumpedMachine.of(masked);
        assertThat(machine.leftOut()).isEmpty();
        try (SimulatedHost host = machine.host()) {
            List<PfStatus> inventory =
                    host.physicalFunctions().stream().map(PhysicalFunction::status).toList();
            assertThat(inventory)
                    .extracting(PfStatus::address)
                    .containsExactlyInAnyOrderElementsOf(lspci.pfs());
            for (PfStatus pf : inventory) {
                assertThat(pf.totalVfs())
                        .isEqualTo(lspci.number(pf.address(), "Total VFs: (\\d+)"));
                assertThat(pf.vfs())
                        .extracting(VfStatus::address)
                        .isEqualTo(lspci.vfs(pf.address()));
                assertThat(pf.ari())
                        .contains(lspci.flags(pf.address(), "IOVCtl").get("ARIHierarchy"));
                assertThat(host.physicalFunction(pf.address().toString()).device())
                        .isEqualTo(pf.device());
            }
            assertThat(host.physicalFunction("eth0").status().vfs())
                    .extracting(VfStatus::passthrough)
                    .containsExactly(false, false, false, false, true, true, false);
            for (FunctionDump was : masked.functions()) {
                assertThat(host.dump().function(was.address()).orElseThrow().config())
                        .as("registers of %s", was.address())
                        .startsWith(was.config());
            }
        }
    }

    @Test
    void theSimulatedLinuxIsTheRecordedOne() {
        DumpedLinux machine = DumpedLinux.of(dump);
        assertThat(machine.leftOut()).isEmpty();
        try (LinuxHost recorded =
                        LinuxHost.builder().sys(sys).records(new MemoryRecordStore()).build();
                SimulatedLinuxHost simulated = machine.host()) {
            assertThat(simulated.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactlyInAnyOrderElementsOf(
                            recorded.physicalFunctions().stream()
                                    .map(PhysicalFunction::device)
                                    .toList());
            for (PhysicalFunction pf : recorded.physicalFunctions()) {
                PfStatus was = pf.status();
                PfStatus is = simulated.physicalFunction(pf.device()).status();
                assertThat(is)
                        .extracting(
                                PfStatus::address,
                                PfStatus::otherNames,
                                PfStatus::driver,
                                PfStatus::numVfs,
                                PfStatus::totalVfs,
                                PfStatus::driverLimit,
                                PfStatus::ari)
                        .containsExactly(
                                was.address(),
                                was.otherNames(),
                                was.driver(),
                                was.numVfs(),
                                was.totalVfs(),
                                was.driverLimit(),
                                was.ari());
                assertThat(places(is)).isEqualTo(places(was));
            }
        }
    }

    private static List<String> places(PfStatus pf) {
        return pf.vfs().stream()
                .map(vf ->
                        vf.index()
                                + " "
                                + vf.address()
                                + " "
                                + vf.driver()
                                + " "
                                + vf.passthrough()
                                + " "
                                + vf.networkInterface())
                .toList();
    }

    /// What a process that is not root is given: 64 bytes, cut off here as the kernel does.
    @Test
    void whatTheKernelDoesNotGiveIsSaid() throws IOException {
        Path restricted = directory.resolve("restricted");
        new RecordedMachine("lab.machine", restricted);
        for (FunctionDump one : dump.functions()) {
            Path config =
                    restricted
                            .resolve("bus/pci/devices")
                            .resolve(one.address().toString())
                            .resolve("config");
            Files.write(config, Arrays.copyOf(Files.readAllBytes(config), 64));
        }
        MachineDump header = dump(restricted);
        assertThat(header.functions())
                .allSatisfy(one -> {
                    assertThat(one.config()).hasSize(128);
                    assertThat(one.unread())
                            .anyMatch(text -> text.contains("first 64 bytes to this user"));
                });
        assertThat(header.pfs())
                .extracting(FunctionDump::address)
                .containsExactlyInAnyOrderElementsOf(lspci.pfs());
    }
}

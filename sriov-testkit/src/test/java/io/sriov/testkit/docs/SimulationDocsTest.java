package io.sriov.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.dump.DumpReader;
import io.sriov.dump.DumpWriter;
import io.sriov.dump.MachineDump;
import io.sriov.dump.Masking;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.machine.MachineReader;
import io.sriov.testkit.machine.MachineWriter;
import io.sriov.testkit.machine.SimulatedHostPlatform;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.DumpedMachine;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/simulation.md` shows.
class SimulationDocsTest {
    private static final Path DESCRIPTION =
            Path.of("src/test/resources/io/sriov/testkit/docs/machine.yaml");
    private static final Path DOCUMENT = Path.of("../docs/simulation.md");

    private static IovConfig config(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build();
    }

    private static SimulatedMachine switched() {
        // snippet: switched-machine
        PortModel near =
                PortModel.builder()
                        .secondaryBus(3)
                        .window(new BridgeWindow(0x38_0000_0000L, 256 << 20))
                        .build();
        PortModel far =
                PortModel.builder()
                        .secondaryBus(5)
                        .window(new BridgeWindow(0x38_1000_0000L, 256 << 20))
                        .ariForwarding(false)
                        .build();
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(
                                PortModel.builder()
                                        .secondaryBus(1)
                                        .subordinateBus(9)
                                        .window(new BridgeWindow(0x38_0000_0000L, 1 << 30))
                                        .build())
                        .addSwitch(
                                SwitchModel.builder()
                                        .bus(1)
                                        .secondaryBus(2)
                                        .addPorts(near, far)
                                        .build())
                        .addPf(
                                PfDefinition.of(DeviceProfile.named("x710").orElseThrow(), 0)
                                        .bus(3)
                                        .build())
                        .build();
        // end
        return machine;
    }

    @Test
    void aSwitchLeadsToThePf() {
        try (SimulatedHost host = SimulatedHost.of(switched())) {
            PhysicalFunction ixl0 = host.physicalFunction("ixl0");
            ixl0.configure(config(ixl0, 64));
            assertThat(ixl0.status().vfs()).hasSize(64);
            assertThat(ixl0.status().ari()).contains(true);
        }
    }

    @Test
    void quirksOfADriverAreChosen() {
        // snippet: quirks
        DeviceProfile slow =
                DeviceProfile.named("x710")
                        .orElseThrow()
                        .withFirmwareVfs(128)
                        .withQuirks(
                                DriverQuirks.builder()
                                        .startPerVf(Duration.ofMillis(350))
                                        .msixPool(512)
                                        .build());
        // end
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(switched().switches().getFirst().ports().getFirst())
                        .addPf(PfDefinition.of(slow, 0).bus(3).build())
                        .build();
        // snippet: time
        SimulatedHost host = SimulatedHost.of(machine);
        try (Sriov sriov = Sriov.open(host, host.time())) {
            IovConfig config = IovConfig.builder(sriov.schema("ixl0"), "ixl0").numVfs(64).build();
            Outcome outcome = sriov.apply(sriov.plan(config));
            outcome.evidence()
                    .forEach(step -> System.out.println(step.action() + ": " + step.duration()));
        }
        // end
        try (SimulatedHost other = SimulatedHost.of(machine)) {
            PhysicalFunction pf = other.physicalFunction("ixl0");
            pf.configure(config(pf, 64));
            assertThat(other.time().nanos().getAsLong())
                    .isEqualTo(Duration.ofMillis(1000 + 64 * 350).toNanos());
        }
    }

    @Test
    void aFileDescribesAMachine(@TempDir Path directory) throws IOException {
        Path file = Files.copy(DESCRIPTION, directory.resolve("machine.yaml"));
        // snippet: read-and-write
        SimulatedMachine machine = MachineReader.read(file).orElseThrow();
        String yaml = MachineWriter.toYaml(machine);
        // end
        assertThat(MachineReader.read(Files.writeString(file, yaml)).orElseThrow())
                .isEqualTo(machine);
        try (Host host = new SimulatedHostPlatform().open(file.toString())) {
            PhysicalFunction mce0 = host.physicalFunction("mce0");
            assertThat(mce0.status().totalVfs()).isEqualTo(6);
            assertThat(mce0.status().ari()).contains(false);
            try {
                mce0.configure(config(mce0, 2));
            } catch (HostException e) {
                assertThat(e.errno()).isEqualTo(Errno.ENETDOWN);
            }
            assertThat(mce0.status().numVfs()).isZero();
        }
    }

    @Test
    void theMachineOfAnotherIsSimulated(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("host.json");
        try (Host host = SimulatedHost.of(switched())) {
            PhysicalFunction ixl0 = host.physicalFunction("ixl0");
            ixl0.configure(config(ixl0, 7));
            // snippet: dump
            MachineDump dump = Masking.random().apply(host.dump());
            Files.writeString(file, DumpWriter.toJson(dump));
            // end
            assertThat(dump.pfs()).hasSize(1);
        }
        // snippet: dumped
        MachineDump dump = DumpReader.read(file).orElseThrow();
        DumpedMachine machine = DumpedMachine.of(dump);
        machine.leftOut().forEach(pf -> System.err.println(pf.subject() + " " + pf.message()));
        try (Sriov sriov = Sriov.open(machine.host())) {
            for (PfStatus pf : sriov.inventory()) {
                System.out.println(pf.device() + " " + pf.otherNames() + " " + pf.numVfs());
            }
        }
        // end
        try (Host again = machine.host()) {
            assertThat(again.physicalFunction("ixl0").status().vfs()).hasSize(7);
        }
    }

    @Test
    void theTableOfProfilesIsComplete() throws IOException {
        Matcher rows =
                Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| ([^|]+) \\| `[a-z]+` \\|$")
                        .matcher(Files.readString(DOCUMENT));
        assertThat(rows.results().map(row -> row.group(1) + ": " + row.group(2)).toList())
                .containsExactlyElementsOf(
                        DeviceProfile.all().stream()
                                .map(one -> one.name() + ": " + one.description())
                                .toList());
    }
}

package io.sriov.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.AcsCapability;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.text.TextFormat;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.SimulatedPfDriver;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Descriptions of machines: what they mean, what is said of wrong ones, and that written ones read
/// back.
class MachineFileTest {
    private static final long MIB = 1L << 20;
    private static final String HEAD = "format: simulated SR-IOV machine\nversion: 1\n";

    private static final String SWITCHED =
            HEAD
                    + """
                    domain: 1
                    seed: 7
                    page-shift: 16
                    enable-ari: true
                    ports:
                      - secondary-bus: 1
                        subordinate-bus: 9
                        window: {base: "0x3800000000", size: 64MiB}
                    switches:
                      - bus: 1
                        secondary-bus: 2
                        ports:
                          - secondary-bus: 3
                            subordinate-bus: 4
                            window: {base: "0x3800000000", size: 32MiB}
                          - secondary-bus: 5
                            window: {base: "0x3802000000", size: 16MiB}
                            ari-forwarding: false
                            acs: [source-validation, p2p-request-redirect]
                    pfs:
                      - profile: 82599
                        bus: 3
                        numa-node: 1
                        quirks: {start-per-vf: 350ms, driver-limit: 8}
                      - device: acc0
                        bus: 5
                        function: 1
                        interface-up: false
                        vf-driver: accvf
                        hardware:
                          vendor-id: "0x1234"
                          device-id: 0x5678
                          class-code: 0x120000
                          total-vfs: 4
                          vf-device-id: 0x5679
                          bars: [{bar: 0, size: 1MiB}]
                          vf-bars: [{bar: 2, size: 4096, wide: false}]
                          placements: [{ari: false, first-vf-offset: 2, vf-stride: 1}]
                        schema:
                          pf: {driver: {mode: {type: string, default: fast}}}
                          vf: {driver: {}}
                      - bus: 5
                        profile: "82599"
                    """;

    private static SimulatedMachine switched() {
        return SimulatedMachine.builder()
                .domain(1)
                .seed(7)
                .pageShift(16)
                .addPort(
                        PortModel.builder()
                                .secondaryBus(1)
                                .subordinateBus(9)
                                .window(new BridgeWindow(0x38_0000_0000L, 64 * MIB))
                                .build())
                .addSwitch(
                        SwitchModel.builder()
                                .bus(1)
                                .secondaryBus(2)
                                .addPort(
                                        PortModel.builder()
                                                .secondaryBus(3)
                                                .subordinateBus(4)
                                                .window(new BridgeWindow(0x38_0000_0000L, 32 * MIB))
                                                .build())
                                .addPort(
                                        PortModel.builder()
                                                .secondaryBus(5)
                                                .window(new BridgeWindow(0x38_0200_0000L, 16 * MIB))
                                                .ariForwarding(false)
                                                .acs(
                                                        Set.of(
                                                                AcsCapability.Control
                                                                        .SOURCE_VALIDATION,
                                                                AcsCapability.Control
                                                                        .P2P_REQUEST_REDIRECT))
                                                .build())
                                .build())
                .addPf(
                        PfDefinition.of(DeviceProfile.named("82599").orElseThrow(), 0)
                                .bus(3)
                                .numaNode(1)
                                .quirks(
                                        DriverQuirks.builder()
                                                .startPerVf(Duration.ofMillis(350))
                                                .driverLimit(8)
                                                .build())
                                .build())
                .addPf(
                        PfDefinition.builder()
                                .device("acc0")
                                .bus(5)
                                .function(1)
                                .interfaceUp(false)
                                .vfDriver("accvf")
                                .hardware(
                                        PfModel.builder()
                                                .vendorId(0x1234)
                                                .deviceId(0x5678)
                                                .classCode(0x120000)
                                                .totalVfs(4)
                                                .vfDeviceId(0x5679)
                                                .addBar(BarModel.wide(0, MIB))
                                                .addVfBar(BarModel.narrow(2, 4096))
                                                .addPlacement(VfPlacement.of(false, 2, 1))
                                                .build())
                                .schema(
                                        PfSchema.ofDriver(
                                                List.of(
                                                        Parameter.defaulted(
                                                                "mode",
                                                                ParameterType.STRING,
                                                                new ParameterValue.Text("fast"))),
                                                List.of()))
                                .build())
                .addPf(
                        PfDefinition.of(DeviceProfile.named("82599").orElseThrow(), 1)
                                .bus(5)
                                .build())
                .build();
    }

    private static MachineResult yaml(String text) {
        return MachineReader.read("m.yaml", text, TextFormat.YAML);
    }

    @Test
    void aDescriptionIsTheMachineThatTheBuilderMakes() {
        assertThat(yaml(SWITCHED).orElseThrow()).isEqualTo(switched());
    }

    @ParameterizedTest
    @CsvSource({"350us, PT0.00035S", "350ms, PT0.35S", "350s, PT350S"})
    void durationsHaveTheirUnits(String written, Duration meant) {
        SimulatedMachine machine = yaml(SWITCHED.replace("350ms", written)).orElseThrow();
        assertThat(machine.pfs().getFirst().quirks().startPerVf()).isEqualTo(meant);
    }

    @Test
    void aMachineWithoutPfsSaysSoWhereOneIsAskedFor() {
        SimulatedMachine machine = yaml(HEAD).orElseThrow();
        assertThatThrownBy(() -> SimulatedHost.of(machine).physicalFunction("ix0"))
                .hasMessageContaining("no such PF")
                .hasMessageContaining("the simulated machine has none");
        assertThatThrownBy(() -> SimulatedLinuxHost.of(machine).physicalFunction("ix0"))
                .hasMessageContaining("the kernel has found no PF that it can use");
    }

    @Test
    void aDescribedMachineRuns() {
        try (SimulatedHost host = SimulatedHost.of(yaml(SWITCHED).orElseThrow())) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            assertThat(ix0.status().address()).hasToString("0001:03:00.0");
            assertThat(ix0.status().numaNode()).hasValue(1);
            ix0.configure(IovConfig.builder(ix0.schema(), "ix0").numVfs(3).build());
            assertThat(ix0.status().vfs())
                    .extracting(VfStatus::address)
                    .hasToString("[0001:03:10.0, 0001:03:10.2, 0001:03:10.4]");
        }
    }

    @Test
    void whatIsWrittenReadsBackInEveryFormat() {
        SimulatedMachine all =
                SimulatedMachine.builder()
                        .from(switched())
                        .maxConfig(4096)
                        .enableAri(false)
                        .vmm(false)
                        .knowsVlan(false)
                        .putFurtherType("uint128_t", NvType.BINARY)
                        .build();
        for (SimulatedMachine machine :
                List.of(all, SimulatedMachine.standard(), SimulatedMachine.builder().build())) {
            assertThat(yaml(MachineWriter.toYaml(machine)).orElseThrow()).isEqualTo(machine);
            var json = new StringWriter();
            try (JsonGenerator out =
                    new JsonFactory().createGenerator(ObjectWriteContext.empty(), json)) {
                MachineWriter.write(machine, out);
            }
            assertThat(MachineReader.read("m", json.toString(), TextFormat.JSON).orElseThrow())
                    .isEqualTo(machine);
            assertThat(MachineReader.read("m", json.toString(), TextFormat.UCL).orElseThrow())
                    .isEqualTo(machine);
        }
    }

    @Test
    void everyProfileCanBeDescribedByItsName() {
        for (DeviceProfile profile : DeviceProfile.all()) {
            SimulatedMachine machine =
                    yaml(HEAD
                                    + """
                                    ports:
                                      - secondary-bus: 3
                                        subordinate-bus: 9
                                        window: {base: "0x80000000", size: 1GiB}
                                        prefetchable-window: {base: "0x4000000000", size: 1TiB}
                                    pfs:
                                      - profile: %s
                                        bus: 3
                                    """
                                            .formatted(profile.name()))
                            .orElseThrow();
            PfDefinition pf = machine.pfs().getFirst();
            assertThat(pf.device()).isEqualTo(profile.driver() + "0");
            assertThat(pf.hardware()).isEqualTo(profile.hardware());
            assertThat(pf.quirks()).isEqualTo(profile.quirks());
            try (SimulatedHost host = SimulatedHost.of(machine)) {
                assertThat(host.physicalFunction(pf.device()).status().totalVfs())
                        .isEqualTo(profile.hardware().totalVfs());
            }
        }
    }

    @Test
    void aDriverOfOnesOwnCannotBeWritten() {
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .from(switched())
                        .pfs(
                                List.of(
                                        PfDefinition.builder()
                                                .from(switched().pfs().getFirst())
                                                .pfDriver(() ->
                                                        SimulatedPfDriver.of(
                                                                PfSchema.ofDriver(
                                                                        List.of(), List.of())))
                                                .build()))
                        .build();
        assertThatThrownBy(() -> MachineWriter.toYaml(machine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ix0 has a driver of its own");
    }

    /// What is said of wrong descriptions, each made of the right one by replacing a text.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    version: 1           | version: 2         | 2:10: this is version 2 of the format, not 1
                    SR-IOV machine       | SR-IOV host        | 1:9: 'simulated SR-IOV host' is no description of a machine (a description begins with format: simulated SR-IOV machine)
                    secondary-bus: 1     | secondary-buss: 1  | 8:5: unknown key 'secondary-buss' (did you mean 'secondary-bus'?); 8:5: a port has no 'secondary-bus' (add it)
                    secondary-bus: 1     | secondary-bus: 300 | 8:20: 'secondary-bus' is 300, which is not in 1..255
                    profile: 82599       | profile: 82589      | 23:14: 'profile' cannot be '82589' (did you mean '82599'?)
                    `    bus: 5`         | `    bus: 6`        | 27:5: no port has bus 6: use one of 1, 3, 5
                    p2p-request-redirect | p2p-request         | 21:34: 'acs' cannot be 'p2p-request' (use one of *)
                    350ms                | 350 ms              | 26:28: 'start-per-vf' must be a duration, not 350 ms (write a number with us, ms or s, such as 350ms)
                    size: 16MiB          | size: 15            | 19:17: a bridge window of 15 bytes at 3802000000h: it must be whole MiBs, on one side of 4 GiB
                    size: 4096           | size: 4095          | 39:17: no 32-bit BAR has 4095 bytes: it has a power of two, from 16 to 2 GiB
                    `"0x3800000000", size: 32MiB` | `"0x3900000000", size: 1MiB` | *the port with bus * has memory that the port with bus * above it does not have: give it a window within 3800000000h..3803ffffffh, or the one above more
                    type: string         | type: sting         | 42:21: Unexpected type 'sting' in schema *
                    numa-node: 1         | numa-node: here     | 25:16: 'numa-node' must be a whole number, not here
                    device: acc0         | device: Acc         | 27:5: 'Acc' is not a driver name with a unit, such as ix0
                    profile: 82599       | profil: 82599       | 23:5: unknown key 'profil' (did you mean 'profile'?); 23:5: a PF has no 'device' *
                    size: 4096, wide: false}] | size: 4096}, {bar: 3, size: 4096}] | 33:7: VF BAR 3, which takes the next one, too, is where another one is
                    `[{ari: false, first-vf-offset: 2, vf-stride: 1}]` | `[]` | 33:7: a PF has at least one placement of its VFs
                    vf-driver: accvf     | vf-driver: ''       | 27:5: '' is not the name of a driver of VFs, such as ixv
                    vf-driver: accvf     | `other-names: [[a]]` | 31:19: 'other-names' must be names, not '[a]'
                    interface-up: false  | interface-up: "true" | 30:19: 'interface-up' must be true or false, not true (write it without quotes)
                    `- bus: 5`           | `- bus: 3\n    function: 3` | 29:15: there is no function 0 on bus 5, and so no other (write function: 0, or describe function 0 too)
                    `    function: 1\n`   | ``                  | 43:5: two functions 05:00.0: give one of them another number
                    first-vf-offset: 2   | first-vf-offset: 0  | 40:50: with 'first-vf-offset' 0 VF 0 is where its PF is (write how far behind the PF it is, at least 1)
                    vf-stride: 1         | vf-stride: 0        | 40:64: with 'vf-stride' 0 all VFs are where VF 0 is (write how far each is behind the one before, at least 1)
                    vf-driver: accvf     | `other-names: [enp1s0, ix0]` | 31:27: two PFs named ix0 (give one of them another 'device' or other names)
                    numa-node: 1         | `other-names: [acc0]` | 27:13: two PFs named acc0 (give one of them another 'device' or other names)
                    device: acc0         | device: ix0         | 27:13: two PFs named ix0 (give one of them another 'device' or other names)
                    numa-node: 1         | `other-names: [ix1]` | 44:5: two PFs named ix1 (give one of them another 'device' or other names)
                    size: 1MiB           | size: 32MiB         | 27:5: the port with bus 5 has no memory for BAR 0 of acc0, 33554432 bytes: give it a larger window, such as 64 MiB, and more for the VFs
                    `size: 1MiB}`        | `size: 1MiB, wide: false}` | 27:5: the port with bus 5 has no memory for BAR 0 of acc0, 1048576 bytes: give it a window below 4 GiB, as a BAR needs that is not 64-bit and prefetchable
                    350ms                | 1234567890ms        | 26:28: 'start-per-vf' is 1234567890ms, which is too long (write a number of at most 9 digits)
                    `"0x3802000000"`     | `"0xffffffffffffffff"` | 19:24: 'base' is 0xffffffffffffffff, which is not in 0..9223372036854775807
                    class-code: 0x120000 | page-sizes: [4096]  | 35:19: 'page-sizes' must be a whole number, not [4096] (it is the register Supported Page Sizes, where bit n stands for 4 KiB << n: 1 for 4 KiB alone)
                    `- secondary-bus: 5` | `- secondary-bus: 4` | 12:5: two ports with bus 4: give one of them other buses
                    interface-up: false  | interface-up: 0     | 30:19: 'interface-up' must be true or false, not 0
                    """)
    void everyMistakeIsToldWithItsPlace(String right, String wrong, String told) {
        String before = right.replace("\\n", "\n");
        assertThat(SWITCHED).contains(before);
        MachineResult result = yaml(SWITCHED.replace(before, wrong.replace("\\n", "\n")));
        assertThat(result.machine()).isEmpty();
        String report =
                String.join(
                        "; ",
                        result.report().diagnostics().stream()
                                .map(d ->
                                        d.origin().line()
                                                + ":"
                                                + d.origin().column()
                                                + ": "
                                                + d.message()
                                                + d.hint()
                                                        .map(hint -> " (" + hint + ")")
                                                        .orElse(""))
                                .toList());
        assertThat(report).matches(asPattern(told));
    }

    /// One VF needs no stride, and without VFs there is nothing to place.
    @Test
    void whereThereAreNoVfsToPlaceAnyPlacementIsPossible() {
        for (String few :
                List.of(
                        SWITCHED.replace("total-vfs: 4", "total-vfs: 1")
                                .replace("vf-stride: 1", "vf-stride: 0"),
                        SWITCHED.replace("total-vfs: 4", "total-vfs: 0")
                                .replace("first-vf-offset: 2", "first-vf-offset: 0")
                                .replace("vf-stride: 1", "vf-stride: 0"))) {
            assertThat(yaml(few).report().diagnostics()).isEmpty();
        }
    }

    @Test
    void aNameOfOnesOwnMayStandTwice() {
        assertThat(
                        yaml(SWITCHED.replace("vf-driver: accvf", "other-names: [acc0, a, a]"))
                                .report()
                                .diagnostics())
                .isEmpty();
    }

    private static String asPattern(String told) {
        return "\\Q" + told.replace("*", "\\E.*\\Q") + "\\E";
    }

    @Test
    void allMistakesAreToldAtOnce() {
        MachineResult result =
                yaml(
                        SWITCHED.replace("350ms", "long")
                                .replace("vendor-id: \"0x1234\"", "")
                                .replace("seed: 7", "seed: x"));
        assertThat(result.report().diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "'seed' must be a whole number, not x",
                        "'start-per-vf' must be a duration, not long",
                        "the hardware has no 'vendor-id'");
    }

    @Test
    void brokenTextIsTold() {
        assertThat(yaml("a: [").machine()).isEmpty();
        assertThat(yaml("[]").report().diagnostics())
                .extracting(Diagnostic::message)
                .contains("a machine must be an object, not []");
    }

    @Test
    void theHostOfADescriptionKeepsItsStateBesideIt(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("m.yaml"), SWITCHED);
        var platform = new SimulatedHostPlatform();
        try (Host host = platform.open(file.toString())) {
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(IovConfig.builder(pf.schema(), "ix0").numVfs(2).build());
        }
        try (Host host = platform.open(file.toString())) {
            assertThat(host.physicalFunction("ix0").status().numVfs()).isEqualTo(2);
        }
        assertThat(file).hasContent(SWITCHED);
        assertThat(directory.resolve("m.yaml.state")).exists();
    }

    @Test
    void aFileOfAnotherNameIsToldByWhatItSays(@TempDir Path directory) throws IOException {
        Path description =
                Files.writeString(
                        directory.resolve("machine.conf"),
                        "# mine\nformat = \"simulated SR-IOV machine\"; version = 1;\n");
        Path state = directory.resolve("state.json");
        var platform = new SimulatedHostPlatform();
        try (Host host = platform.open(description.toString())) {
            assertThat(host.physicalFunctions()).isEmpty();
        }
        try (Host host = platform.open(state.toString())) {
            PhysicalFunction pf = host.physicalFunction("ix0");
            pf.configure(IovConfig.builder(pf.schema(), "ix0").numVfs(2).build());
        }
        try (Host host = platform.open(state.toString())) {
            assertThat(host.physicalFunction("ix0").status().numVfs()).isEqualTo(2);
        }
    }

    /// Who forgot `format` is not told to remove the description.
    @Test
    void aFileThatLooksLikeADescriptionOrADumpIsTakenForOne(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("m.json");
        Files.writeString(file, "{\"version\": 1,\n \"ports\": []}");
        assertThatThrownBy(() -> new SimulatedHostPlatform().open(file.toString()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(
                        file
                                + ":1:1: a machine has no 'format' (begin it with format: simulated"
                                + " SR-IOV machine)")
                .message()
                .doesNotContain("remove");
        Files.writeString(file, "{\"version\": 1,\n \"system\": \"x\", \"functions\": []}");
        assertThatThrownBy(() -> new SimulatedHostPlatform().open(file.toString()))
                .hasMessageContaining(file + ":1:1: a dump has no 'format'");
    }

    @Test
    void aDescriptionThatIsNotThereIsNoHost(@TempDir Path directory) {
        String name = directory.resolve("typo.yaml").toString();
        for (HostPlatform platform :
                List.of(new SimulatedHostPlatform(), new SimulatedLinuxPlatform())) {
            assertThatThrownBy(() -> platform.open(name))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining(
                            platform.name()
                                    + ":"
                                    + name
                                    + ": ENOENT: there is no such file; name one that is there");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aWrongFileIsNoHost(@TempDir Path directory) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("m.yaml"),
                        SWITCHED.replace("    bus: 3\n", "    buss: 3\n"));
        assertThatThrownBy(() -> new SimulatedHostPlatform().open(file.toString()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(
                        file
                                + ":23:5: a PF has no 'bus' (add it); "
                                + file
                                + ":24:5: unknown key 'buss' (did you mean 'bus'?)")
                .hasMessageContaining("mend the file");
    }
}

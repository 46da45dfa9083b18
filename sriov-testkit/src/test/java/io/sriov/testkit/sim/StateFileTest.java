package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.SimulatedKernelTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatforms;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.Parameter;
import io.sriov.schema.Subsystem;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.BusSnapshot;
import io.sriov.testkit.sim.bus.MemoryTarget;
import io.sriov.testkit.sim.bus.PortModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A machine whose state is in a file. Each `open()` stands for another process.
class StateFileTest {
    @TempDir Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("machine.json");
    }

    private SimulatedHost open() {
        return SimulatedHost.open(SimulatedMachine.standard(), file);
    }

    private void createThreeVfs() {
        try (SimulatedHost host = open()) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Configs.firstPassthrough(ix0, 3));
            host.operate(kernel -> {
                kernel.assignToGuest("ix0", 0, "vm1");
                kernel.detachVf("ix0", 2);
                return true;
            });
            host.records().write("ix0", "{\"made\": \"yes\"}\n");
        }
    }

    @Test
    void lookingAtAMachineWritesNothing() {
        try (SimulatedHost host = open()) {
            assertThat(host.physicalFunctions()).hasSize(5);
            assertThat(host.name()).isEqualTo("sim:" + file);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theNextProcessFindsEverything() {
        createThreeVfs();
        try (SimulatedHost host = open()) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            PfStatus status = ix0.status();
            assertThat(status.numVfs()).isEqualTo(3);
            assertThat(status.vfs())
                    .extracting(vf ->
                            vf.index()
                                    + " "
                                    + vf.address()
                                    + " "
                                    + vf.driver().orElse("-")
                                    + " "
                                    + vf.uses())
                    .containsExactly(
                            "0 0000:03:10.0 ppt0 [VfUse[holder=guest vm1 through ppt0, exclusive=true]]",
                            "1 0000:03:10.2 ixv0 []",
                            "2 0000:03:10.4 - []");
            assertThat(SriovCapability.find(ix0.configSpace()).orElseThrow().vfEnable()).isTrue();
            assertThat(host.records().names()).containsExactly("ix0");
            assertThat(host.records().read("ix0")).contains("{\"made\": \"yes\"}\n");
            assertErrno(Errno.EBUSY, ix0::delete);
            ix0.attachVf(2);
            host.operate(kernel -> {
                kernel.releaseVf("ix0", 0);
                return true;
            });
            ix0.delete();
            host.records().remove("ix0");
        }
        try (SimulatedHost host = open()) {
            assertThat(host.physicalFunction("ix0").status().vfs()).isEmpty();
            assertThat(host.records().names()).isEmpty();
            assertThat(host.operate(SimulatedKernel::consoleLines))
                    .containsExactly("ix0: Could not disable SR-IOV: failed to detach VF ppt0");
        }
    }

    @Test
    void registersAndTimeAreTheSame() {
        createThreeVfs();
        BusSnapshot one;
        try (SimulatedHost host = open()) {
            one = host.operate(kernel -> kernel.bus().snapshot());
        }
        try (SimulatedHost host = open()) {
            BusSnapshot two = host.operate(kernel -> kernel.bus().snapshot());
            assertThat(two).isEqualTo(one);
        }
        assertThat(one.time()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void memoryThatIsTakenStaysTaken() {
        createThreeVfs();
        try (SimulatedHost host = open()) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            long before =
                    SriovCapability.find(ix0.configSpace())
                            .orElseThrow()
                            .assignedVfBars()
                            .getFirst()
                            .base();
            List<MemoryTarget> targets = host.operate(kernel -> kernel.bus().targetsOf(before));
            assertThat(targets).hasSize(1);
        }
    }

    @Test
    void whatAFailureLeavesInRegistersIsKept() {
        try (SimulatedHost host = open()) {
            PhysicalFunction ice0 = host.physicalFunction("ice0");
            assertErrno(Errno.ENOSPC, () -> ice0.configure(Configs.vfs(ice0, 249)));
        }
        try (SimulatedHost host = open()) {
            PhysicalFunction ice0 = host.physicalFunction("ice0");
            assertThat(SriovCapability.find(ice0.configSpace()).orElseThrow().numVfs())
                    .isEqualTo(249);
            assertThat(ice0.status().numVfs()).isZero();
        }
    }

    private static Nvlist speeds() {
        return RawSchema.one("speed", RawSchema.required("uint32_t"));
    }

    private void createVfsOfAnotherSchema() {
        try (SimulatedHost host = open()) {
            host.operate(kernel -> {
                kernel.detachPf("ix0");
                kernel.attachPf("ix0", RawSchema.NOTHING, speeds());
                kernel.configure(
                        "ix0", Packed.vfs(1).vf(0, _ -> {}, d -> d.addNumber("speed", 9)).bytes());
                return true;
            });
        }
    }

    @Test
    void aSchemaRegisteredInPlaceOfTheDriversIsKept() {
        byte[] own;
        try (SimulatedHost host = open()) {
            own = host.operate(kernel -> kernel.packedSchema("ix0"));
        }
        createVfsOfAnotherSchema();
        try (SimulatedHost host = open()) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            assertThat(ix0.schema().vf().parameters(Subsystem.DRIVER))
                    .extracting(Parameter::toString)
                    .containsExactly("speed : uint32_t (required)");
            assertThat(ix0.status().numVfs()).isEqualTo(1);
            host.operate(kernel -> {
                kernel.detachPf("ix0");
                kernel.attachPf("ix0");
                return true;
            });
        }
        try (SimulatedHost host = open()) {
            byte[] again = host.operate(kernel -> kernel.packedSchema("ix0"));
            assertThat(again).isEqualTo(own);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!|this is not base64",
                "AAAA|ix0: the driver cannot be attached: its schema is no nvlist: ",
                // An empty list that ignores case, in packed form.
                "bAABAAAAAAAAAAAAAAAAAAAAAA==|ix0: the driver cannot be attached: its schema has no list DRIVER for PF"
            })
    void aDamagedSchemaIsSaidWithItsPlace(String schema, String problem) throws IOException {
        createVfsOfAnotherSchema();
        String text = Files.readString(file);
        assertThat(text).containsOnlyOnce("\"schema\" : \"");
        Files.writeString(
                file, text.replaceFirst("\"schema\" : \"[^\"]*", "\"schema\" : \"" + schema));
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining(problem)
                .message()
                .containsPattern(Pattern.quote(file.toString()) + ":\\d+:\\d+: ");
    }

    @Test
    void twoOpenHostsSeeEachOthersChanges() {
        try (SimulatedHost one = open();
                SimulatedHost two = open()) {
            PhysicalFunction ix0 = one.physicalFunction("ix0");
            ix0.configure(Configs.vfs(ix0, 1));
            assertThat(two.physicalFunction("ix0").status().numVfs()).isEqualTo(1);
            two.physicalFunction("ix0").delete();
            assertErrno(Errno.ECHILD, ix0::delete);
        }
    }

    @Test
    void concurrentChangesAreAllKept() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Boolean>> writers =
                    IntStream.range(0, 3)
                            .<Callable<Boolean>>mapToObj(writer ->
                                    () -> {
                                        try (SimulatedHost host = open()) {
                                            for (int i = 0; i < 5; i++) {
                                                host.records().write("w" + writer + "-" + i, "x");
                                            }
                                        }
                                        return true;
                                    })
                            .toList();
            for (var result : threads.invokeAll(writers)) {
                assertThat(result.get()).isTrue();
            }
        }
        try (SimulatedHost host = open()) {
            assertThat(host.records().names()).hasSize(15);
        }
    }

    @Test
    void aSecondProcessGivesUpAfterAWhile() {
        createThreeVfs();
        RecordStore locks = new DirectoryRecordStore(directory.resolve("machine.json.locks"));
        try (RecordStore.Lock _ = locks.lock("the-whole-machine");
                SimulatedHost host =
                        SimulatedHost.open(SimulatedMachine.standard(), file, Duration.ZERO)) {
            assertThat(host.physicalFunction("ix0").status().numVfs()).isEqualTo(3);
            assertThatThrownBy(() -> host.physicalFunction("ix0").delete())
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("EBUSY: another process has been changing it");
        }
    }

    @Test
    void recordLocksAreBetweenHosts() {
        try (SimulatedHost one = open();
                SimulatedHost two = open()) {
            RecordStore.Lock lock = one.records().lock("ix0");
            assertErrno(Errno.EBUSY, () -> two.records().lock("ix0"));
            lock.close();
            two.records().lock("ix0").close();
            assertThatThrownBy(() -> two.records().lock("../ix0"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"version\" : 1'|'\"version\" : 2'|3|this is version 2 of the format, not 1",
                "'\"num-vfs\" : 3'|'\"num-vfs\" : 70000'|0|70000 is not in 0..65535",
                "'\"num-vfs\" : 3'|'\"num-vfs\" : \"3\"'|0|expected an integer, found value string",
                "'\"num-vfs\" : 3'|'\"num_vfs\" : 3'|0|unknown key 'num_vfs'",
                "'\"num-vfs\" : 3'|'\"num-vfs\" : 3,'|0|Unexpected character",
                "'\"num-vfs\" : 3'|'\"num-vfs\" : 3, \"num-vfs\" : 3'|0|Duplicate Object property",
                "'\"num-vfs\" : 3'|'\"num-vfs\" : 4'|1|ix0: the configuration is for 3 VFs",
                "'\"config\" : \"'|'\"config\" : \"!'|0|this is not base64",
                "'\"index\" : 1'|'\"index\" : 0'|1|ix0: VF 0 is out of order",
                "'\"unit\" : 0'|'\"unit\" : -1'|0|-1 is not in 0..1000000",
                "'\"0000:03:00.0\"'|'\"0000:03:00.1\"'|1|there is no function 0000:03:00.1",
                "'\"0000:03:00.0\"'|'\"03\"'|0|'03' is no address of this machine",
                "'\"160\"'|'\"zz\"'|0|'zz' is no hexadecimal number up to ffc",
                "'\"ixl0\"'|'\"em0\"'|1|this machine has no PF em0"
            })
    void damageIsSaidWithItsPlace(String sound, String damaged, int line, String problem)
            throws IOException {
        createThreeVfs();
        String text = Files.readString(file);
        String key = sound.equals("\"160\"") ? "\"168\"" : sound;
        assertThat(text).contains(key);
        String broken = text.replaceFirst(Pattern.quote(key), Matcher.quoteReplacement(damaged));
        Files.writeString(file, broken);
        long lineOfDamage = broken.substring(0, broken.indexOf(damaged)).lines().count();
        String lines =
                line == 0 ? "(" + lineOfDamage + "|" + (lineOfDamage + 1) + ")" : "([2-9]|\\d\\d+)";
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                .hasMessageContaining("the state is damaged: " + file + ":")
                .hasMessageContaining(problem)
                .hasMessageContaining("remove it")
                .message()
                .containsPattern(Pattern.quote(file.toString()) + ":" + lines + ":\\d+: ");
    }

    private static SimulatedMachine machine(int windowMiB, boolean interfaceUp) {
        return SimulatedMachine.builder()
                .addPort(
                        PortModel.builder()
                                .secondaryBus(3)
                                .subordinateBus(4)
                                .window(new BridgeWindow(0x38_0000_0000L, (long) windowMiB << 20))
                                .build())
                .addPf(
                        PfDefinition.of(DeviceProfile.named("82599").orElseThrow(), 0)
                                .bus(3)
                                .interfaceUp(interfaceUp)
                                .build())
                .build();
    }

    private void createVfs(SimulatedMachine machine) {
        try (SimulatedHost host = SimulatedHost.open(machine, file)) {
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            ix0.configure(Configs.vfs(ix0, 3));
        }
    }

    @Test
    void aStateOfAnotherDescriptionIsSaidToBeThat() throws IOException {
        createVfs(machine(64, true));
        assertThat(SimulatedHost.open(machine(64, true), file).physicalFunction("ix0").status())
                .extracting(PfStatus::numVfs)
                .isEqualTo(3);
        for (SimulatedMachine changed : List.of(machine(64, false), machine(1, true))) {
            assertThatThrownBy(() -> SimulatedHost.open(changed, file))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining(
                            "the state does not fit the machine: "
                                    + file
                                    + ":4:15: it was made for another, or for this one before its"
                                    + " description changed; undo the change, or remove the file"
                                    + " to start with a machine without VFs");
        }
        Files.delete(file);
        assertThat(SimulatedHost.open(machine(64, false), file).physicalFunctions()).hasSize(1);
    }

    /// As earlier versions wrote them.
    @Test
    void aStateThatDoesNotTellItsMachineIsReadWhereItFits() throws IOException {
        createVfs(machine(64, true));
        String old = Files.readString(file).replaceFirst("  \"machine\" : .*\n", "");
        assertThat(old).doesNotContain("machine\"");
        Files.writeString(file, old);
        assertThat(
                        SimulatedHost.open(machine(64, false), file)
                                .physicalFunction("ix0")
                                .status()
                                .numVfs())
                .isEqualTo(3);
        SimulatedMachine changed =
                SimulatedMachine.builder().ports(machine(64, true).ports()).build();
        assertThatThrownBy(() -> SimulatedHost.open(changed, file))
                .hasMessageContaining("the state is damaged, or of another machine: " + file + ":")
                .hasMessageContaining("remove it to start with a machine without VFs");
    }

    @Test
    void aFileThatIsNoStateIsNotToBeRemoved() throws IOException {
        Files.writeString(file, "{\"rooms\": [1]}");
        assertThatThrownBy(this::open)
                .hasMessageContaining(
                        file
                                + ":1:11: the file is no state of a simulated host: it lacks format"
                                + " and version; name another file")
                .message()
                .doesNotContain("remove");
    }

    @ParameterizedTest
    @CsvSource({"''", "'{'", "'[]'", "'{}'", "'{} {}'", "'nonsense'"})
    void textsThatAreNoState(String text) throws IOException {
        Files.writeString(file, text);
        if (text.isEmpty()) {
            assertThat(open().physicalFunctions()).hasSize(5);
            return;
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("the state is damaged: " + file + ":1:");
    }

    @Test
    void bytesThatAreNoText() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("it is not UTF-8");
    }

    @Test
    void whatIsNoRegularFileIsLeftAlone() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("it is not a regular file");
        file = Path.of("/dev/null");
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("it is not a regular file");
        assertThat(Files.isRegularFile(file)).isFalse();
        assertThat(Path.of("/dev/null.locks")).doesNotExist();
    }

    @Test
    void aLinkStandsForWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);
        Path target = file;
        file = link;
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("a symbolic link that leads nowhere");
        file = target;
        createThreeVfs();
        file = link;
        try (SimulatedHost host = open()) {
            assertThat(host.name()).isEqualTo("sim:" + link);
            assertThat(host.physicalFunction("ix0").status().numVfs()).isEqualTo(3);
            host.records().write("through", "the link");
        }
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("link.json.locks")).doesNotExist();
        file = target;
        assertThat(open().records().read("through")).contains("the link");
    }

    @Test
    void aStateKeepsItsPermissions() throws IOException {
        createThreeVfs();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        open().records().write("one", "more");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void placesWhereNoFileCanBe() throws IOException {
        file = directory.resolve("missing").resolve("machine.json");
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining(
                        "ENOENT: there is no directory " + file.getParent() + "; create it");
        file = Files.createDirectory(directory.resolve("d"));
        assertThatThrownBy(this::open)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("it is not a regular file");
        assertThatThrownBy(() -> HostPlatforms.installed().open("sim:a\0b"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("is no file name");
    }
}

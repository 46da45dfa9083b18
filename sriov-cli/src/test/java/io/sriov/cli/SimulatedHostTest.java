package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.HostPlatforms;
import io.sriov.testkit.machine.SimulatedHostPlatform;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands on a simulated machine that lasts from one command to the next.
class SimulatedHostTest {
    private static final JsonMapper JSON = new JsonMapper();

    /// The layout of `iovctl -L` (`print_status` of FreeBSD's `iovctl.c`). The VFs' places follow
    /// from ix0 at 3:0.0 with ARI, First VF Offset 128 and VF Stride 2: routing IDs 3:128, 3:130,
    /// ….
    private static final String FOUR_VFS =
            """
            ix0:
            \tidentity: pci-location=pci0:3:0:0
            \tsriov: enabled=yes vfs=4/64
            \t\tvf   0:
            \t\t\tidentity: pci-location=pci0:3:0:128
            \t\t\thost: attached=yes driver=ixv0 passthrough=no
            \t\tvf   1:
            \t\t\tidentity: pci-location=pci0:3:0:130
            \t\t\thost: attached=yes driver=ixv1 passthrough=no
            \t\tvf   2:
            \t\t\tidentity: pci-location=pci0:3:0:132
            \t\t\thost: attached=yes driver=ppt0 passthrough=yes
            \t\tvf   3:
            \t\t\tidentity: pci-location=pci0:3:0:134
            \t\t\thost: attached=yes driver=ixv2 passthrough=no
            """;

    private static final String NO_VFS =
            """
            ix0:
            \tidentity: pci-location=pci0:3:0:0
            \tsriov: enabled=no vfs=0/64
            """;

    @TempDir private Path directory;
    private Path machine = Path.of("");

    @BeforeEach
    void nameTheMachine() {
        machine = directory.resolve("machine.json");
    }

    private Run iovctl(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--host";
        all[1] = "sim:" + machine;
        System.arraycopy(words, 0, all, 2, words.length);
        return Run.iovctl(all);
    }

    private void operate(Consumer<SimulatedKernel> operation) {
        try (SimulatedHost host = SimulatedHost.open(SimulatedMachine.standard(), machine)) {
            host.operate(kernel -> {
                operation.accept(kernel);
                return true;
            });
        }
    }

    private String config(String text) throws IOException {
        return Files.writeString(directory.resolve("other.conf"), text).toString();
    }

    private static void assertSilent(Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isZero();
    }

    private static void assertFailed(Run run, String... lines) {
        assertThat(run.err().lines()).startsWith(lines);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void createsShowsAndDestroysVfs() {
        String file = Run.inTree("examples/ix0.conf");

        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(NO_VFS);
        assertSilent(iovctl("-C", "-f", file));
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(FOUR_VFS);
        assertThat(iovctl("-L", "-f", file).out()).isEqualTo(FOUR_VFS);
        assertThat(iovctl("-L", "-d", "/dev/iov/ix0").out()).isEqualTo(FOUR_VFS);
        assertSilent(iovctl("-D", "-d", "ix0"));
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(NO_VFS);
    }

    @Test
    void asksThePfForItsSchema() throws IOException {
        String file = config(FreebsdOutputTest.MANUAL_EXAMPLE);

        assertThat(iovctl("-S", "-d", "ix0").out()).isEqualTo(FreebsdOutputTest.SCHEMA);
        assertThat(iovctl("-S", "-d", "/dev/iov/ix0").out()).isEqualTo(FreebsdOutputTest.SCHEMA);
        assertThat(iovctl("-S", "-f", file).out()).isEqualTo(FreebsdOutputTest.SCHEMA);
        assertThat(iovctl("-C", "-n", "-f", file).out()).isEqualTo(FreebsdOutputTest.DRY_RUN);
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(NO_VFS);
    }

    @Test
    void hasNothingToDoForAnUnchangedConfiguration() throws IOException {
        String file = Run.inTree("examples/ix0.conf");
        assertSilent(iovctl("-C", "-f", file));
        String state = Files.readString(machine);

        assertSilent(iovctl("-C", "-f", file));
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/yaml/ix0.yaml")));

        assertThat(Files.readString(machine)).isEqualTo(state);
    }

    @Test
    void replacesVfsOnlyWhenToldTo() throws IOException {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));
        String other = config("PF { device: ix0; num_vfs: 1 }");

        Run refused = iovctl("-C", "-f", other);

        assertFailed(refused, "iovctl: Failed to configure SR-IOV: Device busy");
        assertThat(refused.err()).contains("ix0 has 4 VFs", "--replace");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(FOUR_VFS);

        assertSilent(iovctl("-C", "-f", other, "--replace"));
        assertThat(iovctl("-L", "-d", "ix0").out())
                .isEqualTo(
                        """
                        ix0:
                        \tidentity: pci-location=pci0:3:0:0
                        \tsriov: enabled=yes vfs=1/64
                        \t\tvf   0:
                        \t\t\tidentity: pci-location=pci0:3:0:128
                        \t\t\thost: attached=yes driver=ixv0 passthrough=no
                        """);
    }

    @Test
    void keepsVfsInUseUnlessToldOtherwise() throws IOException {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));
        operate(kernel -> kernel.useInterface("ix0", 1, "interface %s is up"));
        String other = config("PF { device: ix0; num_vfs: 1 }");

        Run delete = iovctl("-D", "-d", "ix0");
        Run replace = iovctl("-C", "-f", other, "--replace");

        assertFailed(
                delete,
                "iovctl: Failed to delete VFs: Device busy",
                "  VF-1 at 0000:03:10.2 is in use: interface ixv1 is up",
                "  --destroy-in-use destroys VFs in use, too");
        assertFailed(
                replace,
                "iovctl: Failed to configure SR-IOV: Device busy",
                "  VF-1 at 0000:03:10.2 is in use: interface ixv1 is up",
                "  --replace --destroy-in-use destroys VFs in use, too");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(FOUR_VFS);

        assertSilent(iovctl("-C", "-f", other, "--replace", "--destroy-in-use"));
        assertThat(iovctl("-L", "-d", "ix0").out()).contains("vfs=1/64");
    }

    @Test
    void neverTakesAwayWhatAGuestHolds() {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));
        operate(kernel -> kernel.assignToGuest("ix0", 2, "vm1"));

        Run refused = iovctl("-D", "-d", "ix0", "--destroy-in-use");

        assertFailed(
                refused,
                "iovctl: Failed to delete VFs: Device busy",
                "  VF-2 at 0000:03:10.4 cannot be taken away: guest vm1 through ppt0");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(FOUR_VFS);

        operate(kernel -> kernel.releaseVf("ix0", 2));
        assertSilent(iovctl("-D", "-d", "ix0"));
    }

    @Test
    void complainsWhenThereAreNoVfsToDelete() {
        assertFailed(iovctl("-D", "-d", "ix0"), "iovctl: Failed to delete VFs: No child processes");
    }

    @Test
    void deletesTheOthersWhenOnePfHasNoVfs() {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));

        Run run = iovctl("-D", "-d", "ixl0", "-d", "ix0");

        assertFailed(run, "iovctl: Failed to delete VFs: No child processes");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(NO_VFS);
    }

    @Test
    void dryDeleteOnlyOpensTheDevice() {
        String file = Run.inTree("examples/ix0.conf");
        assertSilent(iovctl("-C", "-f", file));

        assertThat(iovctl("-D", "-n", "-d", "ix0").out())
                .isEqualTo("Would attempt to delete all VF children of 'ix0'\n");
        assertThat(iovctl("-D", "-n", "-d", "/dev/iov/ix0").out())
                .isEqualTo("Would attempt to delete all VF children of '/dev/iov/ix0'\n");
        assertThat(iovctl("-D", "-n", "-f", file).out())
                .isEqualTo("Would attempt to delete all VF children of '/dev/iov/ix0'\n");
        assertThat(iovctl("-D", "-n", "-d", "ixl0").status()).isZero();
        assertThat(iovctl("-D", "-n", "-d", "ix0", "--format", "json").out())
                .isEqualTo("{\"wouldDeleteVfsOf\":\"/dev/iov/ix0\"}\n");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(FOUR_VFS);
    }

    @Test
    void saysWhichDevicesThereAreWhenOneIsNot() throws IOException {
        String absent = "iovctl: Could not open device '/dev/iov/ix7': No such file or directory";
        String config = config("PF { device: ix7; num_vfs: 1 }");

        for (Run run :
                new Run[] {
                    iovctl("-D", "-d", "ix7"),
                    iovctl("-D", "-n", "-d", "ix7"),
                    iovctl("-L", "-d", "ix7"),
                    iovctl("-S", "-d", "/dev/iov/ix7"),
                    iovctl("-S", "-f", config),
                    iovctl("-C", "-f", config),
                    iovctl("-C", "-n", "-f", config)
                }) {
            assertFailed(run, absent);
            assertThat(run.err()).contains("ix0, ixl0");
        }
        assertFailed(
                iovctl("-L", "-d", "/dev/null"),
                "iovctl: Could not open device '/dev/null': No such file or directory");
        assertFailed(
                iovctl("-L", "-d", "../ix0"),
                "iovctl: Could not open device '/dev/iov/../ix0': No such file or directory");
        assertFailed(iovctl("-L", "-d", "x".repeat(1100)), "iovctl: Provided file name too long");
    }

    @Test
    void saysHowManyVfsAreTooMany() throws IOException {
        Run run = iovctl("-C", "-f", config("PF { device: ix0; num_vfs: 65 }"));

        assertFailed(run, "iovctl: Failed to configure SR-IOV: Invalid argument");
        assertThat(run.err()).contains("supports 64 VFs; 65 are asked for");
    }

    @Test
    void saysWhatTheDriverRefusedAndWhatWasRestored() throws IOException {
        // TotalVFs is 64, but the ix driver has queues for 63 VFs only: ENOSPC from its IOV_INIT.
        Run run = iovctl("-C", "-f", config("PF { device: ix0; num_vfs: 64 }"));

        assertFailed(run, "iovctl: Failed to configure SR-IOV: No space left on device");
        assertThat(run.err()).contains("the state before has been restored");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(NO_VFS);
    }

    @Test
    void restoresTheVfsOfBeforeWhenAReplacementFails() throws IOException {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));

        Run run = iovctl("-C", "-f", config("PF { device: ix0; num_vfs: 64 }"), "--replace");

        assertFailed(run, "iovctl: Failed to configure SR-IOV: No space left on device");
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(FOUR_VFS);
    }

    @Test
    void touchesNothingWhenOneOfSeveralConfigurationsIsWrong() throws IOException {
        Run invalid =
                iovctl(
                        "-C",
                        "-f",
                        Run.inTree("examples/ix0.conf"),
                        "-f",
                        config("PF { device: ixl0; num_vfs: 0 }"));
        Run tooMany =
                iovctl(
                        "-C",
                        "-f",
                        Run.inTree("examples/ix0.conf"),
                        "-f",
                        config("PF { device: ixl0; num_vfs: 1000 }"));

        assertThat(invalid.status()).isEqualTo(1);
        assertThat(tooMany.status()).isEqualTo(1);
        assertThat(iovctl("-L", "-d", "ix0").out()).isEqualTo(NO_VFS);
    }

    @Test
    void configuresAllPfsOfADirectory() {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples")));

        JsonNode pfs = JSON.readTree(iovctl("--list", "--format", "json").out()).get("pfs");
        assertThat(pfs.valueStream())
                .extracting(pf -> pf.get("device").stringValue() + "=" + pf.get("numVfs"))
                .containsExactly("ice0=16", "ix0=4", "ixl0=2", "nvme0=8", "qat0=0");
    }

    @Test
    void listsAllPfs() {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));

        assertThat(iovctl("--list").out())
                .isEqualTo(
                        """
                        DEVICE  PCI           DRIVER  VFS    ARI  NUMA
                        ice0    0000:07:00.0  ice     0/256  on   0
                        ix0     0000:03:00.0  ix      4/64   on   0
                        ixl0    0000:05:00.0  ixl     0/64   on   0
                        nvme0   0000:81:00.0  nvme    0/32   on   1
                        qat0    0000:84:00.0  qat     0/16   off  1
                        """);
    }

    @Test
    void showsStatusForPrograms() {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));
        operate(kernel -> kernel.useInterface("ix0", 0, "interface %s is up"));

        Run run = iovctl("-L", "-d", "ix0", "--format", "json");

        JsonNode pf = JSON.readTree(run.out());
        assertThat(pf.get("pciLocation").stringValue()).isEqualTo("pci0:3:0:0");
        assertThat(pf.get("numVfs").intValue()).isEqualTo(4);
        assertThat(pf.get("totalVfs").intValue()).isEqualTo(64);
        assertThat(pf.at("/vfs/2/passthrough").booleanValue()).isTrue();
        assertThat(pf.at("/vfs/2/driver").stringValue()).isEqualTo("ppt0");
        assertThat(pf.at("/vfs/0/uses/0/holder").stringValue()).isEqualTo("interface ixv0 is up");
        assertThat(pf.at("/vfs/0/uses/0/exclusive").booleanValue()).isFalse();
    }

    @Test
    void plansWithoutTouchingAnything() throws IOException {
        assertSilent(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")));
        String state = Files.readString(machine);
        String other = config("PF { device: ix0; num_vfs: 1 }");

        Run text = iovctl("-C", "-f", other, "--plan");
        Run json = iovctl("-C", "-f", other, "--plan", "--format", "json");
        Run removal = iovctl("-D", "-d", "ix0", "--plan", "--format", "json");
        Run nothing = iovctl("-C", "-f", Run.inTree("examples/ix0.conf"), "--plan");

        assertThat(text.out()).contains("destroy 4 VFs of ix0", "create 1 VF of ix0", "--replace");
        assertThat(JSON.readTree(json.out()).at("/steps/0/step").stringValue())
                .isEqualTo("destroy-vfs");
        assertThat(JSON.readTree(json.out()).at("/impact/destroyed").size()).isEqualTo(4);
        assertThat(JSON.readTree(removal.out()).get("wanted").isNull()).isTrue();
        assertThat(nothing.out()).contains("nothing to do");
        assertThat(Files.readString(machine)).isEqualTo(state);
        for (Run run : new Run[] {text, json, removal, nothing}) {
            assertThat(run.err()).isEmpty();
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void tellsProgramsWhatCameOfIt() throws IOException {
        Run done = iovctl("-C", "-f", Run.inTree("examples/ix0.conf"), "--format", "json");
        Run failed =
                iovctl(
                        "-C",
                        "-f",
                        config("PF { device: ix0; num_vfs: 64 }"),
                        "--replace",
                        "--format",
                        "json");

        assertThat(JSON.readTree(done.out()).get("outcome").stringValue()).isEqualTo("COMMITTED");
        assertThat(done.status()).isZero();
        assertThat(JSON.readTree(failed.out()).get("outcome").stringValue()).isEqualTo("RESTORED");
        assertThat(JSON.readTree(failed.err()).at("/error/errno").stringValue())
                .isEqualTo("ENOSPC");
        assertThat(failed.status()).isEqualTo(1);
    }

    @Test
    void refusalsAreDocumentsForPrograms() {
        Run run = iovctl("-L", "-d", "nix9", "--format", "json");

        JsonNode error = JSON.readTree(run.err()).get("error");
        assertThat(error.get("message").stringValue())
                .isEqualTo("Could not open device '/dev/iov/nix9': No such file or directory");
        assertThat(error.get("errno").stringValue()).isEqualTo("ENOENT");
        assertThat(error.get("details").get(0).stringValue()).contains("ix0");
        assertThat(run.stdout()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void hasNothingToRecoverWhereNothingWasInterrupted() {
        assertThat(iovctl("--recover").out()).isEqualTo("nothing to recover\n");
        assertThat(iovctl("--recover", "-d", "ix0").out()).isEqualTo("ix0: nothing to recover\n");
        assertThat(iovctl("--recover", "--format", "json").out()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAHost() throws IOException {
        Run unknown = Run.iovctl("--list", "--host", "nix");
        Run none =
                Run.on(
                        HostPlatforms.of(List.of(new SimulatedHostPlatform())),
                        "-C",
                        "-f",
                        Run.inTree("examples/ix0.conf"));
        Files.writeString(machine, "{ this is no machine");
        Run damaged = iovctl("--list");

        assertFailed(unknown, "iovctl: Could not open host: No such file or directory");
        assertThat(unknown.err()).contains("'nix'", "sim");
        assertThat(none.err()).contains("--host sim", "--schema");
        assertThat(none.status()).isEqualTo(1);
        assertThat(damaged.err())
                .startsWith("iovctl: Could not open host: ")
                .contains("machine.json");
        assertThat(damaged.status()).isEqualTo(1);
    }

    @Test
    void namesAPfByItsAddress() {
        Run byName = Run.iovctl("--host", "sim", "-L", "-d", "ix0");
        Run byAddress = Run.iovctl("--host", "sim", "-L", "-d", "0000:03:00.0");

        assertThat(byName.out()).startsWith("ix0:");
        assertThat(byAddress.err()).isEmpty();
        assertThat(byAddress.out()).isEqualTo(byName.out());
        assertThat(Run.iovctl("--host", "sim", "-L", "-d", "0000:77:00.0").err())
                .startsWith("iovctl: Could not open device '/dev/iov/0000:77:00.0'");
    }
}

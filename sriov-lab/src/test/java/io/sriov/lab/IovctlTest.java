package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command itself on a real kernel: its files, its text and its JSON, beside what sysfs and
/// ip(8) say.
@Installed
class IovctlTest {
    private static final Path RECORDS = Path.of("/var/lib/sriov");
    private static final String MAC = "02:00:00:00:0a:01";

    private final PciFunction igb = LabMachine.igb();
    private final PciFunction nvme = LabMachine.nvme();
    private final String netdev = name(igb, "net");
    private final String controller = name(nvme, "nvme");

    @TempDir private Path directory;

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Sets down what `bring-up` has set up, and removes the records of VFs that the lab destroys
    /// itself.
    @AfterEach
    void leaveNothing() {
        Program.run("ip", "link", "set", "dev", netdev, "down");
        Program.run("rm", "-rf", RECORDS.toString());
    }

    /// {@return what the kernel calls a function in one of its classes}
    private static String name(PciFunction function, String kind) {
        String[] names = function.directory().resolve(kind).toFile().list();
        assertThat(names).as(kind + " of " + function).hasSize(1);
        return names[0];
    }

    private String file(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        return Files.writeString(file, String.join("\n", lines) + "\n").toString();
    }

    private String igbFile(String device) throws IOException {
        return file(
                "igb-" + device.replace(':', '-') + ".conf",
                "PF { device : \"" + device + "\"; num_vfs : 2; bring-up : true; }",
                "VF-0 { mac-addr : \"" + MAC + "\"; vlan : 100; }",
                "VF-1 { mac-addr : \"02:00:00:00:0a:02\"; passthrough : true; }");
    }

    private String nvmeFile() throws IOException {
        return file(
                "nvme.conf",
                "PF { device : " + controller + "; num_vfs : 1; }",
                "DEFAULT { passthrough : true; }");
    }

    private static List<Object> identities(PciFunction pf) {
        return pf.vfs().stream().map(IovctlTest::identity).toList();
    }

    /// A device that is created anew has another number.
    private static Object identity(PciFunction vf) {
        try {
            return Files.getAttribute(vf.directory(), "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertClean(PciFunction pf) {
        assertThat(pf.vfs()).isEmpty();
        assertThat(pf.attribute("sriov_numvfs").number()).isZero();
        assertThat(pf.attribute("sriov_drivers_autoprobe").number()).isOne();
    }

    private static void assertExplained(IovctlRun run) {
        assertThat(run.status()).as(run.toString()).isOne();
        assertThat(run.err() + run.out())
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("Internal error")
                .doesNotContain("WARNING");
    }

    @Test
    void createsAndShows() throws IOException {
        assertThat(IovctlRun.succeed("-C", "-f", igbFile(netdev), "-f", nvmeFile())).isEmpty();
        List<PciFunction> vfs = igb.vfs();
        assertThat(vfs)
                .extracting(vf -> vf.link("driver"))
                .containsExactly(Optional.of("igbvf"), Optional.of("vfio-pci"));
        assertThat(nvme.vfs())
                .singleElement()
                .extracting(vf -> vf.link("driver"))
                .isEqualTo(Optional.of("vfio-pci"));
        assertThat(Program.run("ip", "link", "show", "dev", netdev))
                .containsPattern("vf 0 .*" + MAC + ".* vlan 100");

        assertShown(vfs);
        assertListed();
        assertThat(IovctlRun.succeed("--hand-over", "-d", igb.toString()))
                .contains("ip link set dev " + name(vfs.getFirst(), "net") + " netns")
                .contains("vfio-pci,host=" + vfs.get(1));
    }

    @Test
    void leavesAloneWhatIsThereAndDestroysIt() throws IOException {
        assertThat(IovctlRun.succeed("-C", "-f", igbFile(netdev), "-f", nvmeFile())).isEmpty();
        List<Object> before = identities(igb);
        assertThat(IovctlRun.succeed("-C", "-f", igbFile(igb.toString()))).isEmpty();
        assertThat(identities(igb)).as("VFs, after the same configuration").isEqualTo(before);

        assertThat(IovctlRun.succeed("-D", "-d", igb.toString(), "-d", controller)).isEmpty();
        assertClean(igb);
        assertClean(nvme);
    }

    private void assertShown(List<PciFunction> vfs) {
        String text = IovctlRun.succeed("-L", "-d", netdev, "-d", controller);
        assertThat(text)
                .contains(igb + ":", nvme + ":")
                .contains("sriov: enabled=yes vfs=2/" + LabMachine.IGB_TOTAL_VFS)
                .contains("sriov: enabled=yes vfs=1/" + LabMachine.NVME_VFS)
                .contains("host: attached=yes driver=igbvf passthrough=no")
                .contains("host: attached=yes driver=vfio-pci passthrough=yes");
        vfs.forEach(vf -> assertThat(text).contains(vf.toString()));
    }

    /// Everything that the list says of every PF, beside sysfs.
    private void assertListed() {
        JsonNode pfs =
                new JsonMapper()
                        .readTree(IovctlRun.succeed("--list", "--format", "json"))
                        .path("pfs");
        assertThat(pfs.values())
                .extracting(pf -> pf.path("device").asString())
                .containsExactlyElementsOf(
                        PciFunction.all().stream()
                                .filter(PciFunction::isPf)
                                .map(PciFunction::toString)
                                .toList());
        for (JsonNode pf : pfs) {
            var function = new PciFunction(PciAddress.parse(pf.path("device").asString()));
            assertThat(pf.path("driver").asString()).isEqualTo(function.link("driver").orElse(""));
            assertThat(pf.path("numVfs").asLong())
                    .isEqualTo(function.attribute("sriov_numvfs").number());
            long total = pf.path("totalVfs").asLong();
            assertThat(total)
                    .isEqualTo(
                            function.equals(nvme) ? LabMachine.NVME_VFS : LabMachine.IGB_TOTAL_VFS);
            assertThat(pf.path("driverLimit").asLong(total))
                    .isEqualTo(function.attribute("sriov_totalvfs").number());
            assertThat(pf.path("deviceId").asString())
                    .isEqualTo(function.attribute("device").read());
            assertThat(pf.path("vfs").values())
                    .extracting(vf -> vf.path("address").asString())
                    .isEqualTo(function.vfs().stream().map(PciFunction::toString).toList());
            assertThat(pf.path("vfs").values())
                    .extracting(
                            vf -> Optional.ofNullable(vf.path("driver").asStringOpt().orElse(null)))
                    .isEqualTo(function.vfs().stream().map(vf -> vf.link("driver")).toList());
        }
    }

    @Test
    void aWrongFileChangesNothing() throws IOException {
        String wrong =
                file(
                        "wrong.conf",
                        "PF { device : " + netdev + "; num_vfs : 2; }",
                        "VF-0 {",
                        "    mac-adr : \"" + MAC + "\";",
                        "    vlan : 4096;",
                        "}");
        IovctlRun run = IovctlRun.of(IovctlRun.As.ROOT, "-C", "-f", nvmeFile(), "-f", wrong);
        assertExplained(run);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(wrong + ":3:5: error: VF-0: Invalid config key 'mac-adr'")
                .contains(wrong + ":4:12: error:");
        assertClean(igb);
        assertClean(nvme);
    }

    /// As `docs/linux.md` tells.
    @Test
    void filesAreCheckedElsewhereByWhatThePfTakes() throws IOException {
        String schema = file("igb.json", IovctlRun.succeed("-S", "-d", netdev, "--format", "json"));
        assertThat(IovctlRun.succeed("-C", "-n", "-f", igbFile(netdev), "--schema", schema))
                .startsWith("Would enable SR-IOV on device");
        String wrong =
                file(
                        "wrong.conf",
                        "PF { device : " + netdev + "; num_vfs : 1; }",
                        "DEFAULT { link-state : enable; }");
        IovctlRun run =
                IovctlRun.of(IovctlRun.As.ROOT, "-C", "-n", "-f", wrong, "--schema", schema);
        assertExplained(run);
        assertThat(run.err()).contains(wrong + ":2:11: error: DEFAULT: Invalid config key");
    }

    @Test
    void theDoctorKnowsTheMachine() {
        assertThat(IovctlRun.succeed("--doctor"))
                .contains("ok    /sys: it is there")
                .contains("ok    privileges: all that is needed")
                .contains("ok    vfio-pci: loaded")
                .contains("ok    " + igb + ": igb takes at most 7 VFs, and the device could have 8")
                .doesNotContain("fail ");
    }

    @Test
    void withoutPrivilegesItExplainsItself() throws IOException {
        IovctlRun create = IovctlRun.of(IovctlRun.As.NOBODY, "-C", "-f", igbFile(netdev));
        assertExplained(create);
        assertThat(create.err())
                .contains("Permission denied")
                .containsPattern("root|CAP_|may write there");
        assertClean(igb);

        igb.createVfs(1);
        List<Object> before = identities(igb);
        IovctlRun destroy = IovctlRun.of(IovctlRun.As.NOBODY, "-D", "-d", netdev);
        assertExplained(destroy);
        assertThat(destroy.err())
                .contains("Permission denied")
                .containsPattern("root|CAP_|may write there");
        assertThat(identities(igb)).isEqualTo(before);

        IovctlRun look = IovctlRun.of(IovctlRun.As.NOBODY, "-L", "-d", netdev);
        assertThat(look.status()).as(look.toString()).isZero();
        assertThat(look.out())
                .contains("sriov: enabled=yes vfs=1/7")
                .contains(igb.vfs().getFirst().toString());

        IovctlRun doctor = IovctlRun.of(IovctlRun.As.NOBODY, "--doctor");
        assertExplained(doctor);
        assertThat(doctor.out()).contains("fail  privileges: CAP_DAC_OVERRIDE is missing");
    }

    @Test
    void aPlanTakesNoPrivileges() throws IOException {
        IovctlRun plan = IovctlRun.of(IovctlRun.As.NOBODY, "-C", "--plan", "-f", igbFile(netdev));
        assertThat(plan.status()).as(plan.toString()).isZero();
        assertThat(plan.out()).contains("create 2 VFs of " + igb);
    }

    @Test
    void inAContainerItSaysThatSysfsIsReadOnly() throws IOException {
        IovctlRun create =
                IovctlRun.of(IovctlRun.As.CONTAINER, "-C", "-f", igbFile(netdev), "-f", nvmeFile());
        assertExplained(create);
        assertThat(create.err())
                .contains("Read-only file system")
                .contains("mount sysfs writable")
                .contains(igb.toString(), nvme.toString());
        assertClean(igb);
        assertClean(nvme);
        assertThat(RECORDS.toFile().list((_, name) -> !name.startsWith(".")))
                .as("what is left to recover")
                .isNullOrEmpty();

        IovctlRun doctor = IovctlRun.of(IovctlRun.As.CONTAINER, "--doctor");
        assertExplained(doctor);
        assertThat(doctor.out()).contains("fail  /sys: it is mounted for reading only");
    }
}

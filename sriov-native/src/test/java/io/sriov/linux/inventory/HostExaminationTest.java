package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.host.Finding;
import io.sriov.host.Finding.Level;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.RecordStore;
import io.sriov.linux.LinuxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an examination says of a machine that lacks nothing, and of the same machine once one thing
/// is missing.
@EnabledOnOs(OS.LINUX)
class HostExaminationTest {
    private static final String PF = "0000:01:00.0";

    /// As a kernel that gives a PF's 64-bit VF BARs 0 and 3 their places writes it: six BARs, a
    /// ROM, six VF BARs, four windows.
    private static final String RESOURCE =
            """
            0x00000000fe000000 0x00000000fe01ffff 0x0000000000040200
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x00000000fe020000 0x00000000fe03ffff 0x000000000004e200
            0x00000000fea00000 0x00000000fea1ffff 0x000000000014220c
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x00000000fea20000 0x00000000fea3ffff 0x000000000014220c
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            """;

    @TempDir private Path directory;

    private SysfsTree tree;
    private SysfsTree.Function pf;
    private final RecordStore records = new MemoryRecordStore();

    @BeforeEach
    void machine() throws IOException {
        tree = new SysfsTree(directory);
        pf = Machines.igb(tree).attribute("resource", RESOURCE.strip());
        proc("sys/kernel/osrelease", "6.12.3-1-amd64\n");
        proc("self/mountinfo", mount("rw,nosuid", "rw"));
        privileges("0", "000001ffffffffff");
    }

    private void proc(String file, String text) throws IOException {
        Path path = tree.proc().resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    /// A line of `mountinfo` for where this machine's sysfs is.
    private String mount(String options, String superOptions) {
        return "22 28 0:20 / %s %s shared:7 - sysfs sysfs %s\n"
                .formatted(tree.sys(), options, superOptions);
    }

    private void privileges(String user, String effective) throws IOException {
        proc(
                "self/status",
                "Name:\tjava\nUid:\t1\t%s\t1\t1\nCapPrm:\t0000000000000000\nCapEff:\t%s\n"
                        .formatted(user, effective));
    }

    private List<Finding> findings() {
        try (LinuxHost host = tree.host(records)) {
            return host.examine();
        }
    }

    private List<Finding> bad() {
        return findings().stream().filter(one -> one.level() != Level.OK).toList();
    }

    private void onlyBad(Level level, String subject, String message, String remedy) {
        assertThat(bad())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.level()).isEqualTo(level);
                    assertThat(one.subject()).isEqualTo(subject);
                    assertThat(one.message()).contains(message);
                    assertThat(one.remedy().orElse("")).contains(remedy);
                });
    }

    @Test
    void aMachineThatLacksNothing() {
        assertThat(bad()).isEmpty();
        assertThat(findings())
                .contains(Finding.ok("kernel", "Linux 6.12.3-1-amd64"))
                .contains(Finding.ok("vfio-pci", "loaded"))
                .contains(Finding.ok("iommu", "on, 8 groups"))
                .contains(Finding.ok("privileges", "all that is needed"))
                .contains(Finding.ok(PF, "igb takes at most 7 VFs, and the device could have 8"));
    }

    /// As `iovctl` writes it.
    private static String line(Finding one) {
        return "%-4s  %s: %s%s\n"
                .formatted(
                        one.level().name().toLowerCase(Locale.ROOT),
                        one.subject(),
                        one.message(),
                        one.remedy().map(remedy -> "; " + remedy).orElse(""));
    }

    @Test
    void whatTheDocumentShowsIsSaidOfSuchAMachine() throws IOException {
        tree = new SysfsTree(directory.resolve("documented"));
        tree.function("pci0000:00", "0000:00:03.0").driver("vfio-pci");
        tree.function("pci0000:00", "0000:00:03.0", "0000:03:00.0")
                .is("0x8086", "0x10c9", "0x020000")
                .config(ConfigBytes.intel82576())
                .driver("igb")
                .attribute("resource", RESOURCE.strip())
                .sriov(7, 0, 128, 2, "10ca")
                .netDevice("ens3")
                .attribute("flags", "0x1002");
        proc("sys/kernel/osrelease", "6.12.57-amd64\n");
        proc("self/mountinfo", mount("rw,nosuid", "rw"));
        privileges("0", "000001ffffffffff");
        var said = new StringBuilder("# iovctl --doctor\n");
        try (Sriov sriov = Sriov.open(tree.host(records))) {
            sriov.examine().forEach(one -> said.append(line(one)));
        }
        assertThat(Files.readString(Path.of("../docs/linux.md")))
                .contains(said.toString().replace(tree.sys().toString(), "/sys") + "```\n");
    }

    @ParameterizedTest
    @CsvSource({"4.19.0-27-amd64", "5.3.18-lp152", "3.10.0"})
    void anOldKernel(String release) throws IOException {
        proc("sys/kernel/osrelease", release + "\n");
        onlyBad(Level.FAIL, "kernel", release, "5.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.4.0", "5.10.0-8", "6.0.0-rc1", "10.1"})
    void aKernelThatIsNewEnough(String release) throws IOException {
        proc("sys/kernel/osrelease", release + "\n");
        assertThat(bad()).isEmpty();
    }

    @Test
    void sysfsForReadingOnly() throws IOException {
        proc("self/mountinfo", mount("ro,nosuid", "rw"));
        onlyBad(Level.FAIL, tree.sys().toString(), "for reading only", "privileged");
        proc("self/mountinfo", mount("rw,nosuid", "ro"));
        onlyBad(Level.FAIL, tree.sys().toString(), "for reading only", "privileged");
        proc("self/mountinfo", mount("ro,nosuid", "ro") + mount("rw", "rw"));
        assertThat(bad()).as("the mount on top counts").isEmpty();
    }

    @Test
    void noSysfs() {
        SysfsTree.delete(tree.sys());
        assertThat(bad())
                .anyMatch(one ->
                        one.level() == Level.FAIL
                                && one.remedy().orElse("").contains("mount -t sysfs"));
    }

    /// The bits are those of the manual's list in `linux/capability.h`: 1, 12, 19 and 21.
    @ParameterizedTest
    @CsvSource({
        "1000, 000001fffffffffd, FAIL, CAP_DAC_OVERRIDE",
        "1000, 000001ffffffefff, WARN, CAP_NET_ADMIN",
        "0,    000001fffff7ffff, WARN, CAP_SYS_PTRACE",
        "0,    000001ffffdfffff, WARN, CAP_SYS_ADMIN"
    })
    void aCapabilityIsMissing(String user, String effective, Level level, String capability)
            throws IOException {
        privileges(user, effective);
        onlyBad(level, "privileges", capability, "run as root");
    }

    @Test
    void theCapabilitiesOfTheUnitAreEnough() throws IOException {
        privileges("0", "0000000000281002");
        assertThat(bad()).isEmpty();
    }

    @Test
    void rootOwnsSysfs() throws IOException {
        privileges("0", "000001fffffffffd");
        assertThat(bad()).isEmpty();
        privileges("1000", "0000000000000000");
        assertThat(bad()).hasSize(4);
    }

    @Test
    void aKernelThatIsLockedDown() throws IOException {
        Path security =
                Files.createDirectories(tree.sys().resolve("kernel/security")).resolve("lockdown");
        Files.writeString(security, "[none] integrity confidentiality\n");
        assertThat(bad()).isEmpty();
        Files.writeString(security, "none [integrity] confidentiality\n");
        onlyBad(Level.WARN, "lockdown", "integrity", "sign");
    }

    @Test
    void noIommu() throws IOException {
        SysfsTree.delete(tree.sys().resolve("kernel/iommu_groups"));
        onlyBad(Level.WARN, "iommu", "off", "intel_iommu=on");
    }

    @Test
    void noVfio() throws IOException {
        Files.move(
                tree.sys().resolve("bus/pci/drivers/vfio-pci"),
                tree.sys().resolve("bus/pci/drivers/mlx5_vfio_pci"));
        assertThat(bad())
                .anySatisfy(one -> {
                    assertThat(one.subject()).isEqualTo("vfio-pci");
                    assertThat(one.remedy().orElse("")).contains("modprobe vfio-pci");
                });
    }

    @Test
    void aUserNamespace() throws IOException {
        proc("self/uid_map", "         0          0 4294967295\n");
        assertThat(bad()).isEmpty();
        proc("self/uid_map", "         0       1000          1\n");
        onlyBad(Level.WARN, "privileges", "user namespace", "outside");
    }

    @Test
    void noVfs() {
        pf.attribute("sriov_totalvfs", "0");
        onlyBad(Level.FAIL, PF, "no VFs", "firmware");
    }

    /// What the kernel could not place is marked by `IORESOURCE_UNSET`, bit 29, or wiped out.
    @Test
    void vfBarsWithoutAPlace() {
        pf.attribute(
                "resource",
                RESOURCE.strip()
                        .replace(
                                "0x00000000fea20000 0x00000000fea3ffff 0x000000000014220c",
                                "0x0000000000000000 0x000000000001ffff 0x000000002014220c"));
        onlyBad(Level.FAIL, PF, "no place in memory", "pci=realloc");
        pf.attribute(
                "resource",
                RESOURCE.strip().replaceAll("(?m)^.*14220c$", "0x0 0x0 0x0000000000000000"));
        onlyBad(Level.FAIL, PF, "no place in memory", "Above 4G decoding");
    }

    @Test
    void ariIsOff() {
        pf.attribute("ari_enabled", "0");
        assertThat(bad()).as("7 VFs fit beside it").isEmpty();
        pf.attribute("sriov_totalvfs", "8");
        onlyBad(Level.WARN, PF, "ARI is off", "at most 7");
    }

    @Test
    void vfsShareAGroup() throws IOException {
        tree.function("pci0000:00", "0000:00:05.0").is("0x8086", "0x1", "0x020000").group(22);
        onlyBad(Level.WARN, PF, "VF-2 shares IOMMU group 22 with 0000:00:05.0", "ACS");
    }

    @Test
    void aPfSharesItsGroupWithAnotherDevice() {
        SysfsTree.Function idle = Machines.idle(tree).driver("igb").group(50);
        tree.function("pci0000:80", "0000:80:02.1").is("0x8086", "0x1", "0x020000").group(50);
        assertThat(bad()).as("a function of the same device").isEmpty();
        tree.function("pci0000:80", "0000:80:03.0").is("0x8086", "0x1", "0x020000").group(50);
        onlyBad(Level.WARN, idle.address(), "with 0000:80:03.0, and so will its VFs", "ACS");
    }

    @Test
    void probingIsOff() {
        pf.attribute("sriov_drivers_autoprobe", "0");
        onlyBad(Level.WARN, PF, "sriov_drivers_autoprobe", "write 1 to");
        records.write("autoprobe-0000-01-00.0", "1");
        onlyBad(Level.WARN, PF, "sriov_drivers_autoprobe", "iovctl --recover -d " + PF);
    }

    @Test
    void theInterfaceIsDownOrElsewhere() throws IOException {
        Path net = pf.directory().resolve("net");
        Files.writeString(net.resolve("ens3/flags"), "0x1002\n");
        onlyBad(Level.WARN, PF, "ens3 is down", "ip link set ens3 up");
        SysfsTree.delete(net.resolve("ens3"));
        onlyBad(Level.WARN, PF, "another network namespace", "nsenter");
    }
}

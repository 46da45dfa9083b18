package io.sriov.linux.inventory;

import static io.sriov.pci.AcsCapability.Control.DIRECT_TRANSLATED_P2P;
import static io.sriov.pci.AcsCapability.Control.P2P_COMPLETION_REDIRECT;
import static io.sriov.pci.AcsCapability.Control.P2P_EGRESS_CONTROL;
import static io.sriov.pci.AcsCapability.Control.P2P_REQUEST_REDIRECT;
import static io.sriov.pci.AcsCapability.Control.SOURCE_VALIDATION;
import static io.sriov.pci.AcsCapability.Control.TRANSLATION_BLOCKING;
import static io.sriov.pci.AcsCapability.Control.UPSTREAM_FORWARDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.ffm.Libc;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.AcsCapability.Control;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The inventory of a machine that a real kernel has shown, beside what lspci(8) and ip(8) said of
/// it at the same moment: two 82576, one of them behind a port without ACS, and an NVMe controller.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedMachineTest {
    private static final PciAddress IGB = new PciAddress(0, 1, 0, 0);
    private static final PciAddress NVME = new PciAddress(0, 2, 0, 0);
    private static final PciAddress IGB_WITHOUT_ACS = new PciAddress(0, 3, 0, 0);

    /// The controls of ACS by the names that lspci has for them (`ls-ecaps.c` of pciutils).
    private static final Map<String, Control> ACS =
            Map.of(
                    "SrcValid", SOURCE_VALIDATION,
                    "TransBlk", TRANSLATION_BLOCKING,
                    "ReqRedir", P2P_REQUEST_REDIRECT,
                    "CmpltRedir", P2P_COMPLETION_REDIRECT,
                    "UpstreamFwd", UPSTREAM_FORWARDING,
                    "EgressCtrl", P2P_EGRESS_CONTROL,
                    "DirectTrans", DIRECT_TRANSLATED_P2P);

    /// `2: eth0: <UP> ... parentbus pci parentdev 0000:01:00.0 ...`
    private static final Pattern INTERFACE =
            Pattern.compile("\\d+: ([^:@ ]+)[:@].*parentbus pci parentdev (\\S+).*");

    @TempDir static Path directory;

    private Path sys;
    private LspciReport lspci;
    private List<String> ip;
    private List<SysfsPf> pfs;

    @BeforeAll
    void read() {
        sys = directory.resolve("sys");
        RecordedMachine machine = new RecordedMachine("lab.machine", sys);
        lspci = new LspciReport(machine.said("lspci -D -n -vvv"));
        ip = machine.said("ip -d -o link").lines().toList();
        pfs = SysfsTree.inventory(new Sysfs(Libc.system(), sys)).read();
    }

    private SysfsPf pf(PciAddress address) {
        return pfs.stream().filter(pf -> pf.address().equals(address)).findFirst().orElseThrow();
    }

    private Stream<PciFunction> functions() {
        return pfs.stream()
                .flatMap(pf ->
                        Stream.concat(
                                Stream.of(pf.function()),
                                pf.vfs().stream().map(SysfsVf::function)));
    }

    @Test
    void thePfsAreThoseThatHaveTheCapability() {
        assertThat(lspci.pfs()).containsExactly(IGB, NVME, IGB_WITHOUT_ACS);
        assertThat(pfs)
                .extracting(SysfsPf::address)
                .containsExactlyInAnyOrderElementsOf(lspci.pfs());
    }

    @Test
    void functionsAreWhatLspciSays() {
        assertThat(functions())
                .hasSize(3 + 7 + 12 + 2)
                .allSatisfy(function -> {
                    assertThat(
                                    List.of(
                                            "%04x".formatted(function.classCode() >> 8),
                                            "%04x".formatted(function.vendorId()),
                                            "%04x".formatted(function.deviceId())))
                            .isEqualTo(lspci.identity(function.address()));
                    assertThat(function.driver()).isEqualTo(lspci.driver(function.address()));
                    assertThat(function.numaNode().isPresent())
                            .isEqualTo(lspci.says(function.address(), "NUMA node:"));
                });
    }

    @Test
    void iommuGroupsHaveTheMembersThatLspciSays() {
        assertThat(functions())
                .allSatisfy(function -> {
                    String number = lspci.iommuGroup(function.address()).orElseThrow();
                    assertThat(function.iommuGroup())
                            .contains(new IommuGroup(number, lspci.group(number)));
                });
        assertThat(pf(IGB).function().iommuGroup().orElseThrow().othersThan(IGB)).isEmpty();
        assertThat(pf(IGB_WITHOUT_ACS).function().iommuGroup().orElseThrow().members())
                .containsExactly("0000:00:13.0", "0000:03:00.0", "0000:03:10.0", "0000:03:10.2");
    }

    @Test
    void limitsOfTheHardwareAreThoseOfTheCapability() {
        assertThat(pfs)
                .allSatisfy(pf ->
                        assertThat(pf.limit().hardware())
                                .hasValue(lspci.number(pf.address(), "Total VFs: (\\d+)")));
        assertThat(pf(IGB).limit().kernel()).hasValue(7);
        assertThat(pf(IGB).limit().source()).isEqualTo(VfLimit.Source.DRIVER);
        assertThat(pf(NVME).limit().kernel()).hasValue(127);
        assertThat(pf(NVME).limit().source()).isEqualTo(VfLimit.Source.HARDWARE);
    }

    @Test
    void vfsAreWhereTheCapabilitySays() {
        assertThat(pfs)
                .allSatisfy(pf -> {
                    List<PciAddress> places = lspci.vfs(pf.address());
                    assertThat(pf.vfs())
                            .extracting(vf -> vf.function().address())
                            .isEqualTo(places);
                    assertThat(pf.vfs())
                            .extracting(SysfsVf::index)
                            .isEqualTo(IntStream.range(0, places.size()).boxed().toList());
                    assertThat(pf.sriov().numVfs()).hasValue(places.size());
                    assertThat(pf.sriov().vfDeviceId())
                            .hasValue(
                                    Integer.parseInt(
                                            lspci.word(
                                                            pf.address(),
                                                            "stride: \\d+, Device ID: (\\w+)")
                                                    .orElseThrow(),
                                            16));
                });
        assertThat(lspci.vfs(NVME)).hasSize(12);
    }

    @Test
    void thePathIsWhatThePortsRegistersSay() {
        assertThat(pfs)
                .allSatisfy(pf -> {
                    assertThat(pf.ari())
                            .contains(lspci.flags(pf.address(), "IOVCtl").get("ARIHierarchy"));
                    PciAddress bridge = lspci.bridgeAbove(pf.address()).orElseThrow();
                    assertThat(pf.ports())
                            .extracting(UpstreamPort::address)
                            .containsExactly(bridge);
                    UpstreamPort.Registers registers =
                            pf.ports().getFirst().registers().orElseThrow();
                    assertThat(registers.acsSupported()).isEqualTo(acs(bridge, "ACSCap"));
                    assertThat(registers.acsEnabled()).isEqualTo(acs(bridge, "ACSCtl"));
                    assertThat(registers.ariSupported())
                            .isEqualTo(
                                    lspci.between(bridge, "DevCap2:", "DevCtl2:")
                                            .contains("ARIFwd+"));
                    assertThat(registers.ariEnabled())
                            .isEqualTo(lspci.between(bridge, "DevCtl2:", "\n").contains("ARIFwd+"));
                });
        assertThat(pf(IGB).ari()).contains(true);
        assertThat(pf(IGB).ports().getFirst().registers().orElseThrow().acsEnabled()).isNotEmpty();
        assertThat(pf(IGB_WITHOUT_ACS).ports().getFirst().registers().orElseThrow().acsEnabled())
                .isEmpty();
    }

    private Set<Control> acs(PciAddress bridge, String line) {
        return lspci.flags(bridge, line).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(flag -> ACS.get(flag.getKey()))
                .collect(Collectors.toSet());
    }

    @Test
    void interfacesAreThoseThatIpSays() {
        var said = new TreeMap<PciAddress, String>();
        for (String line : ip) {
            var found = INTERFACE.matcher(line);
            if (found.matches()) {
                said.put(PciAddress.parse(found.group(2)), found.group(1));
            }
        }
        var read = new TreeMap<PciAddress, String>();
        for (SysfsPf pf : pfs) {
            pf.interfaces().uplink().ifPresent(name -> read.put(pf.address(), name));
            pf.vfs()
                    .forEach(vf ->
                            vf.interfaces()
                                    .uplink()
                                    .ifPresent(name -> read.put(vf.function().address(), name)));
        }
        assertThat(read).isEqualTo(said).hasSize(2 + 4);
        assertThat(pf(NVME).device()).isEqualTo("nvme0");
    }

    @Test
    void vfsForGuestsAreToldByDriverAndOverride() {
        assertThat(pf(IGB).vfs())
                .extracting(vf -> vf.driverOverride().orElse(""), SysfsVf::passthrough)
                .containsExactly(
                        tuple("", false),
                        tuple("", false),
                        tuple("", false),
                        tuple("", false),
                        tuple("vfio-pci", true),
                        tuple("vfio-pci", true),
                        tuple("", false));
        assertThat(pf(IGB).vfs().get(4).vfioFiles())
                .contains("/dev/vfio/" + lspci.iommuGroup(lspci.vfs(IGB).get(4)).orElseThrow());
        assertThat(pf(IGB).vfs()).allMatch(SysfsVf::resettable);
        assertThat(pf(IGB).sriov().autoprobe()).contains(true);
        assertThat(pf(NVME).sriov().autoprobe()).contains(false);
    }

    @Test
    void theHostSaysTheSame() {
        try (LinuxHost host =
                LinuxHost.builder().sys(sys).records(new MemoryRecordStore()).build()) {
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactlyInAnyOrderElementsOf(
                            pfs.stream().map(pf -> pf.address().toString()).toList());
            for (SysfsPf pf : pfs) {
                PfStatus status = host.physicalFunction(pf.device()).status();
                assertThat(status.address()).isEqualTo(pf.address());
                assertThat(status.driver()).isEqualTo(lspci.driver(pf.address()).orElseThrow());
                assertThat(status.vfs())
                        .extracting(VfStatus::address)
                        .isEqualTo(lspci.vfs(pf.address()));
                assertThat(status.vfs())
                        .extracting(VfStatus::driver)
                        .isEqualTo(lspci.vfs(pf.address()).stream().map(lspci::driver).toList());
                assertThat(status.ari()).isEqualTo(pf.ari());
            }
        }
    }
}

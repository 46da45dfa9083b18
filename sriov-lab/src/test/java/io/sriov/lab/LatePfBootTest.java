package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A machine boots whose network card gets its driver when the unit waits for it already.
@Boot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LatePfBootTest {
    private static final String MAC = "02:00:00:00:01:00";

    /// A VF as it is: `inode` is another one when the VF has been destroyed and created anew.
    private record Vf(String address, Optional<String> driver, Object inode) {}

    private static List<Vf> vfs() {
        return List.of(LabMachine.igb(), LabMachine.nvme()).stream()
                .flatMap(pf -> pf.vfs().stream())
                .map(vf -> new Vf(vf.toString(), vf.link("driver"), inode(vf.directory())))
                .toList();
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thePfIsWaitedForAndTheNetworkForItsVfs() throws IOException {
        assertThat(Systemd.state(Systemd.SRIOV))
                .as(Systemd.said(Systemd.SRIOV))
                .isEqualTo("active");
        Duration begun = Systemd.when(Systemd.SRIOV, "ExecMainStart");
        Duration driver = Systemd.when("late-igb.service", "ActiveEnter");
        Duration done = Systemd.when(Systemd.SRIOV, "ActiveEnter");
        Duration network = Systemd.when("network-pre.target", "ActiveEnter");
        Duration configured = Systemd.when("lab-network.service", "ExecMainStart");
        assertThat(List.of(begun, driver, done, network, configured)).isSorted();
        assertThat(Systemd.state("network.target")).isEqualTo("active");
    }

    @Test
    void whatConfiguresTheNetworkFindsTheVfs() throws IOException {
        String igb = LabMachine.igb().toString();
        String nvme = LabMachine.nvme().toString();
        assertThat(Systemd.networkFound())
                .filteredOn(vf -> vf.startsWith(igb) || vf.startsWith(nvme))
                .containsExactly(
                        igb + " 0 igbvf",
                        igb + " 1 vfio-pci",
                        igb + " 2 igbvf",
                        nvme + " 0 vfio-pci",
                        nvme + " 1 vfio-pci");
    }

    @Test
    void theVfsAreAsConfigured() throws IOException {
        checkVfs();
    }

    private static void checkVfs() throws IOException {
        List<PciFunction> igb = LabMachine.igb().vfs();
        assertThat(igb)
                .extracting(vf -> vf.link("driver").orElse(""))
                .containsExactly("igbvf", "vfio-pci", "igbvf");
        assertThat(Program.run("ip", "link", "show", "dev", "enp1s0"))
                .contains("vf 0     link/ether " + MAC);
        try (var interfaces = Files.list(igb.getFirst().directory().resolve("net"))) {
            assertThat(interfaces)
                    .singleElement()
                    .extracting(one -> new Attribute(one.resolve("address")).read())
                    .isEqualTo(MAC);
        }
        assertThat(LabMachine.nvme().vfs())
                .hasSize(2)
                .allSatisfy(vf -> assertThat(vf.link("driver")).contains("vfio-pci"));
    }

    @Test
    void reloadingChangesNothing() {
        List<Vf> before = vfs();
        assertThat(before).hasSize(5);
        Program.run("systemctl", "reload", Systemd.SRIOV);
        assertThat(vfs()).isEqualTo(before);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void stoppingDestroysTheVfsAndStartingCreatesThemAgain() throws IOException {
        List<Vf> before = vfs();
        assertThat(before).hasSize(5);
        Program.run("systemctl", "stop", Systemd.SRIOV);
        assertThat(vfs()).isEmpty();
        Program.run("systemctl", "start", Systemd.SRIOV);
        assertThat(vfs())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("inode")
                .isEqualTo(before);
        checkVfs();
    }
}

package io.sriov.linux.vfio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.ffm.FileOwnership;
import io.sriov.ffm.JavaLibrary;
import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class VfioPathTest {
    private static final PciAddress VF = PciAddress.parse("10000:02:05.0");

    @TempDir Path root;

    private Path function;
    private Path dev;
    private VfioPath path;

    @BeforeEach
    void start() throws IOException {
        Path sys = root.resolve("sys");
        dev = root.resolve("dev");
        function = Files.createDirectories(sys.resolve("bus/pci/devices/10000:02:05.0"));
        Files.createDirectories(dev.resolve("vfio/devices"));
        path = new VfioPath(new Sysfs(Libc.system(), sys), dev);
    }

    private void driver(String name) throws IOException {
        Files.deleteIfExists(function.resolve("driver"));
        Files.createSymbolicLink(
                function.resolve("driver"), Path.of("../../../bus/pci/drivers", name));
    }

    private Path group(String number) throws IOException {
        Path group =
                Files.createDirectories(root.resolve("sys/kernel/iommu_groups").resolve(number));
        Files.deleteIfExists(function.resolve("iommu_group"));
        Files.createSymbolicLink(function.resolve("iommu_group"), group);
        return group;
    }

    private static HostException refusal(ThrowingCallable call) {
        HostException e = catchThrowableOfType(HostException.class, call);
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void theGroupIsLookedUpWhenItIsAskedFor() throws IOException {
        driver("vfio-pci");
        group("12");
        Files.createFile(dev.resolve("vfio/12"));
        Files.createFile(dev.resolve("vfio/13"));
        assertThat(path.group(VF)).isEqualTo(dev.resolve("vfio/12"));
        group("13");
        assertThat(path.group(VF)).isEqualTo(dev.resolve("vfio/13"));
    }

    @Test
    void aGroupWithoutAnIommuHasANodeOfAnotherName() throws IOException {
        driver("vfio-pci");
        Files.writeString(group("0").resolve("name"), "vfio-noiommu\n");
        Files.createFile(dev.resolve("vfio/noiommu-0"));
        assertThat(path.group(VF)).isEqualTo(dev.resolve("vfio/noiommu-0"));
    }

    @Test
    void whereThereIsNoGroupThatIsTold() throws IOException {
        driver("vfio-pci");
        HostException e = refusal(() -> path.group(VF));
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e).hasMessageContaining("the IOMMU is off");
        assertThat(e.remedy().orElseThrow()).contains("intel_iommu=on");
    }

    @Test
    void aFunctionWithAnotherDriverIsTold() throws IOException {
        group("12");
        assertThat(refusal(() -> path.group(VF))).hasMessageContaining("no driver is bound");
        driver("igbvf");
        HostException e = refusal(() -> path.group(VF));
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e).hasMessageContaining("igbvf is bound to it");
        assertThat(refusal(() -> path.device(VF))).hasMessageContaining("igbvf is bound to it");
    }

    @Test
    void aNodeThatIsNotThereIsTold() throws IOException {
        driver("vfio-pci");
        group("12");
        HostException e = refusal(() -> path.group(VF));
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e).hasMessageContaining("there is no " + dev.resolve("vfio/12"));
    }

    @Test
    void aFunctionThatIsNotThereIsTold() {
        PciAddress absent = PciAddress.parse("0000:02:05.0");
        assertThat(refusal(() -> path.group(absent)).errno()).isEqualTo(Errno.ENODEV);
        assertThat(refusal(() -> path.device(absent)).errno()).isEqualTo(Errno.ENODEV);
        assertThat(refusal(() -> path.members(absent)).errno()).isEqualTo(Errno.ENODEV);
    }

    @Test
    void theOwnNodeIsTheOneThatTheKernelNames() throws IOException {
        driver("vfio-pci");
        assertThat(path.device(VF)).isEmpty();
        Files.createDirectories(function.resolve("vfio-dev/vfio10"));
        Files.createDirectories(function.resolve("vfio-dev/power"));
        assertThat(path.device(VF)).isEmpty();
        Path node = Files.createFile(dev.resolve("vfio/devices/vfio10"));
        assertThat(path.device(VF)).contains(node);
    }

    @Test
    void aNodeIsGivenToSomebody() throws IOException {
        Path node = Files.createFile(dev.resolve("vfio/12"));
        NodeOwner me = NodeOwner.of(node);
        assertThat(me.user()).isEqualTo(Files.getAttribute(node, "unix:uid"));
        assertThat(me.group()).isEqualTo(Files.getAttribute(node, "unix:gid"));
        // Everybody may give a file to its owner; only root may give it to somebody else.
        NodeOwner other = me.user() == 0 ? new NodeOwner(64055, 108) : me;
        assertThat(other.take(FileOwnership.system(), node)).isEqualTo(me);
        assertThat(NodeOwner.of(node)).isEqualTo(other);
        assertThat(me.take(FileOwnership.system(), node)).isEqualTo(other);
        assertThat(NodeOwner.of(node)).isEqualTo(me);
    }

    @ParameterizedTest
    @CsvSource({
        "1, EPERM, CAP_CHOWN",
        "30, EROFS, mount /dev writable",
        "2, ENOENT, look for the function's group again"
    })
    void aNodeThatCannotBeGivenAwayIsTold(int number, Errno errno, String remedy)
            throws IOException {
        Path node = Files.createFile(dev.resolve("vfio/12"));
        try (Arena arena = Arena.ofConfined()) {
            var ownership =
                    new FileOwnership(
                            new JavaLibrary(
                                    new JavaLibrary.Functions() {
                                        @Override
                                        public int open(String path, int flags) {
                                            return -number;
                                        }

                                        @Override
                                        public int close(int fd) {
                                            return -number;
                                        }

                                        @Override
                                        public int chown(String path, int owner, int group) {
                                            assertThat(path).isEqualTo(node.toString());
                                            assertThat(owner).isEqualTo(64055);
                                            assertThat(group).isEqualTo(108);
                                            return -number;
                                        }
                                    },
                                    arena));
            HostException e = refusal(() -> new NodeOwner(64055, 108).take(ownership, node));
            assertThat(e.errno()).isEqualTo(errno);
            assertThat(e.remedy().orElseThrow()).contains(remedy);
        }
    }

    @Test
    void aNodeThatIsNotThereHasNoOwner() {
        assertThat(refusal(() -> NodeOwner.of(dev.resolve("vfio/99"))).errno())
                .isEqualTo(Errno.ENOENT);
    }
}

package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class PfLookupTest {
    @TempDir Path directory;
    private SysfsTree tree;

    @BeforeEach
    void machine() {
        tree = new SysfsTree(directory);
        Machines.igb(tree);
        Machines.switchdev(tree);
        Machines.nvme(tree, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "ens3, 0000:01:00.0",
        "01:00.0, 0000:01:00.0",
        "0:1:0.0, 0000:01:00.0",
        "pci0:1:0:0, 0000:01:00.0",
        "enp65s0f0np0, 0000:41:00.0",
        "mlx5_0, 0000:41:00.0",
        "0000:41:00.0, 0000:41:00.0",
        "nvme0, 10000:02:05.0",
        "10000:02:05.0, 10000:02:05.0",
        "00010000:2:5.0, 10000:02:05.0",
        "pci65536:2:5:0, 10000:02:05.0"
    })
    void aPfGoesByTheNamesThatPeopleUse(String name, String address) {
        assertThat(tree.inventory().find(name).address()).hasToString(address);
        assertThat(tree.inventory().locate(name).address()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../0000:01:00.0",
                "net/ens3",
                "/sys/bus/pci/devices/0000:01:00.0",
                "ens3/../ens3",
                "ens3\0",
                "\0",
                "ens4",
                "ENS3",
                "nvme0n1",
                "virtfn0",
                "enp65s0f0_0"
            })
    void whatIsNoPfsNameIsUnknown(String name) {
        assertThatThrownBy(() -> tree.inventory().find(name))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("there is no such PF")
                .hasMessageContaining(
                        "use one of enp65s0f0np0 (0000:41:00.0), ens3 (0000:01:00.0), nvme0"
                                + " (10000:02:05.0)");
    }

    @Test
    void aNameIsRepeatedWithoutWhatATerminalObeys() {
        assertThatThrownBy(() -> tree.inventory().find("a\u001b[31m\n" + "x".repeat(10_000)))
                .message()
                .startsWith("cannot open a?[31m?xxx")
                .hasSizeLessThan(400);
    }

    @Test
    void saysWhatAFunctionIsThatIsNoPf() {
        assertThatThrownBy(() -> tree.inventory().find("0000:01:10.2"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("it is a VF of 0000:01:00.0");
        assertThatThrownBy(() -> tree.inventory().find("0000:00:03.0"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("it has no SR-IOV");
        assertThatThrownBy(() -> tree.inventory().find("0000:09:00.0"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("there is no such PF");
    }

    @Test
    void aNameOfSeveralIsRefused() {
        Machines.idle(tree).netDevice("nvme0");
        assertThatThrownBy(() -> tree.inventory().find("nvme0"))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                .hasMessageContaining("0000:80:02.0, 10000:02:05.0");
    }

    @Test
    void whereThereIsNoPfThatIsSaid() {
        SysfsTree.delete(tree.sys());
        assertThatThrownBy(() -> tree.inventory().find("ens3"))
                .hasMessageContaining("no device of this machine offers SR-IOV");
    }

    /// `sriov_numvfs` waits for whoever creates VFs; a name must not.
    @Test
    void findingANameAsksForNothingThatTheKernelLocks() {
        var asked = new RecordingSysfs(tree);
        SysfsTree.inventory(asked).locate("ens3");
        assertThat(asked.files()).isNotEmpty().noneMatch(file -> file.endsWith("sriov_numvfs"));
        SysfsTree.inventory(asked).find("ens3");
        assertThat(asked.files()).anyMatch(file -> file.endsWith("sriov_numvfs"));
    }
}

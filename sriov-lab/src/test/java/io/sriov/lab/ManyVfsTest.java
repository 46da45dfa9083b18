package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.netlink.VfLink;
import io.sriov.linux.netlink.VfList;
import io.sriov.linux.netlink.VfSetting;
import io.sriov.linux.netlink.VfVlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A network card with more VFs than a netlink message can tell, of which the kernel then tells
/// wrong ones: `netdevsim`.
class ManyVfsTest {
    private static final Path BUS = Path.of("/sys/bus/netdevsim");
    private static final Path DEBUG = Path.of("/sys/kernel/debug");
    private static final int MOST = 2048;

    /// How many fit into 64 KiB without statistics.
    private static final int TOLD = 334;

    private final Rtnetlink netlink = Rtnetlink.system();
    private final Attribute numVfs = new Attribute(BUS.resolve("devices/netdevsim7/sriov_numvfs"));
    private int ifindex;

    @BeforeEach
    void make() {
        new Attribute(BUS.resolve("new_device")).write("7 1");
        if (!Files.exists(DEBUG.resolve("netdevsim"))) {
            Program.run("mount", "-t", "debugfs", "none", DEBUG.toString());
        }
        new Attribute(DEBUG.resolve("netdevsim/netdevsim7/max_vfs")).write(MOST);
        String name = Program.run("ls", BUS.resolve("devices/netdevsim7/net").toString()).strip();
        ifindex = (int) new Attribute(Path.of("/sys/class/net", name, "ifindex")).number();
    }

    @AfterEach
    void remove() {
        new Attribute(BUS.resolve("del_device")).write("7");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 221, 222, 256, TOLD, TOLD + 1, 512, 1024, MOST})
    void allAreToldOrThatTheyAreUnknown(int count) throws Exception {
        numVfs.write(count);
        VfList vfs = netlink.vfs(ifindex);
        if (count <= TOLD) {
            assertThat(((VfList.Complete) vfs).vfs())
                    .hasSize(count)
                    .extracting(VfLink::index)
                    .isSorted();
        } else {
            assertThat(vfs)
                    .isEqualTo(new VfList.Unknown(VfList.Reason.TOO_MANY, OptionalLong.of(count)));
        }
        assertThat(netlink.link(ifindex).index()).isEqualTo(ifindex);
    }

    @Test
    void aVfBeyondThoseThatAreToldCanBeSet() throws Exception {
        numVfs.write(MOST);
        netlink.set(ifindex, MOST - 1, new VfSetting.Vlan(new VfVlan(9, 0, VfVlan.DOT1Q)));
        assertThat(netlink.vfs(ifindex)).isInstanceOf(VfList.Unknown.class);
    }
}

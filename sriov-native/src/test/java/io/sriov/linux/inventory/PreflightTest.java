package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is found out before VFs are created: room in memory and on buses, and privileges.
@EnabledOnOs(OS.LINUX)
class PreflightTest {
    private static final String PF = "0000:80:02.0";
    private static final String BELOW_A_PORT = "0000:02:00.0";

    /// Four bits of a VF BAR's line: 64-bit memory, prefetchable, assigned.
    private static final String PLACED = "0x00000000fea00000 0x00000000fea1ffff 0x000000000014220c";

    private static final String NONE = "0x0000000000000000 0x0000000000000000 0x0000000000000000";

    @TempDir private Path directory;

    private SysfsTree tree;

    @BeforeEach
    void machine() throws IOException {
        tree = new SysfsTree(directory);
        Files.createDirectories(tree.sys().resolve("bus/pci"));
        Files.writeString(tree.sys().resolve("bus/pci/drivers_probe"), "");
    }

    private PhysicalFunction pf(String address) {
        return tree.host(new MemoryRecordStore()).physicalFunction(address);
    }

    private static IovConfig vfs(PhysicalFunction pf, int count) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(count).build();
    }

    /// What refuses, at the time of planning and at that of applying.
    private void assertNoRoom(String address, int vfs, String detail, String remedy) {
        PhysicalFunction pf = pf(address);
        IovConfig config = vfs(pf, vfs);
        assertThat(pf.check(config))
                .filteredOn(Diagnostic::isError)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains(detail);
                    assertThat(problem.hint().orElse("")).contains(remedy);
                });
        HostException refusal =
                catchThrowableOfType(HostException.class, () -> pf.preflight(config));
        assertThat(refusal).isNotNull().hasMessageContaining(detail).hasMessageContaining(remedy);
        assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM);
    }

    private void assertRoom(String address, int vfs) {
        PhysicalFunction pf = pf(address);
        IovConfig config = vfs(pf, vfs);
        assertThat(pf.check(config)).noneMatch(Diagnostic::isError);
        assertThatCode(() -> pf.preflight(config)).doesNotThrowAnyException();
    }

    private static String resource(String first, String fourth) {
        return String.join(
                "\n", NONE, NONE, NONE, NONE, NONE, NONE, NONE, first, NONE, NONE, fourth, NONE,
                NONE);
    }

    @Test
    void vfBarsNeedAnAddress() {
        SysfsTree.Function pf = Machines.idle(tree).driver("igb");
        pf.attribute("resource", resource(PLACED, PLACED));
        assertRoom(PF, 2);
        pf.attribute("resource", resource(PLACED, PLACED.replace("0014220c", "2014220c")));
        assertNoRoom(PF, 2, "VF BARs have no address", "Above 4G decoding");
        pf.attribute("resource", resource(PLACED, NONE));
        assertNoRoom(PF, 2, "VF BARs have no address", "pci=realloc");
    }

    /// With offset 384 and stride 2 VF 0 is on the PF's bus + 1, and VF 64 on the PF's bus + 2.
    @ParameterizedTest
    @CsvSource({"1, 02, ", "1, 03, 64", "65, 03, ", "65, 04, 128"})
    void vfsNeedBuses(int vfs, String lastBus, Integer room) {
        SysfsTree.Function port =
                tree.function("pci0000:00", "0000:00:03.0").is("0x1b36", "0x000c", "0x060400");
        port.attribute("subordinate_bus_number", Integer.toString(Integer.parseInt(lastBus)));
        tree.function("pci0000:00", "0000:00:03.0", BELOW_A_PORT)
                .is("0x8086", "0x10c9", "0x020000")
                .driver("igb")
                .sriov(200, 0, 384, 2, "10ca");
        if (room == null) {
            assertNoRoom(
                    BELOW_A_PORT,
                    vfs,
                    "the last of " + vfs + " VFs would be on bus 0" + (vfs == 1 ? 3 : 4),
                    "pci=assign-busses");
        } else {
            assertRoom(BELOW_A_PORT, vfs);
            assertRoom(BELOW_A_PORT, room);
        }
    }

    private void privileges(String effective) throws IOException {
        Path status = tree.proc().resolve("self/status");
        Files.createDirectories(Objects.requireNonNull(status.getParent()));
        Files.writeString(status, "Uid:\t0\t0\t0\t0\nCapEff:\t" + effective + "\n");
    }

    @Test
    void parametersOfNetworkCardsTakeAPrivilege() throws IOException {
        Machines.idle(tree).driver("igb");
        privileges("000001ffffffefff");
        PhysicalFunction pf = pf(PF);
        IovConfig config =
                IovConfig.builder(pf.schema(), pf.device())
                        .numVfs(2)
                        .vf(
                                1,
                                "mac-addr",
                                new ParameterValue.Mac(new MacAddress(0x02_00_00_00_00_01L)))
                        .build();
        HostException refusal =
                catchThrowableOfType(HostException.class, () -> pf.preflight(config));
        assertThat(refusal).isNotNull().hasMessageContaining("CAP_NET_ADMIN");
        assertThat(refusal.errno()).isEqualTo(Errno.EPERM);
        assertThatCode(() -> pf.preflight(vfs(pf, 2))).doesNotThrowAnyException();
        privileges("000001ffffffffff");
        assertThatCode(() -> pf.preflight(config)).doesNotThrowAnyException();
    }

    @Test
    void parametersOfNvmeVfsTakeAnother() throws IOException {
        Machines.nvme(tree, 0);
        privileges("000001ffffdfffff");
        PhysicalFunction pf = pf("10000:02:05.0");
        IovConfig config =
                IovConfig.builder(pf.schema(), pf.device())
                        .numVfs(1)
                        .vf(0, "online", ParameterValue.Bool.TRUE)
                        .build();
        HostException refusal =
                catchThrowableOfType(HostException.class, () -> pf.preflight(config));
        assertThat(refusal).isNotNull().hasMessageContaining("CAP_SYS_ADMIN");
        assertThatCode(() -> pf.preflight(vfs(pf, 1))).doesNotThrowAnyException();
    }
}

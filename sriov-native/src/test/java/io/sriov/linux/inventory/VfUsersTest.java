package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.ffm.JavaLibrary;
import io.sriov.ffm.Libc;
import io.sriov.host.VfUse;
import io.sriov.linux.inventory.SysfsTree.Function;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class VfUsersTest {
    @TempDir Path directory;
    private SysfsTree tree;

    @BeforeEach
    void machine() {
        tree = new SysfsTree(directory);
    }

    private VfUsage usage(String pf, int index) {
        return usage(pf, index, Map::of);
    }

    private VfUsage usage(String pf, int index, InterfaceAddresses addresses) {
        List<SysfsVf> vfs = tree.inventory().find(pf).vfs();
        Map<?, VfUsage> all = tree.users(addresses).of(vfs);
        assertThat(all).hasSameSizeAs(vfs);
        return Objects.requireNonNull(all.get(vfs.get(index).function().address()));
    }

    private Function vf(Function pf) {
        return pf.vf(0, 128, 2).is("0x8086", "0x10ca", "0x020000");
    }

    @Test
    void aProcessThatHoldsTheGroupHoldsTheVf() {
        Machines.igb(tree);
        tree.process(4711, "qemu-system-x86")
                .holds(0, "socket:[17]")
                .holds(17, "/dev/vfio/vfio")
                .holds(18, "/dev/vfio/24")
                .holds(19, "anon_inode:[vfio-device]");
        tree.process(4712, "bash").holds(0, "pipe:[7]").holds(1, "socket:[123]");
        assertThat(usage("ens3", 4).uses())
                .containsExactly(
                        new VfUse("process qemu-system-x86 (4711) holds /dev/vfio/24", true));
        assertThat(usage("ens3", 4).unknown()).isEmpty();
        assertThat(usage("ens3", 5).free()).isTrue();
        assertThat(usage("ens3", 0).free()).isTrue();
    }

    private static final String DEVICE = "anon_inode:[vfio-device]";

    /// From Linux 6.18 on.
    @Test
    void aDeviceWhoseGroupIsClosedIsHeldAllTheSame() {
        Machines.igb(tree);
        tree.process(4711, "dpdk")
                .holds(19, DEVICE)
                .says(
                        19,
                        "vfio-device-syspath:\t/sys/devices/pci0000:00/0000:00:03.0/0000:01:11.2");
        assertThat(usage("ens3", 5).uses())
                .containsExactly(new VfUse("process dpdk (4711) holds it through VFIO", true));
        assertThat(usage("ens3", 4).free()).isTrue();
        assertThat(usage("ens3", 6).free()).isTrue();
        assertThat(usage("ens3", 0).free()).isTrue();
    }

    private static final int ENOENT = 2;
    private static final int EBUSY = 16;
    private static final int EACCES = 13;

    /// Who uses VF 4 to 6, where the kernel answers that to opening their groups.
    private List<VfUsage> asked(Map<String, Integer> answers, List<String> opened) {
        try (Arena arena = Arena.ofConfined()) {
            var kernel =
                    new JavaLibrary.Functions() {
                        @Override
                        public int open(String path, int flags) {
                            String group = Path.of(path).getFileName().toString();
                            opened.add(group);
                            return answers.getOrDefault(group, 7);
                        }

                        @Override
                        public int close(int fd) {
                            return fd == 7 ? 0 : -9;
                        }
                    };
            var library = new JavaLibrary(kernel, arena);
            List<SysfsVf> vfs = tree.inventory().find("ens3").vfs();
            Map<PciAddress, VfUsage> all =
                    new VfUsers(
                                    tree.sysfs(),
                                    tree.proc(),
                                    new VfioGroupProbe(new Libc(library), tree.dev()),
                                    Map::of)
                            .of(vfs);
            library.check();
            return vfs.subList(4, 7).stream()
                    .map(vf -> Objects.requireNonNull(all.get(vf.function().address())))
                    .toList();
        }
    }

    @Test
    void whereNothingTellsWhichDeviceIsHeldTheKernelIsAsked() {
        Machines.igb(tree);
        tree.process(4711, "dpdk").holds(18, "/dev/vfio/24").holds(19, DEVICE).holds(20, DEVICE);
        var opened = new ArrayList<String>();
        List<VfUsage> usage = asked(Map.of("25", -EBUSY), opened);
        assertThat(usage.get(0).uses())
                .containsExactly(new VfUse("process dpdk (4711) holds /dev/vfio/24", true));
        assertThat(usage.get(1).uses())
                .containsExactly(
                        new VfUse(
                                "the kernel says that its VFIO group 25 is in use, perhaps by"
                                        + " process dpdk (4711)",
                                true));
        assertThat(usage.get(2).free()).isTrue();
        assertThat(opened).containsExactly("25", "26");
    }

    @Test
    void aGroupWithoutIommuIsAskedForByItsName() {
        Machines.igb(tree);
        tree.process(4711, "dpdk").holds(19, DEVICE);
        Map<String, Integer> answers =
                Map.of("24", -ENOENT, "25", -ENOENT, "noiommu-24", -EBUSY, "26", -EACCES);
        List<VfUsage> usage = asked(answers, new ArrayList<>());
        assertThat(usage.get(0).uses()).extracting(VfUse::exclusive).containsExactly(true);
        assertThat(usage.get(1).free()).isTrue();
    }

    @Test
    void whoMayNotAskTheKernelDoesNotKnow() {
        Machines.igb(tree);
        tree.process(4711, "dpdk").holds(19, DEVICE);
        tree.process(4712, "other").holds(19, DEVICE);
        VfUsage usage =
                asked(Map.of("26", -EACCES, "noiommu-26", -ENOENT), new ArrayList<>()).get(2);
        assertThat(usage.uses()).isEmpty();
        assertThat(usage.unknown().orElseThrow())
                .contains("dpdk (4711)", "other (4712)", "may be this one", "run as root");
    }

    /// The kernel is not asked, since asking keeps others off the group for a moment.
    @Test
    void devicesThatOpenGroupsAccountForAreNobodyElses() {
        Function pf = Machines.igb(tree);
        pf.vf(7, 128, 2).is("0x8086", "0x10ca", "0x020000").group(24).driver("vfio-pci");
        tree.process(4711, "qemu").holds(18, "/dev/vfio/24").holds(19, DEVICE).holds(20, DEVICE);
        tree.process(4712, "qemu").holds(18, "/dev/vfio/25").holds(19, DEVICE);
        var opened = new ArrayList<String>();
        List<VfUsage> usage = asked(Map.of("26", -EBUSY), opened);
        assertThat(usage.get(2).free()).isTrue();
        assertThat(opened).isEmpty();
    }

    @Test
    void aFunctionIsAskedForByItself() {
        Machines.igb(tree);
        tree.process(4711, "qemu").holds(18, "/dev/vfio/24");
        assertThat(tree.users(Map::of).of(PciAddress.parse("0000:01:11.0")).uses()).hasSize(1);
        assertThat(tree.users(Map::of).of(PciAddress.parse("0000:01:11.2")).free()).isTrue();
        assertThat(tree.users(Map::of).of(PciAddress.parse("0000:01:1f.7")).free()).isTrue();
    }

    @Test
    void aProcessMayHoldTheDeviceItself() {
        Machines.igb(tree);
        tree.process(4711, "qemu").holds(7, "/dev/vfio/devices/vfio2").holds(8, "/dev/iommu");
        assertThat(usage("ens3", 6).uses())
                .containsExactly(
                        new VfUse("process qemu (4711) holds /dev/vfio/devices/vfio2", true));
        assertThat(usage("ens3", 4).free()).isTrue();
    }

    @Test
    void aGroupWithoutIommuIsHeldAllTheSame() {
        Machines.igb(tree);
        tree.process(5, "dpdk").holds(7, "/dev/vfio/noiommu-25").holds(8, "/dev/vfio/noiommu-25");
        assertThat(usage("ens3", 5).uses())
                .containsExactly(new VfUse("process dpdk (5) holds /dev/vfio/noiommu-25", true));
    }

    @Test
    void aFileThatWasRemovedIsHeldAllTheSame() {
        Machines.igb(tree);
        tree.process(5, "qemu").holds(7, "/dev/vfio/25 (deleted)");
        assertThat(usage("ens3", 5).uses()).hasSize(1);
    }

    /// Numbers that begin alike are different groups; and a VF with the driver of the host is no
    /// VFIO device, whoever holds its group for another member.
    @Test
    void onlyTheVfioDevicesOfTheGroupAreHeld() {
        Function pf = Machines.idle(tree).sriov(8, 3, 128, 2, "10ca");
        vf(pf).group(2).driver("vfio-pci");
        pf.vf(1, 128, 2).is("0x8086", "0x10ca", "0x020000").group(2);
        pf.vf(2, 128, 2).is("0x8086", "0x10ca", "0x020000").group(24).driver("vfio-pci");
        tree.process(5, "qemu").holds(7, "/dev/vfio/2");
        assertThat(usage("80:02.0", 0).uses()).hasSize(1);
        assertThat(usage("80:02.0", 1).uses()).isEmpty();
        assertThat(usage("80:02.0", 2).uses()).isEmpty();
    }

    @Test
    void everyHolderIsNamed() {
        Machines.igb(tree);
        tree.process(5, "qemu").holds(7, "/dev/vfio/25");
        tree.process(6, "li\u001bb\nvirtd").holds(9, "/dev/vfio/25");
        assertThat(usage("ens3", 5).uses())
                .extracting(VfUse::holder)
                .containsExactlyInAnyOrder(
                        "process qemu (5) holds /dev/vfio/25",
                        "process li?b?virtd (6) holds /dev/vfio/25");
    }

    @Test
    void whatOtherUsersHoldIsUnknownAndNotFree() {
        Machines.igb(tree);
        tree.process(77, "qemu").hidesItsFiles();
        VfUsage held = usage("ens3", 4);
        assertThat(held.uses()).isEmpty();
        assertThat(held.unknown())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("run as root").contains("/dev/vfio/24"));
        assertThat(held.free()).isFalse();
        // No process can hold what is no device for processes.
        assertThat(usage("ens3", 0).unknown()).isEmpty();
    }

    @Test
    void whereProcessesAreHiddenUsersAreUnknown() {
        Machines.igb(tree);
        SysfsTree.delete(tree.proc().resolve("1"));
        assertThat(usage("ens3", 4).unknown()).isPresent();
        SysfsTree.delete(tree.proc());
        assertThat(usage("ens3", 4).unknown()).isPresent();
        assertThat(usage("ens3", 0).free()).isTrue();
    }

    @Test
    void aProcessThatIsGoneIsNotMissed() {
        Machines.igb(tree);
        Path process = tree.proc().resolve("99");
        SysfsTree.delete(tree.process(99, "gone").directory());
        assertThat(process).doesNotExist();
        assertThat(usage("ens3", 4).free()).isTrue();
    }

    @Test
    void anInterfaceThatIsUpIsUsed() {
        vf(Machines.idle(tree)).driver("igbvf").netDevice("v0").attribute("flags", "0x1003");
        assertThat(usage("80:02.0", 0).uses())
                .containsExactly(new VfUse("interface v0 is up", false));
    }

    @Test
    void anInterfaceWithAnAddressIsUsed() {
        vf(Machines.idle(tree)).driver("igbvf").netDevice("v0").attribute("flags", "0x1003");
        InterfaceAddresses addresses =
                () -> Map.of("v0", List.of("192.0.2.7", "2001:db8::7"), "eth0", List.of("::1"));
        assertThat(usage("80:02.0", 0, addresses).uses())
                .extracting(VfUse::holder)
                .containsExactly(
                        "interface v0 has the address 192.0.2.7",
                        "interface v0 has the address 2001:db8::7",
                        "interface v0 is up");
    }

    @Test
    void anInterfaceOfABridgeOrBondIsUsed() {
        Path bridge = tree.device("virtual/net/br0");
        tree.device("virtual/net/br0/bridge");
        Path bond = tree.device("virtual/net/bond0");
        tree.device("virtual/net/bond0/bonding");
        Function pf = Machines.idle(tree);
        vf(pf).driver("igbvf").netDevice("v0").linked("master", bridge).linked("upper_br0", bridge);
        pf.vf(1, 128, 2)
                .is("0x8086", "0x10ca", "0x020000")
                .driver("igbvf")
                .netDevice("v1")
                .linked("master", bond);
        pf.vf(2, 128, 2)
                .is("0x8086", "0x10ca", "0x020000")
                .driver("igbvf")
                .netDevice("v2")
                .linked("master", tree.device("virtual/net/team0"));
        assertThat(usage("80:02.0", 0).uses())
                .containsExactly(new VfUse("interface v0 belongs to bridge br0", false));
        assertThat(usage("80:02.0", 1).uses())
                .containsExactly(new VfUse("interface v1 belongs to bond bond0", false));
        assertThat(usage("80:02.0", 2).uses())
                .containsExactly(new VfUse("interface v2 belongs to team0", false));
    }

    @Test
    void anInterfaceThatOthersAreMadeOfIsUsed() {
        vf(Machines.idle(tree))
                .driver("igbvf")
                .netDevice("v0")
                .linked("upper_v0.10", tree.device("virtual/net/v0.10"))
                .linked("upper_v0.9", tree.device("virtual/net/v0.9"));
        assertThat(usage("80:02.0", 0).uses())
                .extracting(VfUse::holder)
                .containsExactly("interface v0.9 is made of v0", "interface v0.10 is made of v0");
    }

    @Test
    void anInterfaceInAnotherNetworkNamespaceIsUsed() {
        Function vf = vf(Machines.idle(tree)).driver("igbvf");
        SysfsTree.delete(vf.netDevice("v0").directory());
        assertThat(usage("80:02.0", 0).uses())
                .containsExactly(
                        new VfUse("its network interface is in another network namespace", false));
    }

    @Test
    void aNetworkDriverWithoutAVisibleInterfaceIsSuspected() {
        Function pf = Machines.idle(tree);
        vf(pf).driver("igbvf");
        pf.vf(1, 128, 2).is("0x8086", "0x10ca", "0x020000").driver("pci-stub");
        pf.vf(2, 128, 2).is("0x8086", "0x10ca", "0x020000");
        pf.vf(3, 128, 2).is("0x144d", "0xa824", "0x010802").driver("nvme");
        assertThat(usage("80:02.0", 0).uses())
                .singleElement()
                .satisfies(use ->
                        assertThat(use.holder())
                                .contains("igbvf")
                                .contains("may be in another network namespace"));
        for (int i = 1; i < 4; i++) {
            assertThat(usage("80:02.0", i).free()).as("VF %d", i).isTrue();
        }
    }

    @Test
    void rdmaIsUsedByWhoeverHasItOpen() {
        Machines.switchdev(tree);
        tree.process(31, "ib_write_bw").holds(3, "/dev/infiniband/uverbs2");
        assertThat(usage("mlx5_0", 0).free()).isTrue();
        assertThat(usage("mlx5_0", 1).uses())
                .containsExactly(
                        new VfUse("process ib_write_bw (31) holds /dev/infiniband/uverbs2", false));
    }

    @Test
    void aVdpaDeviceUsesTheVfItIsMadeOf() {
        Function vf = vf(Machines.idle(tree)).driver("mlx5_core");
        tree.vdpa(vf, "vdpa0", "vhost-vdpa-3");
        tree.process(8, "qemu").holds(20, "/dev/vhost-vdpa-3");
        assertThat(usage("80:02.0", 0).uses())
                .containsExactly(
                        new VfUse("process qemu (8) holds /dev/vhost-vdpa-3", false),
                        new VfUse("vDPA device vdpa0 is made of it", false));
    }

    @Test
    void addressesAreAskedForOnceAndOnlyForInterfaces() {
        Machines.igb(tree);
        var asked = new ArrayList<String>();
        InterfaceAddresses addresses =
                () -> {
                    asked.add("once");
                    return Map.of();
                };
        List<SysfsVf> vfs = tree.inventory().find("ens3").vfs();
        tree.users(addresses).of(vfs.subList(4, 7));
        assertThat(asked).isEmpty();
        tree.users(addresses).of(vfs);
        assertThat(asked).hasSize(1);
    }

    @Test
    void theAddressesOfThisMachineLeaveOutLinkLocalOnes() {
        assertThat(InterfaceAddresses.system().read().getOrDefault("lo", List.of("127.0.0.1")))
                .contains("127.0.0.1")
                .noneMatch(address -> address.startsWith("fe80"));
    }

    /// The first to hold a file of this machine that a test can open for certain is this process.
    @Test
    void looksIntoTheProcessesOfThisMachine() throws IOException {
        Path file = directory.resolve("held");
        try (var _ = Files.newOutputStream(file)) {
            FileHolders holders =
                    FileHolders.of(Path.of("/proc"), Set.of(file.toRealPath().toString()));
            assertThat(holders.of(file.toRealPath().toString()))
                    .extracting(FileHolders.Holder::pid)
                    .containsExactly(ProcessHandle.current().pid());
        }
    }
}

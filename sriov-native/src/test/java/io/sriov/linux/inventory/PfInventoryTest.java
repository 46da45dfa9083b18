package io.sriov.linux.inventory;

import static io.sriov.pci.AcsCapability.Control.DIRECT_TRANSLATED_P2P;
import static io.sriov.pci.AcsCapability.Control.P2P_COMPLETION_REDIRECT;
import static io.sriov.pci.AcsCapability.Control.P2P_REQUEST_REDIRECT;
import static io.sriov.pci.AcsCapability.Control.SOURCE_VALIDATION;
import static io.sriov.pci.AcsCapability.Control.TRANSLATION_BLOCKING;
import static io.sriov.pci.AcsCapability.Control.UPSTREAM_FORWARDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.linux.inventory.SysfsTree.Function;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PfInventoryTest {
    @TempDir Path directory;
    private SysfsTree tree;

    @BeforeEach
    void emptyMachine() {
        tree = new SysfsTree(directory);
    }

    private SysfsPf only() {
        assertThat(tree.inventory().read()).hasSize(1);
        return tree.inventory().read().getFirst();
    }

    @Test
    void aMachineWithoutSysfsOrWithoutPfsHasNone() {
        assertThat(tree.inventory().read()).isEmpty();
        tree.function("pci0000:00", "0000:00:1f.0").is("0x8086", "0x2918", "0x060100");
        assertThat(tree.inventory().read()).isEmpty();
        SysfsTree.delete(tree.sys());
        assertThat(tree.inventory().read()).isEmpty();
        assertThat(tree.inventory().names()).isEmpty();
    }

    @Test
    void readsWhatIsToBeKnownOfAPf() {
        Machines.igb(tree);
        SysfsPf pf = only();
        assertThat(pf.address()).isEqualTo(new PciAddress(0, 1, 0, 0));
        assertThat(pf.function().vendorId()).isEqualTo(0x8086);
        assertThat(pf.function().deviceId()).isEqualTo(0x10c9);
        assertThat(pf.function().classCode()).isEqualTo(0x020000);
        assertThat(pf.function().driver()).contains("igb");
        assertThat(pf.function().numaNode()).hasValue(1);
        assertThat(pf.function().iommuGroup())
                .contains(new IommuGroup("12", List.of("0000:01:00.0")));
        assertThat(pf.ari()).contains(true);
        assertThat(pf.sriov().numVfs()).hasValue(7);
        assertThat(pf.sriov().firstVfOffset()).hasValue(128);
        assertThat(pf.sriov().vfStride()).hasValue(2);
        assertThat(pf.sriov().vfDeviceId()).hasValue(0x10ca);
        assertThat(pf.sriov().autoprobe()).contains(true);
        assertThat(pf.device()).isEqualTo("ens3");
        assertThat(pf.names()).containsExactly("ens3", "0000:01:00.0");
    }

    @Test
    void readsWhatIsToBeKnownOfAVf() {
        Machines.igb(tree);
        SysfsVf first = only().vfs().getFirst();
        assertThat(first.index()).isZero();
        assertThat(first.function().address()).isEqualTo(new PciAddress(0, 1, 0x10, 0));
        assertThat(first.function().deviceId()).isEqualTo(0x10ca);
        assertThat(first.function().driver()).contains("igbvf");
        assertThat(first.function().numaNode()).isEmpty();
        assertThat(first.driverOverride()).isEmpty();
        assertThat(first.interfaces().uplink()).contains("ens3v0");
        assertThat(first.resettable()).isTrue();
        assertThat(first.passthrough()).isFalse();
        assertThat(first.vfioFiles()).isEmpty();
        SysfsVf last = only().vfs().getLast();
        assertThat(last.index()).isEqualTo(6);
        assertThat(last.function().address()).isEqualTo(new PciAddress(0, 1, 0x11, 4));
        assertThat(last.driverOverride()).contains("vfio-pci");
        assertThat(last.vfioDevice()).contains("vfio2");
        assertThat(last.passthrough()).isTrue();
        assertThat(last.interfaces().all()).isEmpty();
        assertThat(last.vfioFiles())
                .containsExactly("/dev/vfio/26", "/dev/vfio/noiommu-26", "/dev/vfio/devices/vfio2");
    }

    @Test
    void aDriverThatIsForOneKindOfDeviceAlsoPassesItThrough() {
        Function pf = Machines.idle(tree);
        pf.vf(0, 128, 2).is("0x15b3", "0x101e", "0x020000").driver("mlx5_vfio_pci").group(3);
        assertThat(only().vfs().getFirst().passthrough()).isTrue();
    }

    @Test
    void tellsALimitOfTheDriverFromOneOfTheHardware() {
        Machines.igb(tree);
        VfLimit limit = only().limit();
        assertThat(limit.kernel()).hasValue(7);
        assertThat(limit.hardware()).hasValue(8);
        assertThat(limit.source()).isEqualTo(VfLimit.Source.DRIVER);
        PciAddress idle = PciAddress.parse(Machines.idle(tree).address());
        assertThat(tree.inventory().read(idle).orElseThrow().limit().source())
                .isEqualTo(VfLimit.Source.HARDWARE);
    }

    @Test
    void aLimitWhoseRegistersCannotBeReadIsOfUnknownSource() {
        Machines.igb(tree);
        var users =
                new PfInventory(
                        tree.sysfs(),
                        (file, _) -> {
                            throw new HostException(
                                    HostException.Operation.READ_CONFIG_SPACE,
                                    file.toString(),
                                    Errno.EPERM,
                                    "beginning only",
                                    null);
                        });
        SysfsPf pf = users.read().getFirst();
        assertThat(pf.limit().kernel()).hasValue(7);
        assertThat(pf.limit().hardware()).isEmpty();
        assertThat(pf.limit().source()).isEqualTo(VfLimit.Source.UNKNOWN);
        assertThat(pf.ports()).extracting(UpstreamPort::address).hasSize(1);
        assertThat(pf.ports().getFirst().registers()).isEmpty();
    }

    @Test
    void aLimitAboveTheHardwaresIsOfUnknownSource() {
        Machines.idle(tree).attribute("sriov_totalvfs", "9");
        assertThat(only().limit().source()).isEqualTo(VfLimit.Source.UNKNOWN);
    }

    @Test
    void readsThePortsAbove() {
        Machines.igb(tree);
        assertThat(only().ports())
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.address()).isEqualTo(new PciAddress(0, 0, 3, 0));
                    UpstreamPort.Registers registers = port.registers().orElseThrow();
                    assertThat(registers.ariSupported()).isTrue();
                    assertThat(registers.ariEnabled()).isTrue();
                    assertThat(registers.acsSupported())
                            .containsExactlyInAnyOrder(
                                    SOURCE_VALIDATION,
                                    TRANSLATION_BLOCKING,
                                    P2P_REQUEST_REDIRECT,
                                    P2P_COMPLETION_REDIRECT,
                                    UPSTREAM_FORWARDING,
                                    DIRECT_TRANSLATED_P2P);
                    assertThat(registers.acsEnabled())
                            .containsExactlyInAnyOrder(
                                    SOURCE_VALIDATION,
                                    P2P_REQUEST_REDIRECT,
                                    P2P_COMPLETION_REDIRECT,
                                    UPSTREAM_FORWARDING);
                });
    }

    @Test
    void aFunctionOfTheRootComplexHasNoPortAbove() {
        Machines.idle(tree);
        assertThat(only().ports()).isEmpty();
    }

    @Test
    void theFunctionThatADomainHangsBelowIsNoPortOfIt() {
        Machines.nvme(tree, 0);
        assertThat(only().ports())
                .extracting(UpstreamPort::address)
                .containsExactly(new PciAddress(0x10000, 0, 2, 0));
    }

    @Test
    void vfsAreInTheOrderOfTheirNumbers() {
        Machines.nvme(tree, 127);
        SysfsPf pf = only();
        assertThat(pf.address()).isEqualTo(new PciAddress(0x10000, 2, 5, 0));
        assertThat(pf.device()).isEqualTo("nvme0");
        assertThat(pf.vfs())
                .extracting(SysfsVf::index)
                .containsExactlyElementsOf(IntStream.range(0, 127).boxed().toList());
        assertThat(pf.vfs())
                .allSatisfy(vf ->
                        assertThat(vf.function().address().routingId().value())
                                .isEqualTo(0x0228 + 1 + vf.index()));
    }

    @Test
    void theUplinkIsToldByItsPortNameAndNotByItsPlace() {
        Machines.switchdev(tree);
        SysfsPf pf = only();
        assertThat(pf.interfaces().uplinks()).containsExactly("enp65s0f0np0");
        assertThat(pf.interfaces().others()).containsExactly("enp65s0f0_0", "enp65s0f0_1");
        assertThat(pf.names()).containsExactly("enp65s0f0np0", "mlx5_0", "0000:41:00.0");
        assertThat(pf.sriov().autoprobe()).contains(false);
        assertThat(pf.ari()).isEmpty();
        assertThat(pf.vfs().get(1).rdmaDevices()).containsExactly("mlx5_2");
    }

    @Test
    void withoutANamedPortTheUplinkIsTheInterfaceWithoutPortName() {
        Function pf = Machines.idle(tree);
        pf.netDevice("a0").attribute("phys_port_name", "pf0vf0");
        pf.netDevice("b0");
        assertThat(only().interfaces().uplinks()).containsExactly("b0");
        assertThat(only().interfaces().others()).containsExactly("a0");
    }

    @Test
    void aRepresentorAloneIsNoUplink() {
        Machines.idle(tree).netDevice("a0").attribute("phys_port_name", "pf0vf0");
        assertThat(only().interfaces().uplink()).isEmpty();
        assertThat(only().device()).isEqualTo("0000:80:02.0");
    }

    @Test
    void theInterfacesOfAFunctionWithSeveralPortsAreInTheirOrder() {
        Function pf = Machines.idle(tree);
        pf.netDevice("a").attribute("dev_port", "10");
        pf.netDevice("b").attribute("dev_port", "2");
        assertThat(only().interfaces().uplinks()).containsExactly("b", "a");
    }

    @Test
    void aPfWithoutDriverIsThereAllTheSame() {
        Machines.idle(tree);
        SysfsPf pf = only();
        assertThat(pf.function().driver()).isEmpty();
        assertThat(pf.function().numaNode()).isEmpty();
        assertThat(pf.function().iommuGroup()).isEmpty();
        assertThat(pf.vfs()).isEmpty();
        assertThat(pf.device()).isEqualTo("0000:80:02.0");
        assertThat(pf.interfaces().elsewhere()).isFalse();
    }

    @Test
    void namesTheOthersOfAnIommuGroup() {
        Function pf = Machines.idle(tree).group(5);
        pf.vf(0, 128, 2).is("0x8086", "0x10ca", "0x020000").group(5);
        pf.vf(1, 128, 2).is("0x8086", "0x10ca", "0x020000").group(5);
        SysfsVf vf = only().vfs().getFirst();
        assertThat(vf.function().iommuGroup().orElseThrow().othersThan(vf.function().address()))
                .containsExactly("0000:80:02.0", "0000:80:12.2");
    }

    @Test
    void pfsAreInTheOrderOfTheirNames() {
        for (int i : new int[] {10, 9, 2}) {
            tree.function("pci0000:80", "0000:80:%02x.0".formatted(i))
                    .is("0x8086", "0x10c9", "0x020000")
                    .sriov(8, 0, 128, 2, "10ca")
                    .netDevice("ens" + (20 - i));
        }
        assertThat(tree.inventory().read())
                .extracting(SysfsPf::device)
                .containsExactly("ens10", "ens11", "ens18");
        assertThat(tree.inventory().names())
                .extracting(PfName::device)
                .containsExactly("ens10", "ens11", "ens18");
    }
}

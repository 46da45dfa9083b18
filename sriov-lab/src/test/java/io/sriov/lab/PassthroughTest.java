package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.linux.DriverBinding;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.PassthroughFunction;
import io.sriov.linux.vfio.IommuGroup;
import io.sriov.linux.vfio.NodeOwner;
import io.sriov.linux.vfio.RegionInfo;
import io.sriov.linux.vfio.VfioDevice;
import io.sriov.pci.ConfigHeader;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Functions go to guests and come back, by the public API alone; what came of it is read in sysfs
/// and by a process that is no user of consequence.
class PassthroughTest {
    private static final NodeOwner NOBODY = new NodeOwner(65534, 65534);

    private final PciFunction igb = LabMachine.igb();
    private final LinuxHost host = LinuxHost.builder().records(new MemoryRecordStore()).build();

    @AfterEach
    void close() {
        host.close();
    }

    private PassthroughFunction vf(PciFunction pf, int index) {
        return host.passthrough(pf.toString(), index);
    }

    private static HostException refused(Errno errno, ThrowingCallable call) {
        HostException refusal = catchThrowableOfType(HostException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.errno()).as(refusal.getMessage()).isEqualTo(errno);
        return refusal;
    }

    /// To a user without privilege and back.
    private void goesThereAndBack(PciFunction pf, String driver, String ids) {
        PciFunction function = pf.vfs().getFirst();
        PassthroughFunction vf = vf(pf, 0);
        assertThat(vf.address()).isEqualTo(function.address());
        assertThat(function.link("driver")).contains(driver);
        assertThat(refused(Errno.EBUSY, vf::reset)).hasMessageContaining(driver + " has it");

        DriverBinding before = vf.bind();
        assertThat(before.driver()).contains(driver);
        assertThat(function.link("driver")).contains("vfio-pci");
        assertThat(vf.group().viable()).isTrue();
        assertThat(vf.group().number()).isEqualTo(function.link("iommu_group"));
        Path node = vf.groupNode();
        assertThat(node)
                .isEqualTo(Path.of("/dev/vfio", function.link("iommu_group").orElseThrow()));
        assertThat(vf.deviceNode()).as("Debian's kernel has none").isEmpty();
        vf.reset();

        assertThat(Unprivileged.run(UnprivilegedGuest.class, function))
                .contains("uid 65534", "EACCES", "make the caller its owner");
        NodeOwner owner = vf.give(NOBODY);
        assertThat(owner).isEqualTo(new NodeOwner(0, 0));
        assertThat(vf.owner()).isEqualTo(NOBODY);
        assertThat(Program.run("stat", "-c", "%u %g", node.toString()).strip())
                .isEqualTo("65534 65534");
        assertThat(Unprivileged.run(UnprivilegedGuest.class, function))
                .contains("uid 65534", "pci true, regions true", "ids " + ids);
        assertThat(owner.take(node)).isEqualTo(NOBODY);

        vf.release();
        assertThat(function.link("driver")).contains(driver);
        assertThat(function.attribute("driver_override").read()).isEqualTo("(null)");
        assertThat(node).doesNotExist();
        assertThat(vf.driver()).isEqualTo(before);
    }

    @Test
    void aNetworkVfGoesToAGuestAndComesBack() {
        igb.attribute("sriov_numvfs").write(2);
        goesThereAndBack(igb, "igbvf", "8086:10ca");
    }

    @Test
    void anNvmeVfGoesToAGuestAndComesBack() {
        PciFunction nvme = LabMachine.nvme();
        PhysicalFunction pf = host.physicalFunction(nvme.toString());
        pf.configure(
                IovConfig.builder(pf.schema(), pf.device())
                        .numVfs(1)
                        .vf(0, "vq-resources", new ParameterValue.Uint(2))
                        .vf(0, "vi-resources", new ParameterValue.Uint(1))
                        .vf(0, "online", ParameterValue.Bool.TRUE)
                        .build());
        goesThereAndBack(nvme, "nvme", "1b36:0010");
        pf.delete();
    }

    @Test
    void whatWasThereIsPutBack() {
        igb.attribute("sriov_numvfs").write(1);
        PassthroughFunction vf = vf(igb, 0);
        DriverBinding before = vf.bind();
        vf.restore(before);
        assertThat(igb.vfs().getFirst().link("driver")).contains("igbvf");
        assertThat(igb.vfs().getFirst().attribute("driver_override").read()).isEqualTo("(null)");
    }

    /// Whoever empties `reset_method` leaves the kernel no way of resetting a function.
    @Test
    void aVfThatCannotBeResetIsGivenToNobody() {
        igb.attribute("sriov_numvfs").write(1);
        PciFunction function = igb.vfs().getFirst();
        PassthroughFunction vf = vf(igb, 0);
        String methods = function.attribute("reset_method").read();
        vf.bind();
        function.attribute("reset_method").write("\n");
        HostException e = catchThrowableOfType(HostException.class, vf::release);
        assertThat(e).isNotNull();
        assertThat(e.operation()).isEqualTo(Operation.RESET_VF);
        assertThat(e).hasMessageContaining("kept from every driver");
        assertThat(function.link("driver")).isEmpty();
        assertThat(function.attribute("driver_override").read()).isEqualTo("none");
        new Attribute(Path.of("/sys/bus/pci/drivers_probe")).tryWrite(function.toString());
        assertThat(function.link("driver")).isEmpty();
        refused(Errno.EBUSY, vf::bind);
        refused(Errno.EBUSY, () -> host.physicalFunction(igb.toString()).attachVf(0));

        function.attribute("reset_method").write(methods);
        vf.release();
        assertThat(function.link("driver")).contains("igbvf");
        assertThat(function.attribute("driver_override").read()).isEqualTo("(null)");
    }

    /// Its PF, bound to the driver of the host, is in the same group.
    @Test
    void aVfThatTheIommuCannotKeepApartIsExplained() {
        PciFunction pf = LabMachine.igbWithoutAcs();
        pf.createVfs(2);
        PassthroughFunction vf = vf(pf, 1);
        IommuGroup group = vf.group();
        assertThat(group.viable()).isFalse();
        assertThat(group.members()).hasSize(pf.iommuGroup().size());
        assertThat(group.blocking()).extracting(Object::toString).containsExactly(pf + " (igb)");
        vf.bind();
        assertThat(refused(Errno.EPERM, () -> vf.give(NOBODY)))
                .hasMessageContaining("not viable")
                .hasMessageContaining(pf + " (igb)")
                .hasMessageContaining("ACS");
        assertThat(vf.owner()).isEqualTo(new NodeOwner(0, 0));
        assertThat(refused(Errno.EPERM, vf::open)).hasMessageContaining(pf + " (igb)");
    }

    @Test
    void aDriverThatIsNotLoadedIsExplained() {
        igb.attribute("sriov_numvfs").write(1);
        Program.run("rmmod", "vfio_pci");
        try {
            PassthroughFunction vf = vf(igb, 0);
            assertThat(refused(Errno.ENOENT, vf::bind))
                    .hasMessageContaining("modprobe vfio-pci")
                    .hasMessageContaining("nothing was changed");
            assertThat(refused(Errno.ENOENT, vf::groupNode))
                    .hasMessageContaining("igbvf is bound to it");
            assertThat(igb.vfs().getFirst().link("driver")).contains("igbvf");
        } finally {
            Program.run("insmod", "/modules/vfio_pci.ko");
        }
    }

    @Test
    void theVfsOfAPfThatAGuestHasNeedItsToken() {
        Attribute enable = new Attribute(Path.of("/sys/module/vfio_pci/parameters/enable_sriov"));
        UUID token = UUID.randomUUID();
        PassthroughFunction pf = host.passthrough(igb.address());
        enable.write("1");
        try {
            pf.bind();
            try (VfioDevice held = pf.open()) {
                held.setVfToken(token);
                igb.attribute("sriov_numvfs").write(1);
                PassthroughFunction vf = vf(igb, 0);
                assertThat(vf.driver().override()).contains("vfio-pci");
                vf.bind();
                assertThat(refused(Errno.EACCES, vf::open))
                        .hasMessageContaining("the VF token is missing");
                assertThat(refused(Errno.EACCES, () -> vf.open(UUID.randomUUID())))
                        .hasMessageContaining("not the one");
                try (VfioDevice opened = vf.open(token)) {
                    assertThat(ConfigHeader.read(opened.configSpace()).deviceId())
                            .isEqualTo(0x10ca);
                    assertThat(opened.region(RegionInfo.CONFIG).readable()).isTrue();
                }
                igb.attribute("sriov_numvfs").write(0);
                assertThat(refused(Errno.EBUSY, pf::release))
                        .hasMessageContaining("java (" + ProcessHandle.current().pid() + ")");
            }
        } finally {
            enable.write("0");
            pf.release();
        }
        assertThat(igb.link("driver")).contains("igb");
    }

    /// `/proc` shows a device without a name then, and this kernel says nothing more of it.
    @Test
    void aVfWhoseGroupIsClosedIsHeldAllTheSame() throws Exception {
        PhysicalFunction pf = host.physicalFunction(igb.toString());
        pf.configure(
                IovConfig.builder(pf.schema(), pf.device())
                        .numVfs(3)
                        .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                        .vf(1, "passthrough", ParameterValue.Bool.TRUE)
                        .build());
        PciFunction held = igb.vfs().getFirst();
        String process = "java (" + ProcessHandle.current().pid() + ")";
        try (RawVfio device =
                RawVfio.open(held.address(), held.link("iommu_group").orElseThrow())) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + device.fd())).toString())
                    .isEqualTo("anon_inode:[vfio-device]");
            List<VfStatus> vfs = pf.status().vfs();
            assertThat(vfs.get(0).uses())
                    .singleElement()
                    .satisfies(use -> {
                        assertThat(use.exclusive()).isTrue();
                        assertThat(use.holder()).contains(process);
                    });
            assertThat(vfs.get(1).uses()).as("another VF for guests").isEmpty();
            assertThat(vfs.get(2).uses()).noneMatch(VfUse::exclusive);
            assertThat(refused(Errno.EBUSY, pf::delete))
                    .hasMessageContaining("VF-0")
                    .hasMessageContaining(process);
            assertThat(refused(Errno.EBUSY, vf(igb, 0)::release)).hasMessageContaining(process);
            vf(igb, 1).release();
        }
        assertThat(pf.status().vfs().getFirst().uses()).isEmpty();
        vf(igb, 0).release();
        assertThat(held.link("driver")).contains("igbvf");
    }

    private String libvirtInterface(int vf) {
        return host.physicalFunction(igb.toString()).status().vfs().get(vf).handOvers().stream()
                .filter(one -> one.taker() == HandOver.Taker.LIBVIRT)
                .map(HandOver::text)
                .filter(text -> text.startsWith("<interface"))
                .findFirst()
                .orElse("none");
    }

    /// As set with `ip`; libvirt would take a priority away, which its XML does not have.
    @Test
    void libvirtIsToldWhatANetworkVfHas() {
        igb.attribute("sriov_numvfs").write(2);
        String name = host.physicalFunction(igb.toString()).status().otherNames().getFirst();
        vf(igb, 0).bind();
        vf(igb, 1).bind();
        Program.run("ip", "link", "set", name, "vf", "0", "mac", "02:56:48:7e:d9:f7");
        Program.run("ip", "link", "set", name, "vf", "0", "vlan", "42");
        Program.run("ip", "link", "set", name, "vf", "1", "mac", "02:56:48:7e:d9:f8");
        assertThat(libvirtInterface(0))
                .contains("<mac address='02:56:48:7e:d9:f7'/>", "<tag id='42'/>");
        assertThat(libvirtInterface(1))
                .contains("<mac address='02:56:48:7e:d9:f8'/>")
                .doesNotContain("vlan");
        Program.run("ip", "link", "set", name, "vf", "1", "vlan", "42", "qos", "3");
        assertThat(libvirtInterface(1)).isEqualTo("none");
        assertThat(host.physicalFunction(igb.toString()).status().vf(1).map(VfStatus::handOvers))
                .hasValueSatisfying(texts -> assertThat(texts).hasSize(2));
    }
}

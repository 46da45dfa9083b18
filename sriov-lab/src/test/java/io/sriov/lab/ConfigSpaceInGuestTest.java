package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.linux.SysfsConfigSpace;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigSpaceInGuestTest {
    static List<PciFunction> functions() {
        return PciFunction.all();
    }

    static List<PciFunction> pfs() {
        return List.of(LabMachine.igb(), LabMachine.nvme(), LabMachine.igbWithoutAcs());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void readsWhatTheFileHolds(PciFunction function) throws IOException {
        byte[] file = Files.readAllBytes(function.attribute("config").file());
        assertThat(file.length).isIn(ConfigSpace.CONVENTIONAL_SIZE, ConfigSpace.SIZE);
        ByteBuffer expected = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try (SysfsConfigSpace config = function.configSpace()) {
            for (int at = 0; at < file.length; at += 4) {
                assertThat(config.read32(at))
                        .as("register %03x", at)
                        .isEqualTo(Integer.toUnsignedLong(expected.getInt(at)));
            }
            assertThat(config.read16(ConfigHeader.DEVICE_ID))
                    .isEqualTo(expected.getShort(ConfigHeader.DEVICE_ID) & 0xffff)
                    .isEqualTo((int) function.attribute("device").number());
        }
    }

    @ParameterizedTest
    @MethodSource("pfs")
    void sriovCapabilityAgreesWithTheKernel(PciFunction pf) {
        int count = 3;
        pf.createVfs(count);
        SriovCapability sriov = sriov(pf);
        assertThat(sriov.vfEnable()).isTrue();
        assertThat(sriov.numVfs()).isEqualTo(count);
        assertThat(sriov.firstVfOffset()).isEqualTo((int) pf.attribute("sriov_offset").number());
        assertThat(sriov.vfStride()).isEqualTo((int) pf.attribute("sriov_stride").number());
        assertThat(sriov.vfDeviceId())
                .isEqualTo(Integer.parseInt(pf.attribute("sriov_vf_device").read(), 16));

        VfRouting routing = sriov.routing(pf.address().routingId());
        List<PciAddress> computed =
                IntStream.range(0, count).mapToObj(vf -> routing.address(0, vf)).toList();
        assertThat(pf.vfs()).extracting(PciFunction::address).isEqualTo(computed);

        pf.destroyVfs();
        assertThat(sriov(pf).vfEnable()).isFalse();
        assertThat(sriov(pf).numVfs()).isZero();
    }

    /// `sriov_totalvfs` is what the driver allows, TotalVFs what the device can.
    @Test
    void driverMayAllowFewerVfsThanTheDeviceHas() {
        PciFunction igb = LabMachine.igb();
        assertThat(sriov(igb).totalVfs()).isEqualTo(LabMachine.IGB_TOTAL_VFS);
        assertThat(igb.attribute("sriov_totalvfs").number()).isEqualTo(LabMachine.IGB_VFS);
        assertThat(sriov(LabMachine.nvme()).totalVfs()).isEqualTo(LabMachine.NVME_VFS);
    }

    /// The IDs of a VF's configuration space read all ones (PCIe 6.0 §9.3.4.1.1); the kernel tells
    /// those that it has.
    @Test
    void vfTellsNoIds() {
        PciFunction igb = LabMachine.igb();
        igb.createVfs(1);
        PciFunction vf = igb.vfs().getFirst();
        try (SysfsConfigSpace config = vf.configSpace()) {
            assertThat(config.read32(ConfigHeader.VENDOR_ID)).isEqualTo(ConfigSpace.allOnes(4));
        }
        assertThat(vf.attribute("vendor").number()).isEqualTo(0x8086);
        assertThat(vf.attribute("device").number()).isEqualTo(0x10ca);
    }

    @Test
    void withoutPrivilegeOnlyTheHeaderIsGiven() {
        Path config = LabMachine.igb().attribute("config").file();
        String output = Unprivileged.run(UnprivilegedReader.class, config);
        assertThat(output)
                .contains("uid 65534")
                .contains("register 3c is readable")
                .contains("register 40: EPERM")
                .contains("writing: EACCES");
    }

    private static SriovCapability sriov(PciFunction pf) {
        try (SysfsConfigSpace config = pf.configSpace()) {
            return SriovCapability.find(config).orElseThrow();
        }
    }
}

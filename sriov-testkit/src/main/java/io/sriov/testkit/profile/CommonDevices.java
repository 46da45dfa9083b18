package io.sriov.testkit.profile;

import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;
import java.util.OptionalInt;

/// The devices of [DeviceProfile#all()]. Each row says where its facts were seen: what `lspci -vvv`
/// printed of a real device, with the sizes that the kernel printed of its BARs.
///
/// What such a listing cannot tell is the usual: the placement of VFs in the other state of ARI
/// where only one was seen is the same, and the vectors of VFs are the model's usual. None of these
/// devices showed a control of ACS.
final class CommonDevices {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int INTEL = 0x8086;
    private static final int MELLANOX = 0x15b3;
    private static final int NVME = 0x010802;

    /// In the order of vendors and generations.
    static final List<DeviceProfile> ALL =
            List.of(
                    intel82576(),
                    intel82599(),
                    intelX550(),
                    intel700("x710", "Intel X710, 10 GbE", 0x1572, 0x0007, 8 * MIB),
                    intel700("xxv710", "Intel XXV710, 25 GbE", 0x158b, 0x0009, 16 * MIB),
                    intelE810(),
                    mellanox("connectx-5", "Mellanox ConnectX-5 (MT27800)", 0x1017, 8, 0x1018),
                    mellanox("connectx-7", "NVIDIA ConnectX-7", 0x1021, 16, 0x101e),
                    qemuNvme(),
                    samsungNvme(),
                    intelC62x(),
                    intelFlex170());

    private CommonDevices() {}

    /// QEMU's model of the 82576, as its own device `igb`: the listing recorded with the tests of
    /// the Linux inventory. First VF Offset and VF Stride are constants there
    /// (`hw/net/igb_common.h`).
    private static DeviceProfile intel82576() {
        return freebsd("82576", "Intel 82576, 1 GbE, as QEMU has it", "igb", "igbvf", "igbvf")
                .linuxDriver("igb")
                .hardware(
                        intel(0x10c9, 8, 0x10ca)
                                .msixVectors(10)
                                .vfMsixVectors(3)
                                .addPlacement(VfPlacement.of(true, 128, 2))
                                .addPlacement(VfPlacement.of(false, 128, 2))
                                .addBar(BarModel.narrow(0, 128 * KIB))
                                .addBar(BarModel.narrow(1, 128 * KIB))
                                .addBar(new BarModel(3, true, false, 16 * KIB))
                                .addVfBar(BarModel.wide(0, 16 * KIB))
                                .addVfBar(BarModel.wide(3, 16 * KIB))
                                .build())
                .build();
    }

    /// 82599ES: the listing of an X520. With 64 VFs no queues are left for the PF, so the driver
    /// takes 63.
    private static DeviceProfile intel82599() {
        return freebsd("82599", "Intel 82599ES, 10 GbE", "ix", "ixv", "ixgbevf")
                .linuxDriver("ixgbe")
                .hardware(
                        intel(0x10fb, 64, 0x10ed)
                                .subsystemId(0x0003)
                                .vfMsixVectors(3)
                                .addPlacement(VfPlacement.of(true, 128, 2))
                                .addPlacement(VfPlacement.of(false, 384, 2))
                                .addBar(BarModel.wide(0, 512 * KIB))
                                .addBar(BarModel.wide(4, 16 * KIB))
                                .addVfBar(BarModel.wide(0, 16 * KIB))
                                .addVfBar(BarModel.wide(3, 16 * KIB))
                                .build())
                .quirks(limitedTo(63))
                .build();
    }

    /// X550-T2: listings with ARI and without.
    private static DeviceProfile intelX550() {
        return freebsd("x550", "Intel X550T, 10 GbE", "ix", "ixv", "ixgbevf")
                .linuxDriver("ixgbe")
                .hardware(
                        intel(0x1563, 64, 0x1565)
                                .vfMsixVectors(3)
                                .addPlacement(VfPlacement.of(true, 128, 2))
                                .addPlacement(VfPlacement.of(false, 384, 2))
                                .addBar(BarModel.wide(0, 4 * MIB))
                                .addBar(BarModel.wide(4, 16 * KIB))
                                .addVfBar(new BarModel(0, true, false, 16 * KIB))
                                .addVfBar(new BarModel(3, true, false, 16 * KIB))
                                .build())
                .quirks(limitedTo(63))
                .build();
    }

    /// X710 and XXV710: listings of dual-port cards, 64 VFs for each port.
    private static DeviceProfile intel700(
            String name, String description, int device, int subsystem, long bar0) {
        return freebsd(name, description, "ixl", "iavf", "iavf")
                .linuxDriver("i40e")
                .hardware(
                        intel(device, 64, 0x154c)
                                .subsystemId(subsystem)
                                .msixVectors(129)
                                .addPlacement(VfPlacement.of(true, 16, 1))
                                .addPlacement(VfPlacement.of(false, 272, 1))
                                .addBar(BarModel.wide(0, bar0))
                                .addBar(BarModel.wide(3, 32 * KIB))
                                .addVfBar(BarModel.wide(0, 64 * KIB))
                                .addVfBar(BarModel.wide(3, 16 * KIB))
                                .build())
                .build();
    }

    /// E810-C with one port. Its 256 VFs begin 8 after the PF, so the last 8 are on the next bus.
    private static DeviceProfile intelE810() {
        return freebsd("e810", "Intel E810-C, 100 GbE, one port", "ice", "iavf", "iavf")
                .linuxDriver("ice")
                .hardware(
                        intel(0x1592, 256, 0x1889)
                                .subsystemId(0x0002)
                                .msixVectors(1024)
                                .vfMsixVectors(17)
                                .addPlacement(VfPlacement.of(true, 8, 1))
                                .addPlacement(VfPlacement.of(false, 264, 1))
                                .addBar(BarModel.wide(0, 32 * MIB))
                                .addBar(BarModel.wide(3, 64 * KIB))
                                .addVfBar(BarModel.wide(0, 128 * KIB))
                                .addVfBar(BarModel.wide(3, 16 * KIB))
                                .build())
                .build();
    }

    /// Dual-port cards as their firmware was set (`NUM_OF_VFS`), with ARI.
    private static DeviceProfile mellanox(
            String name, String description, int device, int totalVfs, int vfDevice) {
        return freebsd(name, description, "mce", "mce", "mlx5_core")
                .schema(BuiltInSchemas.find("mlx5").orElseThrow())
                .linuxDriver("mlx5_core")
                .hardware(
                        PfModel.builder()
                                .vendorId(MELLANOX)
                                .deviceId(device)
                                .totalVfs(totalVfs)
                                .vfDeviceId(vfDevice)
                                .supportedPageSizes(0x7ff)
                                .msixVectors(64)
                                .addPlacement(VfPlacement.of(true, 2, 1))
                                .addPlacement(VfPlacement.of(false, 2, 1))
                                .addBar(BarModel.wide(0, 32 * MIB))
                                .addVfBar(BarModel.wide(0, MIB))
                                .build())
                .build();
    }

    /// QEMU's NVMe controller with `sriov_max_vfs=127`: the listing recorded with the tests of the
    /// Linux inventory.
    private static DeviceProfile qemuNvme() {
        return freebsd("qemu-nvme", "QEMU's NVMe controller", "nvme", "nvme", "nvme")
                .linuxDriver("nvme")
                .hardware(
                        PfModel.builder()
                                .vendorId(0x1b36)
                                .deviceId(0x0010)
                                .classCode(NVME)
                                .revisionId(2)
                                .totalVfs(127)
                                .vfDeviceId(0x0010)
                                .msixVectors(173)
                                .vfMsixVectors(1)
                                .addPlacement(VfPlacement.of(true, 1, 1))
                                .addPlacement(VfPlacement.of(false, 1, 1))
                                .addBar(new BarModel(0, true, false, 32 * KIB))
                                .addVfBar(new BarModel(0, true, false, 16 * KIB))
                                .build())
                .build();
    }

    /// Samsung PM173x: a listing without ARI, in which the first VF is function 2.
    private static DeviceProfile samsungNvme() {
        return freebsd("pm173x", "Samsung PM173x NVMe drive", "nvme", "nvme", "nvme")
                .linuxDriver("nvme")
                .hardware(
                        PfModel.builder()
                                .vendorId(0x144d)
                                .deviceId(0xa824)
                                .classCode(NVME)
                                .subsystemId(0xa809)
                                .totalVfs(32)
                                .vfDeviceId(0xa824)
                                .msixVectors(130)
                                .vfMsixVectors(9)
                                .addPlacement(VfPlacement.of(true, 2, 1))
                                .addPlacement(VfPlacement.of(false, 2, 1))
                                .addBar(new BarModel(0, true, false, 32 * KIB))
                                .addVfBar(new BarModel(0, true, false, 32 * KIB))
                                .build())
                .build();
    }

    /// QuickAssist of the C62x chipset.
    private static DeviceProfile intelC62x() {
        return freebsd("qat-c62x", "Intel QuickAssist C62x", "qat", "qat", "c6xxvf")
                .linuxDriver("c6xx")
                .hardware(
                        intel(0x37c8, 16, 0x37c9)
                                .classCode(0x0b4000)
                                .subsystemId(0x35cf)
                                .msixVectors(17)
                                .vfMsixVectors(1)
                                .addPlacement(VfPlacement.of(true, 8, 1))
                                .addPlacement(VfPlacement.of(false, 1, 1))
                                .addBar(BarModel.wide(0, 512 * KIB))
                                .addVfBar(BarModel.wide(0, 4 * KIB))
                                .build())
                .build();
    }

    /// Data Center GPU Flex 170: what the firmware of a server had given it, behind its switch, in
    /// a report on the linux-pci mailing list, December 2022. Its VFs take 248 GiB.
    private static DeviceProfile intelFlex170() {
        return freebsd("flex-170", "Intel Data Center GPU Flex 170", "drmn", "drmn", "xe")
                .linuxDriver("xe")
                .hardware(
                        intel(0x56c0, 31, 0x56c0)
                                .classCode(0x038000)
                                .revisionId(8)
                                .addPlacement(VfPlacement.of(true, 1, 1))
                                .addPlacement(VfPlacement.of(false, 1, 1))
                                .addBar(BarModel.wide(0, 16 * MIB))
                                .addBar(BarModel.wide(2, 16 * GIB))
                                .addVfBar(BarModel.wide(0, 16 * MIB))
                                .addVfBar(BarModel.wide(2, 8 * GIB))
                                .build())
                .build();
    }

    private static PfModel.Builder intel(int device, int totalVfs, int vfDevice) {
        return PfModel.builder()
                .vendorId(INTEL)
                .deviceId(device)
                .totalVfs(totalVfs)
                .vfDeviceId(vfDevice);
    }

    private static DeviceProfile.Builder freebsd(
            String name, String description, String driver, String vfDriver, String linuxVfDriver) {
        var profile =
                DeviceProfile.builder()
                        .name(name)
                        .description(description)
                        .driver(driver)
                        .vfDriver(vfDriver)
                        .linuxVfDriver(linuxVfDriver);
        BuiltInSchemas.find(driver).ifPresent(profile::schema);
        return profile;
    }

    private static DriverQuirks limitedTo(int vfs) {
        return DriverQuirks.builder().driverLimit(OptionalInt.of(vfs)).build();
    }
}

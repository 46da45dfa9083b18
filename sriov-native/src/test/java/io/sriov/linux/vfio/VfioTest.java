package io.sriov.linux.vfio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.ffm.JavaLibrary;
import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.Retry;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class VfioTest {
    private static final PciAddress VF = PciAddress.parse("0000:01:10.0");
    private static final UUID TOKEN = UUID.fromString("bd8d9d2b-5a5f-4f5a-a211-f591514ba1f3");

    @TempDir Path root;

    private final Arena arena = Arena.ofConfined();
    private VfioModel kernel;
    private JavaLibrary library;
    private Libc libc;
    private VfioPath path;

    @BeforeEach
    void start() throws IOException {
        Path sys = root.resolve("sys");
        Path dev = root.resolve("dev");
        function(sys, VF.toString(), "vfio-pci", "0x020000");
        function(sys, "0000:00:01.0", "pcieport", "0x060400");
        function(sys, "0000:01:00.0", "igb", "0x020000");
        function(sys, "0000:01:10.2", null, "0x020000");
        function(sys, "0000:01:10.4", "mlx5_vfio_pci", "0x020000");
        function(sys, "0000:01:10.6", "pci-stub", "0x020000");
        group(sys, VF.toString());
        Files.createDirectories(dev.resolve("vfio/devices"));
        Files.createFile(dev.resolve("vfio/vfio"));
        Files.createFile(dev.resolve("vfio/7"));
        Files.createFile(dev.resolve("vfio/devices/vfio3"));
        Files.createFile(dev.resolve("iommu"));
        Files.createDirectories(
                sys.resolve("bus/pci/devices").resolve(VF.toString()).resolve("vfio-dev/vfio3"));
        kernel = new VfioModel(dev);
        library = new JavaLibrary(kernel, arena);
        libc = new Libc(library);
        path = new VfioPath(new Sysfs(libc, sys), dev);
    }

    private static void function(Path sys, String address, @Nullable String driver, String code)
            throws IOException {
        Path directory = sys.resolve("bus/pci/devices").resolve(address);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("class"), code + "\n");
        if (driver != null) {
            Files.createSymbolicLink(
                    directory.resolve("driver"), Path.of("/sys/bus/pci/drivers", driver));
        }
    }

    private static void group(Path sys, String... members) throws IOException {
        Path group = sys.resolve("kernel/iommu_groups/7");
        Files.createDirectories(group.resolve("devices"));
        for (String member : members) {
            Path device = sys.resolve("bus/pci/devices").resolve(member);
            Files.createSymbolicLink(group.resolve("devices").resolve(member), device);
            Files.createSymbolicLink(device.resolve("iommu_group"), group);
        }
    }

    /// All that a user's bus has in common with a desktop's: everything in one group.
    private void everythingInOneGroup() throws IOException {
        group(
                root.resolve("sys"),
                "0000:00:01.0",
                "0000:01:00.0",
                "0000:01:10.2",
                "0000:01:10.4",
                "0000:01:10.6");
        kernel.viable = false;
    }

    @AfterEach
    void stop() {
        library.check();
        assertThat(kernel.openFiles()).as("files left open").isZero();
        arena.close();
    }

    private static HostException refusal(ThrowingCallable call) {
        HostException e = catchThrowableOfType(HostException.class, call);
        assertThat(e).isNotNull();
        return e;
    }

    private interface WithDevice {
        void run(VfioDevice device) throws IOException;
    }

    private void withDevice(WithDevice body) throws IOException {
        try (VfioContainer container = VfioContainer.open(libc, path.container());
                VfioGroup group = VfioGroup.open(libc, path, VF)) {
            group.enter(container);
            container.guard();
            try (VfioDevice device = group.device(Optional.empty())) {
                body.run(device);
            }
        }
    }

    @Test
    void aFunctionIsOpenedThroughItsGroup() throws IOException {
        withDevice(device -> assertThat(device.fd()).isPositive());
        assertThat(kernel.calls)
                .containsExactly("3b64", "3b68", "3b65", "3b66", "3b6a", "0000:01:10.0");
    }

    @Test
    void theMemoryIsGuardedAsWellAsTheKernelKnows() {
        kernel.iommus = List.of(8);
        try (VfioContainer container = VfioContainer.open(libc, path.container());
                VfioGroup group = VfioGroup.open(libc, path, VF)) {
            group.enter(container);
            assertThat(container.has(3)).isFalse();
            assertThat(container.has(8)).isTrue();
            container.guard();
            kernel.iommus = List.of();
            assertThat(refusal(container::guard).remedy().orElseThrow())
                    .contains("vfio_iommu_type1");
        }
    }

    @Test
    void aKernelOfAnotherVersionIsTold() {
        kernel.apiVersion = 1;
        HostException e = refusal(() -> VfioContainer.open(libc, path.container()));
        assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(e).hasMessageContaining("version 1");
    }

    @Test
    void aGroupSaysWhetherItIsViableAndInAContainer() {
        try (VfioContainer container = VfioContainer.open(libc, path.container());
                VfioGroup group = VfioGroup.open(libc, path, VF)) {
            assertThat(group.status()).isEqualTo(new GroupStatus(true, false));
            group.enter(container);
            assertThat(group.status()).isEqualTo(new GroupStatus(true, true));
            group.leave();
            assertThat(group.status()).isEqualTo(new GroupStatus(true, false));
            kernel.viable = false;
            assertThat(group.status()).isEqualTo(new GroupStatus(false, false));
            assertThat(refusal(group::leave).errno()).isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void whoKeepsAGroupFromBeingUsedIsTold() throws IOException {
        everythingInOneGroup();
        try (VfioContainer container = VfioContainer.open(libc, path.container());
                VfioGroup group = VfioGroup.open(libc, path, VF)) {
            assertThat(group.members().members())
                    .extracting(Object::toString)
                    .containsExactly(
                            "0000:00:01.0 (pcieport)",
                            "0000:01:00.0 (igb)",
                            "0000:01:10.0 (vfio-pci)",
                            "0000:01:10.2 (no driver)",
                            "0000:01:10.4 (mlx5_vfio_pci)",
                            "0000:01:10.6 (pci-stub)");
            assertThat(group.members().blocking())
                    .extracting(Object::toString)
                    .containsExactly("0000:01:00.0 (igb)");
            HostException e = refusal(() -> group.enter(container));
            assertThat(e.operation()).isEqualTo(Operation.PASS_THROUGH);
            assertThat(e.errno()).isEqualTo(Errno.EPERM);
            assertThat(e)
                    .hasMessageContaining("not viable")
                    .hasMessageContaining("0000:01:00.0 (igb)")
                    .hasMessageNotContaining("pcieport");
            assertThat(e.remedy().orElseThrow()).contains("ACS");
        }
    }

    @Test
    void aGroupThatSomebodyHasIsTold() {
        try (VfioGroup _ = VfioGroup.open(libc, path, VF)) {
            HostException e = refusal(() -> VfioGroup.open(libc, path, VF));
            assertThat(e.errno()).isEqualTo(Errno.EBUSY);
            assertThat(e).hasMessageContaining("somebody has it open");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "13, EACCES, run as root",
        "1, EPERM, CAP_SYS_RAWIO",
        "19, ENODEV, bind vfio-pci to the function"
    })
    void aNodeThatCannotBeOpenedIsTold(int number, Errno errno, String remedy) {
        kernel.unopenable.put("/vfio/7", number);
        HostException e = refusal(() -> VfioGroup.open(libc, path, VF));
        assertThat(e.errno()).isEqualTo(errno);
        assertThat(e.device()).endsWith("/dev/vfio/7");
        assertThat(e.remedy().orElseThrow()).contains(remedy);
    }

    @Test
    void aDeviceSaysWhatItIs() throws IOException {
        withDevice(device -> {
            assertThat(device.info()).isEqualTo(new DeviceInfo(true, true, 9, 5));
            assertThat(device.region(RegionInfo.BAR0))
                    .isEqualTo(new RegionInfo(0x4000, 0, true, true, true));
            assertThat(device.region(RegionInfo.CONFIG))
                    .isEqualTo(new RegionInfo(4096, 7L << 40, true, true, false));
            assertThat(device.region(RegionInfo.ROM).size()).isZero();
            assertThat(device.irq(IrqInfo.MSIX)).isEqualTo(new IrqInfo(3, true, false, false));
            assertThat(device.irq(IrqInfo.INTX)).isEqualTo(new IrqInfo(0, true, true, true));
            assertThat(refusal(() -> device.region(9)).errno()).isEqualTo(Errno.EINVAL);
            assertThat(refusal(() -> device.irq(5)).errno()).isEqualTo(Errno.EINVAL);
        });
    }

    @Test
    void theConfigurationSpaceIsARegion() throws IOException {
        for (int i = 0; i < kernel.config.length; i++) {
            kernel.config[i] = (byte) (i * 7 + (i >> 8));
        }
        ByteBuffer model = ByteBuffer.wrap(kernel.config.clone()).order(ByteOrder.LITTLE_ENDIAN);
        withDevice(device -> {
            ConfigSpace space = device.configSpace();
            for (int at = 0; at < ConfigSpace.SIZE; at += 4) {
                assertThat(space.read32(at)).isEqualTo(model.getInt(at) & 0xffff_ffffL);
            }
            assertThat(space.read16(0x22)).isEqualTo(model.getShort(0x22) & 0xffff);
            assertThat(space.read8(0xfff)).isEqualTo(model.get(0xfff) & 0xff);
            space.write16(0x4, 0x0406);
            space.write32(0x10, 0xffff_fff0L);
            model.putShort(0x4, (short) 0x0406).putInt(0x10, 0xffff_fff0);
            assertThat(kernel.config).isEqualTo(model.array());
            assertThatThrownBy(() -> space.read(1, 4)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> space.write(0, 1, 256))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void beyondASpaceThatIsShorterNothingAnswers() throws IOException {
        kernel.config = new byte[256];
        withDevice(device -> {
            ConfigSpace space = device.configSpace();
            assertThat(space.read32(252)).isZero();
            assertThat(space.read32(256)).isEqualTo(0xffff_ffffL);
            space.write32(256, 1);
        });
    }

    @Test
    void aClosedDeviceIsNotAsked() throws IOException {
        var kept = new VfioDevice[1];
        var space = new ConfigSpace[1];
        withDevice(device -> {
            kept[0] = device;
            space[0] = device.configSpace();
        });
        assertThatThrownBy(() -> kept[0].info()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> space[0].read8(0)).isInstanceOf(IllegalStateException.class);
        kept[0].close();
    }

    @Test
    void aDeviceIsReset() throws IOException {
        withDevice(device -> {
            device.reset();
            assertThat(kernel.resets).isOne();
            kernel.refused.put(0x3b6fL, VfioModel.ENODEV);
            assertThat(refusal(device::reset)).hasMessageContaining("does not answer");
        });
    }

    @Test
    void theTokenOfAPfIsSetAsItIsWritten() throws IOException {
        withDevice(device -> {
            device.setVfToken(TOKEN);
            assertThat(HexFormat.of().formatHex(kernel.tokenSet))
                    .isEqualTo("bd8d9d2b5a5f4f5aa211f591514ba1f3");
            kernel.refused.put(0x3b75L, VfioModel.ENOTTY);
            HostException e = refusal(() -> device.setVfToken(TOKEN));
            assertThat(e.errno()).isEqualTo(Errno.ENOTTY);
            assertThat(e.remedy().orElseThrow()).contains("enable_sriov=1");
        });
    }

    @Test
    void aVfIsOpenedWithItsToken() {
        kernel.token = Optional.of(TOKEN);
        try (VfioContainer container = VfioContainer.open(libc, path.container());
                VfioGroup group = VfioGroup.open(libc, path, VF)) {
            group.enter(container);
            HostException unguarded = refusal(() -> group.device(Optional.empty()));
            assertThat(unguarded.errno()).isEqualTo(Errno.EINVAL);
            assertThat(unguarded).hasMessageContaining("no container that guards");
            container.guard();
            group.device(Optional.of(TOKEN)).close();
            assertThat(kernel.calls.getLast())
                    .isEqualTo("0000:01:10.0 vf_token=bd8d9d2b-5a5f-4f5a-a211-f591514ba1f3");

            HostException missing = refusal(() -> group.device(Optional.empty()));
            assertThat(missing.errno()).isEqualTo(Errno.EACCES);
            assertThat(missing).hasMessageContaining("the VF token is missing");
            HostException wrong = refusal(() -> group.device(Optional.of(new UUID(1, 2))));
            assertThat(wrong.errno()).isEqualTo(Errno.EACCES);
            assertThat(wrong).hasMessageContaining("not the one");

            kernel.token = Optional.empty();
            HostException needless = refusal(() -> group.device(Optional.of(TOKEN)));
            assertThat(needless.errno()).isEqualTo(Errno.EINVAL);
            assertThat(needless).hasMessageContaining("it takes no VF token");

            kernel.function = "0000:01:10.2";
            assertThat(refusal(() -> group.device(Optional.empty())).errno())
                    .isEqualTo(Errno.ENODEV);
        }
    }

    private final List<Duration> pauses = new ArrayList<>();

    private VfioDevice open(Optional<UUID> token) {
        return new VfioOpening(
                        libc,
                        path,
                        new Retry(4, Duration.ofMillis(10), Duration.ofSeconds(1), pauses::add))
                .open(VF, token);
    }

    @Test
    void allThatIsNeededIsOpenedWithAFunctionAndClosedWithIt() {
        kernel.token = Optional.of(TOKEN);
        try (VfioDevice device = open(Optional.of(TOKEN))) {
            assertThat(device.info().pci()).isTrue();
            assertThat(kernel.openFiles()).isEqualTo(3);
        }
        assertThat(kernel.openFiles()).isZero();
        assertThat(refusal(() -> open(Optional.empty())).errno()).isEqualTo(Errno.EACCES);
        kernel.viable = false;
        assertThat(refusal(() -> open(Optional.empty()))).hasMessageContaining("not viable");
        kernel.unopenable.put("vfio/vfio", VfioModel.ENODEV);
        assertThat(refusal(() -> open(Optional.empty())).errno()).isEqualTo(Errno.ENODEV);
    }

    @Test
    void whereThereIsNoGroupAFunctionIsOpenedByItsOwnNode() throws IOException {
        Files.delete(root.resolve("dev/vfio/7"));
        try (VfioDevice device = open(Optional.empty())) {
            assertThat(device.info().resettable()).isTrue();
            assertThat(kernel.openFiles()).isEqualTo(2);
        }
        assertThat(kernel.openFiles()).isZero();
        kernel.unopenable.put("vfio3", VfioModel.EBUSY);
        assertThat(refusal(() -> open(Optional.empty())).errno()).isEqualTo(Errno.EBUSY);
        Files.delete(root.resolve("dev/vfio/devices/vfio3"));
        assertThat(refusal(() -> open(Optional.empty())))
                .hasMessageContaining("there is no " + root.resolve("dev/vfio/7"));
    }

    @Test
    void aFunctionThatIsBeingResetIsWaitedFor() {
        kernel.refused.put(0x3b6aL, VfioModel.EAGAIN);
        assertThat(refusal(() -> open(Optional.empty()))).hasMessageContaining("being reset");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(10L, 20L, 40L);
    }

    @Test
    void aFunctionIsOpenedByItsOwnNode() throws IOException {
        Path node = path.device(VF).orElseThrow();
        assertThat(node).isEqualTo(root.resolve("dev/vfio/devices/vfio3"));
        try (Iommufd iommufd = Iommufd.open(libc, path.iommufd());
                VfioDevice device = VfioDevice.open(libc, node, VF, iommufd, Optional.empty())) {
            assertThat(device.info().pci()).isTrue();
            assertThat(device.configSpace().read32(0)).isZero();
        }
    }

    @Test
    void aFunctionIsOpenedByItsOwnNodeWithItsToken() {
        kernel.token = Optional.of(TOKEN);
        Path node = path.device(VF).orElseThrow();
        try (Iommufd iommufd = Iommufd.open(libc, path.iommufd())) {
            VfioDevice.open(libc, node, VF, iommufd, Optional.of(TOKEN)).close();
            assertThat(
                            refusal(() ->
                                            VfioDevice.open(
                                                    libc, node, VF, iommufd, Optional.empty()))
                                    .errno())
                    .isEqualTo(Errno.EACCES);
            kernel.tokenOnOwnNode = false;
            VfioDevice.open(libc, node, VF, iommufd, Optional.empty()).close();
            HostException e =
                    refusal(() -> VfioDevice.open(libc, node, VF, iommufd, Optional.of(TOKEN)));
            assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            assertThat(e).hasMessageContaining("only when a function is opened through its group");
        }
    }

    @Test
    void aKernelWithoutIommufdIsTold() {
        kernel.unopenable.put("/iommu", VfioModel.ENOENT);
        assertThat(refusal(() -> Iommufd.open(libc, path.iommufd())).errno())
                .isEqualTo(Errno.ENOENT);
    }
}

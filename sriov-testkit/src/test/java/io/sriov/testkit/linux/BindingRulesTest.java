package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.pci.PciAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which driver a function gets: `drivers/base/bus.c`, `drivers/base/dd.c`, `pci_device_can_probe`
/// and `pci_match_device` in `drivers/pci/pci-driver.c`, and `vfio_pci_core_register_device` in
/// `drivers/vfio/pci/vfio_pci_core.c`.
class BindingRulesTest {
    private static final String VF = "0000:01:10.0";
    private static final String VF_FILES = "/sys/bus/pci/devices/" + VF + "/";
    private static final String DRIVERS = "/sys/bus/pci/drivers/";

    private static Errno refusal(ThrowingCallable call) {
        SyscallException refusal = catchThrowableOfType(SyscallException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.errno();
    }

    private static String driver(SimulatedLinux linux) {
        return linux.exists(VF_FILES + "driver")
                ? linux.readLink(VF_FILES + "driver").substring("/sys/bus/pci/drivers/".length())
                : "none";
    }

    /// A kernel with one VF.
    private static SimulatedLinux linux(boolean autoprobe) {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(LinuxMachines.PF + "sriov_drivers_autoprobe", autoprobe ? "1" : "0");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "1");
        return linux;
    }

    @Test
    void aNewVfGetsItsDriver() {
        assertThat(driver(linux(true))).isEqualTo("igbvf");
    }

    @Test
    void autoprobeKeepsDriversFromNewVfsAndLeavesOldOnesAlone() {
        SimulatedLinux linux = linux(false);
        assertThat(driver(linux)).isEqualTo("none");
        SimulatedLinux other = linux(true);
        other.write(LinuxMachines.PF + "sriov_drivers_autoprobe", "0");
        assertThat(driver(other)).isEqualTo("igbvf");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0, 0
                    n, 0
                    N, 0
                    off, 0
                    1, 1
                    y, 1
                    on, 1
                    OFF, 0
                    """)
    void autoprobeIsABool(String text, String reads) {
        SimulatedLinux linux = LinuxMachines.linux();
        linux.write(LinuxMachines.PF + "sriov_drivers_autoprobe", text + "\n");
        assertThat(linux.read(LinuxMachines.PF + "sriov_drivers_autoprobe"))
                .isEqualTo(reads + "\n");
    }

    @ParameterizedTest
    @CsvSource({"''", "2", "ox", "maybe"})
    void andNothingElse(String text) {
        SimulatedLinux linux = LinuxMachines.linux();
        assertThat(refusal(() -> linux.write(LinuxMachines.PF + "sriov_drivers_autoprobe", text)))
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void whereAutoprobeIsOffEvenBindFailsUnlessTheDriverIsNamed() {
        SimulatedLinux linux = linux(false);
        assertThat(refusal(() -> linux.write(DRIVERS + "igbvf/bind", VF))).isEqualTo(Errno.ENODEV);
        linux.write("/sys/bus/pci/drivers_probe", VF);
        assertThat(driver(linux)).as("after drivers_probe, which says nothing").isEqualTo("none");
        linux.write(VF_FILES + "driver_override", "igbvf\n");
        assertThat(driver(linux)).as("an override alone binds nothing").isEqualTo("none");
        linux.write(DRIVERS + "igbvf/bind", VF + "\n");
        assertThat(driver(linux)).isEqualTo("igbvf");
    }

    @Test
    void anOverrideLetsNoOtherDriver() {
        SimulatedLinux linux = linux(false);
        linux.write(VF_FILES + "driver_override", "vfio-pci");
        assertThat(linux.read(VF_FILES + "driver_override")).isEqualTo("vfio-pci\n");
        assertThat(refusal(() -> linux.write(DRIVERS + "igbvf/bind", VF))).isEqualTo(Errno.ENODEV);
        linux.write("/sys/bus/pci/drivers_probe", VF);
        assertThat(driver(linux)).isEqualTo("vfio-pci");
    }

    @Test
    void anOverrideDoesNotUnbindAndAnEmptyLineClearsIt() {
        SimulatedLinux linux = linux(true);
        linux.write(VF_FILES + "driver_override", "vfio-pci");
        assertThat(driver(linux)).isEqualTo("igbvf");
        linux.write(VF_FILES + "driver_override", "\n");
        assertThat(linux.read(VF_FILES + "driver_override")).isEqualTo("(null)\n");
        assertThat(refusal(() -> linux.write(VF_FILES + "driver_override", "x".repeat(4095))))
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void anOverrideIsLostWithTheVf() {
        SimulatedLinux linux = linux(false);
        linux.write(VF_FILES + "driver_override", "vfio-pci");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "0");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "1");
        assertThat(linux.read(VF_FILES + "driver_override")).isEqualTo("(null)\n");
    }

    @Test
    void bindingTwiceIsBusyAndUnbindingTwiceFindsNoDevice() {
        SimulatedLinux linux = linux(true);
        assertThat(refusal(() -> linux.write(DRIVERS + "igbvf/bind", VF))).isEqualTo(Errno.EBUSY);
        linux.write(DRIVERS + "igbvf/unbind", VF);
        assertThat(refusal(() -> linux.write(DRIVERS + "igbvf/unbind", VF)))
                .isEqualTo(Errno.ENODEV);
    }

    @ParameterizedTest
    @CsvSource({"0000:01:10.2", "''", "igb", "../0000:01:10.0"})
    void anUnknownDeviceIsNone(String name) {
        SimulatedLinux linux = linux(true);
        for (String file : List.of(DRIVERS + "igbvf/bind", DRIVERS + "igbvf/unbind")) {
            assertThat(refusal(() -> linux.write(file, name))).isEqualTo(Errno.ENODEV);
        }
        assertThat(refusal(() -> linux.write("/sys/bus/pci/drivers_probe", name)))
                .isEqualTo(Errno.ENODEV);
    }

    @Test
    void bindTellsADriversErrorAndDriversProbeSwallowsIt() {
        PciDriver igbvf =
                PciDriver.builder()
                        .name("igbvf")
                        .addTakes(PciId.of(0x8086, 0x10ca))
                        .probeError(Errno.EIO)
                        .build();
        SimulatedLinux linux = LinuxMachines.linux(igbvf);
        linux.write(LinuxMachines.PF + "sriov_numvfs", "1");
        assertThat(refusal(() -> linux.write(DRIVERS + "igbvf/bind", VF))).isEqualTo(Errno.EIO);
        linux.write("/sys/bus/pci/drivers_probe", VF);
        assertThat(driver(linux)).isEqualTo("none");
    }

    @Test
    void vfioTakesNoPfThatHasVfs() {
        SimulatedLinux linux =
                LinuxMachines.linux(
                        LinuxMachines.igb().addTraits(DriverTrait.LEAVES_VFS_BEHIND).build());
        linux.write(LinuxMachines.PF + "sriov_numvfs", "1");
        linux.write(DRIVERS + "igb/unbind", "0000:01:00.0");
        linux.write(LinuxMachines.PF + "driver_override", "vfio-pci");
        assertThat(refusal(() -> linux.write(DRIVERS + "vfio-pci/bind", "0000:01:00.0")))
                .isEqualTo(Errno.EBUSY);
        assertThat(linux.dmesg())
                .contains("pci 0000:01:00.0: Cannot bind to PF with SR-IOV enabled");
    }

    @Test
    void vfioTakesNothingWithoutAnIommu() {
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxSystem.builder()
                                .machine(LinuxMachines.machine())
                                .iommu(false)
                                .build());
        linux.write(LinuxMachines.PF + "sriov_drivers_autoprobe", "0");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "1");
        linux.write(VF_FILES + "driver_override", "vfio-pci");
        assertThat(refusal(() -> linux.write(DRIVERS + "vfio-pci/bind", VF)))
                .isEqualTo(Errno.EINVAL);
        assertThat(linux.list("/sys/kernel/iommu_groups")).isEmpty();
    }

    @Test
    void vfsOfAPfThatVfioHasAreVfiosAndGoWithIt() {
        SimulatedLinux linux = LinuxMachines.linux(PciDriver.vfioPci(true));
        linux.write(DRIVERS + "igb/unbind", "0000:01:00.0");
        linux.write(LinuxMachines.PF + "driver_override", "vfio-pci");
        linux.write(DRIVERS + "vfio-pci/bind", "0000:01:00.0");
        linux.write(LinuxMachines.PF + "sriov_numvfs", "2");
        assertThat(driver(linux)).isEqualTo("vfio-pci");
        assertThat(linux.read(VF_FILES + "driver_override")).isEqualTo("vfio-pci\n");
        linux.write(DRIVERS + "vfio-pci/unbind", "0000:01:00.0");
        assertThat(linux.exists(VF_FILES)).isFalse();
    }

    private static SimulatedLinux withGuest() {
        SimulatedLinux linux = linux(false);
        linux.write(VF_FILES + "driver_override", "vfio-pci");
        linux.write(DRIVERS + "vfio-pci/bind", VF);
        linux.openVfio(PciAddress.parse(VF), "qemu (1)");
        return linux;
    }

    @Test
    void destroyingAVfWaitsForTheProcessThatHasIt() {
        SimulatedLinux linux = withGuest();
        CompletableFuture<Void> destroyed =
                CompletableFuture.runAsync(
                        () -> linux.write(LinuxMachines.PF + "sriov_numvfs", "0"),
                        task -> Thread.ofPlatform().start(task));
        String waiting =
                "vfio-pci "
                        + VF
                        + ": No device request channel registered, blocked until released by user";
        while (!linux.dmesg().contains(waiting)) {
            Thread.onSpinWait();
        }
        assertThat(destroyed).isNotDone();
        assertThat(linux.exists(LinuxMachines.PF + "virtfn0")).isFalse();
        assertThat(driver(linux)).isEqualTo("vfio-pci");
        linux.closeVfio(PciAddress.parse(VF));
        destroyed.join();
        assertThat(linux.read(LinuxMachines.PF + "sriov_numvfs")).isEqualTo("0\n");
        assertThat(linux.exists(VF_FILES)).isFalse();
    }

    @Test
    void whatIsOpenThroughVfioIsNobodyElses() {
        SimulatedLinux linux = withGuest();
        PciAddress vf = PciAddress.parse(VF);
        assertThat(refusal(() -> linux.openVfio(vf, "qemu (2)"))).isEqualTo(Errno.EBUSY);
        assertThat(refusal(() -> linux.openVfio(PciAddress.parse("0000:01:00.0"), "qemu (2)")))
                .isEqualTo(Errno.ENOENT);
        assertThat(linux.vfioHolder(vf)).contains("qemu (1)");
        linux.closeVfio(vf);
        assertThat(linux.vfioHolder(vf)).isEmpty();
    }

    @Test
    void aResetTakesA1AndForgetsWhatADriverHasSet() {
        SimulatedLinux linux = linux(false);
        for (String text : List.of("", "0", "2", "x")) {
            assertThat(refusal(() -> linux.write(VF_FILES + "reset", text)))
                    .isEqualTo(Errno.EINVAL);
        }
        linux.write(VF_FILES + "reset", "1\n");
        assertThat(refusal(() -> linux.read(VF_FILES + "reset"))).isEqualTo(Errno.EACCES);
    }

    @ParameterizedTest
    @CsvSource({"-1, EINVAL", "x, EINVAL", "4, EOPNOTSUPP", "0, EOPNOTSUPP"})
    void noDriverHereSharesVectorsOut(String text, Errno errno) {
        SimulatedLinux linux = linux(false);
        assertThat(linux.read(LinuxMachines.PF + "sriov_vf_total_msix")).isEqualTo("0\n");
        assertThat(refusal(() -> linux.write(VF_FILES + "sriov_vf_msix_count", text)))
                .isEqualTo(errno);
    }
}

package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatforms;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Machines by their descriptions, with Linux on them.
class MachineDescriptionsTest {
    private static final String NUM_VFS = LinuxMachines.PF + "sriov_numvfs";
    private static final long GIB = 1L << 30;

    static List<DeviceProfile> profiles() {
        return DeviceProfile.all();
    }

    private static SimulatedMachine machine(DeviceProfile profile) {
        boolean large = profile.hardware().vfBars().stream().anyMatch(bar -> bar.size() > GIB);
        BridgeWindow window =
                large ? new BridgeWindow(512 * GIB, 512 * GIB) : new BridgeWindow(2 * GIB, GIB);
        return SimulatedMachine.builder()
                .addPort(
                        PortModel.builder()
                                .secondaryBus(1)
                                .subordinateBus(4)
                                .window(window)
                                .build())
                .addPf(PfDefinition.of(profile, 0).bus(1).build())
                .build();
    }

    private static SimulatedLinux linux(DriverQuirks quirks) {
        DeviceProfile profile = DeviceProfile.named("x710").orElseThrow().withQuirks(quirks);
        return new SimulatedLinux(LinuxSystem.of(machine(profile)));
    }

    private static String driver(SimulatedLinux linux, String function) {
        return linux.readLink(function + "driver").replaceFirst(".*/", "");
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void everyDeviceGetsItsDrivers(DeviceProfile profile) {
        SimulatedLinux linux = new SimulatedLinux(LinuxSystem.of(machine(profile)));
        assertThat(driver(linux, LinuxMachines.PF)).isEqualTo(profile.linuxDriver());
        linux.write(NUM_VFS, "2");
        assertThat(driver(linux, LinuxMachines.PF + "virtfn1/")).isEqualTo(profile.linuxVfDriver());
    }

    @Test
    void theDriversLimitIsSriovTotalvfs() {
        SimulatedLinux linux = linux(DriverQuirks.builder().driverLimit(5).build());
        assertThat(linux.read(LinuxMachines.PF + "sriov_totalvfs")).isEqualTo("5\n");
        SyscallException refusal =
                catchThrowableOfType(SyscallException.class, () -> linux.write(NUM_VFS, "6"));
        assertThat(refusal.errno()).isEqualTo(Errno.ERANGE);
    }

    @Test
    void fewerVfsThanAskedForComeWithoutAWord() {
        SimulatedLinux linux = linux(DriverQuirks.builder().createsAtMost(5).build());
        linux.write(NUM_VFS, "6");
        assertThat(linux.read(NUM_VFS)).isEqualTo("5\n");
    }

    @Test
    void vectorsRunOut() {
        int each = DeviceProfile.named("x710").orElseThrow().hardware().vfMsixVectors();
        SimulatedLinux linux = linux(DriverQuirks.builder().msixPool(4 * each + 1).build());
        SyscallException refusal =
                catchThrowableOfType(SyscallException.class, () -> linux.write(NUM_VFS, "5"));
        assertThat(refusal.errno()).isEqualTo(Errno.ENOSPC);
        linux.write(NUM_VFS, "4");
        linux(DriverQuirks.builder().msixPool(4 * each).build()).write(NUM_VFS, "4");
    }

    @Test
    void aDriverMayWantItsInterfaceUp() {
        SimulatedLinux linux = linux(DriverQuirks.builder().needsInterfaceUp(true).build());
        linux.write(NUM_VFS, "2");
        assertThat(linux.read(NUM_VFS)).isEqualTo("0\n");
        linux.setUp("enp1s0", true);
        linux.write(NUM_VFS, "2");
        assertThat(linux.read(NUM_VFS)).isEqualTo("2\n");
    }

    /// 22 seconds for 64 VFs, as a slow driver takes, and the 100 ms of the kernel.
    @Test
    void slowDriversTakeTheMachinesTimeAlone() {
        DriverQuirks slow = DriverQuirks.builder().startPerVf(Duration.ofMillis(344)).build();
        DeviceProfile profile = DeviceProfile.named("x710").orElseThrow().withQuirks(slow);
        SimulatedLinuxHost host = SimulatedLinuxHost.of(machine(profile));
        try (Sriov sriov = Sriov.open(host, host.time())) {
            IovConfig config =
                    IovConfig.builder(sriov.schema("enp1s0"), "0000:01:00.0").numVfs(64).build();
            Outcome outcome = sriov.apply(sriov.plan(config));
            assertThat(outcome.committed()).isTrue();
            assertThat(outcome.evidence())
                    .extracting(step -> step.duration())
                    .contains(Duration.ofMillis(64 * 344 + 100));
        }
    }

    @Test
    void interfacesAreUpUnlessTheyAreDescribedAsDown() {
        DeviceProfile profile = DeviceProfile.named("x710").orElseThrow();
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .from(machine(profile))
                        .pfs(List.of(PfDefinition.of(profile, 0).bus(1).interfaceUp(false).build()))
                        .build();
        try (SimulatedLinuxHost down = SimulatedLinuxHost.of(machine);
                SimulatedLinuxHost up = SimulatedLinuxHost.of(machine(profile))) {
            assertThat(down.linux().netLink("enp1s0").up()).isFalse();
            assertThat(up.linux().netLink("enp1s0").up()).isTrue();
        }
    }

    /// A switch with two downstream ports, the second of them without ACS.
    @Test
    void belowASwitchGroupsGoByAllPortsOnTheWay() {
        DeviceProfile profile = DeviceProfile.named("82576").orElseThrow();
        PortModel near =
                PortModel.builder()
                        .secondaryBus(3)
                        .window(new BridgeWindow(2 * GIB, 64 << 20))
                        .build();
        PortModel far =
                PortModel.builder()
                        .secondaryBus(4)
                        .window(new BridgeWindow(2 * GIB + (64 << 20), 64 << 20))
                        .acs(List.of())
                        .build();
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(
                                PortModel.builder()
                                        .secondaryBus(1)
                                        .subordinateBus(4)
                                        .window(new BridgeWindow(2 * GIB, GIB))
                                        .build())
                        .addSwitch(
                                SwitchModel.builder()
                                        .bus(1)
                                        .secondaryBus(2)
                                        .addPorts(near, far)
                                        .build())
                        .addPf(PfDefinition.of(profile, 0).bus(3).build())
                        .addPf(PfDefinition.of(profile, 1).bus(4).build())
                        .build();
        SimulatedLinuxHost host = SimulatedLinuxHost.of(machine);
        SimulatedLinux linux = host.linux();
        for (String pf : List.of("0000:03:00.0", "0000:04:00.0")) {
            linux.write("/sys/bus/pci/devices/" + pf + "/sriov_numvfs", "1");
        }
        assertThat(linux.list("/sys/bus/pci/devices/0000:03:10.0/iommu_group/devices"))
                .containsExactly("0000:03:10.0");
        assertThat(linux.list("/sys/bus/pci/devices/0000:04:10.0/iommu_group/devices"))
                .contains("0000:04:00.0", "0000:04:10.0")
                .hasSize(3);
        assertThat(host.physicalFunction("0000:03:00.0").status().ports())
                .extracting(port -> port.address().toString())
                .containsExactly("0000:00:01.0", "0000:01:00.0", "0000:02:00.0");
        host.close();
    }

    @Test
    void thePlatformOpensMachinesThatAreDescribedInFiles(@TempDir Path directory)
            throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("machine.yaml"),
                        """
                        format: simulated SR-IOV machine
                        version: 1
                        ports:
                          - secondary-bus: 5
                            window: {base: "0x3810000000", size: 256MiB}
                        pfs:
                          - profile: x710
                            bus: 5
                        """);
        try (var host = HostPlatforms.installed().open("sim-linux:" + file)) {
            assertThat(host.physicalFunction("enp5s0").status().driver()).isEqualTo("i40e");
        }
        Files.writeString(file, "format: simulated SR-IOV machine\nversion: 1\npfs: 7\n");
        HostException refusal =
                catchThrowableOfType(
                        HostException.class,
                        () -> HostPlatforms.installed().open("sim-linux:" + file));
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refusal).hasMessageContaining("machine.yaml:3");
    }
}

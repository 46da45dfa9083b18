package io.sriov.lab;

import io.sriov.host.HostException;
import io.sriov.linux.vfio.DeviceInfo;
import io.sriov.linux.vfio.RegionInfo;
import io.sriov.linux.vfio.VfioDevice;
import io.sriov.linux.vfio.VfioPath;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A program that has a function as a hypervisor has it, and says what it sees; run as an ordinary
/// user.
final class UnprivilegedGuest {
    private UnprivilegedGuest() {}

    /// @param arguments where the function sits
    static void main(String[] arguments) throws IOException {
        IO.println("uid " + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        PciAddress function = PciAddress.parse(arguments[0]);
        try (VfioDevice device = VfioDevice.open(VfioPath.system(), function, Optional.empty())) {
            DeviceInfo info = device.info();
            ConfigHeader header = ConfigHeader.read(device.configSpace());
            IO.println("pci " + info.pci() + ", regions " + (info.regions() > RegionInfo.CONFIG));
            IO.println(String.format("ids %04x:%04x", header.vendorId(), header.deviceId()));
        } catch (HostException e) {
            IO.println(String.valueOf(e.getMessage()));
        }
    }
}

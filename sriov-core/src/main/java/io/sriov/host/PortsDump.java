package io.sriov.host;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The dump of a host that shows no more than what the ports ask for: the registers of PFs, and
/// where the ports above them and their VFs are.
final class PortsDump {
    private static final int UNKNOWN = 0xffff;

    private final MachineDump.Builder dump;
    private final Set<PciAddress> ports = new HashSet<>();

    private PortsDump(MachineDump.Builder dump) {
        this.dump = dump;
    }

    static MachineDump of(Host host) {
        var dump =
                MachineDump.builder()
                        .system(
                                System.getProperty("os.name")
                                        + " "
                                        + System.getProperty("os.version"))
                        .addUnread("this kind of host does not tell the memory of devices");
        var reader = new PortsDump(dump);
        for (PhysicalFunction pf : host.physicalFunctions()) {
            try {
                reader.pf(pf, pf.status());
            } catch (HostException e) {
                dump.addUnread(pf.device() + ": " + e.getMessage());
            }
        }
        return dump.build();
    }

    private void pf(PhysicalFunction pf, PfStatus status) {
        Optional<PciAddress> above = ports(status);
        FunctionDump.Builder function =
                FunctionDump.builder()
                        .address(status.address())
                        .kind(FunctionDump.Kind.PF)
                        .above(above)
                        .vendorId(status.vendorId())
                        .deviceId(status.deviceId())
                        .device(status.device())
                        .otherNames(status.otherNames())
                        .driver(
                                Optional.of(status.driver())
                                        .filter(name -> !name.equals(PfStatus.NO_DRIVER)))
                        .driverLimit(status.driverLimit())
                        .numaNode(status.numaNode())
                        .iommuGroup(status.iommu().map(IommuMembership::group));
        int vfDevice = UNKNOWN;
        try {
            ConfigSpace config = pf.configSpace();
            function.config(config);
            function.classCode((int) (config.read32(ConfigHeader.REVISION_ID) >>> 8));
            vfDevice =
                    SriovCapability.find(config).map(SriovCapability::vfDeviceId).orElse(UNKNOWN);
        } catch (HostException e) {
            function.config("").addUnread("registers: " + e.getMessage());
        }
        dump.addFunction(function.build());
        for (VfStatus vf : status.vfs()) {
            dump.addFunction(vf(status, vf, vfDevice));
        }
    }

    /// Adds the ports above a PF that were not met before.
    ///
    /// @return the one directly above
    private Optional<PciAddress> ports(PfStatus status) {
        Optional<PciAddress> above = Optional.empty();
        for (PortStatus port : status.ports()) {
            if (ports.add(port.address())) {
                dump.addFunction(
                        FunctionDump.builder()
                                .address(port.address())
                                .kind(FunctionDump.Kind.PORT)
                                .above(above)
                                .vendorId(UNKNOWN)
                                .deviceId(UNKNOWN)
                                .config("")
                                .addUnread("this kind of host does not tell registers of ports")
                                .build());
            }
            above = Optional.of(port.address());
        }
        return above;
    }

    private static FunctionDump vf(PfStatus pf, VfStatus vf, int deviceId) {
        return FunctionDump.builder()
                .address(vf.address())
                .kind(FunctionDump.Kind.VF)
                .above(pf.address())
                .vendorId(pf.vendorId())
                .deviceId(deviceId)
                .vfIndex(vf.index())
                .driver(vf.driver())
                .passthrough(vf.passthrough())
                .iommuGroup(vf.iommu().map(IommuMembership::group))
                .interfaces(
                        vf
                                .networkInterface()
                                .map(name -> new FunctionDump.Interface(name, vf.macAddress()))
                                .stream()
                                .toList())
                .config("")
                .addUnread("this kind of host does not tell registers of VFs")
                .build();
    }
}

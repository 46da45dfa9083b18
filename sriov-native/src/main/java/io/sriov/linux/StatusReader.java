package io.sriov.linux;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.HandOver;
import io.sriov.host.IommuMembership;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PortStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.linux.bind.PassthroughDrivers;
import io.sriov.linux.driver.FirmwareLimit;
import io.sriov.linux.inventory.FunctionInterfaces;
import io.sriov.linux.inventory.PciFunction;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.inventory.UpstreamPort;
import io.sriov.linux.inventory.VfUsage;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says in the words of the host ports what sysfs and a PF's driver show. For one reading.
final class StatusReader {
    private static final VfUsage UNUSED = new VfUsage(List.of(), Optional.empty());

    private final LinuxKernel kernel;
    private final SysfsPf pf;
    private final PfDriver driver;
    private boolean silent;

    StatusReader(LinuxKernel kernel, SysfsPf pf) {
        this.kernel = kernel;
        this.pf = pf;
        this.driver = kernel.driver(pf);
    }

    PfStatus read() {
        Map<PciAddress, VfUsage> usage = kernel.users().of(pf.vfs());
        PfStatus.Builder status =
                PfStatus.builder()
                        .device(pf.address().toString())
                        .otherNames(pf.names().subList(0, pf.names().size() - 1))
                        .address(pf.address())
                        .vendorId(pf.function().vendorId())
                        .deviceId(pf.function().deviceId())
                        .driver(pf.function().driver().orElse(PfStatus.NO_DRIVER))
                        .numVfs(pf.sriov().numVfs().orElse(pf.vfs().size()))
                        .totalVfs(pf.limit().hardware().orElse(pf.limit().kernel().orElse(0)))
                        .driverLimit(pf.limit().kernel())
                        .limitedBy(limitedBy())
                        .ari(pf.ari())
                        .iommu(iommu(pf.function()))
                        .ports(pf.ports().stream().map(StatusReader::port).toList())
                        .numaNode(pf.function().numaNode());
        var libvirt = LibvirtInterfaces.of(pf, kernel.sysfs(), kernel.netlink());
        for (SysfsVf vf : pf.vfs()) {
            status.addVf(vf(vf, usage.getOrDefault(vf.function().address(), UNUSED), libvirt));
        }
        return status.build();
    }

    private VfStatus vf(SysfsVf vf, VfUsage usage, LibvirtInterfaces libvirt) {
        PciAddress address = vf.function().address();
        VfStatus.Builder status =
                VfStatus.builder()
                        .index(vf.index())
                        .address(address)
                        .passthrough(isForGuest(vf))
                        .driver(vf.function().driver())
                        .iommu(iommu(vf.function()))
                        .parameters(parameters(vf.index()))
                        .uses(uses(usage));
        if (vf.passthrough()) {
            status.addHandOvers(HandOver.toQemu(address), HandOver.toLibvirtHostdev(address));
            libvirt.of(vf).ifPresent(status::addHandOver);
        } else {
            status.networkInterface(vf.interfaces().uplink());
            status.macAddress(vf.interfaces().uplink().flatMap(name -> macAddress(address, name)));
            vf.interfaces().uplink().map(HandOver::toNetns).ifPresent(status::addHandOver);
        }
        return status.build();
    }

    private Optional<PfStatus.Limit> limitedBy() {
        return switch (pf.limit().source()) {
            case DRIVER -> Optional.of(PfStatus.Limit.DRIVER);
            case HARDWARE ->
                    Optional.of(
                            pf.function()
                                            .driver()
                                            .flatMap(name ->
                                                    FirmwareLimit.remedy(name, pf.address()))
                                            .isPresent()
                                    ? PfStatus.Limit.FIRMWARE
                                    : PfStatus.Limit.DEVICE);
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<IommuMembership> iommu(PciFunction function) {
        return function.iommuGroup()
                .map(group ->
                        new IommuMembership(group.number(), group.othersThan(function.address())));
    }

    private static PortStatus port(UpstreamPort port) {
        return new PortStatus(
                port.address(),
                port.registers().map(UpstreamPort.Registers::ariEnabled),
                port.registers().map(UpstreamPort.Registers::acsEnabled));
    }

    private Optional<MacAddress> macAddress(PciAddress vf, String name) {
        Sysfs sysfs = kernel.sysfs();
        return sysfs.text(FunctionInterfaces.directory(sysfs, vf, name).resolve("address"))
                .flatMap(MacAddress::parse);
    }

    /// A driver that cannot be asked for one VF is not asked for the others.
    private List<ParameterReading> parameters(int index) {
        if (silent) {
            return List.of();
        }
        try {
            return driver.read(index);
        } catch (PfDriverException e) {
            silent = true;
            return List.of();
        }
    }

    /// {@return whether a VF is bound to VFIO, or will be as soon as it is bound}
    static boolean isForGuest(SysfsVf vf) {
        return vf.passthrough()
                || (vf.function().driver().isEmpty()
                        && vf.driverOverride().filter(PassthroughDrivers::isVfio).isPresent());
    }

    /// What may be in use unseen is taken for being in use, not exclusively.
    private static List<VfUse> uses(VfUsage usage) {
        var uses = new ArrayList<>(usage.uses());
        usage.unknown().ifPresent(why -> uses.add(new VfUse(why, false)));
        return uses;
    }
}

package io.sriov.testkit.linux;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.HandOver;
import io.sriov.host.IommuMembership;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PortStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.pci.AcsCapability;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Says in the words of the host ports what the kernel shows of a PF and its VFs. For one reading.
final class LinuxStatus {
    private static final String VF = "virtfn";

    private final SimulatedLinuxPf pf;
    private final SimulatedLinux linux;
    private final FunctionFiles files;

    LinuxStatus(SimulatedLinuxPf pf) {
        this.pf = pf;
        this.linux = pf.host().linux();
        this.files = pf.files();
    }

    PfStatus read() {
        int driverLimit = files.number("sriov_totalvfs").orElse(0);
        int total =
                SriovCapability.find(linux.configSpace(pf.address()))
                        .map(SriovCapability::totalVfs)
                        .orElse(driverLimit);
        PfStatus.Builder status =
                PfStatus.builder()
                        .device(pf.device())
                        .otherNames(pf.otherNames())
                        .address(pf.address())
                        .vendorId(files.number("vendor").orElseThrow())
                        .deviceId(files.number("device").orElseThrow())
                        .driver(files.driver().orElse(PfStatus.NO_DRIVER))
                        .numVfs(files.number("sriov_numvfs").orElse(0))
                        .totalVfs(total)
                        .driverLimit(driverLimit)
                        .limitedBy(
                                driverLimit < total ? PfStatus.Limit.DRIVER : PfStatus.Limit.DEVICE)
                        .ari(files.text("ari_enabled").map("1"::equals))
                        .iommu(iommu(files))
                        .ports(ports().map(this::port).toList());
        files.number("numa_node").stream().filter(node -> node >= 0).forEach(status::numaNode);
        PfDriver driver = pf.driver();
        for (int index : vfs()) {
            FunctionFiles vf = pf.vfFiles(index);
            // It may have gone since the names were read.
            PciAddress.tryParse(vf.address())
                    .ifPresent(address -> status.addVf(vf(index, address, vf, driver)));
        }
        return status.build();
    }

    /// The numbers of the VFs that there are, ascending.
    private List<Integer> vfs() {
        return files.names("").stream()
                .filter(name -> name.startsWith(VF))
                .map(name -> Integer.valueOf(name.substring(VF.length())))
                .sorted()
                .toList();
    }

    /// The ports above the PF, from the root port down: the parts of its path.
    Stream<PciAddress> ports() {
        return Stream.of(linux.readLink(FunctionFiles.DEVICES + pf.device()).split("/", -1))
                .flatMap(part -> PciAddress.tryParse(part).stream())
                .filter(port -> !port.equals(pf.address()));
    }

    private PortStatus port(PciAddress address) {
        ConfigSpace space = linux.configSpace(address);
        return new PortStatus(
                address,
                PcieCapability.find(space).map(PcieCapability::ariForwardingEnabled),
                Optional.of(
                        AcsCapability.find(space).map(AcsCapability::enabled).orElse(Set.of())));
    }

    private Optional<IommuMembership> iommu(FunctionFiles function) {
        return function.linked("iommu_group")
                .map(group ->
                        new IommuMembership(
                                group,
                                function.names("iommu_group/devices").stream()
                                        .filter(other -> !other.equals(function.address()))
                                        .toList()));
    }

    private VfStatus vf(int index, PciAddress address, FunctionFiles vf, PfDriver driver) {
        boolean held = vf.driver().filter(LinuxVfBinding.PASSTHROUGH::equals).isPresent();
        VfStatus.Builder status =
                VfStatus.builder()
                        .index(index)
                        .address(address)
                        .passthrough(LinuxVfBinding.isForGuest(vf))
                        .driver(vf.driver())
                        .iommu(iommu(vf))
                        .parameters(parameters(index, driver))
                        .uses(uses(vf));
        if (held) {
            status.addHandOvers(HandOver.toQemu(address), HandOver.toLibvirtHostdev(address));
        } else {
            Optional<String> name = vf.networkInterface();
            status.networkInterface(name)
                    .macAddress(
                            name.flatMap(at -> vf.text("net/" + at + "/address"))
                                    .flatMap(MacAddress::parse));
            name.map(HandOver::toNetns).ifPresent(status::addHandOver);
        }
        return status.build();
    }

    private static List<ParameterReading> parameters(int index, PfDriver driver) {
        try {
            return driver.read(index);
        } catch (PfDriverException _) {
            return List.of();
        }
    }

    /// Who uses a VF: the process that has it through VFIO, whoever has set its interface up.
    static List<VfUse> uses(FunctionFiles vf) {
        List<VfUse> uses = new ArrayList<>();
        PciAddress.tryParse(vf.address())
                .flatMap(vf.linux()::vfioHolder)
                .ifPresent(process ->
                        uses.add(
                                new VfUse(
                                        "process "
                                                + process
                                                + " holds /dev/vfio/"
                                                + vf.linked("iommu_group").orElse(""),
                                        true)));
        vf.networkInterface()
                .filter(name -> isUp(vf.number("net/" + name + "/flags")))
                .ifPresent(name -> uses.add(new VfUse("interface " + name + " is up", false)));
        return uses;
    }

    /// `IFF_UP`, `include/uapi/linux/if.h`.
    private static boolean isUp(OptionalInt flags) {
        return flags.isPresent() && (flags.getAsInt() & 1) != 0;
    }
}

package io.sriov.linux.inventory;

import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PFs and VFs. What several functions share is read once. For one reading; not thread-safe.
final class InventoryReader {
    /// The link from a PF to a VF: `virtfn0`, up to 65,535 of them.
    private static final Pattern VIRTFN = Pattern.compile("virtfn(\\d{1,5})");

    /// What `driver_override` reads while there is none: the kernel prints a null pointer.
    private static final String NO_OVERRIDE = "(null)";

    private final Sysfs sysfs;
    private final Registers registers;
    private final IommuGroups groups;
    private final UpstreamPorts ports;

    InventoryReader(Sysfs sysfs, ConfigSpaces spaces) {
        this.sysfs = sysfs;
        registers = new Registers(sysfs, spaces);
        groups = new IommuGroups(sysfs);
        ports = new UpstreamPorts(sysfs, registers);
    }

    private Attributes attributes(PciAddress address) {
        return Attributes.of(sysfs, PciDevices.directory(sysfs, address));
    }

    /// {@return a PF; empty where it is gone, or is none}
    Optional<SysfsPf> pf(PciAddress address) {
        Attributes pf = attributes(address);
        if (!pf.has("sriov_totalvfs")) {
            return Optional.empty();
        }
        return PciFunction.read(address, pf, groups)
                .map(function ->
                        new SysfsPf(
                                function,
                                limit(address, pf),
                                SriovAttributes.read(pf),
                                pf.flag("ari_enabled"),
                                ports.above(address),
                                FunctionInterfaces.ofPf(sysfs, pf),
                                pf.names("nvme"),
                                pf.names("infiniband"),
                                vfs(pf)));
    }

    /// {@return one VF of a PF; empty where there is no such VF}
    Optional<SysfsVf> vf(PciAddress pf, int index) {
        return sysfs.linkedName(PciDevices.directory(sysfs, pf).resolve("virtfn" + index))
                .flatMap(PciAddress::tryParse)
                .flatMap(address -> vf(index, address));
    }

    /// {@return the names of a PF, without asking for anything that the kernel locks}
    List<String> names(PciAddress address) {
        Attributes pf = attributes(address);
        return SysfsPf.names(
                address,
                FunctionInterfaces.ofPf(sysfs, pf),
                pf.names("nvme"),
                pf.names("infiniband"));
    }

    private VfLimit limit(PciAddress address, Attributes pf) {
        Optional<Integer> hardware =
                registers
                        .read(address, SriovCapability::find)
                        .flatMap(found -> found)
                        .map(SriovCapability::totalVfs);
        return new VfLimit(
                pf.number("sriov_totalvfs", 0xffff),
                hardware.isPresent() ? OptionalInt.of(hardware.get()) : OptionalInt.empty());
    }

    private List<SysfsVf> vfs(Attributes pf) {
        var vfs = new ArrayList<SysfsVf>();
        for (String entry : pf.entries()) {
            Matcher virtfn = VIRTFN.matcher(entry);
            if (virtfn.matches()) {
                pf.linkedName(entry)
                        .flatMap(PciAddress::tryParse)
                        .flatMap(address -> vf(Integer.parseInt(virtfn.group(1)), address))
                        .ifPresent(vfs::add);
            }
        }
        vfs.sort(Comparator.comparingInt(SysfsVf::index));
        return vfs;
    }

    private Optional<SysfsVf> vf(int index, PciAddress address) {
        Attributes vf = attributes(address);
        return PciFunction.read(address, vf, groups)
                .map(function ->
                        new SysfsVf(
                                index,
                                function,
                                vf.text("driver_override")
                                        .filter(name -> !name.equals(NO_OVERRIDE)),
                                FunctionInterfaces.ofVf(vf),
                                vf.names("infiniband"),
                                vf.names("infiniband_verbs"),
                                vf.has("reset"),
                                vf.names("vfio-dev").stream().findFirst()));
    }
}

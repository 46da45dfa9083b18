package io.sriov.linux.inventory;

import io.sriov.host.VfUse;
import io.sriov.linux.inventory.FileHolders.Holder;
import io.sriov.linux.inventory.VdpaDevices.VdpaDevice;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Who uses VFs: processes that hold them as VFIO devices, use their RDMA devices or vDPA devices;
/// and bridges, bonds, addresses and network namespaces that have their interfaces.
///
/// The kernel itself only counts users of Xen and of KVM before VFIO (`pci_vfs_assigned`), and asks
/// nobody else before it destroys VFs. A VFIO device is the exception that matters: taking it away
/// waits until its process lets go (`vfio_unregister_group_dev`), which makes that use exclusive.
///
/// Thread-safe; every call looks anew, once at `/proc` for all VFs it is asked about.
public final class VfUsers {
    private final Sysfs sysfs;
    private final Path proc;
    private final VfioGroupProbe groups;
    private final InterfaceAddresses addresses;

    /// Prepares the questions; nothing has been looked at.
    ///
    /// @param sysfs the attributes of devices
    /// @param proc where `/proc` is; it shows the processes of one PID namespace and no others
    /// @param groups asks the kernel for a VFIO group where no process tells
    /// @param addresses the IP addresses of network interfaces
    public VfUsers(Sysfs sysfs, Path proc, VfioGroupProbe groups, InterfaceAddresses addresses) {
        this.sysfs = sysfs;
        this.proc = proc;
        this.groups = groups;
        this.addresses = addresses;
    }

    /// {@return who uses each of some VFs, by address}
    ///
    /// @param vfs the VFs, of one PF or of several
    public Map<PciAddress, VfUsage> of(List<SysfsVf> vfs) {
        VdpaDevices vdpa = vfs.isEmpty() ? VdpaDevices.none() : VdpaDevices.read(sysfs);
        Set<String> files = new HashSet<>();
        vfs.forEach(vf -> files.addAll(files(vf, vdpa)));
        FileHolders holders = FileHolders.of(proc, files);
        var vfio = new VfioDeviceHolders(sysfs, holders, groups);
        var interfaces = new InterfaceUses(sysfs, once(addresses::read));
        Map<PciAddress, VfUsage> usage = new HashMap<>();
        for (SysfsVf vf : vfs) {
            usage.put(vf.function().address(), of(vf, vdpa, holders, vfio, interfaces));
        }
        return Map.copyOf(usage);
    }

    /// {@return who uses a function, a PF or a VF; nobody where there is no such function}
    ///
    /// @param function where it sits
    public VfUsage of(PciAddress function) {
        return new InventoryReader(sysfs, (_, _) -> {})
                .function(function)
                .map(found -> of(List.of(found)).get(function))
                .orElseGet(() -> new VfUsage(List.of(), Optional.empty()));
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        var values = new ArrayList<T>(1);
        return () -> {
            if (values.isEmpty()) {
                values.add(source.get());
            }
            return values.getFirst();
        };
    }

    /// The files through which processes can use a VF.
    private static List<String> files(SysfsVf vf, VdpaDevices vdpa) {
        var files = new ArrayList<String>(vf.vfioFiles());
        files.addAll(vf.verbsFiles());
        vdpa.of(vf.function().address()).forEach(device -> files.addAll(device.files()));
        return files;
    }

    private static VfUsage of(
            SysfsVf vf,
            VdpaDevices vdpa,
            FileHolders holders,
            VfioDeviceHolders vfio,
            InterfaceUses interfaces) {
        List<String> files = files(vf, vdpa);
        List<String> exclusive = vf.vfioFiles();
        var uses = new ArrayList<VfUse>();
        for (String file : files) {
            for (Holder holder : holders.of(file)) {
                uses.add(
                        new VfUse(
                                "process "
                                        + holder.name()
                                        + " ("
                                        + holder.pid()
                                        + ") holds "
                                        + file,
                                exclusive.contains(file)));
            }
        }
        Optional<String> unseen = Optional.empty();
        if (vf.passthrough() && uses.stream().noneMatch(VfUse::exclusive)) {
            VfUsage deviceUsage = vfio.of(vf);
            uses.addAll(deviceUsage.uses());
            unseen = deviceUsage.unknown();
        }
        List<VdpaDevice> made = vdpa.of(vf.function().address());
        made.forEach(device ->
                uses.add(new VfUse("vDPA device " + device.name() + " is made of it", false)));
        uses.addAll(interfaces.of(vf, !made.isEmpty()));
        Optional<String> unknown =
                files.isEmpty() || !holders.incomplete()
                        ? unseen
                        : Optional.of(
                                "not every process shows its open files: run as root to see"
                                        + " whether one holds "
                                        + files.getFirst());
        return new VfUsage(uses, unknown);
    }
}

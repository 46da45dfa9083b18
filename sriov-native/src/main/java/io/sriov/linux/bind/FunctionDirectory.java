package io.sriov.linux.bind;

import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What sysfs says of a function: `/sys/bus/pci/devices/DDDD:BB:DD.F`. Everything is read when it
/// is asked for. Thread-safe.
///
/// @param sysfs sysfs
/// @param address where the function sits
public record FunctionDirectory(Sysfs sysfs, PciAddress address) {
    /// What `driver_override` reads where it is not set: the kernel prints a null pointer.
    private static final String UNSET = "(null)";

    /// {@return one of its files}
    ///
    /// @param name the file's name
    public Path file(String name) {
        return sysfs.path("bus/pci/devices/" + address).resolve(name);
    }

    /// {@return whether there is such a function}
    public boolean exists() {
        return Files.exists(file("."));
    }

    /// {@return the driver that is bound}
    public Optional<String> driver() {
        return sysfs.linkedName(file("driver"));
    }

    /// {@return the only driver that may be bound, where there is such a one}
    ///
    /// The kernel takes the function's lock to tell, so that this waits for an operation on it.
    public Optional<String> override() {
        return sysfs.text(file("driver_override"))
                .filter(text -> !text.isEmpty() && !text.equals(UNSET));
    }

    /// {@return whether the function is a VF whose PF keeps its VFs from drivers:
    /// `sriov_drivers_autoprobe` is 0}
    public boolean keptFromDrivers() {
        return sysfs.number(autoprobe()).filter(on -> on == 0).isPresent();
    }

    /// {@return the attribute of the PF that keeps drivers from this VF}
    public Path autoprobe() {
        return file("physfn").resolve("sriov_drivers_autoprobe");
    }

    /// {@return how many VFs it has}
    public long numVfs() {
        return sysfs.number(file("sriov_numvfs")).orElse(0L);
    }

    /// {@return the number of its IOMMU group; empty where the IOMMU does not translate for it}
    public Optional<String> iommuGroup() {
        return sysfs.linkedName(file("iommu_group"));
    }

    /// {@return the names of the devices in its IOMMU group, itself among them, sorted}
    public List<String> iommuGroupMembers() {
        return sysfs.names(groupDevices());
    }

    /// {@return the names of the others in its IOMMU group that a VFIO driver is bound to}
    List<String> othersBoundToVfio() {
        return iommuGroupMembers().stream()
                .filter(name -> !name.equals(address.toString()))
                .filter(name ->
                        sysfs.linkedName(groupDevices().resolve(name).resolve("driver"))
                                .filter(PassthroughDrivers::isVfio)
                                .isPresent())
                .toList();
    }

    private Path groupDevices() {
        return file("iommu_group").resolve("devices");
    }
}

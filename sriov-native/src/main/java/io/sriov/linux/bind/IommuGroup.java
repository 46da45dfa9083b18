package io.sriov.linux.bind;

import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The devices that the IOMMU cannot keep apart, so that only one user can have them all. A
/// snapshot; immutable.
///
/// @param number the group's number, which may be another after a reboot; empty where the function
///   is in no group
/// @param function the function whose group it is
/// @param members all of them, sorted by name
public record IommuGroup(
        Optional<String> number, FunctionDirectory function, List<Member> members) {
    /// The class of bridges from PCI to PCI, the upper two bytes of `class` (PCI Code and ID
    /// Assignment 1.11 §1.7).
    private static final long PCI_BRIDGE = 0x0604;

    /// A device in the group.
    ///
    /// @param name the device's name: a PCI function's address
    /// @param driver the driver that is bound
    /// @param bridge whether it is a bridge from PCI to PCI
    public record Member(String name, Optional<String> driver, boolean bridge) {
        /// {@return whether its driver keeps the group from being used through VFIO}
        ///
        /// VFIO's own drivers and `pci-stub` do not, nor do those of bridges, which leave the
        /// memory alone (`driver_managed_dma` since Linux 5.19; `vfio_dev_viable` in
        /// `drivers/vfio/vfio.c` before).
        public boolean blocks() {
            return !bridge
                    && driver.filter(name -> !PassthroughDrivers.isVfio(name))
                            .filter(name -> !name.equals("pci-stub"))
                            .isPresent();
        }

        @Override
        public String toString() {
            return name + " (" + driver.orElse("no driver") + ")";
        }
    }

    /// {@return the group of a function as it is now}
    ///
    /// @param function the function
    public static IommuGroup of(FunctionDirectory function) {
        Sysfs sysfs = function.sysfs();
        Path devices = function.file("iommu_group").resolve("devices");
        List<Member> members =
                function.iommuGroupMembers().stream()
                        .map(name -> member(sysfs, name, devices.resolve(name)))
                        .toList();
        return new IommuGroup(function.iommuGroup(), function, members);
    }

    private static Member member(Sysfs sysfs, String name, Path device) {
        boolean bridge =
                sysfs.number(device.resolve("class"))
                        .filter(code -> code >>> 8 == PCI_BRIDGE)
                        .isPresent();
        return new Member(name, sysfs.linkedName(device.resolve("driver")), bridge);
    }

    /// {@return the members that keep the group from being used through VFIO; none where it is
    /// viable}
    public List<Member> blocking() {
        return members.stream().filter(Member::blocks).toList();
    }

    /// {@return the names of the other members that have such a driver}
    List<String> othersWith(Predicate<String> driver) {
        return members.stream()
                .filter(member -> !member.name().equals(function.address().toString()))
                .filter(member -> member.driver().filter(driver).isPresent())
                .map(Member::name)
                .toList();
    }
}

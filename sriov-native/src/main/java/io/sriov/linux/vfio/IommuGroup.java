package io.sriov.linux.vfio;

import io.sriov.linux.bind.FunctionDirectory;
import io.sriov.linux.bind.PassthroughDrivers;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The devices that the IOMMU cannot keep apart, so that only one user can have them all. A
/// snapshot; immutable.
///
/// @param function the function whose group it is
/// @param number the group's number, which may be another after a reboot; empty where the function
///   is in no group
/// @param members all of them, the function included, sorted by name
public record IommuGroup(PciAddress function, Optional<String> number, List<Member> members) {
    /// The class of bridges from PCI to PCI, the upper two bytes of `class` (PCI Code and ID
    /// Assignment 1.11 §1.7).
    private static final long PCI_BRIDGE = 0x0604;

    /// Copies the list.
    public IommuGroup {
        members = List.copyOf(members);
    }

    /// A device in the group.
    ///
    /// @param name the device's name: a PCI function's address
    /// @param driver the driver that is bound; empty where none is
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

        /// {@return the name and the driver: `0000:01:00.0 (igb)`}
        @Override
        public String toString() {
            return name + " (" + driver.orElse("no driver") + ")";
        }
    }

    /// {@return the group of a function as it is now}
    static IommuGroup of(FunctionDirectory function) {
        Sysfs sysfs = function.sysfs();
        Path devices = function.file("iommu_group").resolve("devices");
        List<Member> members =
                function.iommuGroupMembers().stream()
                        .map(name -> member(sysfs, name, devices.resolve(name)))
                        .toList();
        return new IommuGroup(function.address(), function.iommuGroup(), members);
    }

    private static Member member(Sysfs sysfs, String name, Path device) {
        boolean bridge =
                sysfs.number(device.resolve("class"))
                        .filter(code -> code >>> 8 == PCI_BRIDGE)
                        .isPresent();
        return new Member(name, sysfs.linkedName(device.resolve("driver")), bridge);
    }

    /// {@return the other members that keep the function from being used through VFIO once VFIO's
    /// driver is bound to it; none where nothing does, or there is no group}
    public List<Member> blocking() {
        return members.stream()
                .filter(member -> !member.name().equals(function.toString()))
                .filter(Member::blocks)
                .toList();
    }

    /// {@return whether a guest can have the function once VFIO's driver is bound to it: it is in a
    /// group, and no other member has a driver that uses it for the host}
    public boolean viable() {
        return number.isPresent() && blocking().isEmpty();
    }

    /// {@return why no guest can have the function, one clause for people; empty where it is
    /// viable}
    public Optional<String> obstacle() {
        if (number.isEmpty()) {
            return Optional.of("it has no IOMMU group: the IOMMU is off");
        }
        return viable()
                ? Optional.empty()
                : Optional.of(
                        "the IOMMU cannot keep it apart from "
                                + blocking().stream()
                                        .map(Member::toString)
                                        .collect(Collectors.joining(", ")));
    }
}

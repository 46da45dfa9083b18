package io.sriov.linux.inventory;

import io.sriov.linux.bind.PassthroughDrivers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A VF at one moment. Immutable.
///
/// @param index its number, from 0: that of its link `virtfnN`, which alone tells it
/// @param function what it is as a PCI function
/// @param driverOverride the only driver it may be bound to; empty where any that fits may
/// @param interfaces its network interfaces in this network namespace
/// @param rdmaDevices its RDMA devices, `mlx5_2`
/// @param verbsDevices the device files of these, `uverbs2`
/// @param resettable whether the kernel knows a way to reset it alone
/// @param vfioDevice the name it has as a VFIO device, `vfio3`, on kernels that give such names
public record SysfsVf(
        int index,
        PciFunction function,
        Optional<String> driverOverride,
        FunctionInterfaces interfaces,
        List<String> rdmaDevices,
        List<String> verbsDevices,
        boolean resettable,
        Optional<String> vfioDevice) {
    /// How the name of a group's node begins where there is no IOMMU.
    static final String NO_IOMMU = "noiommu-";

    /// Copies the lists.
    public SysfsVf {
        rdmaDevices = List.copyOf(rdmaDevices);
        verbsDevices = List.copyOf(verbsDevices);
    }

    /// {@return whether it is meant for a guest or a program: bound to VFIO, by `vfio-pci` or a
    /// driver for one kind of device, such as `mlx5_vfio_pci`}
    public boolean passthrough() {
        return vfioDevice.isPresent()
                || function.driver().filter(PassthroughDrivers::isVfio).isPresent();
    }

    /// {@return the files through which a process holds it as a VFIO device, see
    /// `Documentation/driver-api/vfio.rst`; none unless it is one}
    public List<String> vfioFiles() {
        var files = new ArrayList<String>();
        if (passthrough()) {
            function.iommuGroup()
                    .map(IommuGroup::number)
                    .ifPresent(number -> {
                        files.add("/dev/vfio/" + number);
                        files.add("/dev/vfio/" + NO_IOMMU + number);
                    });
            vfioDevice.ifPresent(name -> files.add("/dev/vfio/devices/" + name));
        }
        return List.copyOf(files);
    }

    /// {@return the files through which processes use its RDMA devices}
    public List<String> verbsFiles() {
        return verbsDevices.stream().map(name -> "/dev/infiniband/" + name).toList();
    }
}

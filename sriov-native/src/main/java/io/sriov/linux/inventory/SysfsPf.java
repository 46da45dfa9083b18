package io.sriov.linux.inventory;

import io.sriov.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A PF and its VFs at one moment. Immutable.
///
/// @param function what it is as a PCI function
/// @param limit how many VFs it can have, and who says so
/// @param sriov its SR-IOV attributes
/// @param ari whether ARI is enabled on the way to it; empty where the kernel does not tell
/// @param ports the ports above it, from the root port down; none for a function of the root
///   complex
/// @param interfaces its network interfaces in this network namespace
/// @param nvmeControllers its NVMe controllers, `nvme0`
/// @param rdmaDevices its RDMA devices, `mlx5_0`
/// @param vfs the VFs that exist as devices, in ascending order of their numbers
public record SysfsPf(
        PciFunction function,
        VfLimit limit,
        SriovAttributes sriov,
        Optional<Boolean> ari,
        List<UpstreamPort> ports,
        FunctionInterfaces interfaces,
        List<String> nvmeControllers,
        List<String> rdmaDevices,
        List<SysfsVf> vfs) {
    /// Copies the lists.
    public SysfsPf {
        ports = List.copyOf(ports);
        nvmeControllers = List.copyOf(nvmeControllers);
        rdmaDevices = List.copyOf(rdmaDevices);
        vfs = List.copyOf(vfs);
    }

    /// {@return where it sits}
    public PciAddress address() {
        return function.address();
    }

    /// {@return the name it goes by: its network interface, NVMe controller or RDMA device, and its
    /// address where it has none of these}
    public String device() {
        return names().getFirst();
    }

    /// {@return every name by which [PfInventory#find(String)] finds it, the usual one first and
    /// its address last}
    public List<String> names() {
        return names(function.address(), interfaces, nvmeControllers, rdmaDevices);
    }

    static List<String> names(
            PciAddress address,
            FunctionInterfaces interfaces,
            List<String> nvmeControllers,
            List<String> rdmaDevices) {
        var names = new ArrayList<String>(interfaces.uplinks());
        names.addAll(nvmeControllers);
        names.addAll(rdmaDevices);
        names.add(address.toString());
        return List.copyOf(names);
    }
}

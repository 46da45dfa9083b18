package io.sriov.linux.vfio;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.bind.FunctionDirectory;
import io.sriov.linux.bind.PassthroughDrivers;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where VFIO's nodes are. The numbers in their names are given anew at every start, and when a
/// function is bound again: a path is to be used at once, and not to be kept. Thread-safe.
public final class VfioPath {
    /// The name that VFIO gives to the group of a function without an IOMMU
    /// (`vfio_noiommu_group_alloc` in Linux's `drivers/vfio/group.c`).
    private static final String NO_IOMMU = "vfio-noiommu";

    private static final Pattern DEVICE = Pattern.compile("vfio\\d+");

    private final Sysfs sysfs;
    private final Path dev;

    /// Names the places to look in.
    ///
    /// @param sys where sysfs is mounted, usually `/sys`
    /// @param dev where the nodes are, usually `/dev`
    public VfioPath(Path sys, Path dev) {
        this(new Sysfs(Libc.system(), sys), dev);
    }

    VfioPath(Sysfs sysfs, Path dev) {
        this.sysfs = sysfs;
        this.dev = dev;
    }

    /// {@return the places of this machine}
    public static VfioPath system() {
        return new VfioPath(Path.of("/sys"), Path.of("/dev"));
    }

    /// {@return the node of containers}
    public Path container() {
        return dev.resolve("vfio/vfio");
    }

    /// {@return the node of iommufd, from Linux 6.2 on}
    public Path iommufd() {
        return dev.resolve("iommu");
    }

    /// {@return the node of a function's IOMMU group: `/dev/vfio/7`, or `/dev/vfio/noiommu-0` where
    /// it has been bound without an IOMMU}
    ///
    /// @param address where the function sits
    /// @throws HostException with ENODEV when there is no such function; with ENOENT when it is in
    ///   no group, or no VFIO driver is bound to it
    public Path group(PciAddress address) {
        FunctionDirectory function = function(address);
        String number =
                function.iommuGroup()
                        .orElseThrow(() ->
                                absent(
                                        address,
                                        "it has no IOMMU group: the IOMMU is off",
                                        "enable it in the firmware's setup (VT-d, AMD-Vi) and, on"
                                                + " Intel, with intel_iommu=on on the kernel's"
                                                + " command line"));
        boolean noIommu =
                sysfs.text(function.file("iommu_group").resolve("name"))
                        .equals(Optional.of(NO_IOMMU));
        Path node = dev.resolve("vfio").resolve(noIommu ? "noiommu-" + number : number);
        return present(function, node);
    }

    /// {@return the node of the function itself: `/dev/vfio/devices/vfio0`; empty where the kernel
    /// has no such nodes (Linux before 6.6, or without CONFIG_VFIO_DEVICE_CDEV)}
    ///
    /// @param address where the function sits
    /// @throws HostException with ENODEV when there is no such function; with ENOENT when no VFIO
    ///   driver is bound to it
    public Optional<Path> device(PciAddress address) {
        FunctionDirectory function = function(address);
        requireVfio(function);
        return sysfs.names(function.file("vfio-dev")).stream()
                .filter(name -> DEVICE.matcher(name).matches())
                .map(name -> dev.resolve("vfio/devices").resolve(name))
                .filter(Files::exists)
                .findFirst();
    }

    /// {@return which devices share a function's IOMMU group, and which of them keep it from being
    /// used}
    ///
    /// Can be asked before a VFIO driver is bound to the function.
    ///
    /// @param address where the function sits
    /// @throws HostException with ENODEV when there is no such function
    public IommuGroup members(PciAddress address) {
        return IommuGroup.of(function(address));
    }

    private FunctionDirectory function(PciAddress address) {
        var function = new FunctionDirectory(sysfs, address);
        if (!function.exists()) {
            throw new HostException(
                    Operation.PASS_THROUGH,
                    address.toString(),
                    Errno.ENODEV,
                    "there is no such function",
                    "look again: the VFs have changed");
        }
        return function;
    }

    private static Path present(FunctionDirectory function, Path node) {
        requireVfio(function);
        if (!Files.exists(node)) {
            throw absent(
                    function.address(),
                    "there is no " + node,
                    "load vfio with modprobe, and in a container, let it have that node");
        }
        return node;
    }

    private static void requireVfio(FunctionDirectory function) {
        Optional<String> driver = function.driver();
        if (driver.filter(PassthroughDrivers::isVfio).isEmpty()) {
            throw absent(
                    function.address(),
                    driver.orElse("no driver") + " is bound to it",
                    "bind vfio-pci to it");
        }
    }

    private static HostException absent(PciAddress address, String detail, String remedy) {
        return new HostException(
                Operation.PASS_THROUGH, address.toString(), Errno.ENOENT, detail, remedy);
    }
}

package io.sriov.linux.vfio;

import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.pci.PciAddress;
import org.jspecify.annotations.Nullable;

/// Why VFIO refuses: Linux's `drivers/vfio/group.c`, `container.c`, `device_cdev.c` and
/// `pci/vfio_pci_core.c`.
final class VfioDiagnosis {
    private VfioDiagnosis() {}

    /// Opening one of VFIO's nodes.
    static HostException opening(String node, LinuxErrorException e) {
        return switch (e.errno()) {
            case ENOENT ->
                    failed(
                            node,
                            e,
                            "there is no such node",
                            "load vfio-pci with modprobe, and in a container, let it have the node");
            case EACCES, EPERM ->
                    failed(
                            node,
                            e,
                            "the caller may not open it",
                            "run as root, or make the caller its owner; where there is no IOMMU,"
                                    + " CAP_SYS_RAWIO is needed as well");
            case EBUSY ->
                    failed(node, e, "somebody has it open", "stop the guest that has the function");
            case ENODEV ->
                    failed(
                            node,
                            e,
                            "no VFIO driver is bound to any of its functions any more",
                            "bind vfio-pci to the function");
            default -> failed(node, e, e.text(), null);
        };
    }

    /// Putting a group into a container.
    ///
    /// @param viable whether the kernel calls the group viable
    static HostException entering(
            String node, boolean viable, IommuGroup group, LinuxErrorException e) {
        if (!viable) {
            return failed(
                    node,
                    e,
                    "the group is not viable: "
                            + group.obstacle()
                                    .orElse(
                                            "the IOMMU cannot keep the function apart from another"
                                                    + " that the host uses or that somebody has"),
                    "bind vfio-pci to those as well, leave them without a driver, or use a slot"
                            + " whose ports have ACS");
        }
        return switch (e.errno()) {
            case EINVAL ->
                    failed(
                            node,
                            e,
                            "the group is in a container already, or the container takes no such"
                                    + " group",
                            "use a container of its own");
            case EPERM ->
                    failed(
                            node,
                            e,
                            "somebody has the devices of the group by their own nodes, or the"
                                    + " caller may not use a group without an IOMMU",
                            "stop the guest that has the function, or run as root");
            default -> failed(node, e, e.text(), null);
        };
    }

    /// Choosing how the memory is guarded.
    static HostException guarding(String node, LinuxErrorException e) {
        return switch (e.errno()) {
            case EPERM ->
                    failed(
                            node,
                            e,
                            "the IOMMU does not keep a guest from sending interrupts to the host",
                            "enable interrupt remapping in the firmware's setup");
            case EINVAL ->
                    failed(
                            node,
                            e,
                            "there is no group in the container, or its memory is guarded already",
                            null);
            default -> failed(node, e, e.text(), null);
        };
    }

    /// Opening a function, through its group or by its own node.
    static HostException openingDevice(
            PciAddress function, boolean withToken, LinuxErrorException e) {
        String device = function.toString();
        return switch (e.errno()) {
            case EACCES ->
                    failed(
                            device,
                            e,
                            withToken
                                    ? "the VF token is not the one that the holder of the PF has"
                                            + " set"
                                    : "its PF is held through VFIO, and the VF token is missing",
                            "ask the holder of the PF for the token");
            case EINVAL ->
                    withToken
                            ? failed(
                                    device,
                                    e,
                                    "it takes no VF token: its PF is not held through VFIO, or"
                                            + " this kernel knows tokens only when a function is"
                                            + " opened through its group",
                                    "open it without")
                            : failed(
                                    device,
                                    e,
                                    "the group is in no container that guards the memory, or the"
                                            + " device is bound already",
                                    null);
            case ENODEV ->
                    failed(
                            device,
                            e,
                            "it is not in the group, or no VFIO driver is bound to it",
                            "bind vfio-pci to it, and look for its group again");
            case EBUSY ->
                    failed(
                            device,
                            e,
                            "somebody has it open",
                            "stop the guest that has the function");
            case EAGAIN ->
                    failed(
                            device,
                            e,
                            "it is being reset, or another operation on it is under way",
                            "try again");
            case ENOTTY ->
                    failed(
                            device,
                            e,
                            "this kernel does not open functions by their own nodes",
                            "open it through its group");
            default -> failed(device, e, e.text(), "see dmesg for what vfio-pci says");
        };
    }

    /// Setting a PF's token.
    static HostException settingToken(String device, LinuxErrorException e) {
        return switch (e.errno()) {
            case ENOTTY ->
                    failed(
                            device,
                            e,
                            "it is no PF whose VFs may be used",
                            "load vfio-pci with enable_sriov=1");
            default -> failed(device, e, e.text(), null);
        };
    }

    /// Asking for something that every kernel knows.
    static HostException asking(String device, LinuxErrorException e) {
        return switch (e.errno()) {
            case ENODEV, EIO ->
                    failed(
                            device,
                            e,
                            "the function does not answer, or is being taken away",
                            "close it, so that the kernel can go on");
            case EBUSY -> failed(device, e, "it is in use", "close its devices first");
            default -> failed(device, e, e.text(), null);
        };
    }

    /// Reading or writing the configuration space.
    static HostException accessing(Operation operation, String device, LinuxErrorException e) {
        return new HostException(operation, device, e.errno(), e.text(), null);
    }

    private static HostException failed(
            String device, LinuxErrorException e, String detail, @Nullable String remedy) {
        return new HostException(Operation.PASS_THROUGH, device, e.errno(), detail, remedy);
    }
}

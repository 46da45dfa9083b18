package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PcieCapability;
import io.sriov.testkit.linux.SysfsNode.Attribute;
import io.sriov.testkit.linux.SysfsNode.Directory;
import io.sriov.testkit.linux.SysfsNode.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The directory of a PCI function in sysfs: `drivers/pci/pci-sysfs.c`, and of `drivers/pci/iov.c`
/// what begins with `sriov_`.
final class DeviceAttributes {
    private static final List<String> NAMES =
            List.of(
                    "ari_enabled",
                    "class",
                    "config",
                    "device",
                    "driver",
                    "driver_override",
                    "enable",
                    "iommu_group",
                    "modalias",
                    "net",
                    "numa_node",
                    "nvme",
                    "physfn",
                    "reset",
                    "reset_method",
                    "resource",
                    "revision",
                    "secondary_bus_number",
                    "sriov_drivers_autoprobe",
                    "sriov_numvfs",
                    "sriov_offset",
                    "sriov_stride",
                    "sriov_totalvfs",
                    "sriov_vf_device",
                    "sriov_vf_msix_count",
                    "sriov_vf_total_msix",
                    "subordinate_bus_number",
                    "subsystem_device",
                    "subsystem_vendor",
                    "uevent",
                    "vendor");

    private static final String VF = "virtfn";

    /// `RESOURCE` lines: 6 BARs, the ROM, 6 VF BARs.
    private static final int FIRST_VF_BAR = 7;

    private static final int LINES = 13;

    /// `driver_set_override` takes less than a page.
    private static final int LONGEST_OVERRIDE = 4094;

    /// How long a function is left alone after a reset: `pcie_flr`.
    private static final Duration AFTER_RESET = Duration.ofMillis(100);

    private final SimulatedLinux kernel;

    DeviceAttributes(SimulatedLinux kernel) {
        this.kernel = kernel;
    }

    Directory directory(PciDevice device) {
        return new Directory(() -> names(device), name -> find(device, name));
    }

    private List<String> names(PciDevice device) {
        List<String> names = new ArrayList<>(device.children().keySet());
        NAMES.stream().filter(name -> find(device, name).isPresent()).forEach(names::add);
        device.sriov()
                .ifPresent(sriov -> sriov.vfs().keySet().forEach(index -> names.add(VF + index)));
        return names;
    }

    private Optional<SysfsNode> find(PciDevice device, String name) {
        PciDevice.Identity identity = device.identity();
        return switch (name) {
            case "vendor" -> text(() -> "0x%04x".formatted(identity.vendorId()));
            case "device" -> text(() -> "0x%04x".formatted(identity.deviceId()));
            case "subsystem_vendor" -> text(() -> "0x%04x".formatted(identity.subsystemVendorId()));
            case "subsystem_device" -> text(() -> "0x%04x".formatted(identity.subsystemId()));
            case "class" -> text(() -> "0x%06x".formatted(identity.classCode()));
            case "revision" -> text(() -> "0x%02x".formatted(identity.revisionId()));
            case "modalias" -> text(device::modalias);
            case "uevent" -> text(() -> variables(device));
            case "resource" -> text(() -> resource(device));
            case "numa_node" -> text(() -> Integer.toString(device.numaNode()));
            case "ari_enabled" -> text(() -> device.bus().ari() ? "1" : "0");
            case "enable" -> text(() -> enabled(device) ? "1" : "0");
            case "config" -> text(() -> hexadecimal(device.config()));
            case "driver_override" ->
                    Optional.of(
                            Attribute.of(
                                    () -> device.driverOverride().orElse("(null)") + "\n",
                                    written -> override(device, written)));
            case "driver" ->
                    device.driver().map(driver -> new Link("/bus/pci/drivers/" + driver.name()));
            case "iommu_group" ->
                    device.group().map(at -> new Link("/kernel/iommu_groups/" + at.number()));
            case "physfn" -> device.vfOf().map(vf -> new Link(vf.physfn().devpath()));
            case "net" -> device.netDevice().map(this::net);
            case "nvme" ->
                    device.controller()
                            .map(at -> Directory.of(() -> List.of(at), _ -> Directory.EMPTY));
            case "reset" ->
                    Optional.of(Attribute.writeOnly(written -> reset(device, written)))
                            .filter(_ -> !resetMethods(device).isEmpty())
                            .map(SysfsNode.class::cast);
            case "reset_method" ->
                    resetMethods(device).isEmpty()
                            ? Optional.empty()
                            : text(() -> resetMethods(device));
            case "secondary_bus_number" -> bus(device, ConfigHeader.SECONDARY_BUS);
            case "subordinate_bus_number" -> bus(device, ConfigHeader.SUBORDINATE_BUS);
            default -> sriov(device, name).or(() -> child(device, name));
        };
    }

    /// `pci_is_enabled`.
    private static boolean enabled(PciDevice device) {
        boolean open =
                device.group().filter(group -> group.holders().containsKey(device)).isPresent();
        return open
                || (device.driver().isPresent() && !device.boundTo(DriverTrait.LEAVES_DISABLED));
    }

    private static Optional<SysfsNode> text(Supplier<String> line) {
        return Optional.of(Attribute.readOnly(() -> line.get() + "\n"));
    }

    private Optional<SysfsNode> child(PciDevice device, String name) {
        return Optional.ofNullable(device.children().get(name)).map(this::directory);
    }

    private static Optional<SysfsNode> bus(PciDevice device, int register) {
        return device.secondary()
                .flatMap(_ -> text(() -> Integer.toString(device.config().read8(register))));
    }

    private Optional<SysfsNode> sriov(PciDevice device, String name) {
        if (name.equals("sriov_vf_msix_count")) {
            return device.vfOf().map(_ -> Attribute.writeOnly(DeviceAttributes::msixCount));
        }
        PciSriov sriov = device.sriov().orElse(null);
        if (sriov == null) {
            return Optional.empty();
        }
        if (name.startsWith(VF)) {
            return vf(sriov, name.substring(VF.length())).map(vf -> new Link(vf.devpath()));
        }
        Function<Supplier<Integer>, Optional<SysfsNode>> number =
                value -> text(() -> Integer.toString(value.get()));
        return switch (name) {
            case "sriov_totalvfs" -> number.apply(sriov::driverMaxVfs);
            case "sriov_offset" -> number.apply(sriov::offset);
            case "sriov_stride" -> number.apply(sriov::stride);
            case "sriov_vf_device" -> text(() -> Integer.toHexString(sriov.vfDeviceId()));
            case "sriov_vf_total_msix" -> text(() -> "0");
            case "sriov_numvfs" ->
                    Optional.of(
                            Attribute.of(
                                    () -> numVfs(device, sriov) + "\n",
                                    written -> numVfs(device, sriov, written)));
            case "sriov_drivers_autoprobe" ->
                    Optional.of(
                            Attribute.of(
                                    () -> sriov.driversAutoprobe() ? "1\n" : "0\n",
                                    written -> sriov.driversAutoprobe(KernelText.bool(written))));
            default -> Optional.empty();
        };
    }

    private static Optional<PciDevice> vf(PciSriov sriov, String number) {
        try {
            int index = Integer.parseUnsignedInt(number);
            return Optional.ofNullable(sriov.vfs().get(index))
                    .filter(_ -> Integer.toString(index).equals(number));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// `sriov_numvfs_show`, which waits for who changes them.
    private int numVfs(PciDevice device, PciSriov sriov) {
        int[] count = new int[1];
        kernel.withDevice(device, () -> count[0] = sriov.numVfs());
        return count[0];
    }

    /// `sriov_numvfs_store`.
    private void numVfs(PciDevice device, PciSriov sriov, String written) {
        int count = KernelText.u16(written);
        if (count > sriov.driverMaxVfs()) {
            throw new SyscallException(
                    Errno.ERANGE,
                    count + " VFs are more than sriov_totalvfs, " + sriov.driverMaxVfs());
        }
        kernel.withDevice(device, () -> numVfs(device, sriov, count));
    }

    private void numVfs(PciDevice device, PciSriov sriov, int count) {
        if (count == sriov.numVfs()) {
            return;
        }
        PciDriver driver =
                device.driver()
                        .orElseThrow(() -> {
                            kernel.log()
                                    .print(
                                            device,
                                            "no driver bound to device; cannot configure SR-IOV");
                            return new SyscallException(Errno.ENOENT, "no driver is bound");
                        });
        if (!driver.has(DriverTrait.CREATES_VFS)) {
            kernel.log().print(device, "driver does not support SR-IOV configuration via sysfs");
            throw new SyscallException(Errno.ENOENT, driver.name() + " creates no VFs");
        }
        if (count > 0 && sriov.numVfs() > 0) {
            kernel.log()
                    .print(
                            device,
                            "%d VFs already enabled. Disable before enabling %d VFs"
                                    .formatted(sriov.numVfs(), count));
            throw new SyscallException(Errno.EBUSY, "there are " + sriov.numVfs() + " VFs");
        }
        int enabled = kernel.drivers().configure(driver, device, sriov, count);
        if (enabled != count) {
            kernel.log()
                    .print(device, "%d VFs requested; only %d enabled".formatted(count, enabled));
        }
    }

    /// `sriov_vf_msix_count_store`: no driver here shares vectors out.
    private static void msixCount(String written) {
        String number = KernelText.name(written);
        if (!number.matches("[+-]?(0[xX]\\p{XDigit}{1,7}|[0-9]{1,9})") || number.startsWith("-")) {
            throw new SyscallException(Errno.EINVAL, "'" + number + "' is no number of vectors");
        }
        throw new SyscallException(Errno.EOPNOTSUPP, "the PF's driver does not share vectors out");
    }

    /// `driver_set_override`: the first line counts, and an empty one is none.
    private static void override(PciDevice device, String written) {
        if (written.length() > LONGEST_OVERRIDE) {
            throw new SyscallException(Errno.EINVAL, "the name is longer than a page");
        }
        int end = written.indexOf('\n');
        String name = end < 0 ? written : written.substring(0, end);
        device.driverOverride(Optional.of(name).filter(text -> !text.isEmpty()));
    }

    /// `reset_store`.
    private void reset(PciDevice device, String written) {
        if (!KernelText.name(written).matches("\\+?(0[xX])?0*1")) {
            throw new SyscallException(Errno.EINVAL, "only 1 resets");
        }
        kernel.withDevice(device, () -> reset(device));
    }

    private void reset(PciDevice device) {
        PcieCapability pcie = device.pcie().orElseThrow();
        int command = device.config().read16(ConfigHeader.COMMAND);
        int at = pcie.offset() + PcieCapability.DEVICE_CONTROL;
        int control = device.config().read16(at);
        device.config().write16(at, control | PcieCapability.DEVICE_CONTROL_INITIATE_FLR);
        kernel.bus().clock().advance(AFTER_RESET);
        device.config().write16(ConfigHeader.COMMAND, command);
        kernel.groups().enableAcs(device);
    }

    /// What `pci_init_reset_methods` finds, but for those that need power management.
    private static String resetMethods(PciDevice device) {
        List<String> methods = new ArrayList<>();
        if (device.secondary().isEmpty()
                && device.pcie().filter(PcieCapability::functionLevelReset).isPresent()) {
            methods.add("flr");
        }
        if (device.vfOf().isEmpty()
                && device.bus().bridge().isPresent()
                && device.secondary().isEmpty()
                && device.bus().devices().getFirst() == device) {
            methods.add("bus");
        }
        return String.join(" ", methods);
    }

    private static String variables(PciDevice device) {
        return device.variables().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /// `resource_show`: of a port without its windows.
    private static String resource(PciDevice device) {
        return IntStream.range(0, LINES)
                .mapToObj(line -> resource(device, line))
                .collect(Collectors.joining("\n"));
    }

    private static String resource(PciDevice device, int line) {
        Optional<Bar> own = Optional.ofNullable(device.bars().get(line));
        Optional<String> ofVfs =
                device.sriov()
                        .flatMap(sriov ->
                                Optional.ofNullable(sriov.vfBars().get(line - FIRST_VF_BAR))
                                        .map(bar -> bar.line(sriov.totalVfs())));
        return own.map(bar -> bar.line(1)).or(() -> ofVfs).orElseGet(() -> Bar.line(0, 0, 0));
    }

    /// What `od` shows of the file, since an attribute here is text: 16 bytes a line.
    private static String hexadecimal(ConfigSpace config) {
        var text = new StringBuilder(3 * ConfigSpace.SIZE);
        for (int offset = 0; offset < ConfigSpace.SIZE; offset++) {
            text.append(offset == 0 ? "" : offset % 16 == 0 ? "\n" : " ")
                    .append("%02x".formatted(config.read8(offset)));
        }
        return text.toString();
    }

    private Directory net(NetDevice net) {
        return Directory.of(
                () -> List.of(net.name()),
                _ ->
                        new Directory(
                                () ->
                                        List.of(
                                                "address",
                                                "carrier",
                                                "device",
                                                "flags",
                                                "ifindex",
                                                "operstate"),
                                name -> interfaceAttribute(net, name)));
    }

    /// `net/core/net-sysfs.c`.
    private static Optional<SysfsNode> interfaceAttribute(NetDevice net, String name) {
        return switch (name) {
            case "address" -> text(() -> net.address().toString());
            case "ifindex" -> text(() -> Integer.toString(net.index()));
            case "flags" -> text(() -> net.up() ? "0x1003" : "0x1002");
            case "operstate" -> text(() -> net.carrier() ? "up" : "down");
            case "carrier" -> text(() -> carrier(net));
            case "device" -> Optional.of(new Link(net.device().devpath()));
            default -> Optional.empty();
        };
    }

    /// `carrier_show`: nothing is known of an interface that is down.
    private static String carrier(NetDevice net) {
        if (!net.up()) {
            throw new SyscallException(Errno.EINVAL, net.name() + " is down");
        }
        return net.carrier() ? "1" : "0";
    }
}

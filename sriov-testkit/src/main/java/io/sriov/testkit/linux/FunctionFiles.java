package io.sriov.testkit.linux;

import io.sriov.pci.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The files of a function, as a program sees them. What is not there is empty.
///
/// @param linux the kernel
/// @param address where the function sits
record FunctionFiles(SimulatedLinux linux, String address) {
    static final String DEVICES = "/sys/bus/pci/devices/";
    private static final String DRIVERS = "/sys/bus/pci/drivers/";

    FunctionFiles(SimulatedLinux linux, PciAddress address) {
        this(linux, address.toString());
    }

    String path(String name) {
        return DEVICES + address + "/" + name;
    }

    boolean exists() {
        return linux.exists(DEVICES + address);
    }

    boolean has(String name) {
        return linux.exists(path(name));
    }

    Optional<String> text(String name) {
        try {
            return Optional.of(linux.read(path(name)).strip());
        } catch (SyscallException _) {
            return Optional.empty();
        }
    }

    OptionalInt number(String name) {
        return text(name).map(Integer::decode).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    List<String> names(String directory) {
        try {
            return linux.list(path(directory));
        } catch (SyscallException _) {
            return List.of();
        }
    }

    /// The last part of where a link leads.
    Optional<String> linked(String name) {
        try {
            String target = linux.readLink(path(name));
            return Optional.of(target.substring(target.lastIndexOf('/') + 1));
        } catch (SyscallException _) {
            return Optional.empty();
        }
    }

    Optional<String> driver() {
        return linked("driver");
    }

    Optional<String> driverOverride() {
        return text("driver_override").filter(name -> !name.equals("(null)"));
    }

    /// The first of its network interfaces.
    Optional<String> networkInterface() {
        return names("net").stream().findFirst();
    }

    void write(String name, String text) {
        linux.write(path(name), text);
    }

    void bind(String driver) {
        linux.write(DRIVERS + driver + "/bind", address);
    }

    void unbind() {
        driver().ifPresent(driver -> linux.write(DRIVERS + driver + "/unbind", address));
    }

    void probe() {
        linux.write("/sys/bus/pci/drivers_probe", address);
    }
}

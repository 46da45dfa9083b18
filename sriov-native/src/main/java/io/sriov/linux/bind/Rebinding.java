package io.sriov.linux.bind;

import io.sriov.host.Errno;
import io.sriov.linux.sys.KernelWork;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Retry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The steps by which a function gets another driver. Stands for one piece of work on one function.
///
/// The kernel's side: `bind_store`, `unbind_store` and `drivers_probe_store` in Linux's
/// `drivers/base/bus.c`, `pci_device_can_probe` in `drivers/pci/pci-driver.c`.
final class Rebinding {
    /// Clears `driver_override`: the kernel cuts the text at the line's end, and takes an empty one
    /// for none (`driver_set_override` in `drivers/base/driver.c`).
    private static final String CLEAR = "\n";

    /// The name of no driver, by which a function opts out of being bound
    /// (`Documentation/ABI/testing/sysfs-bus-pci`).
    static final String WITHHELD = "none";

    private final FunctionDirectory function;
    private final KernelWork.Steps steps;
    private final Retry retry;

    /// @param retry how to try again what a driver refuses for the moment
    Rebinding(FunctionDirectory function, KernelWork.Steps steps, Retry retry) {
        this.function = function;
        this.steps = steps;
        this.retry = retry;
    }

    KernelWork.Steps steps() {
        return steps;
    }

    Binding now() {
        steps.begin("reading " + function.file("driver_override"));
        return new Binding(function.address(), function.driver(), function.override());
    }

    boolean loaded(String driver) {
        return Files.isDirectory(directory(driver));
    }

    private Path directory(String driver) {
        return function.sysfs().path("bus/pci/drivers").resolve(driver);
    }

    /// Lets only this driver be bound, and binds it.
    void to(String driver) throws LinuxErrorException {
        override(Optional.of(driver));
        if (!function.driver().equals(Optional.of(driver))) {
            toNone();
            bind(driver);
        }
    }

    /// Lets any driver be bound, and the kernel choose one; keeps a driver that is not for
    /// passthrough. One that is for passthrough is no choice, although the kernel makes it where
    /// that driver has been told to take all such functions (`vfio-pci.ids`, `new_id`).
    void toAny() throws LinuxErrorException {
        override(Optional.empty());
        if (function.driver().filter(PassthroughDrivers::isHosts).isEmpty()) {
            toNone();
            // Succeeds as well where no driver takes the function.
            steps.write(
                    function.sysfs().path("bus/pci/drivers_probe"), function.address().toString());
            if (function.driver().filter(PassthroughDrivers::isVfio).isPresent()) {
                toNone();
            }
        }
    }

    /// Has no driver bound.
    void toNone() throws LinuxErrorException {
        Optional<String> bound = function.driver();
        if (bound.isEmpty()) {
            return;
        }
        try {
            steps.write(directory(bound.get()).resolve("unbind"), function.address().toString());
        } catch (LinuxErrorException e) {
            // The kernel says no such device when somebody else has been faster.
            if (function.driver().isPresent()) {
                throw e;
            }
        }
    }

    private void bind(String driver) throws LinuxErrorException {
        retry.run(
                LinuxErrorException.class,
                this::passes,
                () -> {
                    try {
                        steps.write(
                                directory(driver).resolve("bind"), function.address().toString());
                    } catch (LinuxErrorException e) {
                        // As above: loading a module binds what waits for it.
                        if (!function.driver().equals(Optional.of(driver))) {
                            throw e;
                        }
                    }
                });
    }

    /// Whether a refusal may be for the moment only: the driver waits for another device (the
    /// kernel makes EAGAIN of EPROBE_DEFER), the function is still being reset, or a guest that has
    /// ended has not let go of it yet.
    private boolean passes(LinuxErrorException e) {
        return e.errno() == Errno.EAGAIN
                || (e.errno() == Errno.EBUSY
                        && function.driver().isEmpty()
                        && function.numVfs() == 0
                        && function.othersBoundToVfio().isEmpty());
    }

    /// Has no driver bound, and lets none be.
    void withhold() throws LinuxErrorException {
        override(Optional.of(WITHHELD));
        toNone();
    }

    /// {@return whether the function is kept from every driver}
    boolean withheld() {
        steps.begin("reading " + function.file("driver_override"));
        return function.override().equals(Optional.of(WITHHELD));
    }

    /// Puts back what was there.
    void back(Binding before) throws LinuxErrorException {
        try {
            if (before.driver().isEmpty()) {
                toNone();
            } else if (!function.driver().equals(before.driver())) {
                // Not bind() alone: where the PF keeps drivers from its VFs, only the one that is
                // named gets through.
                to(before.driver().get());
            }
        } finally {
            override(before.override());
        }
    }

    /// Says which driver alone may be bound, any where it is empty; the one that is bound stays.
    void override(Optional<String> driver) throws LinuxErrorException {
        steps.begin("reading " + function.file("driver_override"));
        if (!function.override().equals(driver)) {
            steps.write(
                    function.file("driver_override"),
                    driver.map(name -> name + "\n").orElse(CLEAR));
        }
    }
}

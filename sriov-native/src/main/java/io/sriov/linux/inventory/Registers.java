package io.sriov.linux.inventory;

import io.sriov.host.HostException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// What can be told of the registers of a function.
final class Registers {
    private final Sysfs sysfs;
    private final ConfigSpaces spaces;

    Registers(Sysfs sysfs, ConfigSpaces spaces) {
        this.sysfs = sysfs;
        this.spaces = spaces;
    }

    /// {@return what a reader makes of a function's registers; empty where they cannot be read}
    <T> Optional<T> read(PciAddress address, Function<ConfigSpace, T> reader) {
        var result = new AtomicReference<Optional<T>>(Optional.empty());
        try {
            spaces.read(
                    PciDevices.directory(sysfs, address).resolve("config"),
                    config -> result.set(Optional.of(reader.apply(config))));
        } catch (HostException _) {
            return Optional.empty();
        }
        return result.get();
    }
}

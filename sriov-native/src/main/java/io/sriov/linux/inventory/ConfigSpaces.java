package io.sriov.linux.inventory;

import io.sriov.pci.ConfigSpace;
import java.nio.file.Path;
import java.util.function.Consumer;

/// How configuration spaces are reached.
@FunctionalInterface
public interface ConfigSpaces {
    /// Opens a configuration space, lets it be read, and closes it.
    ///
    /// @param file the file `config` of a function
    /// @param reader who reads it, and keeps nothing of it
    /// @throws io.sriov.host.HostException when it cannot be opened or read, for want of rights or
    ///   because the function is gone
    void read(Path file, Consumer<ConfigSpace> reader);
}

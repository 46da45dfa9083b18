package io.sriov.lab;

import io.sriov.host.HostException;
import io.sriov.linux.SysfsConfigSpace;
import io.sriov.pci.ConfigHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program that says what a configuration space lets its user do; run as an ordinary one.
final class UnprivilegedReader {
    private UnprivilegedReader() {}

    /// @param arguments the file of the configuration space
    static void main(String[] arguments) throws IOException {
        IO.println("uid " + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        try (SysfsConfigSpace config = SysfsConfigSpace.open(Path.of(arguments[0]))) {
            config.read32(ConfigHeader.END - 4);
            IO.println("register 3c is readable");
            try {
                config.read32(ConfigHeader.END);
            } catch (HostException e) {
                IO.println("register 40: " + e.errno());
            }
            try {
                config.write16(ConfigHeader.COMMAND, 0);
            } catch (HostException e) {
                IO.println("writing: " + e.errno());
            }
        }
    }
}

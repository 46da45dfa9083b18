package io.sriov.linux.inventory;

import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The VFIO devices that one process has open, and the groups. A device that was opened through its
/// group has a file without a name, and the group's may be closed meanwhile.
///
/// From Linux 6.18 on `/proc/PID/fdinfo` says of such a file which device it is
/// (`vfio_device_show_fdinfo` in `drivers/vfio/vfio_main.c`). For one thread.
final class VfioDeviceFiles {
    /// What `/proc/PID/fd` shows of a device that was opened through its group
    /// (`vfio_device_open_file` in `drivers/vfio/group.c`).
    static final String DEVICE = "anon_inode:[vfio-device]";

    private static final String GROUP = "/dev/vfio/";
    private static final String SYSPATH = "vfio-device-syspath:";

    private final Set<String> groups = new HashSet<>();
    private final List<PciAddress> named = new ArrayList<>();
    private int unnamed;

    /// Notes a file.
    ///
    /// @param process the process's directory in `/proc`
    /// @param descriptor the descriptor's number
    /// @param target what the descriptor leads to
    void note(Path process, String descriptor, String target) {
        if (target.equals(DEVICE)) {
            device(process.resolve("fdinfo").resolve(descriptor))
                    .ifPresentOrElse(named::add, () -> unnamed++);
        } else if (target.startsWith(GROUP)) {
            groups.add(target.substring(GROUP.length()));
        }
    }

    private static Optional<PciAddress> device(Path info) {
        try {
            return new String(Files.readAllBytes(info), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(SYSPATH))
                    .map(line -> Path.of(line.substring(SYSPATH.length()).strip()))
                    .map(Path::getFileName)
                    .flatMap(name -> PciAddress.tryParse(String.valueOf(name)).stream())
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// {@return the devices of which it is known which they are}
    List<PciAddress> named() {
        return named;
    }

    /// {@return how many devices there are besides those}
    int unnamed() {
        return unnamed;
    }

    /// {@return the names of the groups' nodes}
    Set<String> groups() {
        return groups;
    }
}

package io.sriov.linux;

import io.sriov.pci.ConfigSpace;
import java.nio.file.Path;

/// The configuration space of a PF, opened for each access: a PF may go and another come.
/// Thread-safe.
final class LinuxConfigSpace implements ConfigSpace {
    private final LinuxPf pf;

    LinuxConfigSpace(LinuxPf pf) {
        this.pf = pf;
    }

    private Path file() {
        return pf.directory().resolve("config");
    }

    @Override
    public long read(int offset, int width) {
        try (SysfsConfigSpace space = SysfsConfigSpace.open(file())) {
            return space.read(offset, width);
        }
    }

    @Override
    public void write(int offset, int width, long value) {
        try (SysfsConfigSpace space = SysfsConfigSpace.open(file())) {
            space.write(offset, width, value);
        }
    }
}

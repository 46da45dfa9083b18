package io.sriov.linux.inventory;

import io.sriov.ffm.Libc;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sysfs that notes what is read, and lets something happen before it is.
class RecordingSysfs extends Sysfs {
    private final List<Path> files = new ArrayList<>();

    RecordingSysfs(SysfsTree tree) {
        super(Libc.system(), tree.sys());
    }

    /// What was read, in order.
    List<Path> files() {
        return files;
    }

    private void note(Path file) {
        before(files.size(), file);
        files.add(file);
    }

    /// Happens before a reading.
    ///
    /// @param number its number, from 0
    /// @param file what is about to be read
    void before(int number, Path file) {}

    @Override
    public boolean exists(Path file) {
        note(file);
        return super.exists(file);
    }

    @Override
    public Optional<String> text(Path file) {
        note(file);
        return super.text(file);
    }

    @Override
    public Optional<Path> link(Path link) {
        note(link);
        return super.link(link);
    }

    @Override
    public List<String> names(Path directory) {
        note(directory);
        return super.names(directory);
    }
}

package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import java.util.ArrayList;
import java.util.List;

/// The file descriptors of the calling process; a file gets the lowest free number from 3 on.
/// Thread-safe.
final class DescriptorTable {
    private static final int FIRST = 3;

    private final List<OpenFile> files = new ArrayList<>();

    private static final OpenFile FREE = new OpenFile() {};

    synchronized int add(OpenFile file) {
        int free = files.indexOf(FREE);
        if (free < 0) {
            files.add(file);
            return FIRST + files.size() - 1;
        }
        files.set(free, file);
        return FIRST + free;
    }

    synchronized OpenFile get(int descriptor) throws KernelErrorException {
        int index = descriptor - FIRST;
        if (index < 0 || index >= files.size() || files.get(index) == FREE) {
            throw new KernelErrorException(Errno.EBADF);
        }
        return files.get(index);
    }

    synchronized void close(int descriptor) throws KernelErrorException {
        get(descriptor);
        files.set(descriptor - FIRST, FREE);
    }

    /// {@return how many are open}
    synchronized int open() {
        return (int) files.stream().filter(file -> file != FREE).count();
    }
}

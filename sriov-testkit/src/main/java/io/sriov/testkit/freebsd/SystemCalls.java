package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import io.sriov.testkit.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the C library's functions do with what they are handed: addresses and numbers.
final class SystemCalls {
    private static final String IOV = "/dev/iov";

    private final SimulatedFreeBsd system;
    private final DescriptorTable descriptors = new DescriptorTable();

    SystemCalls(SimulatedFreeBsd system) {
        this.system = system;
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    /// `int open(const char *path, int flags, ...)`
    int open(long path, int flags) throws KernelErrorException {
        return descriptors.add(file(UserMemory.text(path), flags & KernelNumbers.O_ACCMODE));
    }

    private OpenFile file(String path, int access) throws KernelErrorException {
        SimulatedKernel kernel = system.kernel();
        boolean write = access != KernelNumbers.O_RDONLY;
        if (path.equals("/dev/pci")) {
            if (write && !system.superuser()) {
                throw new KernelErrorException(Errno.EACCES);
            }
            if (write && system.securelevel() > 0) {
                throw new KernelErrorException(Errno.EPERM);
            }
            return new PciFile(kernel, write, system.release().longPciConf());
        }
        if (path.equals("/dev/devctl2")) {
            requireSuperuser();
            return new DevctlFile(kernel, system.superuser());
        }
        List<String> nodes = nodes();
        if (path.equals(IOV) && !nodes.isEmpty()) {
            return new IovDirectory(nodes);
        }
        if (path.startsWith(IOV + "/") && nodes.contains(path.substring(IOV.length() + 1))) {
            if (!system.mayOpenIov(write)) {
                throw new KernelErrorException(Errno.EACCES);
            }
            String node = path.substring(IOV.length() + 1);
            return new IovFile(kernel, device(node), system.release().iovStatus());
        }
        throw new KernelErrorException(Errno.ENOENT);
    }

    private void requireSuperuser() throws KernelErrorException {
        if (!system.superuser()) {
            throw new KernelErrorException(Errno.EACCES);
        }
    }

    /// The nodes below `/dev/iov`, the newest first, as devfs lists them.
    private List<String> nodes() {
        List<String> nodes = new ArrayList<>();
        for (String device : system.kernel().devices()) {
            nodes.addFirst(
                    system.ports().stream()
                            .filter(port -> port.device().equals(device))
                            .map(PortNode::port)
                            .findFirst()
                            .orElse(device));
        }
        return nodes;
    }

    private String device(String node) {
        return system.ports().stream()
                .filter(port -> port.port().equals(node))
                .map(PortNode::device)
                .findFirst()
                .orElse(node);
    }

    /// `int close(int fd)`
    int close(int descriptor) throws KernelErrorException {
        descriptors.close(descriptor);
        return 0;
    }

    /// `int ioctl(int fd, unsigned long request, ...)`: the parameter is copied in as far as the
    /// request's number says, and out again if the request succeeds (`sys_ioctl` in
    /// `sys/kern/sys_generic.c`).
    int ioctl(int descriptor, long request, long parameter) throws KernelErrorException {
        OpenFile file = descriptors.get(descriptor);
        int size = KernelNumbers.parameterSize(request);
        boolean in = (request & KernelNumbers.IOC_IN) != 0;
        boolean out = (request & KernelNumbers.IOC_OUT) != 0;
        byte[] copy = in && size > 0 ? UserMemory.copyIn(parameter, size) : new byte[size];
        file.ioctl(request, ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
        if (out) {
            UserMemory.copyOut(copy, parameter);
        }
        return 0;
    }

    /// `ssize_t getdirentries(int fd, char *buf, size_t nbytes, off_t *basep)`
    long getdirentries(int descriptor, long buffer, long size) throws KernelErrorException {
        byte[] entries =
                descriptors.get(descriptor).entries((int) Math.min(size, Integer.MAX_VALUE));
        UserMemory.copyOut(entries, buffer);
        return entries.length;
    }

    /// `int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, const void *newp, size_t
    /// newlen)`, for reading.
    int sysctlbyname(long name, long old, long oldLength, long changed)
            throws KernelErrorException {
        Optional<byte[]> found = system.variables().read(UserMemory.text(name));
        if (found.isEmpty()) {
            throw new KernelErrorException(Errno.ENOENT);
        }
        if (changed != 0) {
            throw new KernelErrorException(Errno.EPERM);
        }
        byte[] value = found.get();
        ByteBuffer length =
                ByteBuffer.wrap(UserMemory.copyIn(oldLength, Long.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        boolean fits = Long.compareUnsigned(value.length, length.getLong(0)) <= 0;
        if (old != 0 && fits) {
            UserMemory.copyOut(value, old);
        }
        length.putLong(0, value.length);
        UserMemory.copyOut(length.array(), oldLength);
        if (old != 0 && !fits) {
            throw new KernelErrorException(Errno.ENOMEM);
        }
        return 0;
    }

    /// `int getifaddrs(struct ifaddrs **ifap)`
    int getifaddrs(long list) throws KernelErrorException {
        ByteBuffer pointer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        pointer.putLong(system.interfaces().get());
        UserMemory.copyOut(pointer.array(), list);
        return 0;
    }

    /// `void freeifaddrs(struct ifaddrs *ifp)`
    int freeifaddrs(long list) {
        system.interfaces().free(list);
        return 0;
    }
}

package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.testkit.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// `/dev/devctl2`, open: `devctl2_ioctl` in FreeBSD's `sys/kern/subr_bus.c`, for VFs.
///
/// @param kernel the kernel
/// @param superuser whether the caller may do what it asks for
record DevctlFile(SimulatedKernel kernel, boolean superuser) implements OpenFile {
    private static final long DEV_ATTACH = 0x8098_4401L;
    private static final long DEV_DETACH = 0x8098_4402L;
    private static final int NAME_SIZE = 128;

    @Override
    public void ioctl(long request, ByteBuffer parameter) throws KernelErrorException {
        if (request != DEV_ATTACH && request != DEV_DETACH) {
            throw new KernelErrorException(Errno.ENOTTY);
        }
        if (!superuser) {
            throw new KernelErrorException(Errno.EPERM);
        }
        String name = name(parameter);
        for (String device : kernel.devices()) {
            PfStatus pf = kernel.status(device);
            for (VfStatus vf : pf.vfs()) {
                if (vf.location().equals(name) || vf.driver().filter(name::equals).isPresent()) {
                    operate(request, device, vf.index());
                    return;
                }
            }
        }
        throw new KernelErrorException(Errno.ENOENT);
    }

    private void operate(long request, String device, int index) throws KernelErrorException {
        try {
            if (request == DEV_ATTACH) {
                kernel.attachVf(device, index);
            } else {
                kernel.detachVf(device, index);
            }
        } catch (HostException e) {
            throw new KernelErrorException(e.errno());
        }
    }

    private static String name(ByteBuffer parameter) throws KernelErrorException {
        for (int length = 0; length < NAME_SIZE; length++) {
            if (parameter.get(length) == 0) {
                byte[] name = new byte[length];
                parameter.get(0, name);
                return new String(name, StandardCharsets.UTF_8);
            }
        }
        throw new KernelErrorException(Errno.EINVAL);
    }
}

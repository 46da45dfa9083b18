package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.testkit.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node below `/dev/iov`, open: `pci_iov_ioctl` in FreeBSD's `sys/dev/pci/pci_iov.c`.
final class IovFile implements OpenFile {
    private static final long IOV_CONFIG = 0x8010_700aL;
    private static final long IOV_DELETE = 0x2000_700bL;
    private static final long IOV_GET_SCHEMA = 0xc018_700cL;
    private static final long IOV_GET_STATUS = 0xc018_700dL;

    private static final int POINTER = 0;
    private static final int LENGTH = 8;
    private static final int ERROR = 16;

    private final SimulatedKernel kernel;
    private final String device;
    private final boolean knowsStatus;
    private final int attachment;

    IovFile(SimulatedKernel kernel, String device, boolean knowsStatus) {
        this.kernel = kernel;
        this.device = device;
        this.knowsStatus = knowsStatus;
        this.attachment = kernel.attachment(device);
    }

    @Override
    public void ioctl(long request, ByteBuffer parameter) throws KernelErrorException {
        if (!kernel.devices().contains(device) || kernel.attachment(device) != attachment) {
            // The node was destroyed while it was open, and one of the same name is another:
            // devfs_fp_check in devfs_vnops.c.
            throw new KernelErrorException(Errno.ENXIO);
        }
        try {
            if (request == IOV_CONFIG) {
                long address = parameter.getLong(POINTER);
                long length = parameter.getLong(LENGTH);
                kernel.configure(device, length, () -> copyIn(address, length));
            } else if (request == IOV_DELETE) {
                kernel.delete(device);
            } else if (request == IOV_GET_SCHEMA) {
                output(kernel.packedSchema(device), parameter);
            } else if (request == IOV_GET_STATUS && knowsStatus) {
                output(NvlistPacker.pack(status(kernel.status(device))), parameter);
            } else {
                throw new KernelErrorException(Errno.EINVAL);
            }
        } catch (HostException e) {
            throw new KernelErrorException(e.errno());
        }
    }

    private static Optional<byte[]> copyIn(long address, long length) {
        try {
            return Optional.of(UserMemory.copyIn(address, length));
        } catch (KernelErrorException _) {
            return Optional.empty();
        }
    }

    /// A buffer that is too small is no failure of the request, since a failed request copies
    /// nothing out: the structure says what is needed.
    private static void output(byte[] packed, ByteBuffer parameter) throws KernelErrorException {
        long room = parameter.getLong(LENGTH);
        parameter.putLong(LENGTH, packed.length);
        if (Long.compareUnsigned(packed.length, room) <= 0) {
            UserMemory.copyOut(packed, parameter.getLong(POINTER));
            parameter.putInt(ERROR, 0);
        } else {
            parameter.putInt(ERROR, KernelNumbers.of(Errno.EMSGSIZE));
        }
    }

    private static Nvlist status(PfStatus pf) {
        Nvlist.Builder status = Nvlist.builder().addNumber("version", 1);
        status.addNvlist(
                "pf",
                Nvlist.builder()
                        .addString("device", pf.device())
                        .addString("pci-location", pf.location())
                        .addBool("enabled", pf.enabled())
                        .addNumber("num-vfs", pf.numVfs())
                        .addNumber("total-vfs", pf.totalVfs())
                        .build());
        List<Nvlist> vfs = new ArrayList<>();
        pf.vfs().forEach(vf -> vfs.add(status(vf)));
        return (vfs.isEmpty() ? status : status.add("vfs", new NvValue.NvlistArray(vfs))).build();
    }

    private static Nvlist status(VfStatus vf) {
        Nvlist.Builder status =
                Nvlist.builder()
                        .addNumber("index", vf.index())
                        .addString("pci-location", vf.location())
                        .addBool("attached", vf.attached())
                        .addBool("passthrough", vf.passthrough());
        vf.driver().ifPresent(driver -> status.addString("bound-driver", driver));
        return status.build();
    }
}

package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import io.sriov.pci.ConfigSpace;
import io.sriov.testkit.sim.ListedBar;
import io.sriov.testkit.sim.ListedFunction;
import io.sriov.testkit.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.util.List;

/// `/dev/pci`, open: `pci_ioctl` in FreeBSD's `sys/dev/pci/pci_user.c`.
final class PciFile implements OpenFile {
    private static final long PCIOCREAD = 0xc014_7002L;
    private static final long PCIOCWRITE = 0xc014_7003L;
    private static final long PCIOCATTACHED = 0xc014_7004L;
    private static final long PCIOCGETCONF_14 = 0xc030_7005L;
    private static final long PCIOCGETBAR = 0xc020_7006L;
    private static final long PCIOCGETCONF_15 = 0xc030_700aL;

    private static final int REGISTER = 8;
    private static final int WIDTH = 12;
    private static final int DATA = 16;

    // struct pci_bar_io
    private static final int BAR_ENABLED = 12;
    private static final int BAR_BASE = 16;
    private static final int BAR_LENGTH = 24;

    private final SimulatedKernel kernel;
    private final boolean writable;
    private final boolean longConf;

    PciFile(SimulatedKernel kernel, boolean writable, boolean longConf) {
        this.kernel = kernel;
        this.writable = writable;
        this.longConf = longConf;
    }

    @Override
    public void ioctl(long request, ByteBuffer parameter) throws KernelErrorException {
        boolean list = request == PCIOCGETCONF_14 || (request == PCIOCGETCONF_15 && longConf);
        if (!writable && !list && request != PCIOCGETBAR) {
            throw new KernelErrorException(Errno.EPERM);
        }
        if (list) {
            new PciList(kernel, request == PCIOCGETCONF_15).get(parameter);
        } else if (request == PCIOCREAD) {
            ConfigSpace registers = access(parameter);
            long value = registers.read(parameter.getInt(REGISTER), parameter.getInt(WIDTH));
            parameter.putInt(DATA, (int) value);
        } else if (request == PCIOCWRITE) {
            ConfigSpace registers = access(parameter);
            int width = parameter.getInt(WIDTH);
            long value = Integer.toUnsignedLong(parameter.getInt(DATA));
            registers.write(parameter.getInt(REGISTER), width, value & ConfigSpace.allOnes(width));
        } else if (request == PCIOCATTACHED) {
            parameter.putInt(DATA, function(parameter).attached() ? 1 : 0);
        } else if (request == PCIOCGETBAR) {
            bar(function(parameter), parameter);
        } else {
            throw new KernelErrorException(Errno.ENOTTY);
        }
    }

    private ConfigSpace access(ByteBuffer parameter) throws KernelErrorException {
        int register = parameter.getInt(REGISTER);
        int width = parameter.getInt(WIDTH);
        boolean sound =
                (width == 1 || width == 2 || width == 4)
                        && register >= 0
                        && register + width <= ConfigSpace.SIZE
                        && register % width == 0;
        if (!sound) {
            throw new KernelErrorException(Errno.EINVAL);
        }
        return registers(function(parameter));
    }

    private ConfigSpace registers(ListedFunction function) throws KernelErrorException {
        return kernel.pciConfigSpace(function.address())
                .orElseThrow(() -> new KernelErrorException(Errno.ENODEV));
    }

    private void bar(ListedFunction function, ByteBuffer parameter) throws KernelErrorException {
        ListedBar bar =
                kernel.pciBar(function.address(), parameter.getInt(REGISTER))
                        .orElseThrow(() -> new KernelErrorException(Errno.EINVAL));
        parameter.putInt(BAR_ENABLED, bar.enabled() ? 1 : 0);
        parameter.putLong(BAR_BASE, bar.value());
        parameter.putLong(BAR_LENGTH, bar.length());
    }

    private ListedFunction function(ByteBuffer parameter) throws KernelErrorException {
        Selector wanted = Selector.get(parameter, 0);
        List<ListedFunction> functions = kernel.pciFunctions();
        for (ListedFunction function : functions) {
            if (Selector.of(function).equals(wanted)) {
                return function;
            }
        }
        throw new KernelErrorException(Errno.ENODEV);
    }

    /// `struct pcisel`: below a port with ARI enabled the device is 0 and the function has 8 bits.
    record Selector(int domain, int bus, int device, int function) {
        static Selector of(ListedFunction function) {
            int low = function.address().routingId().value() & 0xff;
            return new Selector(
                    (int) function.address().domain(),
                    function.address().bus(),
                    function.ari() ? 0 : low >> 3,
                    function.ari() ? low : low & 7);
        }

        static Selector get(ByteBuffer from, int at) {
            return new Selector(
                    from.getInt(at),
                    Byte.toUnsignedInt(from.get(at + 4)),
                    Byte.toUnsignedInt(from.get(at + 5)),
                    Byte.toUnsignedInt(from.get(at + 6)));
        }

        void put(ByteBuffer to, int at) {
            to.putInt(at, domain);
            to.put(at + 4, (byte) bus);
            to.put(at + 5, (byte) device);
            to.put(at + 6, (byte) function);
        }

        @Override
        public String toString() {
            return "pci"
                    + Integer.toUnsignedString(domain)
                    + ':'
                    + bus
                    + ':'
                    + device
                    + ':'
                    + function;
        }
    }
}

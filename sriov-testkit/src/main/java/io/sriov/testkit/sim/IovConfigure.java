package io.sriov.testkit.sim;

import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// One IOV_CONFIG: `pci_iov_config` of FreeBSD's `sys/dev/pci/pci_iov.c`, step by step.
///
/// A failure releases memory and calls the driver's `uninit`, but puts no register back: NumVFs,
/// System Page Size and ARI Capable Hierarchy stay as they were written.
final class IovConfigure {
    /// What `pause("iov", roundup(hz, 10))` waits: meant to be 100 ms, it is a second at any hz
    /// that 10 divides.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int ENABLE =
            SriovCapability.CONTROL_VF_ENABLE | SriovCapability.CONTROL_VF_MSE;

    private final SimulatedKernel kernel;
    private final PfDevice pf;

    IovConfigure(SimulatedKernel kernel, PfDevice pf) {
        this.kernel = kernel;
        this.pf = pf;
    }

    void run(byte[] packed) throws KernelError {
        run(packed.length, () -> Optional.of(packed));
    }

    /// @param length how many bytes the configuration is said to have
    /// @param copyIn fetches it; empty where it cannot be read
    void run(long length, Supplier<Optional<byte[]>> copyIn) throws KernelError {
        if (pf.busy() || pf.numVfs() != 0) {
            throw new KernelError(
                    Errno.EBUSY,
                    pf.busy()
                            ? "another operation is under way"
                            : "it has " + pf.numVfs() + " VFs already",
                    "delete them first");
        }
        pf.busy(true);
        boolean[] driverReady = {false};
        try {
            configure(copyIn(length, copyIn), driverReady);
        } catch (KernelError e) {
            if (driverReady[0]) {
                pf.driver().uninit();
            }
            pf.releaseWindows();
            pf.numVfs(0);
            throw e;
        } finally {
            pf.busy(false);
        }
    }

    private void configure(byte[] packed, boolean[] driverReady) throws KernelError {
        KernelConfig config = parse(packed);
        int numVfs = config.numVfs();
        int totalVfs = pf.read16(SriovCapability.TOTAL_VFS);
        if (numVfs > totalVfs) {
            throw new KernelError(
                    Errno.EINVAL,
                    "num_vfs=" + numVfs + " exceeds TotalVFs=" + totalVfs,
                    "ask for at most " + totalVfs);
        }
        configurePageSize();
        boolean ari = setAri();
        initDriver(config);
        driverReady[0] = true;
        pf.write16(SriovCapability.NUM_VFS, numVfs);
        int offset = pf.read16(SriovCapability.FIRST_VF_OFFSET);
        int stride = pf.read16(SriovCapability.VF_STRIDE);
        RoutingId first = pf.id().plus(offset);
        checkRouting(first.plus((numVfs - 1) * stride), ari);
        setControl(0);
        pf.numVfs(numVfs);
        setupBars();
        setControl(ENABLE);
        kernel.clock().advance(PAUSE);
        enumerate(config, first, stride);
        pf.packedConfig(packed);
    }

    private byte[] copyIn(long length, Supplier<Optional<byte[]>> copyIn) throws KernelError {
        if (Long.compareUnsigned(length, kernel.machine().maxConfig()) > 0) {
            throw new KernelError(
                    Errno.EMSGSIZE,
                    "the packed configuration has " + Long.toUnsignedString(length) + " bytes",
                    "raise hw.pci.iov_max_config, now " + kernel.machine().maxConfig());
        }
        return copyIn.get()
                .orElseThrow(() ->
                        new KernelError(
                                Errno.EFAULT,
                                "the packed configuration cannot be read",
                                "pass memory of the process"));
    }

    private KernelConfig parse(byte[] packed) throws KernelError {
        return KernelConfig.validate(pf.schema().orElseThrow(), packed);
    }

    private void configurePageSize() throws KernelError {
        long supported = pf.read32(SriovCapability.SUPPORTED_PAGE_SIZES);
        int shift = Math.max(kernel.machine().pageShift(), SriovCapability.BASE_PAGE_SHIFT);
        long page = 1L << (shift - SriovCapability.BASE_PAGE_SHIFT);
        if ((page & supported) == 0) {
            throw new KernelError(
                    Errno.ENXIO,
                    "the device does not support the system's page size of 2^" + shift + " bytes",
                    "use the device on another system");
        }
        pf.write32(SriovCapability.SYSTEM_PAGE_SIZE, page);
    }

    /// Sets ARI Capable Hierarchy in the lowest-numbered PF, where alone it can be written.
    private boolean setAri() throws KernelError {
        if (!pf.port().ariEnabled()) {
            return false;
        }
        PfDevice lowest = pf.port().functions().getFirst();
        int at = lowest.capability().orElseThrow() + SriovCapability.CONTROL;
        int bit = SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY;
        lowest.config().write16(at, lowest.config().read16(at) | bit);
        if ((lowest.config().read16(at) & bit) == 0) {
            kernel.console().print(lowest.name(), "failed to enable ARI");
            throw new KernelError(
                    Errno.ENXIO,
                    "ARI Capable Hierarchy does not stick in " + lowest.name(),
                    "turn ARI off with hw.pci.enable_ari=0");
        }
        return true;
    }

    private void initDriver(KernelConfig config) throws KernelError {
        try {
            pf.driver().init(config.numVfs(), config.pf());
        } catch (PfDriverException e) {
            throw new KernelError(
                    e.errno(),
                    "the PF driver refuses: " + e.getMessage(),
                    "change what the driver objects to");
        }
    }

    private void checkRouting(RoutingId last, boolean ari) throws KernelError {
        if (last.bus() != pf.id().bus()) {
            kernel.console().print(pf.name(), "not enough PCIe bus numbers for VFs");
            throw new KernelError(
                    Errno.ENOSPC,
                    "the last VF would be " + kernel.address(last) + ", on another bus than the PF",
                    "ask for fewer VFs");
        }
        if (!ari && last.device() != 0) {
            throw new KernelError(
                    Errno.ENOSPC,
                    "the last VF would be "
                            + kernel.address(last)
                            + ", which cannot be reached without ARI",
                    "ask for fewer VFs, or use a slot with ARI forwarding");
        }
    }

    private void setControl(int bits) {
        int control = pf.read16(SriovCapability.CONTROL);
        pf.write16(SriovCapability.CONTROL, (control & ~ENABLE) | bits);
    }

    /// Sizes the VF BARs and gives each a window for all VFs. The first time a BAR is sized twice:
    /// once to see whether it is there, once when its memory is reserved.
    private void setupBars() throws KernelError {
        for (int i = 0; i < SriovCapability.VF_BAR_COUNT; i++) {
            int at = pf.iov().orElseThrow() + SriovCapability.vfBar(i);
            BarRegister found = BarRegister.read(pf.config(), at);
            if (found.size() != 0) {
                BarRegister bar = pf.vfBarRegister(i);
                OptionalLong base = pf.port().reserve(bar, pf.numVfs());
                if (base.isEmpty()) {
                    failed(bar);
                }
                bar.write(pf.config(), base.getAsLong());
                BarRegister.enableMemory(pf.config());
                pf.windows().put(i, new PfDevice.Window(base.getAsLong(), bar.size()));
            }
            i += found.wide() ? 1 : 0;
        }
    }

    private void failed(BarRegister bar) throws KernelError {
        String bytes = "0x" + Long.toHexString(bar.size() * pf.numVfs());
        kernel.console()
                .print(
                        pf.name(),
                        "%s bytes of rid 0x%x res 3 failed (0, 0xffffffffffffffff)."
                                .formatted(bytes, bar.at()));
        throw new KernelError(
                Errno.ENXIO,
                "the port has no room for the VFs' memory, " + bytes + " bytes",
                "ask for fewer VFs, or have the firmware give the port a larger window");
    }

    private void enumerate(KernelConfig config, RoutingId first, int stride) {
        pf.read16(SriovCapability.VF_DEVICE_ID);
        RoutingId next = first;
        for (int i = 0; i < config.numVfs(); i++) {
            KernelConfig.Vf vf = config.vfs().get(i);
            try {
                VfDevice device = new VfDevice(i, next, vf.passthrough());
                pf.driver().addVf(i, vf.driver());
                pf.vfs().add(device);
            } catch (PfDriverException e) {
                kernel.console().print(pf.name(), "Failed to add VF " + i);
            }
            next = next.plus(stride);
        }
        kernel.functionsChanged();
        pf.port().functions().forEach(kernel.drivers()::attachAll);
    }
}

package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The kernel's SR-IOV core, step by step and register by register: `drivers/pci/iov.c`.
final class SriovCore {
    /// What VFs are given to come up, by `msleep(100)` in `sriov_enable`.
    private static final Duration AFTER_ENABLE = Duration.ofMillis(100);

    /// What they are given to go, by `ssleep(1)`.
    private static final Duration AFTER_DISABLE = Duration.ofSeconds(1);

    private static final int LAST_BUS = 0xff;

    private static final int ENABLE =
            SriovCapability.CONTROL_VF_ENABLE | SriovCapability.CONTROL_VF_MSE;

    private final SimulatedLinux kernel;
    private final SimulatedBus hardware;
    private final int pageShift;

    SriovCore(SimulatedLinux kernel) {
        this.kernel = kernel;
        this.hardware = kernel.bus();
        this.pageShift = kernel.system().machine().pageShift();
    }

    /// `sriov_init`: finds out what kind of PF a function is. One that contradicts itself is none.
    void init(PciDevice dev, int at) {
        ConfigSpace config = dev.config();
        int control = config.read16(at + SriovCapability.CONTROL);
        if ((control & SriovCapability.CONTROL_VF_ENABLE) != 0) {
            config.write16(at + SriovCapability.CONTROL, 0);
            hardware.clock().advance(AFTER_DISABLE);
        }
        boolean first = dev.bus().devices().stream().allMatch(other -> other.sriov().isEmpty());
        control = first && dev.bus().ari() ? SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY : 0;
        config.write16(at + SriovCapability.CONTROL, control);
        int total = config.read16(at + SriovCapability.TOTAL_VFS);
        if (total == 0) {
            return;
        }
        long pages = config.read32(at + SriovCapability.SUPPORTED_PAGE_SIZES);
        pages &= -1L << Math.max(0, pageShift - SriovCapability.BASE_PAGE_SHIFT);
        if (pages == 0) {
            return;
        }
        config.write32(at + SriovCapability.SYSTEM_PAGE_SIZE, Long.lowestOneBit(pages));
        SortedMap<Integer, Bar> bars = new TreeMap<>();
        for (int i = 0; i < SriovCapability.VF_BAR_COUNT; i++) {
            Bar bar = Bar.read(config, at + SriovCapability.vfBar(i));
            if (bar.size() != 0) {
                if (bar.size() % (1L << pageShift) != 0) {
                    return;
                }
                bars.put(i, bar);
                i += bar.wide() ? 1 : 0;
            }
        }
        int vfDevice = config.read16(at + SriovCapability.VF_DEVICE_ID);
        long capabilities = config.read32(at + SriovCapability.CAPABILITIES);
        int link = config.read8(at + SriovCapability.FUNCTION_DEPENDENCY_LINK);
        boolean migration = (capabilities & SriovCapability.CAPABILITIES_VF_MIGRATION) != 0;
        PciSriov sriov = new PciSriov(at, control, total, vfDevice, migration, link, bars);
        if (placesAreRight(dev, sriov)) {
            dev.sriov(sriov);
        }
    }

    /// `compute_max_vf_buses`: tries every NumVFs.
    private static boolean placesAreRight(PciDevice dev, PciSriov sriov) {
        boolean right = true;
        for (int count = sriov.totalVfs(); right && count > 0; count--) {
            setNumVfs(dev, sriov, count);
            right = sriov.offset() != 0 && (count == 1 || sriov.stride() != 0);
        }
        setNumVfs(dev, sriov, 0);
        return right;
    }

    /// `pci_iov_set_numvfs`.
    private static void setNumVfs(PciDevice dev, PciSriov sriov, int count) {
        ConfigSpace config = dev.config();
        sriov.write16(config, SriovCapability.NUM_VFS, count);
        int offset = sriov.read16(config, SriovCapability.FIRST_VF_OFFSET);
        sriov.placement(offset, sriov.read16(config, SriovCapability.VF_STRIDE));
    }

    /// `sriov_enable`: creates VFs.
    void enable(PciDevice dev, PciSriov sriov, int count) {
        if (sriov.numVfs() > 0) {
            throw new SyscallException(Errno.EINVAL, "VFs are enabled already");
        }
        ConfigSpace config = dev.config();
        int initial = sriov.read16(config, SriovCapability.INITIAL_VFS);
        if (initial > sriov.totalVfs() || (!sriov.migration() && initial != sriov.totalVfs())) {
            throw new SyscallException(
                    Errno.EIO, "InitialVFs is " + initial + " and TotalVFs " + sriov.totalVfs());
        }
        if (count > sriov.totalVfs() || (!sriov.migration() && count > initial)) {
            throw new SyscallException(Errno.EINVAL, "there are only " + initial + " VFs");
        }
        requirePlace(dev, sriov, count);
        requireLink(dev, sriov);
        setNumVfs(dev, sriov, count);
        sriov.write16(config, SriovCapability.CONTROL, sriov.control() | ENABLE);
        hardware.clock().advance(AFTER_ENABLE);
        try {
            for (int i = 0; i < Math.min(count, initial); i++) {
                add(dev, sriov, i);
            }
        } catch (SyscallException e) {
            removeAll(sriov);
            switchOff(dev, sriov);
            throw e;
        }
        kernel.uevents().send("change", dev);
        sriov.numVfs(count);
    }

    private void requirePlace(PciDevice dev, PciSriov sriov, int count) {
        if (sriov.vfBars().values().stream().anyMatch(bar -> bar.base().isEmpty())) {
            kernel.log().print(dev, "not enough MMIO resources for SR-IOV");
            throw new SyscallException(Errno.ENOMEM, "VF BARs have no place in memory");
        }
        int bus = sriov.vfBus(dev.address().routingId(), count - 1);
        if (bus > dev.bus().last()) {
            kernel.log()
                    .print(
                            dev,
                            "can't enable %d VFs (bus %02x out of range of [bus %02x-%02x])"
                                    .formatted(count, bus, dev.address().bus(), dev.bus().last()));
            throw new SyscallException(
                    Errno.ENOMEM,
                    "the last of %d VFs would be on bus %02x, and the buses end at %02x"
                            .formatted(count, bus, dev.bus().last()));
        }
        // pci_enable_resources
        int command = dev.config().read16(ConfigHeader.COMMAND);
        if (!sriov.vfBars().isEmpty() && (command & ConfigHeader.COMMAND_MEMORY_SPACE) == 0) {
            dev.config().write16(ConfigHeader.COMMAND, command | ConfigHeader.COMMAND_MEMORY_SPACE);
        }
    }

    private static void requireLink(PciDevice dev, PciSriov sriov) {
        PciAddress own = dev.address();
        int devfn = (own.device() << 3) | own.function();
        if (sriov.link() == devfn) {
            return;
        }
        Optional<PciDevice> other =
                dev.bus().devices().stream()
                        .filter(at ->
                                ((at.address().device() << 3) | at.address().function())
                                        == sriov.link())
                        .findFirst();
        if (other.isEmpty()) {
            throw new SyscallException(Errno.ENODEV, "the PF that it depends on is not there");
        }
        if (other.get().sriov().isEmpty()) {
            throw new SyscallException(
                    Errno.ENOSYS, "it depends on " + other.get() + ", which is no PF");
        }
    }

    /// `sriov_disable`: destroys all VFs.
    void disable(PciDevice dev, PciSriov sriov) {
        if (sriov.numVfs() == 0) {
            return;
        }
        removeAll(sriov);
        switchOff(dev, sriov);
        sriov.numVfs(0);
    }

    private void switchOff(PciDevice dev, PciSriov sriov) {
        sriov.write16(dev.config(), SriovCapability.CONTROL, sriov.control());
        hardware.clock().advance(AFTER_DISABLE);
        setNumVfs(dev, sriov, 0);
    }

    /// `pci_iov_add_virtfn`.
    private void add(PciDevice dev, PciSriov sriov, int index) {
        RoutingId id = dev.address().routingId().plus(sriov.offset() + sriov.stride() * index);
        PciAddress address = hardware.address(id);
        if (sriov.vfBus(dev.address().routingId(), index) > LAST_BUS
                || kernel.devices().all().containsKey(address)) {
            throw new SyscallException(
                    Errno.ENOMEM, "VF " + index + " would be where there is no place for it");
        }
        ConfigSpace config = hardware.configSpace(id);
        PciDevice.Identity identity = identity(dev, sriov, config);
        if ((identity.headerType() & ~ConfigHeader.HEADER_TYPE_MULTI_FUNCTION) != 0) {
            throw new SyscallException(Errno.EIO, "VF " + index + " does not answer");
        }
        PciDevice vf =
                new PciDevice(
                        address,
                        config,
                        dev.bus(),
                        identity,
                        Optional.of(new PciDevice.VfOf(dev, index)));
        for (Map.Entry<Integer, Bar> bar : sriov.vfBars().entrySet()) {
            Bar all = bar.getValue();
            vf.bars()
                    .put(
                            bar.getKey(),
                            new Bar(
                                            ConfigHeader.BAR0 + 4 * bar.getKey(),
                                            all.flags(),
                                            all.size(),
                                            all.base())
                                    .at(all.base().orElseThrow() + all.size() * index));
        }
        vf.numaNode(dev.numaNode());
        kernel.devices().add(vf);
        sriov.vfs().put(index, vf);
        kernel.uevents().send("change", vf);
        kernel.drivers().attach(vf);
    }

    /// `pci_read_vf_config_common`: what all VFs have in common is read of the first.
    private static PciDevice.Identity identity(PciDevice dev, PciSriov sriov, ConfigSpace config) {
        if (!sriov.vfs().isEmpty()) {
            return sriov.vfs().values().iterator().next().identity();
        }
        long classAndRevision = config.read32(ConfigHeader.REVISION_ID);
        int type = config.read8(ConfigHeader.HEADER_TYPE);
        int subsystemVendor = config.read16(ConfigHeader.SUBSYSTEM_VENDOR_ID);
        int subsystem = config.read16(ConfigHeader.SUBSYSTEM_ID);
        return new PciDevice.Identity(
                dev.vendorId(),
                sriov.vfDeviceId(),
                (int) (classAndRevision >> 8),
                (int) (classAndRevision & 0xff),
                subsystemVendor,
                subsystem,
                type);
    }

    /// `sriov_del_vfs` and `pci_iov_remove_virtfn`.
    private void removeAll(PciSriov sriov) {
        while (!sriov.vfs().isEmpty()) {
            PciDevice vf = sriov.vfs().remove(sriov.vfs().firstKey());
            if (vf != null) {
                kernel.devices().remove(vf);
            }
        }
    }
}

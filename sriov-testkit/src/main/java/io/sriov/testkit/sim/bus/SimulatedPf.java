package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfBar;
import io.sriov.pci.VfRouting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PF: its registers, and its VFs while VF Enable is set.
///
/// Where the specification leaves the effect of a write undefined (NumVFs, System Page Size and ARI
/// Capable Hierarchy while VFs are enabled, a page size that is not one supported bit), the write
/// is lost.
final class SimulatedPf extends SimulatedFunction {
    /// How long VFs take to answer after VF Enable is set (§9.3.3.3.1).
    private static final Duration VF_START = Duration.ofMillis(100);

    private final PfModel model;
    private final SimulatedPort port;
    private final VirtualClock clock;
    private final RegisterFile registers;
    private final RegisterLayout layout;
    private final RegisterLayout vfLayout;
    private final int capability;
    private @Nullable SimulatedVf @Nullable [] vfs;
    private Duration vfsAnswerFrom = Duration.ZERO;

    SimulatedPf(
            RoutingId id,
            PfModel model,
            SimulatedPort port,
            VirtualClock clock,
            boolean multiFunction,
            int nextFunction) {
        super(id);
        this.model = model;
        this.port = port;
        this.clock = clock;
        layout = FunctionLayouts.pf(model, multiFunction, nextFunction);
        vfLayout = FunctionLayouts.vf(model);
        capability = layout.extendedCapability(SriovCapability.ID);
        registers = new RegisterFile(layout, this::writable);
    }

    @Override
    RegisterFile registers() {
        return registers;
    }

    @Override
    RegisterLayout layout() {
        return layout;
    }

    PfModel model() {
        return model;
    }

    private int sriov16(int register) {
        return (int) registers.read(capability + register, 2);
    }

    private long sriov32(int register) {
        return registers.read(capability + register, 4);
    }

    int control() {
        return sriov16(SriovCapability.CONTROL);
    }

    boolean vfEnable() {
        return (control() & SriovCapability.CONTROL_VF_ENABLE) != 0;
    }

    @Override
    void write(int offset, int width, long value) {
        int controlBefore = control();
        long pageSizeBefore = sriov32(SriovCapability.SYSTEM_PAGE_SIZE);
        super.write(offset, width, value);
        if (initiatesFlr(offset, width, value)) {
            registers.reset();
        }
        keepOnePageSize(pageSizeBefore);
        place();
        int control = control();
        int changed = controlBefore ^ control;
        if ((changed & SriovCapability.CONTROL_VF_ENABLE) != 0) {
            vfs = vfEnable() ? new SimulatedVf[existingVfs()] : null;
            vfsAnswerFrom = clock.now().plus(VF_START);
        }
        if ((changed & SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY) != 0) {
            port.ariMayHaveChanged();
        }
    }

    private int existingVfs() {
        return Math.min(sriov16(SriovCapability.NUM_VFS), model.totalVfs());
    }

    /// Which bits of a byte software can change now.
    private int writable(int offset) {
        int at = offset - capability;
        if (at < 0 || at >= SriovCapability.LENGTH) {
            return layout.writable(offset);
        }
        if (at == SriovCapability.CONTROL) {
            int ari = model.ariCapable() && port.isLowest(this) && !port.anyVfEnable() ? 1 : 0;
            return SriovCapability.CONTROL_VF_ENABLE
                    | SriovCapability.CONTROL_VF_MSE
                    | ari * SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY;
        }
        if (within(at, SriovCapability.NUM_VFS, 2)) {
            return vfEnable() ? 0 : 0xff;
        }
        if (within(at, SriovCapability.SYSTEM_PAGE_SIZE, 4)) {
            int shift = 8 * (at - SriovCapability.SYSTEM_PAGE_SIZE);
            return vfEnable() ? 0 : (int) (model.supportedPageSizes() >> shift) & 0xff;
        }
        if (within(at, SriovCapability.VF_BAR0, 4 * SriovCapability.VF_BAR_COUNT)) {
            int bar = (at - SriovCapability.VF_BAR0) / 4;
            return (int) (vfBarMask(bar) >> (8 * (at % 4))) & 0xff;
        }
        return 0;
    }

    private static boolean within(int at, int register, int bytes) {
        return at >= register && at < register + bytes;
    }

    private long vfBarMask(int register) {
        for (BarModel bar : model.vfBars()) {
            if (bar.index() == register) {
                return bar.lowMask(aperture(bar));
            }
            if (bar.is64Bit() && bar.index() + 1 == register) {
                return bar.highMask(aperture(bar));
            }
        }
        return 0;
    }

    /// What one VF has of a VF BAR: never less than a system page (§9.3.3.13).
    long aperture(BarModel bar) {
        long page = sriov32(SriovCapability.SYSTEM_PAGE_SIZE) << SriovCapability.BASE_PAGE_SHIFT;
        return Math.max(bar.size(), page);
    }

    private void keepOnePageSize(long before) {
        long now = sriov32(SriovCapability.SYSTEM_PAGE_SIZE);
        if (now == before) {
            return;
        }
        if (Long.bitCount(now) != 1) {
            registers.set(capability + SriovCapability.SYSTEM_PAGE_SIZE, 4, before);
            return;
        }
        for (BarModel bar : model.vfBars()) {
            int at = capability + SriovCapability.vfBar(bar.index());
            long kept = registers.read(at, 4) & vfBarMask(bar.index());
            registers.set(at, 4, kept | bar.flags());
        }
    }

    /// Lets First VF Offset and VF Stride follow NumVFs and ARI Capable Hierarchy.
    void place() {
        VfPlacement placement =
                model.placement(port.ariCapableHierarchy(), sriov16(SriovCapability.NUM_VFS));
        registers.set(capability + SriovCapability.FIRST_VF_OFFSET, 2, placement.firstVfOffset());
        registers.set(capability + SriovCapability.VF_STRIDE, 2, placement.vfStride());
    }

    private VfRouting routing() {
        return new VfRouting(
                id(),
                sriov16(SriovCapability.FIRST_VF_OFFSET),
                sriov16(SriovCapability.VF_STRIDE),
                existingVfs());
    }

    /// The VF that answers at an ID; null if there is none, or it does not answer yet.
    @Nullable SimulatedVf vfAt(RoutingId target) {
        if (vfs == null || clock.now().compareTo(vfsAnswerFrom) < 0) {
            return null;
        }
        int index = routing().vfAt(target);
        if (index < 0) {
            return null;
        }
        SimulatedVf vf = vfs[index];
        if (vf == null) {
            vf = new SimulatedVf(target, vfLayout);
            vfs[index] = vf;
        }
        return vf;
    }

    /// The VFs that somebody has addressed since they came to be; the others are as after reset.
    List<SimulatedVf> touchedVfs() {
        List<SimulatedVf> touched = new ArrayList<>();
        if (vfs != null) {
            for (SimulatedVf vf : vfs) {
                if (vf != null) {
                    touched.add(vf);
                }
            }
        }
        return touched;
    }

    /// Takes over registers of a snapshot. VFs that were enabled then answer at once.
    void restore(Map<Integer, Long> changed) {
        registers.reset();
        changed.forEach((offset, value) -> registers.set(offset, 4, value));
        vfs = vfEnable() ? new SimulatedVf[existingVfs()] : null;
        vfsAnswerFrom = Duration.ZERO;
    }

    /// Which BARs and VF apertures of this device claim a memory address.
    List<MemoryTarget> targetsOf(long address) {
        List<MemoryTarget> targets = new ArrayList<>();
        if ((registers.read(ConfigHeader.COMMAND, 2) & ConfigHeader.COMMAND_MEMORY_SPACE) != 0) {
            for (BarModel bar : model.bars()) {
                long base = base(ConfigHeader.BAR0 + 4 * bar.index(), bar);
                if (base != 0 && address - base >= 0 && address - base < bar.size()) {
                    targets.add(new MemoryTarget(id(), bar.index(), address - base));
                }
            }
        }
        int both = SriovCapability.CONTROL_VF_ENABLE | SriovCapability.CONTROL_VF_MSE;
        if ((control() & both) == both) {
            VfRouting routing = routing();
            for (BarModel bar : model.vfBars()) {
                long base = base(capability + SriovCapability.vfBar(bar.index()), bar);
                long size = aperture(bar);
                long vf = Math.floorDiv(address - base, size);
                if (base != 0 && vf >= 0 && vf < routing.numVfs()) {
                    targets.add(
                            new MemoryTarget(
                                    routing.routingId((int) vf),
                                    bar.index(),
                                    (address - base) % size));
                }
            }
        }
        return targets;
    }

    private long base(int at, BarModel bar) {
        long high = bar.is64Bit() ? registers.read(at + 4, 4) << 32 : 0;
        return high | (registers.read(at, 4) & ~VfBar.FLAGS);
    }
}

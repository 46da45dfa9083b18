package io.sriov.testkit.sim.bus;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.AriCapability;
import io.sriov.pci.Capability;
import io.sriov.pci.CapabilityWalk;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.MsixCapability;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.SriovCapability;
import java.util.function.IntConsumer;

/// The register layouts of functions that are as real ones were. Software can write what the
/// kernels write: the registers of the header, and those of MSI-X, PCI Express, ARI, ACS and
/// SR-IOV; every other register keeps what it had.
final class ImageLayouts {
    private static final int COMMAND_OF_FUNCTION =
            ConfigHeader.COMMAND_MEMORY_SPACE
                    | ConfigHeader.COMMAND_BUS_MASTER
                    | ConfigHeader.COMMAND_INTERRUPT_DISABLE;

    private final ConfigSpaceImage image;
    private final RegisterLayout layout;
    private final CapabilityWalk walk;

    private ImageLayouts(RegisterImage registers) {
        image = registers.configSpace();
        walk = CapabilityWalk.of(image);
        layout = new RegisterLayout(registers.toBytes(), walk);
    }

    /// A port keeps its buses and windows, which firmware gave it.
    static RegisterLayout port(RegisterImage registers) {
        ImageLayouts port = new ImageLayouts(registers);
        port.command(COMMAND_OF_FUNCTION);
        for (int bus = ConfigHeader.PRIMARY_BUS; bus <= ConfigHeader.SUBORDINATE_BUS; bus++) {
            port.writable(bus, 1, 0xff);
        }
        port.writable(BridgeWindow.MEMORY, 4, 0xfff0fff0L);
        port.writable(BridgeWindow.PREFETCHABLE, 4, 0xfff0fff0L);
        port.writable(BridgeWindow.PREFETCHABLE_BASE_UPPER, 4, 0xffff_ffffL);
        port.writable(BridgeWindow.PREFETCHABLE_LIMIT_UPPER, 4, 0xffff_ffffL);
        port.capabilities();
        return port.layout;
    }

    static RegisterLayout pf(PfModel model, RegisterImage registers) {
        ImageLayouts pf = new ImageLayouts(registers);
        pf.command(COMMAND_OF_FUNCTION);
        for (BarModel bar : model.bars()) {
            int at = ConfigHeader.BAR0 + 4 * bar.index();
            pf.layout.register(at, 4, bar.flags(), bar.lowMask(bar.size()));
            if (bar.is64Bit()) {
                pf.layout.register(at + 4, 4, 0, bar.highMask(bar.size()));
            }
        }
        pf.capabilities();
        int at = pf.layout.extendedCapability(SriovCapability.ID);
        pf.layout.readOnly(at + SriovCapability.CONTROL, 2, 0);
        pf.layout.readOnly(at + SriovCapability.NUM_VFS, 2, 0);
        pf.layout.readOnly(at + SriovCapability.SYSTEM_PAGE_SIZE, 4, 1);
        for (int bar = 0; bar < SriovCapability.VF_BAR_COUNT; bar++) {
            pf.layout.readOnly(at + SriovCapability.vfBar(bar), 4, 0);
        }
        for (BarModel bar : model.vfBars()) {
            pf.layout.readOnly(at + SriovCapability.vfBar(bar.index()), 4, bar.flags());
        }
        VfPlacement placement = model.placement(false, 0);
        pf.layout.readOnly(at + SriovCapability.FIRST_VF_OFFSET, 2, placement.firstVfOffset());
        pf.layout.readOnly(at + SriovCapability.VF_STRIDE, 2, placement.vfStride());
        return pf.layout;
    }

    static RegisterLayout vf(RegisterImage registers) {
        ImageLayouts vf = new ImageLayouts(registers);
        vf.command(ConfigHeader.COMMAND_BUS_MASTER);
        vf.capabilities();
        return vf.layout;
    }

    private void command(int mask) {
        layout.register(ConfigHeader.COMMAND, 2, 0, mask);
    }

    /// Lets software write bits of a register, which keeps its value.
    private void writable(int offset, int width, long mask) {
        layout.register(offset, width, image.read(offset, width), mask);
    }

    /// Puts the controls of capabilities to what they are after reset.
    private void capabilities() {
        at(
                MsixCapability.ID,
                at ->
                        layout.register(
                                at + MsixCapability.CONTROL,
                                2,
                                image.read16(at + MsixCapability.CONTROL) & 0x7ff,
                                MsixCapability.CONTROL_ENABLE
                                        | MsixCapability.CONTROL_FUNCTION_MASK));
        at(
                PcieCapability.ID,
                at -> {
                    layout.register(at + PcieCapability.DEVICE_CONTROL, 2, 0, 0x7fff);
                    long ari =
                            image.read32(at + PcieCapability.DEVICE_CAPABILITIES_2)
                                    & PcieCapability.DEVICE_CAPABILITIES_2_ARI_FORWARDING;
                    layout.register(at + PcieCapability.DEVICE_CONTROL_2, 2, 0, ari);
                });
        walk.findExtended(AriCapability.ID)
                .map(Capability::offset)
                .ifPresent(at -> layout.readOnly(at + AriCapability.CONTROL, 2, 0));
        walk.findExtended(AcsCapability.ID)
                .map(Capability::offset)
                .ifPresent(at ->
                        layout.register(
                                at + AcsCapability.CONTROL,
                                2,
                                0,
                                image.read16(at + AcsCapability.CAPABILITY) & 0x7f));
    }

    private void at(int id, IntConsumer change) {
        walk.find(id).map(Capability::offset).ifPresent(change::accept);
    }
}

package io.sriov.testkit.sim.bus;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.AriCapability;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.MsixCapability;
import io.sriov.pci.PcieCapability;
import io.sriov.pci.SriovCapability;
import java.util.Optional;
import java.util.Set;

/// The register layouts of ports, PFs and VFs.
final class FunctionLayouts {
    /// Where the capabilities are; any place would do.
    static final int MSIX = 0x70;

    static final int PCIE = 0xa0;
    static final int ARI = 0x150;
    static final int SRIOV = 0x160;
    static final int ACS = 0x1b0;

    /// The ports that QEMU has: its `pcie-root-port`, and the XIO3130 switch of
    /// `hw/pci-bridge/xio3130_upstream.c` and `xio3130_downstream.c`.
    private static final int RED_HAT = 0x1b36;

    private static final int TEXAS_INSTRUMENTS = 0x104c;
    private static final int ACS_ALONE = 0x100;
    private static final int DEVICE_SERIAL_NUMBER = 0x0003;
    private static final int COMMAND_OF_ENDPOINT =
            ConfigHeader.COMMAND_MEMORY_SPACE
                    | ConfigHeader.COMMAND_BUS_MASTER
                    | ConfigHeader.COMMAND_INTERRUPT_DISABLE;

    private FunctionLayouts() {}

    /// A port: a bridge to the buses `secondary` to `subordinate`, with a memory window for what is
    /// below it.
    ///
    /// @param primaryBus the bus that the port itself is on
    static RegisterLayout port(PortModel model, PcieCapability.PortType type, int primaryBus) {
        if (model.registers().isPresent()) {
            return ImageLayouts.port(model.registers().get());
        }
        RegisterLayout layout =
                switch (type) {
                    case SWITCH_UPSTREAM_PORT -> bridge(TEXAS_INSTRUMENTS, 0x8232, 2);
                    case SWITCH_DOWNSTREAM_PORT -> bridge(TEXAS_INSTRUMENTS, 0x8233, 1);
                    default -> bridge(RED_HAT, 0x000c, 0);
                };
        layout.register(ConfigHeader.PRIMARY_BUS, 1, primaryBus, 0xff);
        layout.register(ConfigHeader.SECONDARY_BUS, 1, model.secondaryBus(), 0xff);
        layout.register(ConfigHeader.SUBORDINATE_BUS, 1, model.subordinateBus(), 0xff);
        windows(layout, model);
        pcie(layout, type, false);
        long ari = model.ariForwarding() ? PcieCapability.DEVICE_CAPABILITIES_2_ARI_FORWARDING : 0;
        layout.readOnly(PCIE + PcieCapability.DEVICE_CAPABILITIES_2, 4, ari);
        layout.register(PCIE + PcieCapability.DEVICE_CONTROL_2, 2, 0, ari);
        if (!model.acs().isEmpty()) {
            acs(layout, ACS_ALONE, model.acs());
        }
        return layout;
    }

    /// A PF. VF BARs, page size and the bits that depend on the state of others are left to the
    /// function.
    static RegisterLayout pf(PfModel model, boolean multiFunction, int nextFunction) {
        if (model.registers().isPresent()) {
            return ImageLayouts.pf(model, model.registers().get());
        }
        int type = multiFunction ? ConfigHeader.HEADER_TYPE_MULTI_FUNCTION : 0;
        RegisterLayout layout =
                header(
                        model.vendorId(),
                        model.deviceId(),
                        model.classCode(),
                        model.revisionId(),
                        type);
        layout.register(ConfigHeader.COMMAND, 2, 0, COMMAND_OF_ENDPOINT);
        layout.readOnly(ConfigHeader.SUBSYSTEM_VENDOR_ID, 2, model.vendorId());
        layout.readOnly(ConfigHeader.SUBSYSTEM_ID, 2, model.subsystemId());
        for (BarModel bar : model.bars()) {
            int at = ConfigHeader.BAR0 + 4 * bar.index();
            layout.register(at, 4, bar.flags(), bar.lowMask(bar.size()));
            if (bar.is64Bit()) {
                layout.register(at + 4, 4, 0, bar.highMask(bar.size()));
            }
        }
        msix(layout, model.msixVectors());
        pcie(layout, PcieCapability.PortType.ENDPOINT, true);
        layout.extendedCapability(0x100, DEVICE_SERIAL_NUMBER, 1);
        layout.readOnly(0x104, 4, 0xff00_0000L | model.deviceId());
        layout.readOnly(0x108, 4, ((long) model.vendorId() << 16) | 0xffff);
        layout.extendedCapability(ARI, AriCapability.ID, 1);
        layout.readOnly(ARI + AriCapability.CAPABILITY, 2, nextFunction << 8);
        layout.readOnly(ARI + AriCapability.CONTROL, 2, 0);
        layout.extendedCapability(SRIOV, SriovCapability.ID, model.sriovVersion());
        layout.readOnly(SRIOV + SriovCapability.INITIAL_VFS, 2, model.totalVfs());
        layout.readOnly(SRIOV + SriovCapability.TOTAL_VFS, 2, model.totalVfs());
        layout.readOnly(SRIOV + SriovCapability.VF_DEVICE_ID, 2, model.vfDeviceId());
        layout.readOnly(
                SRIOV + SriovCapability.SUPPORTED_PAGE_SIZES, 4, model.supportedPageSizes());
        layout.readOnly(SRIOV + SriovCapability.SYSTEM_PAGE_SIZE, 4, 1);
        VfPlacement placement = model.placement(false, 0);
        layout.readOnly(SRIOV + SriovCapability.FIRST_VF_OFFSET, 2, placement.firstVfOffset());
        layout.readOnly(SRIOV + SriovCapability.VF_STRIDE, 2, placement.vfStride());
        for (BarModel bar : model.vfBars()) {
            layout.readOnly(SRIOV + SriovCapability.vfBar(bar.index()), 4, bar.flags());
        }
        layout.readOnly(SRIOV + SriovCapability.VF_MIGRATION_STATE, 4, 0);
        if (!model.acs().isEmpty()) {
            acs(layout, ACS, model.acs());
        }
        return layout;
    }

    /// A VF: no identity and no BARs of its own, and a Command register of which Bus Master Enable
    /// is all (§9.3.4.1).
    static RegisterLayout vf(PfModel model) {
        if (model.vfRegisters().isPresent()) {
            return ImageLayouts.vf(model.vfRegisters().get());
        }
        RegisterLayout layout = header(0xffff, 0xffff, model.classCode(), model.revisionId(), 0);
        layout.register(ConfigHeader.COMMAND, 2, 0, ConfigHeader.COMMAND_BUS_MASTER);
        layout.readOnly(ConfigHeader.SUBSYSTEM_VENDOR_ID, 2, model.vendorId());
        layout.readOnly(ConfigHeader.SUBSYSTEM_ID, 2, model.subsystemId());
        msix(layout, model.vfMsixVectors());
        pcie(layout, PcieCapability.PortType.ENDPOINT, true);
        layout.extendedCapability(ConfigSpace.CONVENTIONAL_SIZE, AriCapability.ID, 1);
        layout.readOnly(ConfigSpace.CONVENTIONAL_SIZE + AriCapability.CAPABILITY, 4, 0);
        if (!model.acs().isEmpty()) {
            acs(layout, 0x110, model.acs());
        }
        return layout;
    }

    private static void windows(RegisterLayout layout, PortModel model) {
        Optional<BridgeWindow> memory =
                Optional.of(model.window()).filter(window -> !window.above4GiB());
        Optional<BridgeWindow> prefetchable =
                memory.isPresent() ? model.prefetchableWindow() : Optional.of(model.window());
        long registers = 0xfff0fff0L;
        layout.register(
                BridgeWindow.MEMORY,
                4,
                memory.map(BridgeWindow::register).orElse(BridgeWindow.CLOSED),
                registers);
        layout.register(
                BridgeWindow.PREFETCHABLE,
                4,
                prefetchable.map(BridgeWindow::register).orElse(BridgeWindow.CLOSED) | 0x0001_0001L,
                registers);
        layout.register(
                BridgeWindow.PREFETCHABLE_BASE_UPPER,
                4,
                prefetchable.map(BridgeWindow::baseUpper).orElse(0L),
                0xffff_ffffL);
        layout.register(
                BridgeWindow.PREFETCHABLE_LIMIT_UPPER,
                4,
                prefetchable.map(BridgeWindow::limitUpper).orElse(0L),
                0xffff_ffffL);
    }

    private static RegisterLayout bridge(int vendor, int device, int revision) {
        return header(vendor, device, 0x060400, revision, ConfigHeader.HEADER_TYPE_BRIDGE);
    }

    private static RegisterLayout header(
            int vendor, int device, int classCode, int revision, int type) {
        RegisterLayout layout = new RegisterLayout(ConfigHeader.END);
        layout.readOnly(ConfigHeader.VENDOR_ID, 2, vendor);
        layout.readOnly(ConfigHeader.DEVICE_ID, 2, device);
        layout.register(
                ConfigHeader.COMMAND,
                2,
                0,
                ConfigHeader.COMMAND_MEMORY_SPACE | ConfigHeader.COMMAND_BUS_MASTER);
        layout.readOnly(ConfigHeader.STATUS, 2, ConfigHeader.STATUS_CAPABILITIES_LIST);
        layout.readOnly(ConfigHeader.REVISION_ID, 1, revision);
        layout.readOnly(ConfigHeader.CLASS_CODE, 3, classCode);
        layout.readOnly(ConfigHeader.HEADER_TYPE, 1, type);
        return layout;
    }

    private static void msix(RegisterLayout layout, int vectors) {
        layout.capability(MSIX, MsixCapability.ID);
        layout.register(
                MSIX + MsixCapability.CONTROL,
                2,
                vectors - 1L,
                MsixCapability.CONTROL_ENABLE | MsixCapability.CONTROL_FUNCTION_MASK);
        layout.readOnly(MSIX + MsixCapability.TABLE, 4, 3);
        layout.readOnly(MSIX + MsixCapability.PENDING_BITS, 4, 0x2000 | 3);
    }

    private static void pcie(RegisterLayout layout, PcieCapability.PortType type, boolean flr) {
        layout.capability(PCIE, PcieCapability.ID);
        layout.readOnly(PCIE + PcieCapability.CAPABILITIES, 2, 2 | (type.code() << 4));
        layout.readOnly(
                PCIE + PcieCapability.DEVICE_CAPABILITIES,
                4,
                flr ? PcieCapability.DEVICE_CAPABILITIES_FLR : 0);
        layout.register(PCIE + PcieCapability.DEVICE_CONTROL, 2, 0, 0x7fff);
        layout.readOnly(PCIE + PcieCapability.LENGTH - 4, 4, 0);
    }

    private static void acs(
            RegisterLayout layout, int offset, Set<AcsCapability.Control> controls) {
        int bits = 0;
        for (AcsCapability.Control control : controls) {
            bits |= control.bit();
        }
        layout.extendedCapability(offset, AcsCapability.ID, 1);
        layout.readOnly(offset + AcsCapability.CAPABILITY, 2, bits);
        layout.register(offset + AcsCapability.CONTROL, 2, 0, bits);
    }
}

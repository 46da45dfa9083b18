package io.sriov.testkit.sim;

import io.sriov.driver.PfDriverException;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a kernel knows beyond the registers: taken from a running one, and given to one that is to
/// go on from there.
final class KernelState {
    private KernelState() {}

    static Map<String, HostState.Pf> capture(Iterable<PfDevice> pfs) {
        Map<String, HostState.Pf> states = new LinkedHashMap<>();
        for (PfDevice pf : pfs) {
            List<HostState.Bar> bars = new ArrayList<>();
            pf.knownVfBars()
                    .forEach((index, bar) ->
                            bars.add(
                                    new HostState.Bar(
                                            index,
                                            bar.wide(),
                                            bar.prefetchable(),
                                            bar.size(),
                                            Optional.ofNullable(pf.windows().get(index))
                                                    .map(PfDevice.Window::base))));
            List<HostState.Vf> vfs =
                    pf.vfs().stream()
                            .map(vf ->
                                    new HostState.Vf(
                                            vf.index(), vf.driver(), List.copyOf(vf.uses())))
                            .toList();
            states.put(
                    pf.name(),
                    new HostState.Pf(
                            "",
                            pf.iov().isPresent(),
                            pf.interfaceUp(),
                            pf.schema()
                                    .filter(KernelSchema::replaced)
                                    .map(schema -> HostState.Packed.of(schema.packed()))
                                    .orElse(HostState.Packed.NONE),
                            pf.numVfs(),
                            bars,
                            HostState.Packed.of(pf.packedConfig()),
                            vfs));
        }
        return states;
    }

    /// Takes note of the memory that the PF's own BARs have.
    ///
    /// @throws IllegalArgumentException if it overlaps other memory
    static void rememberBars(PfDevice pf) {
        for (int i = 0; i < 6; i++) {
            BarRegister bar = BarRegister.read(pf.config(), ConfigHeader.BAR0 + 4 * i);
            long base = bar.base(pf.config());
            if (bar.size() != 0 && base != 0) {
                pf.port().take(base, bar.size());
            }
            i += bar.wide() ? 1 : 0;
        }
    }

    /// Goes on with a PF where another kernel left off. Its driver is told again what it was told
    /// then.
    ///
    /// @throws IllegalArgumentException if the state contradicts itself or the hardware; the
    ///   message says how
    static void resume(PfDevice pf, HostState.Pf state, DriverUnits units, KernelTypes types) {
        pf.interfaceUp(state.interfaceUp());
        if (state.attached() && pf.capability().isPresent()) {
            pf.schema(Optional.of(schema(pf, state, types)));
        }
        if (state.numVfs() == 0) {
            require(state.vfs().isEmpty(), "there are VFs, but num-vfs is 0");
            rememberVfBars(pf, state);
            return;
        }
        require(pf.iov().isPresent(), "there are VFs, but the driver is not attached");
        int next = 0;
        for (HostState.Vf vf : state.vfs()) {
            boolean inOrder = vf.index() >= next && vf.index() < state.numVfs();
            require(inOrder, "VF " + vf.index() + " is out of order");
            next = vf.index() + 1;
        }
        pf.numVfs(state.numVfs());
        pf.packedConfig(state.config().bytes());
        KernelConfig config = tellDriver(pf, state);
        rememberVfBars(pf, state);
        RoutingId first = pf.id().plus(pf.read16(SriovCapability.FIRST_VF_OFFSET));
        int stride = pf.read16(SriovCapability.VF_STRIDE);
        for (HostState.Vf vf : state.vfs()) {
            int index = vf.index();
            VfDevice device =
                    new VfDevice(
                            index,
                            first.plus(index * stride),
                            config.vfs().get(index).passthrough());
            vf.driver()
                    .ifPresent(
                            unit -> require(units.take(unit), "two devices have driver " + unit));
            device.bind(vf.driver());
            device.uses().addAll(vf.uses());
            pf.vfs().add(device);
        }
    }

    private static void rememberVfBars(PfDevice pf, HostState.Pf state) {
        int at = pf.capability().orElse(0);
        for (HostState.Bar bar : state.bars()) {
            BarRegister register =
                    new BarRegister(
                            at + SriovCapability.vfBar(bar.bar()),
                            bar.wide(),
                            bar.prefetchable(),
                            bar.size());
            pf.knownVfBars().put(bar.bar(), register);
            bar.base()
                    .ifPresent(base -> {
                        pf.port().take(base, bar.size() * state.numVfs());
                        pf.windows().put(bar.bar(), new PfDevice.Window(base, bar.size()));
                    });
        }
    }

    private static KernelSchema schema(PfDevice pf, HostState.Pf state, KernelTypes types) {
        try {
            return state.schema().equals(HostState.Packed.NONE)
                    ? KernelSchema.of(pf.driver().schema(), types)
                    : KernelSchema.ofPacked(state.schema().bytes(), types);
        } catch (KernelError e) {
            throw new IllegalArgumentException("the driver cannot be attached: " + e.reason(), e);
        }
    }

    private static KernelConfig tellDriver(PfDevice pf, HostState.Pf state) {
        try {
            KernelConfig config =
                    KernelConfig.validate(pf.schema().orElseThrow(), state.config().bytes());
            require(
                    config.numVfs() == state.numVfs(),
                    "the configuration is for " + config.numVfs() + " VFs");
            pf.driver().init(config.numVfs(), config.pf());
            for (HostState.Vf vf : state.vfs()) {
                pf.driver().addVf(vf.index(), config.vfs().get(vf.index()).driver());
            }
            return config;
        } catch (KernelError e) {
            throw new IllegalArgumentException(
                    "the configuration does not fit the driver: " + e.reason(), e);
        } catch (PfDriverException e) {
            throw new IllegalArgumentException(
                    "the driver does not take up its VFs again: " + e.getMessage(), e);
        }
    }

    private static void require(boolean sound, String problem) {
        if (!sound) {
            throw new IllegalArgumentException(problem);
        }
    }
}

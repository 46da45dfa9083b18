package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.host.VfUse;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.Optional;

/// Attaching drivers to VFs and detaching them, and who holds a VF meanwhile.
final class VfDrivers {
    /// The driver that takes VFs for guests; see vmm(4).
    static final String PPT = "ppt";

    private final SimulatedMachine machine;
    private final SimulatedBus bus;
    private final DriverUnits units;

    VfDrivers(SimulatedMachine machine, SimulatedBus bus, DriverUnits units) {
        this.machine = machine;
        this.bus = bus;
        this.units = units;
    }

    /// Attaches every VF that has no driver, where there is one for it; `bus_generic_attach`.
    void attachAll(PfDevice pf) {
        for (VfDevice vf : pf.vfs()) {
            if (vf.driver().isEmpty()) {
                attach(pf, vf);
            }
        }
    }

    /// What devctl(8) attach does.
    void attachByHand(PfDevice pf, VfDevice vf) throws KernelError {
        if (vf.driver().isPresent()) {
            throw new KernelError(Errno.EBUSY, "a driver is attached", "detach it first");
        }
        if (!attach(pf, vf)) {
            throw new KernelError(
                    Errno.ENXIO,
                    "no driver takes it",
                    vf.passthrough() ? "load vmm(4)" : "load the VF driver");
        }
    }

    private boolean attach(PfDevice pf, VfDevice vf) {
        Optional<String> taker =
                vf.passthrough()
                        ? Optional.of(PPT).filter(_ -> machine.vmm())
                        : pf.definition().vfDriver();
        if (taker.isEmpty()) {
            return false;
        }
        ConfigSpace config = bus.configSpace(vf.id());
        int command = config.read16(ConfigHeader.COMMAND);
        config.write16(ConfigHeader.COMMAND, command | ConfigHeader.COMMAND_BUS_MASTER);
        vf.bind(taker.map(units::next));
        return true;
    }

    void detach(PfDevice pf, VfDevice vf) throws KernelError {
        DriverUnit unit =
                vf.driver()
                        .orElseThrow(() ->
                                new KernelError(
                                        Errno.ENXIO,
                                        "no driver is attached",
                                        "there is nothing to do"));
        for (VfUse use : vf.uses()) {
            if (use.exclusive()) {
                throw new KernelError(
                        Errno.EBUSY,
                        "VF-" + vf.index() + " of " + pf.name() + " is held: " + use.holder(),
                        "stop whoever uses it");
            }
        }
        vf.uses().clear();
        if (pf.driver() instanceof SimulatedPfDriver driver) {
            driver.vfDetached(vf.index());
        }
        units.release(unit);
        vf.bind(Optional.empty());
    }

    /// Lets a guest hold a VF.
    static void hold(VfDevice vf, String guest) throws KernelError {
        DriverUnit unit = vf.driver().filter(u -> u.driver().equals(PPT)).orElse(null);
        if (unit == null) {
            throw new KernelError(
                    Errno.ENXIO, "ppt is not attached", "configure the VF with passthrough = true");
        }
        if (!vf.uses().isEmpty()) {
            throw new KernelError(
                    Errno.EBUSY, vf.uses().getFirst().holder(), "stop that guest first");
        }
        vf.uses().add(new VfUse("guest " + guest + " through " + unit, true));
    }

    /// Takes the interface of a VF into use.
    static void use(VfDevice vf, String holder) throws KernelError {
        DriverUnit unit = vf.driver().filter(u -> !u.driver().equals(PPT)).orElse(null);
        if (unit == null) {
            throw new KernelError(
                    Errno.ENXIO, "it has no interface", "attach the host's VF driver");
        }
        vf.uses().add(new VfUse(holder.replace("%s", unit.toString()), false));
    }
}

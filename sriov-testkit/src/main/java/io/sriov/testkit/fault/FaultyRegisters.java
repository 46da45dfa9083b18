package io.sriov.testkit.fault;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.RoutingId;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.List;

/// Faults between a kernel and the registers of its hardware.
final class FaultyRegisters implements AccessInterceptor {
    private final Faults faults;

    FaultyRegisters(Faults faults) {
        this.faults = faults;
    }

    @Override
    public long read(SimulatedBus bus, RoutingId function, int offset, int width) {
        boolean answers = passes(CallKind.READ_REGISTER, bus, function, offset, width);
        return answers ? bus.hardware(function).read(offset, width) : ConfigSpace.allOnes(width);
    }

    @Override
    public void write(SimulatedBus bus, RoutingId function, int offset, int width, long value) {
        if (passes(CallKind.WRITE_REGISTER, bus, function, offset, width)) {
            bus.hardware(function).write(offset, width, value);
        }
    }

    @Override
    public void returns() {
        if (faults.isDying(Thread.currentThread())) {
            throw new ProcessCrash("a call of its kernel");
        }
    }

    /// Whether the access reaches the hardware.
    private boolean passes(
            CallKind kind, SimulatedBus bus, RoutingId function, int offset, int width) {
        List<Fault> happening = faults.enter(kind, bus, function, offset, width);
        boolean passes = true;
        for (Fault fault : happening) {
            switch (fault.effect()) {
                case Effect.Delay(var duration) -> bus.clock().advance(duration);
                case Effect.Hang _ -> fault.hang();
                case Effect.DeviceRemoval _ -> faults.remove(function);
                case Effect.Crash _ -> faults.dies(Thread.currentThread());
                case Effect.LostChange _, Effect.AllOnes _ -> passes = false;
                case Effect.Failure _, Effect.ShortResult _, Effect.TornWrite _ ->
                        throw new IllegalStateException("no register does that: " + fault);
            }
        }
        return passes && !faults.isRemoved(bus, function);
    }
}

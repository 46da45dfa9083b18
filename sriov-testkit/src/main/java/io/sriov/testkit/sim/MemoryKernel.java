package io.sriov.testkit.sim;

import io.sriov.host.MemoryRecordStore;
import io.sriov.host.RecordStore;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import java.util.function.Function;

/// A kernel that lives as long as its host.
final class MemoryKernel implements KernelAccess {
    private final SimulatedKernel kernel;
    private final RecordStore records = new MemoryRecordStore();

    MemoryKernel(SimulatedMachine machine) {
        kernel = new SimulatedKernel(machine);
    }

    /// @throws IllegalArgumentException if the state does not fit the machine
    MemoryKernel(SimulatedMachine machine, HostState state) {
        try {
            kernel = SimulatedKernel.resume(machine, state);
        } catch (StateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public <T> T read(Function<SimulatedKernel, T> question) {
        return question.apply(kernel);
    }

    @Override
    public <T> T change(Function<SimulatedKernel, T> operation) {
        return operation.apply(kernel);
    }

    @Override
    public void intercept(AccessInterceptor interceptor) {
        kernel.intercept(interceptor);
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public String hostName() {
        return "sim";
    }
}

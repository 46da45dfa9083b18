package io.sriov.testkit.sim;

import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.ConfigSpace;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.wire.ConfigNvlist;
import java.util.function.Consumer;

/// A PF of a simulated host.
///
/// @param host the host
/// @param device the device name
record SimulatedPhysicalFunction(SimulatedHost host, String device) implements PhysicalFunction {
    /// Where FreeBSD has the nodes of PFs; see iovctl(8).
    static final String NODES = "/dev/iov/";

    @Override
    public String node() {
        return NODES + device;
    }

    @Override
    public PfSchema schema() {
        return host.read(kernel -> kernel.schema(device));
    }

    @Override
    public PfStatus status() {
        return host.read(kernel -> kernel.status(device));
    }

    @Override
    public ConfigSpace configSpace() {
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                return host.read(kernel -> kernel.configSpace(device).read(offset, width));
            }

            @Override
            public void write(int offset, int width, long value) {
                change(kernel -> kernel.configSpace(device).write(offset, width, value));
            }
        };
    }

    @Override
    public void configure(IovConfig config) {
        byte[] packed = ConfigNvlist.pack(config);
        change(kernel -> kernel.configure(device, packed));
    }

    @Override
    public void delete() {
        change(kernel -> kernel.delete(device));
    }

    @Override
    public void attachVf(int index) {
        change(kernel -> kernel.attachVf(device, index));
    }

    @Override
    public void detachVf(int index) {
        change(kernel -> kernel.detachVf(device, index));
    }

    private void change(Consumer<SimulatedKernel> operation) {
        host.change(kernel -> {
            operation.accept(kernel);
            return true;
        });
    }
}

package io.sriov.testkit.contract;

import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.ConfigSpace;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.function.UnaryOperator;

/// A PF that does what another does.
class ForwardingPf implements PhysicalFunction {
    final PhysicalFunction pf;

    ForwardingPf(PhysicalFunction pf) {
        this.pf = pf;
    }

    /// A PF with another status.
    static PhysicalFunction withStatus(PhysicalFunction pf, UnaryOperator<PfStatus> change) {
        return new ForwardingPf(pf) {
            @Override
            public PfStatus status() {
                return change.apply(pf.status());
            }
        };
    }

    /// A PF whose VFs have another status.
    static PhysicalFunction withVfs(PhysicalFunction pf, UnaryOperator<List<VfStatus>> change) {
        return withStatus(
                pf,
                status -> PfStatus.builder().from(status).vfs(change.apply(status.vfs())).build());
    }

    /// A PF whose VFs each have another status.
    static PhysicalFunction withEachVf(PhysicalFunction pf, UnaryOperator<VfStatus> change) {
        return withVfs(pf, vfs -> vfs.stream().map(change).toList());
    }

    @Override
    public String device() {
        return pf.device();
    }

    @Override
    public String node() {
        return pf.node();
    }

    @Override
    public PfSchema schema() {
        return pf.schema();
    }

    @Override
    public PfStatus status() {
        return pf.status();
    }

    @Override
    public ConfigSpace configSpace() {
        return pf.configSpace();
    }

    @Override
    public void configure(IovConfig config) {
        pf.configure(config);
    }

    @Override
    public void delete() {
        pf.delete();
    }

    @Override
    public void attachVf(int index) {
        pf.attachVf(index);
    }

    @Override
    public void detachVf(int index) {
        pf.detachVf(index);
    }
}

package io.sriov.testkit.fault;

import io.sriov.host.ParameterMismatch;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.ConfigSpace;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.testkit.fault.FaultyProcess.Site;
import java.util.List;

/// A PF with faults.
///
/// @param pf the PF
/// @param host the host of the process that uses it
record FaultyPhysicalFunction(PhysicalFunction pf, FaultyHost host) implements PhysicalFunction {

    private <T> T call(CallKind kind, PortCall<T> port) {
        host.requireOpen();
        return host.process().call(Site.of(kind, device()), port);
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
        return call(CallKind.SCHEMA, pf::schema);
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        return call(CallKind.CHECK, () -> pf.check(config));
    }

    @Override
    public void preflight(IovConfig config) {
        call(CallKind.PREFLIGHT, PortCall.change(() -> pf.preflight(config)));
    }

    @Override
    public List<ParameterMismatch> compare(IovConfig config) {
        return call(CallKind.COMPARE, () -> pf.compare(config));
    }

    @Override
    public void settle() {
        call(CallKind.SETTLE, PortCall.change(pf::settle));
    }

    @Override
    public PfStatus status() {
        return call(
                CallKind.STATUS,
                new PortCall<>() {
                    @Override
                    public PfStatus inFull() {
                        return pf.status();
                    }

                    @Override
                    public PfStatus shortBy(int missing) {
                        PfStatus status = inFull();
                        int left = PortCall.left(status.vfs().size(), missing);
                        return PfStatus.builder()
                                .from(status)
                                .vfs(status.vfs().subList(0, left))
                                .build();
                    }
                });
    }

    @Override
    public ConfigSpace configSpace() {
        host.requireOpen();
        return new FaultyConfigSpace(pf.configSpace(), host, device());
    }

    @Override
    public void configure(IovConfig config) {
        call(
                CallKind.CONFIGURE,
                new PortCall<>() {
                    @Override
                    public Boolean inFull() {
                        pf.configure(config);
                        return true;
                    }

                    @Override
                    public Boolean shortBy(int missing) {
                        int left = PortCall.left(config.numVfs(), missing);
                        if (left > 0) {
                            pf.configure(first(config, left));
                        }
                        return true;
                    }

                    @Override
                    public Boolean lost() {
                        return true;
                    }
                });
    }

    /// The same configuration for the first VFs alone.
    private static IovConfig first(IovConfig config, int numVfs) {
        List<Setting> settings =
                config.pf().given().stream().map(setting -> withNumVfs(setting, numVfs)).toList();
        return IovConfig.of(
                config.schema(),
                DeviceConfig.of(config.pf().schema(), settings),
                config.vfs().subList(0, numVfs));
    }

    private static Setting withNumVfs(Setting setting, int numVfs) {
        return setting.parameter().name().equals("num_vfs")
                ? new Setting(
                        setting.parameter(),
                        setting.subsystem(),
                        setting.key(),
                        new ParameterValue.Uint(numVfs),
                        setting.source(),
                        setting.at())
                : setting;
    }

    @Override
    public void delete() {
        call(CallKind.DELETE, PortCall.change(pf::delete));
    }

    @Override
    public void attachVf(int index) {
        callVf(CallKind.ATTACH_VF, index, () -> pf.attachVf(index));
    }

    @Override
    public void detachVf(int index) {
        callVf(CallKind.DETACH_VF, index, () -> pf.detachVf(index));
    }

    private void callVf(CallKind kind, int index, Runnable change) {
        host.requireOpen();
        host.process().call(Site.ofVf(kind, device(), index), PortCall.change(change));
    }
}

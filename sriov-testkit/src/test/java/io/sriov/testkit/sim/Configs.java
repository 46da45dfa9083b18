package io.sriov.testkit.sim;

import io.sriov.host.PhysicalFunction;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;

/// Configurations for PFs of a host.
final class Configs {
    private Configs() {}

    static IovConfig vfs(PhysicalFunction pf, int numVfs) {
        return builder(pf, numVfs).build();
    }

    static IovConfig firstPassthrough(PhysicalFunction pf, int numVfs) {
        return builder(pf, numVfs).vf(0, "passthrough", ParameterValue.Bool.TRUE).build();
    }

    static IovConfigBuilder builder(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs);
    }
}

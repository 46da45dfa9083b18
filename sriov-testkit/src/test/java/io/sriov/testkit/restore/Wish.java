package io.sriov.testkit.restore;

import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.util.Set;

/// A configuration in a few words.
///
/// @param numVfs how many VFs
/// @param passthrough which of them are for guests
/// @param flavour what else tells it from others: the parameters of the PF and its VFs
record Wish(int numVfs, Set<Integer> passthrough, int flavour) {

    IovConfig config(String device) {
        IovConfigBuilder config = IovConfig.builder(Recorder.SCHEMA, device);
        config.numVfs(numVfs).pf("label", new ParameterValue.Text("flavour " + flavour));
        for (int i = 0; i < numVfs; i++) {
            config.vf(i, "weight", new ParameterValue.Uint(100L * flavour + i));
            if (passthrough.contains(i)) {
                config.vf(i, "passthrough", ParameterValue.Bool.TRUE);
            }
        }
        return config.build();
    }
}

package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.ApplyListener;
import io.sriov.apply.ApplyOptions;
import io.sriov.plan.Plan;
import io.sriov.schema.config.ConfigReader;
import java.nio.file.Path;

/// A loss of power in the middle of an apply, after which nothing more is done.
final class PowerFailure extends Error {
    private static final long serialVersionUID = 1L;

    private PowerFailure() {}

    /// Begins to apply a configuration to `ix0`, and stops before an action.
    ///
    /// @param action what its words begin with
    static void before(String action, Sriov sriov, Path config) {
        Plan plan =
                sriov.plan(
                        ConfigReader.standard()
                                .read(config)
                                .validate(sriov.schema("ix0"))
                                .config()
                                .orElseThrow());
        var failing =
                new ApplyListener() {
                    @Override
                    public void started(String device, String step) {
                        if (step.startsWith(action)) {
                            throw new PowerFailure();
                        }
                    }
                };
        assertThatThrownBy(() -> sriov.apply(plan, ApplyOptions.defaults().withListener(failing)))
                .isInstanceOf(PowerFailure.class);
        assertThat(sriov.interruptions()).hasSize(1);
    }
}

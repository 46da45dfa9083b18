package io.sriov.linux.driver;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.PfSchema;
import java.util.List;

/// Any PF: its VFs are created, kept or passed through, and have no parameters.
public final class PlainDriverProvider implements PfDriverProvider {
    /// Creates it.
    public PlainDriverProvider() {}

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean supports(PfIdentity pf) {
        return true;
    }

    @Override
    public PfDriver attach(PfIdentity pf) {
        return new Plain();
    }

    private static final class Plain implements PfDriver {
        @Override
        public PfSchema schema() {
            return PfSchema.ofDriver(List.of(), List.of());
        }

        @Override
        public void init(int numVfs, DriverParameters pf) {}

        @Override
        public void addVf(int index, DriverParameters vf) {}

        @Override
        public void uninit() {}
    }
}

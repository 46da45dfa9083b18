package io.sriov.linux.driver;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.PfSchema;
import java.util.List;

/// Takes any PF that a host driver has, and has no parameters of its own: VFs are created and
/// handed over, and nothing is set of them. For PFs that no other driver takes.
public final class PlainDriverProvider implements PfDriverProvider {

    /// Creates the provider.
    public PlainDriverProvider() {}

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean supports(PfIdentity pf) {
        return !pf.driver().isEmpty();
    }

    @Override
    public PfDriver attach(PfIdentity pf) {
        return new Plain(PfSchema.ofDriver(List.of(), List.of()));
    }

    private record Plain(PfSchema schema) implements PfDriver {
        @Override
        public void init(int numVfs, DriverParameters pf) {}

        @Override
        public void addVf(int index, DriverParameters vf) {}

        @Override
        public void uninit() {}
    }
}

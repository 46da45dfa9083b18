package io.sriov.testkit.linux;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.schema.PfSchema;
import java.util.List;

/// Any PF: its VFs are created, kept or passed through, and have no parameters.
final class PlainPfDriver implements PfDriver {
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

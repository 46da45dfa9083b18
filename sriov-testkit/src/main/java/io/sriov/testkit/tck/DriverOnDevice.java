package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.List;

/// A driver whose device has VFs when a kernel would have enabled them: after `init`, before the
/// first `addVf`, and no more when `uninit` is called.
final class DriverOnDevice implements PfDriver {
    private final PfDriver driver;
    private final PfDriverBench bench;
    private int announced;
    private boolean enabled;

    DriverOnDevice(PfDriver driver, PfDriverBench bench) {
        this.driver = driver;
        this.bench = bench;
    }

    static DriverOnDevice attach(PfDriverBench bench) {
        return new DriverOnDevice(bench.provider().attach(bench.pf()), bench);
    }

    /// All that a kernel does to create the VFs of a configuration.
    void create(IovConfig config) throws PfDriverException {
        init(config);
        for (int i = 0; i < config.numVfs(); i++) {
            addVf(i, DriverParameters.of(config.vf(i)));
        }
    }

    void init(IovConfig config) throws PfDriverException {
        init(config.numVfs(), DriverParameters.of(config.pf()));
    }

    @Override
    public void init(int numVfs, DriverParameters pf) throws PfDriverException {
        driver.init(numVfs, pf);
        announced = numVfs;
        enabled = false;
    }

    /// The VFs come, where they have not yet.
    void enable() {
        if (!enabled) {
            bench.enableVfs(announced);
            enabled = true;
        }
    }

    @Override
    public void addVf(int index, DriverParameters vf) throws PfDriverException {
        enable();
        driver.addVf(index, vf);
    }

    @Override
    public void uninit() {
        bench.enableVfs(0);
        driver.uninit();
    }

    @Override
    public PfSchema schema() {
        return driver.schema();
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        return driver.check(config);
    }

    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters vf)
            throws PfDriverException {
        return driver.compare(index, vf);
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        return driver.read(index);
    }
}

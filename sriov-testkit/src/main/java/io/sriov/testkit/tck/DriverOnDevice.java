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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        return new DriverOnDevice(
                answer("attach()", () -> bench.provider().attach(bench.pf())), bench);
    }

    /// What a plug-in answers.
    private static <T> T answer(String method, Supplier<@Nullable T> question) {
        T answer = question.get();
        if (answer == null) {
            throw new AssertionError(method + " of the plug-in returns null");
        }
        return answer;
    }

    /// Whether the driver has something of its own to check.
    boolean checks() {
        try {
            return driver.getClass().getMethod("check", IovConfig.class).getDeclaringClass()
                    != PfDriver.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
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
        return answer("schema()", driver::schema);
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        return answer("check()", () -> driver.check(config));
    }

    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters vf)
            throws PfDriverException {
        List<ParameterMismatch> mismatches = driver.compare(index, vf);
        return answer("compare()", () -> mismatches);
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        List<ParameterReading> readings = driver.read(index);
        return answer("read()", () -> readings);
    }
}

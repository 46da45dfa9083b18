package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDriverProvider;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// A driver whose device has VFs when a kernel would have enabled them: after `init`, before the
/// first `addVf`, and no more when `uninit` is called.
final class DriverOnDevice implements PfDriver {
    private final PfDriver driver;
    private final PfDriverBench bench;
    private int announced;
    private boolean enabled;
    private volatile @Nullable String interrupting;

    DriverOnDevice(PfDriver driver, PfDriverBench bench) {
        this.driver = driver;
        this.bench = bench;
    }

    static DriverOnDevice attach(PfDriverBench bench) {
        PfDriverProvider provider = bench.provider();
        try {
            return new DriverOnDevice(ask("attach()", () -> provider.attach(bench.pf())), bench);
        } catch (PfDriverException e) {
            throw new AssertionError(e);
        }
    }

    /// What is asked of a plug-in or its driver.
    private interface Question<T> {
        @Nullable T ask() throws PfDriverException;
    }

    /// Names the method where it throws what it must not, and where it has no answer.
    private static <T> T ask(String method, Question<T> question) throws PfDriverException {
        @Nullable T answer;
        try {
            answer = question.ask();
        } catch (TestAbortedException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new AssertionError(method + " throws " + e, e);
        }
        if (answer == null) {
            throw new AssertionError(method + " returns null");
        }
        return answer;
    }

    /// The same, and takes away the thread's interrupt flag, which would end the next wait of a
    /// clause or of a bench that has nothing to do with it.
    private <T> T refusable(String method, Question<T> question) throws PfDriverException {
        try {
            return ask(method, question);
        } finally {
            if (Thread.interrupted()) {
                interrupting = method;
            }
        }
    }

    /// The method that has returned last with the thread's interrupt flag set.
    Optional<String> interrupting() {
        return Optional.ofNullable(interrupting);
    }

    /// The same of a method that refuses nothing.
    private <T> T answer(String method, Supplier<@Nullable T> question) {
        try {
            return refusable(method, question::get);
        } catch (PfDriverException e) {
            throw new AssertionError(e);
        }
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
        refusable(
                "init(%d)".formatted(numVfs),
                () -> {
                    driver.init(numVfs, pf);
                    return this;
                });
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
        refusable(
                "addVf(%d)".formatted(index),
                () -> {
                    driver.addVf(index, vf);
                    return this;
                });
    }

    @Override
    public void uninit() {
        bench.enableVfs(0);
        answer(
                "uninit()",
                () -> {
                    driver.uninit();
                    return this;
                });
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
        return refusable("compare(%d)".formatted(index), () -> driver.compare(index, vf));
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        return refusable("read(%d)".formatted(index), () -> driver.read(index));
    }
}

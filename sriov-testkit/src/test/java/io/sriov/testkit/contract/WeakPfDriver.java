package io.sriov.testkit.contract;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.schema.PfSchema;
import java.util.concurrent.atomic.AtomicBoolean;

/// A driver that finds no resources for VFs when it is told to, once.
record WeakPfDriver(PfDriver driver, AtomicBoolean failing, Errno errno) implements PfDriver {
    @Override
    public PfSchema schema() {
        return driver.schema();
    }

    @Override
    public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
        if (failing.getAndSet(false)) {
            throw new PfDriverException(errno, "this driver was told to fail");
        }
        driver.init(numVfs, parameters);
    }

    @Override
    public void addVf(int index, DriverParameters parameters) throws PfDriverException {
        driver.addVf(index, parameters);
    }

    @Override
    public void uninit() {
        driver.uninit();
    }
}

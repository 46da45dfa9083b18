package com.example.controller;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.testkit.sim.SimulatedPfDriver;

/// The driver of a simulated PF: it keeps what it is given, and fails when it is told to.
final class WeakDriver implements PfDriver {
    private final SimulatedPfDriver driver =
            SimulatedPfDriver.of(BuiltInSchemas.find("ix").orElseThrow());
    private boolean failing;

    void failNextInit() {
        failing = true;
    }

    /// What a VF was given; `nothing` where it was not.
    String value(int vf, String parameter) {
        return driver.vf(vf)
                .flatMap(values -> values.value(parameter))
                .map(value -> value.text())
                .orElse("nothing");
    }

    @Override
    public PfSchema schema() {
        return driver.schema();
    }

    @Override
    public void init(int numVfs, DriverParameters pf) throws PfDriverException {
        if (failing) {
            failing = false;
            throw new PfDriverException(Errno.ENOSPC, "the test wants it so; try again");
        }
        driver.init(numVfs, pf);
    }

    @Override
    public void addVf(int index, DriverParameters vf) throws PfDriverException {
        driver.addVf(index, vf);
    }

    @Override
    public void uninit() {
        driver.uninit();
    }
}

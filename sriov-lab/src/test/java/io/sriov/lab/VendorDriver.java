package io.sriov.lab;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.PfSchema;
import java.util.List;

/// A vendor's driver for every PF, without parameters: a test says at which of its calls something
/// happens.
interface VendorDriver extends PfDriverProvider, PfDriver {
    @Override
    default String name() {
        return "vendor";
    }

    @Override
    default boolean supports(PfIdentity pf) {
        return true;
    }

    @Override
    default PfDriver attach(PfIdentity pf) {
        return this;
    }

    @Override
    default PfSchema schema() {
        return PfSchema.ofDriver(List.of(), List.of());
    }

    @Override
    default void init(int numVfs, DriverParameters parameters) throws PfDriverException {}

    @Override
    default void addVf(int index, DriverParameters parameters) {}

    @Override
    default void uninit() {}
}

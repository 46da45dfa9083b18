package io.sriov.testkit.contract;

import io.sriov.pci.ConfigSpace;

/// A configuration space for one test.
public interface ConfigSpaceBench extends AutoCloseable {

    /// {@return the space}
    ConfigSpace space();

    /// {@return where the space ends, 0..4096 bytes: 4096 unless said, 0 where no function answers}
    default int size() {
        return ConfigSpace.SIZE;
    }

    /// {@return whether the registers are a function's, with an identity that cannot be written,
    /// and not plain memory; so unless said}
    default boolean hardware() {
        return true;
    }

    /// {@return the space of the PF of a host}
    ///
    /// @param bench the host; closed with what is returned
    static ConfigSpaceBench ofPf(HostBench bench) {
        return new ConfigSpaceBench() {
            @Override
            public ConfigSpace space() {
                return bench.host().physicalFunction(bench.device()).configSpace();
            }

            @Override
            public void close() {
                bench.close();
            }
        };
    }

    /// Releases what the space needs.
    @Override
    void close();
}

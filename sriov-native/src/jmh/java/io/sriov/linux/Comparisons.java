package io.sriov.linux;

import io.sriov.linux.inventory.InventoryComparison;

/// Runs every comparison of this module.
public final class Comparisons {
    private Comparisons() {}

    /// Runs them.
    ///
    /// @param args JMH's command line options
    public static void main(String[] args) throws Exception {
        ConfigSpaceComparison.main(args);
        InventoryComparison.main(args);
    }
}

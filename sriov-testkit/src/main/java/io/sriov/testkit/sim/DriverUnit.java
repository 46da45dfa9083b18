package io.sriov.testkit.sim;

/// A driver attached to a device, with its unit number.
///
/// @param driver the driver's name: `ixv`
/// @param unit the number: 0 for `ixv0`
record DriverUnit(String driver, int unit) {
    @Override
    public String toString() {
        return driver + unit;
    }
}

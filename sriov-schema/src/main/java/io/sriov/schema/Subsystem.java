package io.sriov.schema;

/// Whose parameter it is; also the name of the list that holds it in packed schemas and
/// configurations.
public enum Subsystem {
    /// The PF driver's own.
    DRIVER,
    /// The SR-IOV infrastructure's: `num_vfs`, `device`, `passthrough`.
    IOV
}

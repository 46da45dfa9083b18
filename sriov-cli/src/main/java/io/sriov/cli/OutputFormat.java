package io.sriov.cli;

/// The forms that output comes in.
enum OutputFormat {
    /// For people; where iovctl(8) prints something, exactly that.
    TEXT,
    /// For programs: one JSON document on one line.
    JSON,
    /// For kernels: a packed nvlist, raw.
    NVLIST,
    /// For manual pages: mdoc(7).
    MDOC
}

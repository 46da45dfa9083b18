package io.sriov.driver;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with a configuration that fits its schema, see
/// [PfDriver#check(io.sriov.schema.config.IovConfig)].
public enum DriverCode implements DiagnosticCode {
    /// Parameters that do not go together.
    DRIVER_RULE,
    /// More than the device has.
    DEVICE_LIMIT,
    /// Something that the driver of this PF does not do, although its family does.
    NOT_SUPPORTED;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

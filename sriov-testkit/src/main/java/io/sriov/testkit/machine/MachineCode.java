package io.sriov.testkit.machine;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with the description of a machine, once its form is right.
public enum MachineCode implements DiagnosticCode {
    /// The file is no description of a machine, or one of a version that is not known.
    WRONG_FORMAT,
    /// No hardware is like that, or its parts do not fit together.
    IMPOSSIBLE_HARDWARE;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

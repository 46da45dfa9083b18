package io.sriov.schema.config;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with a configuration.
public enum ConfigCode implements DiagnosticCode {
    /// There is no `PF` section, or no `device` in it.
    MISSING_DEVICE,
    /// The device's name is empty, has a `/`, or is `.` or `..`.
    BAD_DEVICE,
    /// A key at the top is no section's name.
    UNEXPECTED_SECTION,
    /// A section is an array, or stands in one.
    ARRAY_AS_SECTION,
    /// A section is a single value.
    SECTION_NOT_AN_OBJECT,
    /// A section stands twice, in whatever spelling.
    REPEATED_SECTION,
    /// `DEFAULT` comes after a VF's section.
    DEFAULT_AFTER_VF,
    /// A section has a key that is no parameter of the schema.
    UNKNOWN_PARAMETER,
    /// A parameter stands twice in a section, in whatever spelling.
    REPEATED_PARAMETER,
    /// A value is not of the parameter's type.
    WRONG_TYPE,
    /// A MAC address is a multicast one.
    MULTICAST_ADDRESS,
    /// A string holds NUL.
    NUL_IN_STRING,
    /// The schema gives the parameter a type that this version does not know.
    UNKNOWN_TYPE,
    /// A required parameter is not given.
    MISSING_PARAMETER,
    /// `num_vfs` is 0.
    NO_VFS,
    /// A VF's number is above 65535.
    VF_NUMBER_TOO_LARGE,
    /// A VF's number is not below `num_vfs`.
    VF_OUT_OF_BOUNDS;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

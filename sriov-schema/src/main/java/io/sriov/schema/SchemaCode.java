package io.sriov.schema;

import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.Locale;

/// What can be wrong with a schema.
///
/// The rules are those that pci_iov_attach(9) checks (`sys/dev/pci/pci_iov_schema.c`), where each
/// of them is a bare `EINVAL` or `ENOMEM`; and those of the form of a schema file.
public enum SchemaCode implements DiagnosticCode {
    /// A parameter's type is not one of [ParameterType].
    UNKNOWN_TYPE,
    /// A default is not a value of the parameter's type.
    BAD_DEFAULT,
    /// A parameter is required and has a default.
    REQUIRED_AND_DEFAULT,
    /// Two parameters of one device have the same name, ignoring case.
    DUPLICATE_PARAMETER,
    /// A driver's parameter has the name of one of the infrastructure's.
    NAME_COLLISION,
    /// A name is empty, too long for a packed list, or holds NUL.
    BAD_NAME,
    /// A parameter has no type.
    MISSING_TYPE,
    /// A key that a schema file does not have.
    UNEXPECTED_KEY,
    /// An object, a string or a truth value is needed in this place.
    WRONG_SHAPE;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

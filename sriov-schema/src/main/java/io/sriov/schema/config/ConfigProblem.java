package io.sriov.schema.config;

import io.sriov.schema.Parameter;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.ScalarConversion.Refused;
import org.jspecify.annotations.Nullable;

/// The wording of each problem of a configuration: iovctl(8)'s own where iovctl has one.
final class ConfigProblem {

    private ConfigProblem() {}

    private static Diagnostic error(
            ConfigCode code, String message, Origin origin, @Nullable String hint) {
        Diagnostic diagnostic = Diagnostic.error(code, message, origin);
        return hint == null ? diagnostic : diagnostic.withHint(hint);
    }

    private static Diagnostic missingDevice(Origin origin, String hint) {
        return error(
                ConfigCode.MISSING_DEVICE, "Config file does not specify device", origin, hint);
    }

    static Diagnostic missingDevice(Origin pf, Notation notation) {
        return missingDevice(pf, "name the PF's device in the PF section: " + notation.device());
    }

    static Diagnostic missingPf(Origin text, Notation notation) {
        return missingDevice(text, "begin with a section " + notation.leastPf());
    }

    static Diagnostic misspelledPf(Origin text, Node.Entry meant) {
        return missingDevice(
                text, "is '" + meant.key() + "' at " + meant.origin() + " meant to be PF?");
    }

    /// To iovctl a PF that is a single value is one without a device.
    static Diagnostic pfNotAnObject(Node value, Notation notation) {
        return missingDevice(
                value.origin(),
                "'" + value.text() + "' is a single value; a section is " + notation.leastPf());
    }

    static Diagnostic deviceNotAString(Node value, Notation notation) {
        return error(
                ConfigCode.WRONG_TYPE,
                "Config PF.device must be a string, not " + value.text(),
                value.origin(),
                "write the PF's device name, as in " + notation.device());
    }

    static Diagnostic badDevice(String device, Origin origin) {
        return error(
                ConfigCode.BAD_DEVICE,
                "'" + device + "' of PF.device is not a device's name",
                origin,
                "a device's name is UTF-8, not empty, has no '/', and is not '.' or '..': ix0");
    }

    static Diagnostic unexpectedSection(String key, Origin origin, @Nullable String hint) {
        return error(
                ConfigCode.UNEXPECTED_SECTION, "Unexpected top-level node: " + key, origin, hint);
    }

    static Diagnostic arrayAsSection(String section, Origin origin, Notation notation) {
        return error(
                ConfigCode.ARRAY_AS_SECTION,
                section + ": a section cannot be an array",
                origin,
                "write one section " + notation.section(section) + ", without brackets");
    }

    static Diagnostic sectionNotAnObject(String section, Node.Scalar value, Notation notation) {
        return error(
                ConfigCode.SECTION_NOT_AN_OBJECT,
                section + ": Invalid config key '" + section + "'",
                value.origin(),
                notation == Notation.YAML && value.kind() == Node.Scalar.Kind.NULL
                        ? "an empty section is " + notation.emptySection(section)
                        : "'"
                                + value.text()
                                + "' is a single value; a section is "
                                + notation.section(section));
    }

    static Diagnostic repeatedSection(String section, Origin origin, Origin first) {
        return error(
                ConfigCode.REPEATED_SECTION,
                "Multiple definitions of '" + section + "' in config file",
                origin,
                "the first one is at " + first);
    }

    static Diagnostic defaultAfterVf(Origin origin) {
        return error(
                ConfigCode.DEFAULT_AFTER_VF,
                "'default' section must precede all VF sections",
                origin,
                "move it up, in front of the first VF section");
    }

    static Diagnostic unknownParameter(
            String section, String key, Origin origin, @Nullable String hint) {
        return error(
                ConfigCode.UNKNOWN_PARAMETER,
                section + ": Invalid config key '" + key + "'",
                origin,
                hint);
    }

    static Diagnostic repeatedParameter(String section, String key, Origin origin, Origin first) {
        return error(
                ConfigCode.REPEATED_PARAMETER,
                section + ": Multiple definitions of '" + key + "'",
                origin,
                "the first one is at " + first);
    }

    static Diagnostic refusedValue(Parameter parameter, Node.Entry entry, Refused refused) {
        String value = "Value '" + entry.value().text() + "' of key '" + entry.key() + "' ";
        return switch (refused.reason()) {
            case WRONG_TYPE ->
                    error(
                            ConfigCode.WRONG_TYPE,
                            value + "is not of type " + parameter.typeName(),
                            entry.value().origin(),
                            refused.hint());
            case MULTICAST ->
                    error(
                            ConfigCode.MULTICAST_ADDRESS,
                            value + "is a multicast address",
                            entry.value().origin(),
                            refused.hint());
            case NUL ->
                    error(
                            ConfigCode.NUL_IN_STRING,
                            value + "holds a NUL character",
                            entry.value().origin(),
                            refused.hint());
        };
    }

    static Diagnostic unknownType(Parameter parameter, Origin origin) {
        return error(
                ConfigCode.UNKNOWN_TYPE,
                "Unexpected type '" + parameter.typeName() + "' in schema",
                origin,
                "the driver declares '"
                        + parameter.name()
                        + "' with a type newer than this version: leave the parameter out, or"
                        + " upgrade");
    }

    static Diagnostic missingParameter(
            Parameter parameter, String section, Origin origin, @Nullable String hint) {
        return error(
                ConfigCode.MISSING_PARAMETER,
                "Required parameter '" + parameter.name() + "' not found in '" + section + "'",
                origin,
                hint);
    }

    static Diagnostic noVfs(Origin origin) {
        return error(
                ConfigCode.NO_VFS,
                "PF.num_vfs must be at least 1",
                origin,
                "to destroy VFs, delete them: iovctl -D");
    }

    static Diagnostic vfNumberTooLarge(String digits, Origin origin) {
        return error(
                ConfigCode.VF_NUMBER_TOO_LARGE,
                "VF number " + digits + " is too large to be valid",
                origin,
                "VF numbers are 0 to 65535");
    }

    static Diagnostic vfOutOfBounds(String digits, int numVfs, Origin origin) {
        return error(
                ConfigCode.VF_OUT_OF_BOUNDS,
                "VF number " + digits + " is out of bounds (num_vfs=" + numVfs + ")",
                origin,
                "with num_vfs=" + numVfs + " the VFs are VF-0 to VF-" + (numVfs - 1));
    }
}

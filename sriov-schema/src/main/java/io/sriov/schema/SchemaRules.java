package io.sriov.schema;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.utf8.EscapedUtf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The validity rules of pci_iov_schema(9), all of them at once.
public final class SchemaRules {
    /// The longest name of a pair in a packed list: `NV_NAME_MAX` less the NUL, FreeBSD's
    /// `sys/sys/nv.h`.
    private static final int LONGEST_NAME = 2047;

    private SchemaRules() {}

    /// {@return every breach of a rule by a driver's parameters, in their order}
    ///
    /// @param kind the device they are for
    /// @param driver the driver's parameters
    /// @param origins where each of them was written
    public static List<Diagnostic> check(
            DeviceKind kind, List<Parameter> driver, Function<Parameter, Origin> origins) {
        var problems = new ArrayList<Diagnostic>();
        Map<String, Parameter> seen = new HashMap<>();
        for (Parameter parameter : driver) {
            Origin origin = origins.apply(parameter);
            checkName(kind, parameter, seen, origin, problems);
            checkValue(parameter, origin, problems);
            seen.putIfAbsent(ParameterName.fold(parameter.name()), parameter);
        }
        return problems;
    }

    private static void checkName(
            DeviceKind kind,
            Parameter parameter,
            Map<String, Parameter> seen,
            Origin origin,
            List<Diagnostic> problems) {
        String name = parameter.name();
        if (name.isEmpty()
                || name.indexOf('\0') >= 0
                || EscapedUtf8.encodedLength(name) > LONGEST_NAME) {
            problems.add(
                    Diagnostic.error(
                                    SchemaCode.BAD_NAME,
                                    "'" + abbreviated(name) + "' cannot be a parameter's name",
                                    origin)
                            .withHint(
                                    "a name has 1 to "
                                            + LONGEST_NAME
                                            + " bytes, none of them NUL"));
        }
        for (Parameter infrastructure : kind.infrastructure()) {
            if (ParameterName.same(infrastructure.name(), name)) {
                problems.add(
                        Diagnostic.error(
                                        SchemaCode.NAME_COLLISION,
                                        "'"
                                                + name
                                                + "' is a parameter that every "
                                                + kind
                                                + " has already",
                                        origin)
                                .withHint("leave it out, or choose another name"));
            }
        }
        Parameter first = seen.get(ParameterName.fold(name));
        if (first != null) {
            problems.add(
                    Diagnostic.error(
                                    SchemaCode.DUPLICATE_PARAMETER,
                                    "'" + name + "' is defined twice for the " + kind,
                                    origin)
                            .withHint(
                                    "names are compared ignoring case; it was first '"
                                            + first.name()
                                            + "'"));
        }
    }

    private static void checkValue(Parameter parameter, Origin origin, List<Diagnostic> problems) {
        if (parameter.type().isEmpty()) {
            problems.add(unknownType(parameter.typeName(), origin));
        }
        parameter
                .defaultValue()
                .filter(value -> parameter.type().map(type -> !type.accepts(value)).orElse(false))
                .ifPresent(value ->
                        problems.add(
                                badDefault(
                                        parameter.name(),
                                        value.text(),
                                        parameter.typeName(),
                                        origin)));
        if (parameter.required() && parameter.defaultValue().isPresent()) {
            problems.add(
                    Diagnostic.error(
                                    SchemaCode.REQUIRED_AND_DEFAULT,
                                    "'" + parameter.name() + "' is required and has a default",
                                    origin)
                            .withHint(
                                    "a required parameter is always given, so its default would"
                                            + " never hold: drop one of the two"));
        }
    }

    /// {@return the diagnostic for a type that does not exist}
    ///
    /// @param typeName the type as written
    /// @param origin where
    public static Diagnostic unknownType(String typeName, Origin origin) {
        String types =
                Stream.of(ParameterType.values())
                        .map(ParameterType::typeName)
                        .collect(Collectors.joining(", "));
        return Diagnostic.error(
                        SchemaCode.UNKNOWN_TYPE,
                        "Unexpected type '" + typeName + "' in schema",
                        origin)
                .withHint(
                        typeName.equals("mac-addr")
                                ? "the type of MAC addresses is named unicast-mac"
                                : "the types are " + types);
    }

    /// {@return the diagnostic for a default that is not of the parameter's type}
    ///
    /// @param name the parameter's name
    /// @param value the default as written
    /// @param typeName the parameter's type
    /// @param origin where
    public static Diagnostic badDefault(String name, String value, String typeName, Origin origin) {
        return Diagnostic.error(
                SchemaCode.BAD_DEFAULT,
                "Default '" + value + "' of '" + name + "' is not of type " + typeName,
                origin);
    }

    private static String abbreviated(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}

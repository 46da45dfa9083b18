package io.sriov.cli;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.file.BuiltInSchemas;
import java.util.List;

/// Descriptions for a schema that a kernel publishes, which has none: those of the built-in schema
/// of the same driver.
final class BuiltInDescriptions {
    private BuiltInDescriptions() {}

    /// {@return the schema with a description wherever it has none and the driver's built-in schema
    /// has a parameter of the same name and type}
    ///
    /// @param schema the schema
    /// @param driver the driver's name
    static PfSchema added(PfSchema schema, String driver) {
        return BuiltInSchemas.find(driver)
                .map(known ->
                        new PfSchema(
                                added(schema.pf(), known.pf()), added(schema.vf(), known.vf())))
                .orElse(schema);
    }

    private static DeviceSchema added(DeviceSchema schema, DeviceSchema known) {
        return DeviceSchema.of(
                added(schema.parameters(Subsystem.IOV), known),
                added(schema.parameters(Subsystem.DRIVER), known));
    }

    private static List<Parameter> added(List<Parameter> parameters, DeviceSchema known) {
        return parameters.stream()
                .map(parameter ->
                        parameter.description().isPresent()
                                ? parameter
                                : known.find(parameter.name())
                                        .filter(p -> p.typeName().equals(parameter.typeName()))
                                        .flatMap(Parameter::description)
                                        .map(text -> described(parameter, text))
                                        .orElse(parameter))
                .toList();
    }

    private static Parameter described(Parameter parameter, String text) {
        Parameter.Builder described = Parameter.builder();
        described.from(parameter).description(text);
        return described.build();
    }
}

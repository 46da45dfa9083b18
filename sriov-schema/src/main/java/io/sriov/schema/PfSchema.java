package io.sriov.schema;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a PF driver lets one configure on its PF and on each of its VFs; see pci_iov_schema(9).
///
/// ```java
/// PfSchema schema = PfSchema.ofDriver(
///         List.of(),
///         List.of(
///                 Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
///                 Parameter.defaulted("mac-anti-spoof", ParameterType.BOOL, ParameterValue.Bool.TRUE)));
/// ```
///
/// Immutable and thread-safe.
///
/// @param pf the PF's parameters
/// @param vf the parameters of every VF
public record PfSchema(DeviceSchema pf, DeviceSchema vf) {

    /// {@return the schema of a driver; the infrastructure's parameters are added}
    ///
    /// @param pfDriver the driver's parameters for the PF
    /// @param vfDriver the driver's parameters for a VF
    /// @throws IllegalArgumentException when a rule of [SchemaRules] is broken; the message names
    ///   every breach
    public static PfSchema ofDriver(List<Parameter> pfDriver, List<Parameter> vfDriver) {
        var problems = new ArrayList<Diagnostic>();
        problems.addAll(
                SchemaRules.check(
                        DeviceKind.PF, pfDriver, parameter -> origin(DeviceKind.PF, parameter)));
        problems.addAll(
                SchemaRules.check(
                        DeviceKind.VF, vfDriver, parameter -> origin(DeviceKind.VF, parameter)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream()
                            .map(Diagnostic::toString)
                            .collect(Collectors.joining("\n", "the schema is not valid:\n", "")));
        }
        return new PfSchema(
                DeviceSchema.of(DeviceKind.PF.infrastructure(), pfDriver),
                DeviceSchema.of(DeviceKind.VF.infrastructure(), vfDriver));
    }

    private static Origin origin(DeviceKind kind, Parameter parameter) {
        return Origin.whole(kind + "." + Subsystem.DRIVER + "." + parameter.name());
    }

    /// {@return the schema of one kind of device}
    ///
    /// @param kind PF or VF
    public DeviceSchema device(DeviceKind kind) {
        return switch (kind) {
            case PF -> pf;
            case VF -> vf;
        };
    }
}

package io.sriov.testkit.sim;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a PF driver finds in the list DRIVER of one kind of device: each parameter looked up as the
/// schema spells it. Values whose form has no [ParameterValue] are left out, see
/// [SimulatedMachine#furtherTypes()].
final class DriverValues {
    private final KernelSchema schema;
    private final Nvlist parameters;

    /// @param device `PF` or `VF`
    DriverValues(KernelSchema schema, String device) {
        this.schema = schema;
        this.parameters = schema.parameters(device, KernelSchema.DRIVER);
    }

    /// The values of a device in a validated configuration, in its order.
    DriverParameters of(Nvlist config, String device) {
        Nvlist driver = KernelConfigRules.subsystem(config, device, KernelSchema.DRIVER);
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (NvPair pair : driver.pairs()) {
            NvPair parameter = parameters.pair(pair.name()).orElse(null);
            if (parameter != null) {
                schema.type(parameter)
                        .valueIn(driver, parameter.name())
                        .flatMap(value -> value(value, (Nvlist) parameter.value()))
                        .ifPresent(value -> values.put(parameter.name(), value));
            }
        }
        return DriverParameters.ofValues(values);
    }

    private static Optional<ParameterValue> value(NvValue value, Nvlist parameter) {
        ParameterType type = parameter.string("type").flatMap(ParameterType::named).orElse(null);
        return switch (value) {
            case NvValue.Bool(boolean truth) -> Optional.of(ParameterValue.Bool.of(truth));
            case NvValue.Text(String text) -> Optional.of(new ParameterValue.Text(text));
            case NvValue.Uint64(long number) when type == ParameterType.VLAN ->
                    Optional.of(new ParameterValue.Vlan(new VlanId((int) number)));
            case NvValue.Uint64(long number) -> Optional.of(new ParameterValue.Uint(number));
            case NvValue.Binary bytes when type == ParameterType.UNICAST_MAC ->
                    Optional.of(new ParameterValue.Mac(MacAddress.of(bytes.toBytes())));
            default -> Optional.empty();
        };
    }
}

package io.sriov.scripted;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import java.util.List;

/// Schemas and configurations to try things on.
public final class Configs {
    /// Like ix(4)'s, and a PF parameter.
    public static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(Parameter.optional("label", ParameterType.STRING)),
                    List.of(
                            Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                            Parameter.defaulted(
                                    "mac-anti-spoof", ParameterType.BOOL, ParameterValue.Bool.TRUE),
                            Parameter.defaulted(
                                    "vlan",
                                    ParameterType.VLAN,
                                    new ParameterValue.Vlan(VlanId.TRUNK)),
                            Parameter.optional("weight", ParameterType.UINT64)));

    private Configs() {}

    /// A configuration of so many VFs; the first is passed through, and each has another MAC
    /// address.
    public static IovConfig config(String device, int numVfs, int flavour) {
        var builder = IovConfig.builder(SCHEMA, device).numVfs(numVfs);
        builder.defaults("mac-anti-spoof", ParameterValue.Bool.of(flavour % 2 == 0));
        builder.vf(0, "passthrough", ParameterValue.Bool.TRUE);
        for (int i = 0; i < numVfs; i++) {
            builder.vf(i, "mac-addr", mac(0x0200_0000_0000L + 256L * flavour + i));
        }
        return builder.build();
    }

    /// A MAC address.
    public static ParameterValue mac(long bits) {
        return new ParameterValue.Mac(new MacAddress(bits));
    }
}

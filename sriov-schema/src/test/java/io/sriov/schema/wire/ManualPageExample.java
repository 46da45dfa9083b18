package io.sriov.schema.wire;

import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import java.util.List;

/// The example of iovctl.conf(5): three VFs of ix0, two of them passed through by `DEFAULT`. libnv
/// packs the schema of the ix driver to 1393 bytes, the configuration to 1004, and 1377 once the
/// kernel has added the defaults.
final class ManualPageExample {
    static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(),
                    List.of(
                            Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                            Parameter.defaulted(
                                    "mac-anti-spoof", ParameterType.BOOL, ParameterValue.Bool.TRUE),
                            Parameter.defaulted(
                                    "allow-set-mac", ParameterType.BOOL, ParameterValue.Bool.FALSE),
                            Parameter.defaulted(
                                    "allow-promisc", ParameterType.BOOL, ParameterValue.Bool.FALSE),
                            Parameter.defaulted(
                                    "vlan",
                                    ParameterType.VLAN,
                                    new ParameterValue.Vlan(VlanId.TRUNK))));

    static final IovConfig CONFIG =
            IovConfig.builder(SCHEMA, "ix0")
                    .numVfs(3)
                    .defaults("passthrough", ParameterValue.Bool.TRUE)
                    .vf(
                            0,
                            "mac-addr",
                            new ParameterValue.Mac(
                                    MacAddress.parse("02:56:48:7e:d9:f7").orElseThrow()))
                    .vf(0, "passthrough", ParameterValue.Bool.FALSE)
                    .vf(0, "vlan", new ParameterValue.Vlan(new VlanId(1)))
                    .build();

    private ManualPageExample() {}
}

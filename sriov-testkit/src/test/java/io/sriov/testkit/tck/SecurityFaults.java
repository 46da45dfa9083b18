package io.sriov.testkit.tck;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import java.util.List;
import java.util.stream.Stream;

/// Plug-ins that are not secure where nobody says anything.
final class SecurityFaults {
    private static final ParameterValue TRUE = ParameterValue.Bool.TRUE;
    private static final ParameterValue FALSE = ParameterValue.Bool.FALSE;

    private SecurityFaults() {}

    private static Parameter parameter(String name, ParameterType type) {
        return Parameter.builder()
                .name(name)
                .type(type)
                .description("Something about the security of VFs.")
                .build();
    }

    static Parameter parameter(String name, ParameterType type, ParameterValue value) {
        return Parameter.builder().from(parameter(name, type)).defaultValue(value).build();
    }

    /// Parameters of the sample, one of them another or one more.
    static List<Parameter> with(List<Parameter> parameters, Parameter more) {
        return Stream.concat(
                        parameters.stream().filter(p -> !p.name().equals(more.name())),
                        Stream.of(more))
                .toList();
    }

    private static PluginFault ofPf(
            String description, String tells, Parameter parameter, String clause) {
        return PluginFault.driver(
                description,
                tells,
                device ->
                        new SampleDriver(
                                device, with(SampleDriver.OF_PF, parameter), SampleDriver.OF_VF),
                clause);
    }

    private static PluginFault ofVf(
            String description, String tells, Parameter parameter, String clause) {
        return PluginFault.driver(
                description,
                tells,
                device -> new SampleDriver(device, with(SampleDriver.OF_VF, parameter)),
                clause);
    }

    static final List<PluginFault> ALL =
            List.of(
                    ofPf(
                            "lets all VFs forge tags unless the PF is told otherwise",
                            "'vlan-anti-spoof' of the PF where nobody declares it is false",
                            parameter("vlan-anti-spoof", ParameterType.BOOL, FALSE),
                            "2.1"),
                    ofPf(
                            "lets all VFs listen unless the PF is told otherwise",
                            "'allow-promisc' of the PF where nobody declares it is true",
                            parameter("allow-promisc", ParameterType.BOOL, TRUE),
                            "2.2"),
                    PluginFault.bench(
                            "leaves a PF as it is that trusts all guests",
                            "'trust' of the PF where nobody declares it is true (what the device has",
                            () -> {
                                var trusting =
                                        new SampleBench(device ->
                                                new SampleDriver(
                                                        device,
                                                        with(
                                                                SampleDriver.OF_PF,
                                                                parameter(
                                                                        "trust",
                                                                        ParameterType.BOOL)),
                                                        SampleDriver.OF_VF));
                                trusting.device.pf.put("trust", TRUE);
                                return trusting;
                            },
                            "2.3"),
                    ofPf(
                            "does not say whether a PF trusts all guests",
                            "'trust' of the PF has no default, and the bench does not show",
                            parameter("trust", ParameterType.BOOL),
                            "2.3"),
                    ofVf(
                            "does not say whether VFs may listen",
                            "give it the default false, because a guest that receives",
                            parameter("monitor", ParameterType.BOOL),
                            "2.2"),
                    ofVf(
                            "has a word for a check that is off",
                            "'spoof-check' where nobody declares it is off (the schema's default);"
                                    + " it is to be on",
                            parameter(
                                    "spoof-check",
                                    ParameterType.STRING,
                                    new ParameterValue.Text("off")),
                            "2.1"),
                    ofVf(
                            "has a number for listening",
                            "'promisc' where nobody declares it is 1 (the schema's default); it is to"
                                    + " be off",
                            parameter("promisc", ParameterType.UINT8, new ParameterValue.Uint(1)),
                            "2.2"),
                    ofVf(
                            "has words of its own for trust",
                            "the kit cannot tell whether that is secure: make it a bool that is false"
                                    + " by default, or explain",
                            parameter(
                                    "trust-level",
                                    ParameterType.STRING,
                                    new ParameterValue.Text("partner")),
                            "2.3"),
                    ofVf(
                            "trusts the guests of a network",
                            "'trusted-vlan' where nobody declares it is 'trunk'",
                            parameter(
                                    "trusted-vlan",
                                    ParameterType.VLAN,
                                    new ParameterValue.Vlan(VlanId.TRUNK)),
                            "2.3"),
                    ofVf(
                            "turns a check off by a word behind it",
                            "where the name is misunderstood: rename it, or explain the value in"
                                    + " PfDriverBench.explanations()",
                            parameter("spoof-check-disabled", ParameterType.BOOL, TRUE),
                            "2.1"),
                    ofVf(
                            "permits what no check is said to be of",
                            "'permit-spoofing' where nobody declares it is true (the schema's"
                                    + " default); it is to be false",
                            parameter("permit-spoofing", ParameterType.BOOL, TRUE),
                            "2.1"),
                    ofVf(
                            "lets VFs change their addresses",
                            "'allow-mac-changes' where nobody declares it is true",
                            parameter("allow-mac-changes", ParameterType.BOOL, TRUE),
                            "2.3"),
                    ofVf(
                            "has a name that may mean either",
                            "'mac-spoof' where nobody declares it is true (the schema's default), and"
                                    + " the kit cannot tell whether that is secure: name it for what"
                                    + " it does when it is on",
                            parameter("mac-spoof", ParameterType.BOOL, TRUE),
                            "2.1"),
                    ofVf(
                            "leaves open what a name means that may mean either",
                            "give it the default that is secure, because",
                            parameter("mac-spoof", ParameterType.BOOL),
                            "2.1"));
}

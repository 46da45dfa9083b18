package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Plug-ins that are wrong about the PF's own parameters.
final class PfFaults {
    private PfFaults() {}

    /// What a driver makes of the PF's parameters before it sets them.
    private interface Mistake {
        void make(Map<String, ParameterValue> values, SampleDevice device) throws PfDriverException;
    }

    private static final class Mistaken extends SampleDriver {
        private final Mistake mistake;

        Mistaken(SampleDevice device, List<Parameter> ofPf, Mistake mistake) {
            super(device, ofPf, OF_VF);
            this.mistake = mistake;
        }

        @Override
        public void init(int numVfs, DriverParameters pf) throws PfDriverException {
            var values = new LinkedHashMap<>(pf.values());
            mistake.make(values, device);
            super.init(numVfs, DriverParameters.ofValues(values));
        }
    }

    private static PluginFault setting(
            String description, String tells, Mistake mistake, String... clauses) {
        return PluginFault.driver(
                description,
                tells,
                device -> new Mistaken(device, SampleDriver.OF_PF, mistake),
                clauses);
    }

    private static final Parameter PORT =
            Parameter.builder()
                    .name("port")
                    .type(ParameterType.UINT8)
                    .required(true)
                    .description("Which of the card's ports it is.")
                    .build();

    static final List<PluginFault> ALL =
            List.of(
                    setting(
                            "swallows what fails of the PF's parameters",
                            "PF was given mode=",
                            (values, device) -> {
                                for (var value : List.copyOf(values.entrySet())) {
                                    try {
                                        device.setPf(value.getKey(), value.getValue());
                                    } catch (PfDriverException e) {
                                        // Nobody will notice.
                                    }
                                    values.remove(value.getKey());
                                }
                            },
                            "4.8"),
                    setting(
                            "cuts the PF's integers off after 8 bits",
                            "PF was given mtu=32767, and its device has 255",
                            (values, _) ->
                                    values.computeIfPresent(
                                            "mtu",
                                            (_, mtu) ->
                                                    new ParameterValue.Uint(
                                                            ((ParameterValue.Uint) mtu).bits()
                                                                    & 0xff)),
                            "5.6"),
                    setting(
                            "takes the PF's parameters by their place",
                            "the PF, given the same in another order",
                            (values, _) -> {
                                if (values.keySet().iterator().next().equals("mtu")) {
                                    values.put("mode", new ParameterValue.Text("mtu"));
                                }
                            },
                            "5.7"),
                    setting(
                            "does not write the PF's defaults",
                            "'mode' of the PF is Example-0 in the device; nobody gave it, and its"
                                    + " default is fair",
                            (values, _) -> values.remove("mode", new ParameterValue.Text("fair")),
                            "5.9"),
                    PluginFault.driver(
                            "tells the PF's given defaults from others by their place",
                            "what the PF has with all defaults given",
                            device ->
                                    new Mistaken(
                                            device,
                                            Stream.concat(
                                                            SampleDriver.OF_PF.stream(),
                                                            Stream.of(PORT))
                                                    .toList(),
                                            (values, _) -> {
                                                if (values.size() == 3
                                                        && values.keySet()
                                                                .iterator()
                                                                .next()
                                                                .equals("mode")) {
                                                    values.put(
                                                            "mtu", new ParameterValue.Uint(9000));
                                                }
                                            }),
                            "5.9"),
                    setting(
                            "writes 0 where the PF is given nothing",
                            "'mtu', which was not given",
                            (values, _) -> values.putIfAbsent("mtu", new ParameterValue.Uint(0)),
                            "5.10"),
                    setting(
                            "writes a register of the PF that the schema does not have",
                            "'debug', which was not given",
                            (_, device) -> device.setPf("debug", ParameterValue.Bool.TRUE),
                            "5.10"),
                    PluginFault.driver(
                            "sets the PF while it adds a VF",
                            "the PF, after VF-0",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            device.setPf("mode", new ParameterValue.Text("vfs"));
                                        }
                                    },
                            "5.5",
                            "5.6",
                            "5.8",
                            "5.9"),
                    PluginFault.bench(
                            "comes with a bench that does not set its PF",
                            "the bench was to set 'mtu' to 1",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public void setPfBehindTheDriver(
                                                String parameter, ParameterValue value) {}
                                    },
                            "5.10"),
                    PluginFault.bench(
                            "comes with a bench that does not set its VFs",
                            "the bench was to set 'mac-addr' to",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public void setBehindTheDriver(
                                                int index,
                                                String parameter,
                                                ParameterValue value) {}
                                    },
                            "5.4"));
}

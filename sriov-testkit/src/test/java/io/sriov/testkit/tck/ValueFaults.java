package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.ParameterValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Drivers that set or read other values than they should.
final class ValueFaults {
    private ValueFaults() {}

    /// What a driver makes of parameters before it sets them.
    private interface Mistake {
        void make(int index, Map<String, ParameterValue> values, SampleDevice device)
                throws PfDriverException;
    }

    private static PluginFault setting(
            String description, String tells, Mistake mistake, String... clauses) {
        return PluginFault.driver(
                description,
                tells,
                device ->
                        new SampleDriver(device) {
                            @Override
                            public void addVf(int index, DriverParameters vf)
                                    throws PfDriverException {
                                var values = new LinkedHashMap<>(vf.values());
                                mistake.make(index, values, device);
                                super.addVf(index, DriverParameters.ofValues(values));
                            }
                        },
                clauses);
    }

    static final List<PluginFault> ALL =
            List.of(
                    setting(
                            "drops the greatest integer without a word",
                            "VF-0 was given cookie=18446744073709551615, and its device has 1",
                            (_, values, _) -> values.remove("cookie", new ParameterValue.Uint(-1)),
                            "5.6"),
                    setting(
                            "ignores a parameter that comes alone",
                            "VF-0 was given cookie=1, and its device has 2",
                            (_, values, _) -> {
                                if (!values.containsKey("mac-addr")) {
                                    values.remove("cookie");
                                }
                            },
                            "4.2",
                            "5.1",
                            "6.1",
                            "6.2"),
                    PluginFault.bench(
                            "takes the device's default for its own",
                            "'allow-promisc' of VF-0 is true in the device",
                            () ->
                                    new SampleBench(device ->
                                            new SampleDriver(device) {
                                                @Override
                                                public void addVf(int index, DriverParameters vf)
                                                        throws PfDriverException {
                                                    var values = new LinkedHashMap<>(vf.values());
                                                    values.remove(
                                                            "allow-promisc",
                                                            ParameterValue.Bool.FALSE);
                                                    super.addVf(
                                                            index,
                                                            DriverParameters.ofValues(values));
                                                }
                                            }) {
                                        private boolean used;

                                        @Override
                                        public void enableVfs(int numVfs) {
                                            super.enableVfs(numVfs);
                                            if (used) {
                                                device.vfs.forEach(vf ->
                                                        vf.put(
                                                                "allow-promisc",
                                                                ParameterValue.Bool.TRUE));
                                            }
                                            used |= numVfs > 0;
                                        }
                                    },
                            "4.1",
                            "4.2",
                            "4.5",
                            "4.6",
                            "4.7",
                            "4.10",
                            "4.11",
                            "4.12",
                            "5.1",
                            "5.2",
                            "5.3",
                            "5.6",
                            "6.1",
                            "6.2",
                            "7.4",
                            "8.1",
                            "8.2"),
                    setting(
                            "tells given defaults from others by their place",
                            "what the device has with all defaults given",
                            (_, values, _) -> {
                                if (!values.containsKey("mac-addr")
                                        && values.keySet().iterator().next().equals("queues")
                                        && values.size() == 4) {
                                    values.put("label", new ParameterValue.Text("minimal"));
                                }
                            },
                            "5.3",
                            "5.4"),
                    setting(
                            "writes false where nothing is given",
                            "'trust', which was not given",
                            (_, values, _) ->
                                    values.putIfAbsent("trust", ParameterValue.Bool.FALSE),
                            "5.4"),
                    setting(
                            "gives a VF's label to the one before, too",
                            "the other VFs, after VF-1",
                            (index, values, device) -> {
                                if (index > 0 && values.containsKey("label")) {
                                    device.set(index - 1, "label", values.get("label"));
                                }
                            },
                            "3.5",
                            "4.1",
                            "4.2",
                            "4.4",
                            "4.5",
                            "4.6",
                            "4.7",
                            "4.8",
                            "4.9",
                            "4.10",
                            "4.11",
                            "4.12",
                            "5.1",
                            "5.5",
                            "6.1",
                            "6.5",
                            "7.4",
                            "8.1",
                            "8.2"),
                    setting(
                            "cuts a rate off after 16 bits",
                            "VF-0 was given rate=2147483647, and its device has 65535",
                            (_, values, _) ->
                                    values.computeIfPresent(
                                            "rate",
                                            (_, rate) ->
                                                    ((ParameterValue.Uint) rate).bits()
                                                                    > SampleDevice.MAX_RATE
                                                            ? rate
                                                            : new ParameterValue.Uint(
                                                                    ((ParameterValue.Uint) rate)
                                                                                    .bits()
                                                                            & 0xffff)),
                            "5.6"),
                    setting(
                            "takes parameters by their place",
                            "given the same in another order",
                            (_, values, _) -> {
                                if (values.size() == 10
                                        && values.keySet().iterator().next().equals("queues")) {
                                    values.remove("cookie");
                                }
                            },
                            "5.7"),
                    PluginFault.driver(
                            "forgets the PF's parameters",
                            "PF was given mode=",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            release();
                                        }
                                    },
                            "5.6",
                            "5.8"),
                    PluginFault.driver(
                            "does not notice another rate",
                            "changes that read() would tell",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            return super.compare(index, vf).stream()
                                                    .filter(m -> !m.parameter().equals("rate"))
                                                    .toList();
                                        }
                                    },
                            "6.2"),
                    PluginFault.driver(
                            "names the wrong VF",
                            "the section of",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            return super.compare(index, vf).stream()
                                                    .map(m ->
                                                            new ParameterMismatch(
                                                                    "VF-" + (index + 1),
                                                                    m.parameter(),
                                                                    m.declared(),
                                                                    m.found()))
                                                    .toList();
                                        }
                                    },
                            "6.2"),
                    PluginFault.driver(
                            "reads parameters in an order of its own",
                            "the parameters that read(0) tells",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return super.read(index).reversed();
                                        }
                                    },
                            "6.3"),
                    PluginFault.driver(
                            "repairs what it is to compare",
                            "the device after a look at VF-0",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            var found = super.compare(index, vf);
                                            for (ParameterMismatch m : found) {
                                                device.set(
                                                        index,
                                                        m.parameter(),
                                                        vf.value(m.parameter()).orElseThrow());
                                            }
                                            return found;
                                        }
                                    },
                            "6.2",
                            "6.4"),
                    PluginFault.driver(
                            "reads only what it has set itself",
                            "what the next driver's read() tells",
                            device ->
                                    new SampleDriver(device) {
                                        private boolean mine;

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            super.init(numVfs, pf);
                                            mine = true;
                                        }

                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return mine ? super.read(index) : List.of();
                                        }
                                    },
                            "6.5"));
}

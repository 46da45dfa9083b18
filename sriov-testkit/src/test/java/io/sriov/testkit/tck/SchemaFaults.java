package io.sriov.testkit.tck;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Plug-ins with faults in their schemas, and in how they are found.
final class SchemaFaults {
    private static final ParameterValue TRUE = ParameterValue.Bool.TRUE;
    private static final ParameterValue FALSE = ParameterValue.Bool.FALSE;

    private SchemaFaults() {}

    /// The sample's parameters of VFs, one of them another.
    private static List<Parameter> with(String name, UnaryOperator<Parameter> change) {
        return SampleDriver.OF_VF.stream()
                .map(parameter ->
                        parameter.name().equals(name) ? change.apply(parameter) : parameter)
                .toList();
    }

    private static PluginFault parameter(
            String description,
            String tells,
            String name,
            UnaryOperator<Parameter> change,
            String... clauses) {
        return PluginFault.driver(
                description,
                tells,
                device -> new SampleDriver(device, with(name, change)),
                clauses);
    }

    private static PluginFault byDefault(
            String name, ParameterValue value, String tells, String clause) {
        return parameter(
                "has " + name + "=" + value.text() + " unless told otherwise",
                tells,
                name,
                p -> Parameter.builder().from(p).defaultValue(value).build(),
                clause);
    }

    static final List<PluginFault> ALL =
            List.of(
                    PluginFault.driver(
                            "requires what has a default",
                            "required-and-default",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public PfSchema schema() {
                                            var queues = new ParameterValue.Uint(1);
                                            return new PfSchema(
                                                    super.schema().pf(),
                                                    DeviceSchema.of(
                                                            DeviceKind.VF.infrastructure(),
                                                            with(
                                                                    "queues",
                                                                    p ->
                                                                            Parameter.builder()
                                                                                    .from(p)
                                                                                    .defaultValue(
                                                                                            queues)
                                                                                    .build())));
                                        }
                                    },
                            "1.1",
                            "1.3",
                            "4.1",
                            "4.2",
                            "4.3",
                            "4.12",
                            "5.2",
                            "5.3"),
                    PluginFault.driver(
                            "forgets the parameters of the infrastructure",
                            "passthrough",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public PfSchema schema() {
                                            return new PfSchema(
                                                    super.schema().pf(),
                                                    DeviceSchema.of(List.of(), SampleDriver.OF_VF));
                                        }
                                    },
                            "1.2"),
                    PluginFault.driver(
                            "has a default that is no text",
                            "the schema, unpacked",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public PfSchema schema() {
                                            return PfSchema.ofDriver(
                                                    List.of(
                                                            Parameter.builder()
                                                                    .from(
                                                                            SampleDriver.OF_PF
                                                                                    .getFirst())
                                                                    .defaultValue(
                                                                            new ParameterValue.Text(
                                                                                    "\ud800"))
                                                                    .build()),
                                                    SampleDriver.OF_VF);
                                        }
                                    },
                            "1.3"),
                    parameter(
                            "does not say what a parameter means",
                            "the description of 'cookie'",
                            "cookie",
                            p -> Parameter.optional(p.name(), ParameterType.UINT64),
                            "1.4"),
                    parameter(
                            "repeats a parameter's name for a description",
                            "the description of 'cookie'",
                            "cookie",
                            p -> Parameter.builder().from(p).description("cookie").build(),
                            "1.4"),
                    parameter(
                            "spells a name in a way of its own",
                            "the name 'Cookie'",
                            "cookie",
                            p -> Parameter.builder().from(p).name("Cookie").build(),
                            "1.5"),
                    parameter(
                            "has a VLAN that is no vlan",
                            "the type of 'vlan'",
                            "vlan",
                            p -> Parameter.builder().from(p).type(ParameterType.UINT16).build(),
                            "1.6"),
                    PluginFault.bench(
                            "has another schema for each driver",
                            "the schema of the next driver",
                            () -> {
                                var attached = new AtomicInteger();
                                return new SampleBench(device ->
                                        new SampleDriver(
                                                device,
                                                with(
                                                        "label",
                                                        p ->
                                                                Parameter.builder()
                                                                        .from(p)
                                                                        .description(
                                                                                "Label of driver "
                                                                                        + attached)
                                                                        .build())) {
                                            private final int number = attached.incrementAndGet();

                                            @Override
                                            public String toString() {
                                                return "driver " + number;
                                            }
                                        });
                            },
                            "1.7",
                            "8.3"),
                    byDefault("mac-anti-spoof", FALSE, "takes over its neighbours", "2.1"),
                    byDefault("allow-promisc", TRUE, "reads its neighbours' traffic", "2.2"),
                    byDefault("allow-set-mac", TRUE, "chooses its own address", "2.3"),
                    PluginFault.bench(
                            "leaves a trusting device as it is",
                            "'trust' where nobody declares it",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public void enableVfs(int numVfs) {
                                            super.enableVfs(numVfs);
                                            device.vfs.forEach(vf -> vf.put("trust", TRUE));
                                        }
                                    },
                            "2.3"),
                    PluginFault.bench(
                            "is installed nowhere",
                            "META-INF/services/io.sriov.driver.PfDriverProvider",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public Map<String, String> notApplicable() {
                                            return Map.of();
                                        }
                                    },
                            "3.1"),
                    provider(
                            "has a name for each day",
                            "the name, asked for again",
                            bench ->
                                    bench.new Provider() {
                                        private int asked;

                                        @Override
                                        public String name() {
                                            return "sample" + asked++;
                                        }
                                    },
                            "3.2"),
                    provider(
                            "has a name that no kernel would have",
                            "the name",
                            bench ->
                                    bench.new Provider() {
                                        @Override
                                        public String name() {
                                            return "Sample Accelerator";
                                        }
                                    },
                            "3.2"),
                    provider(
                            "takes PFs of one slot only",
                            "0001:42:00.0",
                            bench ->
                                    bench.new Provider() {
                                        @Override
                                        public boolean supports(PfIdentity pf) {
                                            return super.supports(pf)
                                                    && pf.address()
                                                            .equals(SampleBench.PF.address());
                                        }
                                    },
                            "3.3"),
                    provider(
                            "takes everything",
                            "supports",
                            bench ->
                                    bench.new Provider() {
                                        @Override
                                        public boolean supports(PfIdentity pf) {
                                            return true;
                                        }
                                    },
                            "3.4"),
                    provider(
                            "has no answer for PFs without a driver",
                            "Index 0 out of bounds",
                            bench ->
                                    bench.new Provider() {
                                        @Override
                                        public boolean supports(PfIdentity pf) {
                                            return pf.driver().codePointAt(0) > 0
                                                    && super.supports(pf);
                                        }
                                    },
                            "3.4"),
                    provider(
                            "has one driver for all",
                            "the driver that the plug-in attaches next",
                            bench ->
                                    bench.new Provider() {
                                        private final PfDriver only =
                                                new SampleDriver(bench.device);

                                        @Override
                                        public PfDriver attach(PfIdentity pf) {
                                            return only;
                                        }
                                    },
                            "3.5"));

    private interface Plugin {
        PfDriverProvider on(SampleBench bench);
    }

    private static PluginFault provider(
            String description, String tells, Plugin plugin, String... clauses) {
        return PluginFault.bench(
                description,
                tells,
                () ->
                        new SampleBench() {
                            private final PfDriverProvider broken = plugin.on(this);

                            @Override
                            public PfDriverProvider provider() {
                                return broken;
                            }
                        },
                clauses);
    }
}

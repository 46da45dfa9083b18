package io.sriov.testkit.tck;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Plug-ins that only one of several checks of a clause finds.
final class NarrowFaults {
    private NarrowFaults() {}

    private static final AtomicInteger BENCHES = new AtomicInteger();

    /// Devices of one thread: a clause has one, and each of several PFs that work at once.
    private static final ThreadLocal<List<SampleDevice>> DEVICES =
            ThreadLocal.withInitial(ArrayList::new);

    private static PluginFault described(String description, String text, String... clauses) {
        return PluginFault.driver(
                description,
                "the description of 'cookie'",
                device ->
                        new SampleDriver(
                                device,
                                SecurityFaults.with(
                                        SampleDriver.OF_VF,
                                        Parameter.builder()
                                                .from(SampleDriver.OF_VF.get(7))
                                                .description(text)
                                                .build())),
                clauses);
    }

    /// A driver that has another schema from some time on.
    private static final class Changing extends SampleDriver {
        private final String when;
        private boolean changed;

        Changing(SampleDevice device, String when) {
            super(device);
            this.when = when;
        }

        @Override
        public PfSchema schema() {
            return changed ? PfSchema.ofDriver(OF_PF, List.of()) : super.schema();
        }

        @Override
        public void addVf(int index, DriverParameters vf) throws PfDriverException {
            super.addVf(index, vf);
            changed |= when.equals("addVf");
        }

        @Override
        public void uninit() {
            super.uninit();
            changed |= when.equals("uninit");
        }
    }

    private static PluginFault checking(
            String description, String tells, UnaryOperator<Diagnostic> change) {
        return PluginFault.driver(
                description,
                tells,
                device ->
                        new SampleDriver(device) {
                            @Override
                            public List<Diagnostic> check(IovConfig config) {
                                return super.check(config).stream().map(change).toList();
                            }
                        },
                "7.2");
    }

    private static PluginFault comparing(
            String description, String tells, UnaryOperator<ParameterMismatch> change) {
        return PluginFault.driver(
                description,
                tells,
                device ->
                        new SampleDriver(device) {
                            @Override
                            public List<ParameterMismatch> compare(int index, DriverParameters vf)
                                    throws PfDriverException {
                                return super.compare(index, vf).stream().map(change).toList();
                            }
                        },
                "6.2");
    }

    static final List<PluginFault> ALL =
            List.of(
                    described("describes a parameter in lines", "Handed on.\nAs it is.", "1.4"),
                    PluginFault.driver(
                            "has another schema once it has a VF",
                            "the schema after addVf",
                            device -> new Changing(device, "addVf"),
                            "1.7",
                            "4.1",
                            "4.2",
                            "4.12"),
                    PluginFault.driver(
                            "has another schema once its VFs are gone",
                            "the schema after uninit",
                            device -> new Changing(device, "uninit"),
                            "1.7",
                            "4.1",
                            "4.2",
                            "4.3"),
                    PluginFault.bench(
                            "is given texts that are none",
                            "unpacked, is the same",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public ParameterValue example(
                                                Parameter parameter, int seed) {
                                            return parameter.name().equals("label")
                                                    ? new ParameterValue.Text("\ud800" + seed)
                                                    : super.example(parameter, seed);
                                        }
                                    },
                            "1.3",
                            "4.1",
                            "4.2",
                            "4.3",
                            "4.12"),
                    PluginFault.driver(
                            "checks for an address that the schema does not require",
                            "what check() has against the minimum",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            var problems = new ArrayList<>(super.check(config));
                                            if (config.vf(0).value("mac-addr").isEmpty()) {
                                                problems.add(
                                                        Diagnostic.error(
                                                                DriverCode.DRIVER_RULE,
                                                                "VF-0 needs an address",
                                                                Origin.whole("VF-0")));
                                            }
                                            return problems;
                                        }
                                    },
                            "1.8",
                            "4.1",
                            "7.1",
                            "7.2"),
                    PluginFault.bench(
                            "has a name for each card",
                            "the name of another one",
                            () ->
                                    new SampleBench() {
                                        private final int number = BENCHES.incrementAndGet();

                                        @Override
                                        public PfDriverProvider provider() {
                                            return new Provider() {
                                                @Override
                                                public String name() {
                                                    return "sample" + number;
                                                }
                                            };
                                        }
                                    },
                            "3.2"),
                    PluginFault.bench(
                            "does not take PFs in the first slot",
                            "supports",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public PfDriverProvider provider() {
                                            return new Provider() {
                                                @Override
                                                public boolean supports(PfIdentity pf) {
                                                    return super.supports(pf)
                                                            && !pf.address().equals(PF.address());
                                                }
                                            };
                                        }
                                    },
                            "3.3",
                            "8.3"),
                    PluginFault.driver(
                            "sets the first PF as it sets the others",
                            "VF-0 was given",
                            device -> {
                                DEVICES.get().add(device);
                                return new SampleDriver(device) {
                                    @Override
                                    public void addVf(int index, DriverParameters vf)
                                            throws PfDriverException {
                                        super.addVf(index, vf);
                                        DEVICES.get().stream()
                                                .limit(1)
                                                .filter(first -> index < first.vfs.size())
                                                .forEach(first ->
                                                        vf.value("label")
                                                                .ifPresent(label ->
                                                                        first.vfs
                                                                                .get(index)
                                                                                .put(
                                                                                        "label",
                                                                                        label)));
                                    }
                                };
                            },
                            "3.5"),
                    PluginFault.driver(
                            "takes the labels of all PFs' VFs when its own go",
                            "VF-0 was given label=Example-1, and its device has nothing",
                            device -> {
                                DEVICES.get().add(device);
                                return new SampleDriver(device) {
                                    @Override
                                    public void uninit() {
                                        super.uninit();
                                        DEVICES.get()
                                                .forEach(any ->
                                                        any.vfs.forEach(vf -> vf.remove("label")));
                                    }
                                };
                            },
                            "3.5"),
                    PluginFault.driver(
                            "sets a label only once",
                            "label",
                            device ->
                                    new SampleDriver(device) {
                                        private final Set<Integer> labelled = new HashSet<>();

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            if (vf.value("label").isPresent()
                                                    && !labelled.add(index)) {
                                                device.set(
                                                        index,
                                                        "label",
                                                        new ParameterValue.Text("factory"));
                                            }
                                        }
                                    },
                            "4.1",
                            "4.2",
                            "4.5",
                            "4.6",
                            "4.10",
                            "4.11",
                            "4.12",
                            "5.1",
                            "5.6",
                            "5.7",
                            "6.1",
                            "8.1",
                            "8.2"),
                    PluginFault.driver(
                            "forgets the last of two VFs and tells nothing of them",
                            "VF-1 was given",
                            device ->
                                    new SampleDriver(device) {
                                        private int announced;

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            super.init(numVfs, pf);
                                            announced = numVfs;
                                        }

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            if (announced != 2 || index != 1) {
                                                super.addVf(index, vf);
                                            }
                                        }

                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf) {
                                            return List.of();
                                        }

                                        @Override
                                        public List<ParameterReading> read(int index) {
                                            return List.of();
                                        }
                                    },
                            "4.1",
                            "7.4"),
                    PluginFault.driver(
                            "finds something where it is asked again",
                            "the steps of a plan for what has just been applied",
                            device ->
                                    new SampleDriver(device) {
                                        private int asked;

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            asked = 0;
                                        }

                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            if (index == 0 && asked++ > 0) {
                                                return List.of(
                                                        new ParameterMismatch(
                                                                "VF-0", "queues", "3", "three"));
                                            }
                                            return super.compare(index, vf);
                                        }
                                    },
                            "4.2"),
                    PluginFault.driver(
                            "refuses two VFs",
                            "EBUSY",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            if (numVfs == 2) {
                                                throw new PfDriverException(
                                                        Errno.EBUSY,
                                                        "it has one VF, or more than two");
                                            }
                                            super.init(numVfs, pf);
                                        }
                                    },
                            "4.1",
                            "4.3"),
                    PluginFault.bench(
                            "throws where there has never been anything to end",
                            "uninit() throws java.lang.IllegalStateException: never begun",
                            () -> {
                                var begun = new AtomicBoolean();
                                return new SampleBench(device ->
                                        new SampleDriver(device) {
                                            @Override
                                            public void init(int numVfs, DriverParameters pf)
                                                    throws PfDriverException {
                                                begun.set(true);
                                                super.init(numVfs, pf);
                                            }

                                            @Override
                                            public void uninit() {
                                                if (!begun.get()) {
                                                    throw new IllegalStateException("never begun");
                                                }
                                                super.uninit();
                                            }
                                        });
                            },
                            "4.6"),
                    PluginFault.driver(
                            "throws where it has ended already",
                            "uninit() throws java.lang.IllegalStateException: ended already",
                            device ->
                                    new SampleDriver(device) {
                                        private boolean begun;
                                        private boolean ended;

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            super.init(numVfs, pf);
                                            begun = true;
                                            ended = false;
                                        }

                                        @Override
                                        public void uninit() {
                                            if (ended) {
                                                throw new IllegalStateException("ended already");
                                            }
                                            super.uninit();
                                            ended = begun;
                                        }
                                    },
                            "4.6",
                            "4.11"),
                    PluginFault.driver(
                            "resets its device where it is attached",
                            "was given",
                            device -> {
                                device.enableVfs(device.vfs.size());
                                return new SampleDriver(device);
                            },
                            "3.6",
                            "4.7",
                            "6.2",
                            "6.5"),
                    comparing(
                            "says that something else was declared",
                            "says what was declared",
                            m ->
                                    new ParameterMismatch(
                                            m.section(), m.parameter(), "something", m.found())),
                    comparing(
                            "does not say what it finds",
                            "says was found",
                            m ->
                                    new ParameterMismatch(
                                            m.section(), m.parameter(), m.declared(), " ")),
                    PluginFault.driver(
                            "gives its reasons in lines",
                            "the text of",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return super.read(index).stream()
                                                    .map(reading ->
                                                            reading.isKnown()
                                                                    ? reading
                                                                    : new ParameterReading(
                                                                            reading.parameter(),
                                                                            reading.state(),
                                                                            "not set\nby anybody"))
                                                    .toList();
                                        }
                                    },
                            "6.3"),
                    PluginFault.driver(
                            "sets its PF to read a VF",
                            "the PF after looks at its VFs",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            device.setPf("window", new ParameterValue.Uint(index));
                                            return super.read(index);
                                        }
                                    },
                            "6.4"),
                    checking(
                            "checks in words for programmers",
                            "one line for an operator",
                            problem ->
                                    Diagnostic.error(
                                                    problem.code(),
                                                    "java.lang.IllegalStateException: too fast",
                                                    problem.origin())
                                            .withHint(problem.hint().orElseThrow())),
                    checking(
                            "hints at null",
                            "one line for an operator",
                            problem -> problem.withHint("set rate to null instead")),
                    PluginFault.driver(
                            "sets VFs that it is to check",
                            "the device after check()",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            device.vfs.forEach(vf ->
                                                    vf.put(
                                                            "label",
                                                            new ParameterValue.Text("checked")));
                                            return super.check(config);
                                        }
                                    },
                            "7.3"),
                    PluginFault.driver(
                            "sets the PF that it is to check",
                            "the PF after check()",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            device.pf.put("mode", new ParameterValue.Text("check"));
                                            return super.check(config);
                                        }
                                    },
                            "7.3"));
}

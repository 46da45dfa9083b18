package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Plug-ins that look right until somebody looks a second time, from another side.
final class PlausibleFaults {
    private PlausibleFaults() {}

    private static final ParameterValue NOTHING = new ParameterValue.Uint(0);
    private static final Duration LONG = Duration.ofSeconds(10);

    private static PluginFault setting(
            String description,
            String tells,
            UnaryOperator<Map<String, ParameterValue>> mistake,
            String... clauses) {
        return PluginFault.driver(description, tells, mistaken(mistake), clauses);
    }

    private static Function<SampleDevice, PfDriver> mistaken(
            UnaryOperator<Map<String, ParameterValue>> mistake) {
        return device ->
                new SampleDriver(device) {
                    @Override
                    public void addVf(int index, DriverParameters vf) throws PfDriverException {
                        super.addVf(
                                index,
                                DriverParameters.ofValues(
                                        mistake.apply(new LinkedHashMap<>(vf.values()))));
                    }
                };
    }

    private static Map<String, ParameterValue> without(
            Map<String, ParameterValue> values, String name, ParameterValue value) {
        values.remove(name, value);
        return values;
    }

    private static ParameterValue small(ParameterValue text) {
        return new ParameterValue.Text(text.text().toLowerCase(Locale.ROOT));
    }

    /// What a driver leaves running.
    private interface Background {
        void begin() throws PfDriverException;
    }

    private static PluginFault background(String description, Background init, Background addVf) {
        return PluginFault.driver(
                description,
                "go on after uninit()",
                device ->
                        new SampleDriver(device) {
                            @Override
                            public void init(int numVfs, DriverParameters pf)
                                    throws PfDriverException {
                                super.init(numVfs, pf);
                                init.begin();
                            }

                            @Override
                            public void addVf(int index, DriverParameters vf)
                                    throws PfDriverException {
                                super.addVf(index, vf);
                                addVf.begin();
                            }
                        },
                "8.5");
    }

    private static void pause() {
        try {
            Thread.sleep(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static final List<PluginFault> ALL =
            List.of(
                    PluginFault.driver(
                            "writes to its PF where it is attached",
                            "the PF after attach()",
                            device -> {
                                device.pf.put("window", ParameterValue.Bool.TRUE);
                                return new SampleDriver(device);
                            },
                            "3.6"),
                    PluginFault.driver(
                            "labels the VFs that it finds where it is attached",
                            "the VFs after another attach()",
                            device -> {
                                device.vfs.forEach(vf -> vf.put("found", ParameterValue.Bool.TRUE));
                                return new SampleDriver(device);
                            },
                            "3.6"),
                    PluginFault.driver(
                            "takes no more VFs after one that it could not set",
                            "the others are to be taken",
                            device ->
                                    new SampleDriver(device) {
                                        private boolean failed;

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            failed = false;
                                            super.init(numVfs, pf);
                                        }

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            if (failed) {
                                                throw new PfDriverException(
                                                        Errno.EIO,
                                                        "a VF before this one failed; begin anew");
                                            }
                                            try {
                                                super.addVf(index, vf);
                                            } catch (PfDriverException e) {
                                                failed |= e.errno() == Errno.EIO;
                                                throw e;
                                            }
                                        }
                                    },
                            "4.9"),
                    PluginFault.driver(
                            "takes a VF only where it has taken the one before",
                            "the others are to be taken",
                            device ->
                                    new SampleDriver(device) {
                                        private final Set<Integer> taken = new HashSet<>();

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            taken.clear();
                                            super.init(numVfs, pf);
                                        }

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            if (index > 0 && !taken.contains(index - 1)) {
                                                throw new PfDriverException(
                                                        Errno.EINVAL,
                                                        "VF-" + index + " is not next; begin anew");
                                            }
                                            super.addVf(index, vf);
                                            taken.add(index);
                                        }
                                    },
                            "4.9"),
                    setting(
                            "takes no for nothing said",
                            "VF-0 was given trust=false, and its device has true",
                            values -> without(values, "trust", ParameterValue.Bool.FALSE),
                            "5.1",
                            "5.6"),
                    setting(
                            "takes 0 for nothing said",
                            "VF-0 was given rate=0, and its device has 1",
                            values -> without(values, "rate", NOTHING),
                            "5.6"),
                    setting(
                            "takes a default for nothing said",
                            "'allow-promisc' of VF-0 is true in the device; nobody gave it",
                            values -> without(values, "allow-promisc", ParameterValue.Bool.FALSE),
                            "5.1",
                            "5.2",
                            "5.6"),
                    PluginFault.driver(
                            "takes 0 for nothing said of its PF",
                            "PF was given mtu=0, and its device has 1",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            var values = new LinkedHashMap<>(pf.values());
                                            super.init(
                                                    numVfs,
                                                    DriverParameters.ofValues(
                                                            without(values, "mtu", NOTHING)));
                                        }
                                    },
                            "5.6"),
                    PluginFault.bench(
                            "spells texts small, which its bench's own are already",
                            "and its device has  aa \"b\"",
                            () ->
                                    new SampleBench(
                                            mistaken(values -> {
                                                values.computeIfPresent(
                                                        "label", (_, label) -> small(label));
                                                return values;
                                            })) {
                                        @Override
                                        public ParameterValue example(
                                                Parameter parameter, int seed) {
                                            ParameterValue example = super.example(parameter, seed);
                                            return parameter.name().equals("label")
                                                    ? small(example)
                                                    : example;
                                        }
                                    },
                            "5.6"),
                    PluginFault.driver(
                            "finds only the first of several changes",
                            "of VF-0 were changed at once",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            return super.compare(index, vf).stream()
                                                    .limit(1)
                                                    .toList();
                                        }
                                    },
                            "6.2"),
                    PluginFault.driver(
                            "finds nothing of VFs that it has set itself",
                            "what the driver finds that has set the VF",
                            device ->
                                    new SampleDriver(device) {
                                        private final Set<Integer> own = new HashSet<>();

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            own.add(index);
                                        }

                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            return own.contains(index)
                                                    ? List.of()
                                                    : super.compare(index, vf);
                                        }
                                    },
                            "6.2"),
                    PluginFault.driver(
                            "leaves out what it could say that it cannot read",
                            "what it cannot tell it says, with the reason",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return super.read(index).stream()
                                                    .filter(reading ->
                                                            !reading.parameter().equals("rate"))
                                                    .toList();
                                        }
                                    },
                            "6.3"),
                    PluginFault.driver(
                            "reads nothing of the last of its VFs",
                            "VFs of which read() once tells nothing",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return index == 3 ? List.of() : super.read(index);
                                        }
                                    },
                            "6.3"),
                    PluginFault.driver(
                            "reads texts in small letters",
                            "read(0) tells label=example-0, and the device has Example-0",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return super.read(index).stream()
                                                    .map(reading ->
                                                            new ParameterReading(
                                                                    reading.parameter(),
                                                                    reading.state(),
                                                                    reading.text()
                                                                            .toLowerCase(
                                                                                    Locale.ROOT)))
                                                    .toList();
                                        }
                                    },
                            "6.3"),
                    PluginFault.driver(
                            "reads what it was given instead of what there is",
                            "and the device has",
                            device ->
                                    new SampleDriver(device) {
                                        private final Map<Integer, DriverParameters> given =
                                                new HashMap<>();

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            given.put(index, vf);
                                        }

                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            DriverParameters last = given.get(index);
                                            return super.read(index).stream()
                                                    .map(reading ->
                                                            last == null
                                                                    ? reading
                                                                    : last.value(
                                                                                    reading
                                                                                            .parameter())
                                                                            .map(value ->
                                                                                    ParameterReading
                                                                                            .known(
                                                                                                    reading
                                                                                                            .parameter(),
                                                                                                    value
                                                                                                            .text()))
                                                                            .orElse(reading))
                                                    .toList();
                                        }
                                    },
                            "6.3"),
                    PluginFault.driver(
                            "finds nothing where its device does not answer",
                            "what compare() tells of VF-0, without an exception",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf) {
                                            try {
                                                return super.compare(index, vf);
                                            } catch (PfDriverException e) {
                                                return List.of();
                                            }
                                        }
                                    },
                            "6.6"),
                    PluginFault.driver(
                            "reads nothing where its device does not answer",
                            "what read() tells of VF-0, without an exception",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index) {
                                            try {
                                                return super.read(index);
                                            } catch (PfDriverException e) {
                                                return List.of();
                                            }
                                        }
                                    },
                            "6.6"),
                    PluginFault.driver(
                            "reads 0 where its device does not answer",
                            "read(0) tells rate=0, and the device has",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            try {
                                                return super.read(index);
                                            } catch (PfDriverException e) {
                                                return super.read(index).stream()
                                                        .map(reading ->
                                                                reading.parameter().equals("rate")
                                                                        ? ParameterReading.known(
                                                                                "rate", "0")
                                                                        : reading)
                                                        .toList();
                                            }
                                        }
                                    },
                            "6.6"),
                    background(
                            "leaves a thread running that init began",
                            () ->
                                    Thread.ofPlatform()
                                            .daemon()
                                            .name("sample")
                                            .start(PlausibleFaults::pause),
                            () -> {}),
                    background(
                            "leaves a pool of threads behind for each VF",
                            () -> {},
                            () -> {
                                ExecutorService pool =
                                        Executors.newSingleThreadExecutor(work ->
                                                Thread.ofPlatform().daemon().unstarted(work));
                                pool.execute(() -> {});
                            }));

    /// Ends its threads in uninit, and leaves work to those that are everybody's.
    static final class WithThreads extends SampleDriver {
        private ExecutorService pool = Executors.newSingleThreadExecutor();

        WithThreads(SampleDevice device) {
            super(device);
            pool.shutdown();
        }

        @Override
        public void init(int numVfs, DriverParameters pf) throws PfDriverException {
            super.init(numVfs, pf);
            pool.shutdown();
            pool = Executors.newSingleThreadExecutor();
            pool.execute(() -> {});
            CompletableFuture.runAsync(() -> {}).join();
        }

        @Override
        public void uninit() {
            super.uninit();
            pool.shutdown();
        }
    }
}

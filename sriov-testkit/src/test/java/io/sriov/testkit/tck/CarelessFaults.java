package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDriverProvider;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Plug-ins as they are written in haste.
final class CarelessFaults {
    private CarelessFaults() {}

    /// What drivers have left to a thread of theirs, which has not had its turn.
    private static final Queue<Runnable> LATER = new ConcurrentLinkedQueue<>();

    static void runLater() {
        for (Runnable work = LATER.poll(); work != null; work = LATER.poll()) {
            try {
                work.run();
            } catch (IndexOutOfBoundsException e) {
                // The VF is gone, and its clause with it.
            }
        }
    }

    private static final class OfTheLastDevice extends SampleDriver {
        private static volatile @Nullable SampleDriver last;

        OfTheLastDevice(SampleDevice device) {
            super(device);
        }

        @Override
        public void init(int numVfs, DriverParameters pf) throws PfDriverException {
            super.init(numVfs, pf);
            last = new SampleDriver(device);
            CheckFaults.pause();
        }

        @Override
        public void addVf(int index, DriverParameters vf) throws PfDriverException {
            SampleDriver other = last;
            (other == null ? this : other).addVf(index, vf);
        }
    }

    static final List<PluginFault> ALL =
            List.of(
                    PluginFault.driver(
                            "remembers its device in a static field",
                            "addVf(0) throws",
                            OfTheLastDevice::new,
                            "3.5",
                            "8.2"),
                    PluginFault.driver(
                            "compares with what it remembers",
                            "changes that read() would tell and compare() does not",
                            device ->
                                    new SampleDriver(device) {
                                        private final Map<Integer, DriverParameters> known =
                                                new HashMap<>();

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            known.put(index, vf);
                                        }

                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf) {
                                            DriverParameters last = known.getOrDefault(index, vf);
                                            return vf.values().entrySet().stream()
                                                    .filter(given ->
                                                            !last.value(given.getKey())
                                                                    .filter(
                                                                            given.getValue()
                                                                                    ::equals)
                                                                    .isPresent())
                                                    .map(given ->
                                                            new ParameterMismatch(
                                                                    IovConfig.vfName(index),
                                                                    given.getKey(),
                                                                    given.getValue().text(),
                                                                    "something else"))
                                                    .toList();
                                        }
                                    },
                            "6.2"),
                    PluginFault.driver(
                            "sets all VFs when the last has come",
                            "VF-0 was given",
                            device ->
                                    new SampleDriver(device) {
                                        private final Map<Integer, DriverParameters> waiting =
                                                new LinkedHashMap<>();
                                        private int announced;

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            super.init(numVfs, pf);
                                            announced = numVfs;
                                            waiting.clear();
                                        }

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            waiting.put(index, vf);
                                            if (index == announced - 1) {
                                                for (var each : waiting.entrySet()) {
                                                    super.addVf(each.getKey(), each.getValue());
                                                }
                                            }
                                        }
                                    },
                            "4.9",
                            "5.5",
                            "8.1"),
                    PluginFault.driver(
                            "sets a VF before there are any",
                            "throws java.lang.IndexOutOfBoundsException",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            super.init(numVfs, pf);
                                            if (numVfs == 2) {
                                                device.set(
                                                        1, "label", new ParameterValue.Text("new"));
                                            }
                                        }
                                    },
                            "4.1",
                            "4.3",
                            "7.4",
                            "7.5"),
                    PluginFault.driver(
                            "leaves values of a VF that it refuses",
                            "what VF-1 has after it was refused",
                            device ->
                                    new SampleDriver(device) {
                                        private boolean late;

                                        @Override
                                        boolean tooFast(ParameterValue rate) {
                                            return !late && super.tooFast(rate);
                                        }

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            try {
                                                late = true;
                                                super.addVf(index, vf);
                                            } finally {
                                                late = false;
                                            }
                                            if (vf.value("rate").map(this::tooFast).orElse(false)) {
                                                throw new PfDriverException(
                                                        Errno.EINVAL,
                                                        "VF-" + index + " is too fast; lower it");
                                            }
                                        }
                                    },
                            "7.4"),
                    PluginFault.bench(
                            "throws where it is attached",
                            "attach() throws java.lang.IllegalStateException: no card here",
                            () ->
                                    new SampleBench(_ -> {
                                        throw new IllegalStateException("no card here");
                                    }),
                            PluginFault.ALL_BUT_3_1),
                    PluginFault.bench(
                            "throws where it is made",
                            "provider() throws java.lang.IllegalStateException: no licence",
                            () ->
                                    new SampleBench() {
                                        @Override
                                        public PfDriverProvider provider() {
                                            throw new IllegalStateException("no licence");
                                        }
                                    },
                            PluginFault.ALL),
                    PluginFault.driver(
                            "has another schema each time that it is asked",
                            "the schema after init",
                            device ->
                                    new SampleDriver(device) {
                                        private int asked;

                                        @Override
                                        public PfSchema schema() {
                                            return asked++ % 2 == 0
                                                    ? super.schema()
                                                    : PfSchema.ofDriver(OF_PF, List.of());
                                        }
                                    },
                            "1.3",
                            "1.7",
                            "4.1",
                            "4.12",
                            "4.2",
                            "4.3",
                            "7.2",
                            "8.3"),
                    PluginFault.driver(
                            "leaves work to a thread of its own",
                            "the VFs, a while after addVf",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            LATER.add(() ->
                                                    device.vfs
                                                            .get(index)
                                                            .put(
                                                                    "label",
                                                                    new ParameterValue.Text(
                                                                            "tuned")));
                                        }
                                    },
                            "8.4"),
                    PluginFault.driver(
                            "cleans up on a thread of its own",
                            "new VFs, a while after uninit",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void uninit() {
                                            super.uninit();
                                            LATER.add(() ->
                                                    device.vfs.forEach(vf -> vf.remove("label")));
                                        }
                                    },
                            "8.4"),
                    PluginFault.driver(
                            "sets its PF on a thread of its own",
                            "the PF, a while after addVf",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            super.init(numVfs, pf);
                                            LATER.add(() ->
                                                    device.pf.put(
                                                            "mode",
                                                            new ParameterValue.Text("tuned")));
                                        }
                                    },
                            "8.4"),
                    PluginFault.driver(
                            "resets its PF on a thread of its own",
                            "the PF, a while after uninit",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void uninit() {
                                            super.uninit();
                                            LATER.add(() -> device.pf.remove("mtu"));
                                        }
                                    },
                            "8.4"),
                    PluginFault.driver(
                            "labels VFs with the time",
                            "'label', which was not given",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            if (vf.value("label").isEmpty()) {
                                                device.set(
                                                        index,
                                                        "label",
                                                        new ParameterValue.Text(
                                                                "set at " + System.nanoTime()));
                                            }
                                        }
                                    },
                            "5.3",
                            "5.4"),
                    PluginFault.driver(
                            "writes a register that the schema does not have",
                            "'debug', which was not given",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            super.addVf(index, vf);
                                            device.set(index, "debug", ParameterValue.Bool.TRUE);
                                        }
                                    },
                            "5.4"),
                    PluginFault.driver(
                            "waits for ever where its device does not answer",
                            "it is not done after 8000 ms",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void uninit() {
                                            try {
                                                release();
                                            } catch (PfDriverException e) {
                                                new Semaphore(0).acquireUninterruptibly();
                                            }
                                        }
                                    },
                            "4.11",
                            "4.12",
                            "7.5"),
                    PluginFault.driver(
                            "counts in 31 bits what it checks",
                            "check() throws java.lang.ArithmeticException: integer overflow",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            var problems = super.check(config);
                                            for (DeviceConfig vf : config.vfs()) {
                                                int cookie =
                                                        vf.value("cookie")
                                                                .map(value ->
                                                                        Math.toIntExact(
                                                                                ((ParameterValue
                                                                                                        .Uint)
                                                                                                value)
                                                                                        .bits()))
                                                                .orElse(0);
                                                if (cookie < 0) {
                                                    return List.of();
                                                }
                                            }
                                            return problems;
                                        }
                                    },
                            "5.6"),
                    PluginFault.driver(
                            "has nothing to compare with",
                            "compare(0) returns null",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        @SuppressWarnings("NullAway")
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf)
                                                throws PfDriverException {
                                            var found = super.compare(index, vf);
                                            return found.isEmpty() ? null : found;
                                        }
                                    },
                            "3.5",
                            "4.1",
                            "4.2",
                            "4.3",
                            "4.9",
                            "4.12",
                            "6.1",
                            "6.4",
                            "6.5",
                            "7.5",
                            "8.1",
                            "8.2",
                            "8.5"),
                    PluginFault.driver(
                            "requires of the PF what the schema does not require",
                            "throws java.util.NoSuchElementException",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            device.setPf(
                                                    "mtu",
                                                    new ParameterValue.Uint(
                                                            pf.uint("mtu").orElseThrow()));
                                            super.init(numVfs, pf);
                                        }
                                    },
                            "1.7",
                            "1.8",
                            "2.1",
                            "2.2",
                            "2.3",
                            "4.1",
                            "4.2",
                            "4.4",
                            "5.1",
                            "5.2",
                            "5.3",
                            "5.4",
                            "5.9",
                            "5.10",
                            "6.1",
                            "6.2",
                            "6.3",
                            "7.4",
                            "7.5"),
                    PluginFault.driver(
                            "throws what hosts throw",
                            "addVf(0) throws io.sriov.host.HostException",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            try {
                                                super.addVf(index, vf);
                                            } catch (PfDriverException e) {
                                                throw new HostException(
                                                        HostException.Operation.CONFIGURE,
                                                        "sample0",
                                                        e.errno(),
                                                        String.valueOf(e.getMessage()),
                                                        null,
                                                        e);
                                            }
                                        }
                                    },
                            "4.9",
                            "4.10",
                            "4.12",
                            "5.6",
                            "7.4",
                            "7.5"),
                    PluginFault.driver(
                            "ignores how many queues are required",
                            "was given queues=4, and its device has 3",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            var values = new LinkedHashMap<>(vf.values());
                                            values.put("queues", new ParameterValue.Uint(3));
                                            super.addVf(index, DriverParameters.ofValues(values));
                                        }
                                    },
                            "3.5",
                            "4.1",
                            "4.2",
                            "4.3",
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
                            "5.6",
                            "6.1",
                            "6.5",
                            "7.4",
                            "8.1",
                            "8.2"),
                    PluginFault.driver(
                            "reads with the time",
                            "read(0) tells",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterReading> read(int index)
                                                throws PfDriverException {
                                            return super.read(index).stream()
                                                    .map(reading ->
                                                            reading.parameter().equals("rate")
                                                                    ? ParameterReading.known(
                                                                            "rate",
                                                                            reading.text()
                                                                                    + " at "
                                                                                    + System
                                                                                            .nanoTime())
                                                                    : reading)
                                                    .toList();
                                        }
                                    },
                            "6.3",
                            "6.5",
                            "6.6"));
}

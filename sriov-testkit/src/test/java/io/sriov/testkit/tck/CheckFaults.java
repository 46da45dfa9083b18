package io.sriov.testkit.tck;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Plug-ins that refuse wrongly, or mind threads.
final class CheckFaults {
    private CheckFaults() {}

    private static PluginFault checking(
            String description, String tells, UnaryOperator<Diagnostic> change, String... clauses) {
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
                clauses);
    }

    private static PluginFault refusing(
            String description, String tells, UnaryOperator<String> message) {
        return PluginFault.driver(
                description,
                tells,
                device ->
                        new SampleDriver(device) {
                            @Override
                            public void addVf(int index, DriverParameters vf)
                                    throws PfDriverException {
                                try {
                                    super.addVf(index, vf);
                                } catch (PfDriverException e) {
                                    throw new PfDriverException(
                                            e.errno(),
                                            message.apply(String.valueOf(e.getMessage())));
                                }
                            }
                        },
                "7.5");
    }

    static final List<PluginFault> ALL =
            List.of(
                    PluginFault.driver(
                            "has something against an address",
                            "is taken",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            var problems = new ArrayList<>(super.check(config));
                                            config.vf(0)
                                                    .value("mac-addr")
                                                    .filter(mac -> mac.text().endsWith(":03"))
                                                    .ifPresent(mac ->
                                                            problems.add(
                                                                    Diagnostic.error(
                                                                            DriverCode.DRIVER_RULE,
                                                                            mac.text()
                                                                                    + " is taken",
                                                                            Origin.whole("mac"))));
                                            return problems;
                                        }
                                    },
                            "7.1"),
                    checking(
                            "does not say where",
                            "rate is to blame",
                            problem ->
                                    Diagnostic.error(
                                                    problem.code(),
                                                    problem.message(),
                                                    Origin.whole("somewhere"))
                                            .withHint(problem.hint().orElseThrow()),
                            "7.2"),
                    checking(
                            "does not say what to do",
                            "the hint of",
                            problem ->
                                    Diagnostic.error(
                                            problem.code(), problem.message(), problem.origin()),
                            "7.2"),
                    PluginFault.driver(
                            "warns only once",
                            "check(), asked again",
                            device ->
                                    new SampleDriver(device) {
                                        private boolean warned;

                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            var problems = new ArrayList<>(super.check(config));
                                            if (!warned) {
                                                problems.add(
                                                        Diagnostic.warning(
                                                                DriverCode.DRIVER_RULE,
                                                                "VFs are slow here",
                                                                Origin.whole("PF")));
                                            }
                                            warned = true;
                                            return problems;
                                        }
                                    },
                            "7.3"),
                    PluginFault.driver(
                            "takes what is impossible",
                            "a refusal of what is impossible: faster than light",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        boolean tooFast(ParameterValue rate) {
                                            return false;
                                        }

                                        @Override
                                        public List<Diagnostic> check(IovConfig config) {
                                            return new SampleDriver(device).check(config);
                                        }
                                    },
                            "7.4"),
                    refusing(
                            "has messages of several lines",
                            "one line for an operator",
                            message -> message + "\nsee the log"),
                    refusing(
                            "has messages for programmers",
                            "one line for an operator",
                            message -> "java.io.IOException: " + message),
                    refusing("has messages of one word", "the words of", _ -> "failed"),
                    PluginFault.driver(
                            "throws what fails in compare as something else",
                            "no answer",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf) {
                                            try {
                                                return super.compare(index, vf);
                                            } catch (PfDriverException e) {
                                                throw new IllegalStateException(e);
                                            }
                                        }
                                    },
                            "4.12",
                            "6.6",
                            "7.5"),
                    PluginFault.driver(
                            "wants the thread that it was attached on",
                            "another thread",
                            device ->
                                    new SampleDriver(device) {
                                        private final Thread owner = Thread.currentThread();

                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            if (Thread.currentThread() != owner) {
                                                throw new PfDriverException(
                                                        Errno.EBUSY,
                                                        "another thread has the device");
                                            }
                                            super.init(numVfs, pf);
                                        }
                                    },
                            "8.1"),
                    PluginFault.driver(
                            "has one scratch buffer for all PFs",
                            "while another PF does",
                            device ->
                                    new SampleDriver(device) {
                                        private static final AtomicInteger INSIDE =
                                                new AtomicInteger();

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            try {
                                                if (INSIDE.incrementAndGet() > 1) {
                                                    throw new IllegalStateException(
                                                            "set while another PF does");
                                                }
                                                pause();
                                                super.addVf(index, vf);
                                            } finally {
                                                INSIDE.decrementAndGet();
                                            }
                                        }
                                    },
                            "8.2"),
                    PluginFault.bench(
                            "looks PFs up in a table that it fills meanwhile",
                            "all answers are those of one thread",
                            () ->
                                    new SampleBench() {
                                        private final AtomicInteger inside = new AtomicInteger();

                                        @Override
                                        public Provider provider() {
                                            return new Provider() {
                                                @Override
                                                public boolean supports(PfIdentity pf) {
                                                    try {
                                                        boolean alone =
                                                                inside.incrementAndGet() == 1;
                                                        pause();
                                                        return alone && super.supports(pf);
                                                    } finally {
                                                        inside.decrementAndGet();
                                                    }
                                                }
                                            };
                                        }
                                    },
                            "8.3"));

    /// Long enough for other threads to come by.
    static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

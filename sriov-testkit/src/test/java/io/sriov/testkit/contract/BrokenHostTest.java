package io.sriov.testkit.contract;

import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of hosts tells of those that break it.
class BrokenHostTest {
    private static final String UNKNOWN = "aNameWithoutAPfIsRefusedWithEnoentNamingThoseThereAre";

    private static UnaryOperator<Host> breaker = host -> host;

    private static Fault<Host> names(String description, UnaryOperator<String> change) {
        return new Fault<>(
                UNKNOWN,
                description,
                host ->
                        new ForwardingHost(host) {
                            @Override
                            public PhysicalFunction physicalFunction(String device) {
                                return host.physicalFunction(change.apply(device));
                            }
                        });
    }

    private static Fault<Host> listing(
            String description, UnaryOperator<List<PhysicalFunction>> change) {
        return new Fault<>(
                "pfsAreListedOnceInNumericOrderOfTheirNames",
                description,
                host ->
                        new ForwardingHost(host) {
                            @Override
                            public List<PhysicalFunction> physicalFunctions() {
                                return change.apply(host.physicalFunctions());
                            }
                        });
    }

    private static Fault<Host> refusals(String description, UnaryOperator<HostException> change) {
        return new Fault<>(
                UNKNOWN,
                description,
                host ->
                        new ForwardingHost(host) {
                            @Override
                            public PhysicalFunction physicalFunction(String device) {
                                try {
                                    return host.physicalFunction(device);
                                } catch (HostException e) {
                                    throw change.apply(e);
                                }
                            }
                        });
    }

    private static HostException refusal(HostException e, Errno errno, String remedy) {
        return new HostException(e.operation(), e.device(), errno, "there is no such PF", remedy);
    }

    private static final List<Fault<Host>> FAULTS =
            List.of(
                    names("takes any unknown name for ix0", _ -> "ix0"),
                    names("ignores case", name -> name.toLowerCase(Locale.ROOT)),
                    names("ignores blanks", String::strip),
                    names("joins names into a path", name -> name.replaceFirst("^.*/", "")),
                    names("cuts long names off", name -> name.length() > 99 ? "ix0" : name),
                    refusals(
                            "gives another errno for unknown names",
                            e -> refusal(e, Errno.ENODEV, e.remedy().orElseThrow())),
                    refusals(
                            "does not say which PFs there are",
                            e -> refusal(e, e.errno(), "use another")),
                    listing("lists PFs the wrong way round", List::reversed),
                    listing(
                            "lists PFs twice",
                            pfs -> Stream.concat(pfs.stream(), Stream.of(pfs.getLast())).toList()),
                    listing("lists none", _ -> List.of()),
                    new Fault<>(
                            "everyListedPfIsFoundByItsName",
                            "finds another PF than it was asked for",
                            host ->
                                    new ForwardingHost(host) {
                                        @Override
                                        public PhysicalFunction physicalFunction(String device) {
                                            return host.physicalFunction(
                                                    device.equals("ice0") ? "ixl0" : device);
                                        }
                                    }),
                    new Fault<>(
                            "everyoneWhoAsksForAPfSeesTheSameOne",
                            "gives everybody a machine of his own",
                            host ->
                                    new ForwardingHost(host) {
                                        @Override
                                        public PhysicalFunction physicalFunction(String device) {
                                            return SimulatedHost.of(SimulatedMachine.standard())
                                                    .physicalFunction(device);
                                        }
                                    }),
                    new Fault<>(
                            "aDumpHasThePfsAndVfsThatTheStatusHasAndChangesNothing",
                            "dumps another machine",
                            host ->
                                    new ForwardingHost(host) {
                                        @Override
                                        public MachineDump dump() {
                                            return SimulatedHost.of(SimulatedMachine.standard())
                                                    .dump();
                                        }
                                    }),
                    new Fault<>(
                            "recordsAreThoseOfTheHost",
                            "forgets records",
                            host ->
                                    new ForwardingHost(host) {
                                        @Override
                                        public RecordStore records() {
                                            return new MemoryRecordStore();
                                        }
                                    }),
                    new Fault<>(
                            "aClosedHostIsNotUsedAnyMore",
                            "stays open",
                            host ->
                                    new ForwardingHost(host) {
                                        @Override
                                        public void close() {}
                                    }),
                    new Fault<>(
                            "closingAHostAgainDoesNothing",
                            "can be closed only once",
                            host ->
                                    new ForwardingHost(host) {
                                        private boolean closed;

                                        @Override
                                        public void close() {
                                            if (closed) {
                                                throw new IllegalStateException("closed twice");
                                            }
                                            closed = true;
                                            host.close();
                                        }
                                    }),
                    new Fault<>(
                            "aHostHasAName",
                            "has no name",
                            host ->
                                    new ForwardingHost(host) {
                                        @Override
                                        public String name() {
                                            return "";
                                        }
                                    }));

    static class OnHostBench extends HostContract {
        @Override
        protected HostBench open() {
            HostBench bench = SimulatedBench.inMemory("ix0", 3);
            return new BrokenBench(bench, breaker.apply(bench.host()));
        }
    }

    @Test
    void everyFaultIsToldAndEveryRuleCanBeBroken() {
        BrokenRules<Host> broken =
                BrokenRules.of(OnHostBench.class, FAULTS, change -> breaker = change);
        broken.assertTold();
        broken.assertEveryRuleCanBeBroken();
    }
}

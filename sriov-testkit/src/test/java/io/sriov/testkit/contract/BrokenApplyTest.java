package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The contract of plan and apply tells of hosts on which they do not work.
class BrokenApplyTest {
    private static UnaryOperator<Host> breaker = host -> host;

    private static Fault<Host> pf(
            String rule, String description, UnaryOperator<PhysicalFunction> change) {
        return new Fault<>(rule, description, host -> ForwardingHost.withPfs(host, change));
    }

    private static Fault<Host> records(
            String rule, String description, UnaryOperator<RecordStore> change) {
        return new Fault<>(rule, description, host -> ForwardingHost.withRecords(host, change));
    }

    /// A store that writes only entries of some names.
    private static UnaryOperator<RecordStore> losing(Predicate<String> lost) {
        return store ->
                new ForwardingStore(store) {
                    @Override
                    public void write(String name, String text) {
                        if (!lost.test(name)) {
                            store.write(name, text);
                        }
                    }
                };
    }

    private static VfStatus unused(VfStatus vf) {
        return VfStatus.builder().from(vf).uses(List.of()).build();
    }

    private static final List<Fault<Host>> FAULTS =
            List.of(
                    pf(
                            "whatIsAppliedIsInForce",
                            "creates one VF fewer",
                            pf ->
                                    new ForwardingPf(pf) {
                                        @Override
                                        public void configure(IovConfig config) {
                                            pf.configure(PfFaults.fewer(config));
                                        }
                                    }),
                    pf(
                            "whatIsAppliedIsInForce",
                            "puts VFs one function further",
                            pf -> ForwardingPf.withEachVf(pf, PfFaults::shifted)),
                    pf(
                            "aCreationThatFailsLeavesNoVfsWhereThereWereNone",
                            "leaves VFs behind that it does not let go",
                            Litter::new),
                    pf(
                            "aReplacementThatFailsRestoresTheVfsOfBefore",
                            "is silent where the driver fails",
                            pf ->
                                    new ForwardingPf(pf) {
                                        @Override
                                        public void configure(IovConfig config) {
                                            Fault.ignoring(
                                                    Errno.ENOSPC, () -> pf.configure(config));
                                        }
                                    }),
                    pf(
                            "aReplacementThatFailsRestoresTheVfsOfBefore",
                            "cannot create VFs a third time",
                            ThirdTime::new),
                    pf(
                            "aRemovalLeavesNoVfs",
                            "forgets to delete",
                            pf ->
                                    new ForwardingPf(pf) {
                                        @Override
                                        public void delete() {}
                                    }),
                    pf(
                            "vfsInUseAreReplacedOnlyWithConsent",
                            "hides who uses VFs",
                            pf -> ForwardingPf.withEachVf(pf, BrokenApplyTest::unused)),
                    pf(
                            "vfsThatNobodyUsesAreReplacedWithoutConsent",
                            "takes every VF for used",
                            pf ->
                                    ForwardingPf.withEachVf(
                                            pf,
                                            vf ->
                                                    VfStatus.builder()
                                                            .from(vf)
                                                            .addUse(new VfUse("x", false))
                                                            .build())),
                    pf(
                            "aHeldVfKeepsAllVfsFromBeingRemoved",
                            "hides who holds VFs",
                            pf -> ForwardingPf.withEachVf(pf, BrokenApplyTest::unused)),
                    pf(
                            "aDetachedVfIsAttachedAgainAndNoMoreIsDone",
                            "attaches nothing",
                            pf ->
                                    new ForwardingPf(pf) {
                                        @Override
                                        public void attachVf(int index) {}
                                    }),
                    pf(
                            "aDeletionThatFailsHalfWayLosesNothing",
                            "attaches nothing, and does not say so",
                            pf ->
                                    new ForwardingPf(pf) {
                                        @Override
                                        public void attachVf(int index) {}
                                    }),
                    pf(
                            "moreVfsThanThereCanBeAreNotPlanned",
                            "has more VFs each time",
                            pf ->
                                    new ForwardingPf(pf) {
                                        private int calls;

                                        @Override
                                        public PfStatus status() {
                                            return PfStatus.builder()
                                                    .from(pf.status())
                                                    .totalVfs(64 + calls++)
                                                    .build();
                                        }
                                    }),
                    new Fault<>(
                            "aStalePlanIsRefused",
                            "tells of the state at the beginning only",
                            host -> {
                                PfStatus first = host.physicalFunction("ix0").status();
                                return ForwardingHost.withPfs(
                                        ForwardingHost.withRecords(host, losing(_ -> true)),
                                        pf -> ForwardingPf.withStatus(pf, _ -> first));
                            }),
                    records(
                            "applyingWhatIsInForceDoesNothing",
                            "loses the records of what was applied",
                            losing(name -> name.startsWith("applied-"))),
                    records(
                            "anApplyThatIsInterruptedAnywhereIsRecoveredFrom",
                            "loses journals",
                            losing(name -> name.startsWith("journal-"))),
                    records(
                            "anApplyThatIsInterruptedAnywhereIsRecoveredFrom",
                            "loses the configuration of before",
                            losing(name -> name.startsWith("previous-"))),
                    records(
                            "aReplacementIsRecorded",
                            "keeps the first text of each entry",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void write(String name, String text) {
                                            if (store.read(name).isEmpty()) {
                                                store.write(name, text);
                                            }
                                        }
                                    }),
                    records(
                            "whoAppliesToAPfExcludesOthers",
                            "locks nothing",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public Lock lock(String name) {
                                            return () -> {};
                                        }
                                    }),
                    records(
                            "planningTouchesNothing",
                            "keeps an entry for each question",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public Optional<String> read(String name) {
                                            store.write("read-" + name, "");
                                            return store.read(name);
                                        }
                                    }),
                    records(
                            "whereNothingWasInterruptedNothingIsRecovered",
                            "never removes an entry",
                            store ->
                                    new ForwardingStore(store) {
                                        @Override
                                        public void remove(String name) {}
                                    }));

    private static HostException refusal(HostException.Operation operation) {
        return new HostException(operation, "ix0", Errno.EBUSY, "worn out", null);
    }

    /// A PF that fails from the third creation on.
    private static final class ThirdTime extends ForwardingPf {
        private int times;

        ThirdTime(PhysicalFunction pf) {
            super(pf);
        }

        @Override
        public void configure(IovConfig config) {
            if (++times > 2) {
                throw refusal(HostException.Operation.CONFIGURE);
            }
            pf.configure(config);
        }
    }

    /// A PF that creates some VFs although it fails, and does not delete those.
    private static final class Litter extends ForwardingPf {
        private boolean failed;

        Litter(PhysicalFunction pf) {
            super(pf);
        }

        @Override
        public void configure(IovConfig config) {
            try {
                pf.configure(config);
            } catch (HostException e) {
                failed = true;
                pf.configure(PfFaults.fewer(config));
                throw e;
            }
        }

        @Override
        public void delete() {
            if (failed) {
                throw refusal(HostException.Operation.DELETE);
            }
            pf.delete();
        }
    }

    static class OnSriovBench extends ApplyContract {
        @Override
        protected HostBench open() {
            HostBench bench = SimulatedBench.inMemory("ix0", 3);
            return new BrokenBench(bench, breaker.apply(bench.host()));
        }
    }

    @Test
    void everyFaultIsToldAndEveryRuleCanBeBroken() {
        BrokenRules<Host> broken =
                BrokenRules.of(OnSriovBench.class, FAULTS, change -> breaker = change);
        broken.assertTold();
        broken.assertEveryRuleCanBeBroken();
    }
}

package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.host.HostException;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// Chapter 4, second part: a driver's life when its device fails, at every access in turn.
abstract class FaultClauses extends LifeCycleClauses {
    /// Of a driver with more accesses, only so many fail.
    private static final int MANY = 1000;

    /// What is done with a driver on a fresh device.
    interface Work {
        /// Does it.
        void run() throws Exception;
    }

    /// Does something on a fresh device of which one access fails, for each access in turn, and
    /// looks afterwards, when nothing fails any more.
    ///
    /// @param prepare what goes well before
    /// @param act what meets the fault
    /// @param look what is looked at then
    /// @return how many accesses failed
    int atEveryAccess(Work prepare, Work act, Work look) throws Exception {
        if (bench.faults().isEmpty()) {
            throw unproven("this bench cannot make its device fail: see PfDriverBench.faults()");
        }
        for (int access = 0; access < MANY; access++) {
            boolean failed;
            try {
                failed = fails(access, prepare, act, look);
            } catch (TestAbortedException | BenchProblem e) {
                throw e;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("after access " + access + " failed: " + text(e), e);
            }
            if (!failed) {
                return access;
            }
        }
        return MANY;
    }

    /// Does something on a fresh device of which one access fails.
    ///
    /// @return whether there was such an access; nothing is looked at otherwise
    boolean fails(int access, Work prepare, Work act, Work look) throws Exception {
        PfDriverBench fresh = another();
        bench = fresh;
        driver = DriverOnDevice.attach(fresh);
        DeviceFaults faults =
                fresh.faults()
                        .orElseThrow(() -> unproven("not every bench can make its device fail"));
        prepare.run();
        faults.failAccess(access);
        act.run();
        boolean failed = !faults.callOff();
        if (failed) {
            look.run();
        }
        close(fresh);
        return failed;
    }

    static void assumeFailed(int accesses) {
        if (accesses == 0) {
            throw unproven(
                    "no access of the driver failed: it has none, or failAccess() has no effect");
        }
    }

    private static String text(Throwable problem) {
        return problem instanceof AssertionError
                ? String.valueOf(problem.getMessage())
                : problem.toString();
    }

    /// What came of creating VFs on a kernel, where one that is refused does not stop the others.
    ///
    /// @param begun whether init was taken
    /// @param taken the numbers of the VFs that were
    /// @param refused why the others were not, by number
    private record Creation(boolean begun, List<Integer> taken, Map<Integer, String> refused) {}

    private Creation create(IovConfig config) {
        var taken = new ArrayList<Integer>();
        var refused = new TreeMap<Integer, String>();
        try {
            driver.init(config);
        } catch (PfDriverException e) {
            return new Creation(false, taken, refused);
        }
        for (int i = 0; i < config.numVfs(); i++) {
            try {
                driver.addVf(i, DriverParameters.of(config.vf(i)));
                taken.add(i);
            } catch (PfDriverException e) {
                // The others come all the same.
                refused.put(i, String.valueOf(e.getMessage()));
            }
        }
        return new Creation(true, taken, refused);
    }

    @Test
    @Clause(
            id = "4.8",
            rule =
                    "An init that fails is refused, and leaves nothing behind: it can be tried again"
                            + " without uninit.",
            source = "PCI_IOV_INIT(9): after an error, PCI_IOV_UNINIT is not called")
    void refusedInitLeavesNothing() throws Exception {
        IovConfig config = trials.full(few(), 0);
        var refusals = new ArrayList<PfDriverException>();
        int[] before = new int[1];
        atEveryAccess(
                () -> before[0] = refusals.size(),
                () -> {
                    try {
                        driver.init(config);
                    } catch (PfDriverException e) {
                        refusals.add(e);
                    }
                },
                () -> {
                    if (refusals.size() > before[0]) {
                        createAndShow(most(), 1);
                    } else {
                        assertShown(
                                "PF", bench, DriverParameters.of(config.pf()), bench.pfValues());
                    }
                });
        if (refusals.isEmpty()) {
            throw notApplicable("init does not touch the device in a way that can fail");
        }
        evidence("refusals of init, each followed by another init: %d".formatted(refusals.size()));
    }

    @Test
    @Clause(
            id = "4.9",
            rule = "A VF that is refused does not concern the others.",
            source = "PCI_IOV_ADD_VF(9): an error removes that VF alone")
    void refusedVfLeavesTheOthers() throws Exception {
        assumeTwoVfs();
        IovConfig config = trials.full(few(), 0);
        var refused = new TreeSet<String>();
        Creation[] creation = new Creation[1];
        int accesses =
                atEveryAccess(
                        () -> {},
                        () -> creation[0] = create(config),
                        () -> {
                            assertAloneRefused(creation[0]);
                            for (int i : creation[0].taken()) {
                                assertTaken(i, DriverParameters.of(config.vf(i)));
                            }
                            creation[0].refused().keySet().stream()
                                    .map(IovConfig::vfName)
                                    .forEach(refused::add);
                        });
        assumeFailed(accesses);
        assumeSeen(trials.ofVf());
        evidence(
                ("%d accesses failed in turn; refused were %s, and the others had what they were"
                                + " given")
                        .formatted(
                                accesses,
                                refused.isEmpty() ? "no VFs" : String.join(", ", refused)));
    }

    private static void assertAloneRefused(Creation creation) {
        assertThat(creation.refused())
                .as(
                        "the VFs that are refused where a single access fails: it concerns no more"
                                + " than one; the others are to be taken")
                .hasSizeLessThan(2);
    }

    /// A VF that was not refused has what it was given, to its driver's knowledge, too.
    private void assertTaken(int index, DriverParameters given) throws PfDriverException {
        assertShown(bench, index, given);
        assertThat(driver.compare(index, given))
                .as("what compare() finds of VF-%d, which was not refused", index)
                .isEmpty();
    }

    @Test
    @Clause(
            id = "4.10",
            rule = "A fault at any access leaves nothing that stands in the way afterwards.",
            source = "PCI_IOV_UNINIT(9): it releases what was taken before an error, too")
    void faultsLeaveNothing() throws Exception {
        IovConfig config = trials.full(most(), 0);
        Creation[] creation = new Creation[1];
        int accesses =
                atEveryAccess(
                        () -> {},
                        () -> creation[0] = create(config),
                        () -> {
                            if (creation[0].begun()) {
                                driver.uninit();
                            }
                            createAndShow(most(), 1);
                        });
        assumeFailed(accesses);
        evidence(
                "%d accesses failed in turn while %d VFs were created; all came the next time"
                        .formatted(accesses, most()));
    }

    @Test
    @Clause(
            id = "4.11",
            rule = "A fault in uninit is not thrown, and after another uninit all is as before.",
            source = "PCI_IOV_UNINIT(9) returns nothing: the VFs are gone either way")
    void faultsInUninitAreNotThrown() throws Exception {
        int accesses =
                atEveryAccess(
                        () -> createAndShow(most(), 0),
                        () -> driver.uninit(),
                        () -> {
                            driver.uninit();
                            createAndShow(most(), 1);
                        });
        if (accesses == 0) {
            throw notApplicable("uninit does not touch the device in a way that can fail");
        }
        evidence(
                "%d accesses failed in turn while %d VFs were removed".formatted(accesses, most()));
    }

    @Test
    @Clause(
            id = "4.12",
            rule =
                    "A change that fails at any access ends with the new values or with the old ones.",
            source = "io.sriov.apply.Outcome: committed or restored, read back")
    void changesAreWholeOrUndone() throws Exception {
        IovConfig old = trials.full(few(), 0);
        IovConfig changed = trials.full(few(), 1);
        if (DriverParameters.of(changed.pf())
                        .values()
                        .equals(DriverParameters.of(old.pf()).values())
                && sameVfs(old, changed)) {
            throw unproven(
                    "the bench's example() is the same for one seed as for the next, which leaves"
                            + " no change to try");
        }
        var outcomes = new ArrayList<String>();
        Sriov[] sriov = new Sriov[1];
        Plan[] plan = new Plan[1];
        int accesses =
                atEveryAccess(
                        () -> {
                            sriov[0] = Sriov.open(PluggedHost.of(driver, bench.pf()));
                            apply(sriov[0], old);
                            plan[0] = sriov[0].plan(changed);
                        },
                        () -> outcomes.add(applied(sriov[0], plan[0])),
                        () ->
                                assertShown(
                                        bench,
                                        outcomes.getLast().equals("COMMITTED") ? changed : old));
        assumeFailed(accesses);
        assumeSeen(trials.ofVf());
        evidence(
                ("%d accesses failed in turn: %d changes were committed, %d restored, %d refused"
                                + " before anything was touched")
                        .formatted(
                                accesses,
                                outcomes.subList(0, accesses).stream()
                                        .filter("COMMITTED"::equals)
                                        .count(),
                                outcomes.subList(0, accesses).stream()
                                        .filter("RESTORED"::equals)
                                        .count(),
                                outcomes.subList(0, accesses).stream()
                                        .filter("REFUSED"::equals)
                                        .count()));
    }

    private static boolean sameVfs(IovConfig one, IovConfig other) {
        return IntStream.range(0, one.numVfs())
                .allMatch(i ->
                        DriverParameters.of(one.vf(i))
                                .values()
                                .equals(DriverParameters.of(other.vf(i)).values()));
    }

    private static String applied(Sriov sriov, Plan plan) {
        try {
            Outcome outcome = sriov.apply(plan);
            assertThat(outcome).as(outcome.toText()).isNotInstanceOf(Outcome.NeedsAttention.class);
            return outcome.label();
        } catch (HostException e) {
            return "REFUSED";
        }
    }
}

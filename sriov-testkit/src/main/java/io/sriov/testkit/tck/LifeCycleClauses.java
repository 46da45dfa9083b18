package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.schema.config.IovConfig;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Chapter 4, first part: a driver's life where nothing fails but what may.
abstract class LifeCycleClauses extends ProviderClauses {

    @Test
    @Clause(
            id = "4.1",
            rule = "Any number of VFs is created, changed and removed as it was declared.",
            source = "PCI_IOV_INIT(9), PCI_IOV_ADD_VF(9), PCI_IOV_UNINIT(9); io.sriov.Sriov")
    void vfsComeAndGo() {
        try (Sriov sriov = Sriov.open(PluggedHost.of(driver, bench.pf()))) {
            var counts = new TreeSet<Integer>();
            counts.add(1);
            counts.add(Math.min(2, most()));
            counts.add(most());
            for (int count : counts) {
                apply(sriov, trials.full(count, 0));
                apply(sriov, trials.full(count, 1));
                apply(sriov, trials.minimal(count));
            }
            assertCommitted(sriov.apply(sriov.planRemoval(Trials.DEVICE)));
            assumeSeen(trials.ofVf());
            evidence("planned, applied and verified with %s VFs, then removed".formatted(counts));
        }
    }

    void apply(Sriov sriov, IovConfig config) {
        assertValid(config);
        assertCommitted(sriov.apply(sriov.plan(config)));
        assertShown(bench, config);
    }

    static void assertCommitted(Outcome outcome) {
        assertThat(outcome.committed()).as(outcome.toText()).isTrue();
    }

    @Test
    @Clause(
            id = "4.2",
            rule = "What is in force already is not applied again.",
            source = "PfDriver#compare(int, DriverParameters); Sriov#plan(IovConfig)")
    void sameAgainIsNoChange() {
        try (Sriov sriov = Sriov.open(PluggedHost.of(driver, bench.pf()))) {
            int tried = 0;
            for (IovConfig config : valid()) {
                apply(sriov, config);
                assertThat(sriov.plan(config).steps())
                        .as(
                                "the steps of a plan for what has just been applied; compare() finds"
                                        + " %s",
                                sriov.host().physicalFunction(Trials.DEVICE).compare(config))
                        .isEmpty();
                tried++;
            }
            evidence("%d configurations planned again after they were applied".formatted(tried));
        }
    }

    @Test
    @Clause(
            id = "4.3",
            rule = "Where the VFs do not come after init, uninit leaves the PF as it was.",
            source = "PCI_IOV_ADD_VF(9): it may never be called; pci_iov_config in pci_iov.c")
    void resourcesMayBeMissing() {
        assumeTwoVfs();
        try (Sriov sriov = Sriov.open(PluggedHost.withRoomForOneVf(driver, bench.pf()))) {
            IovConfig two = trials.full(2, 0);
            HostException refusal =
                    catchThrowableOfType(
                            HostException.class,
                            () -> sriov.host().physicalFunction(Trials.DEVICE).configure(two));
            assertThat(refusal).as("the refusal of VFs that there is no memory for").isNotNull();
            assertThat(refusal.errno()).as(refusal.getMessage()).isEqualTo(Errno.ENXIO);
            apply(sriov, trials.full(1, 1));
            evidence("2 VFs that the port has no memory for, then one that it has");
        }
    }

    @Test
    @Clause(
            id = "4.4",
            rule = "init for no VFs is refused, or undone by uninit.",
            source = "PfDriver#init(int, DriverParameters); num_vfs of 0 passes pci_iov_schema.c")
    void noVfsAreNoTrouble() throws Exception {
        DriverParameters pf = DriverParameters.of(trials.minimal(1).pf());
        PfDriverException refusal =
                catchThrowableOfType(PfDriverException.class, () -> driver.init(0, pf));
        if (refusal == null) {
            driver.uninit();
        }
        evidence(refusal == null ? "taken" : "refused: " + refusal.getMessage());
        createAndShow(few(), 0);
    }

    /// Ends a clause that says something of several VFs where the bench has but one.
    void assumeTwoVfs() {
        if (bench.mostVfs() < 2) {
            throw unproven(
                    "the bench has room for %d VF, and this takes 2: see PfDriverBench.mostVfs()"
                            .formatted(bench.mostVfs()));
        }
    }

    void createAndShow(int numVfs, int seed) throws PfDriverException {
        IovConfig config = trials.full(numVfs, seed);
        driver.create(config);
        assertShown(bench, config);
    }

    @Test
    @Clause(
            id = "4.5",
            rule = "After uninit everything can be created again, as often as one likes.",
            source = "PCI_IOV_UNINIT(9): it releases what init and addVf took")
    void everythingIsReleased() throws Exception {
        int rounds = 5;
        for (int round = 0; round < rounds; round++) {
            createAndShow(most(), round);
            driver.uninit();
        }
        evidence("%d rounds with %d VFs".formatted(rounds, most()));
    }

    @Test
    @Clause(
            id = "4.6",
            rule = "uninit does no harm without init, nor a second time.",
            source = "pci_iov_detach in pci_iov.c calls it even where there are no VFs")
    void uninitIsIdempotent() throws Exception {
        driver.uninit();
        createAndShow(few(), 0);
        driver.uninit();
        driver.uninit();
        createAndShow(few(), 1);
        evidence("before any init, and twice after %d VFs".formatted(few()));
    }

    @Test
    @Clause(
            id = "4.7",
            rule = "A driver that is attached anew ends what another one began.",
            source = "controllers restart while VFs live; device_attach(9)")
    void nextDriverTakesOver() throws Exception {
        IovConfig config = trials.full(most(), 0);
        assertValid(config);
        driver.create(config);
        driver = DriverOnDevice.attach(bench);
        assertShown(bench, config);
        driver.uninit();
        createAndShow(most(), 1);
        evidence("%d VFs, removed and created again by the next driver".formatted(most()));
    }
}

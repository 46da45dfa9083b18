package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.driver.PfDrivers;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.driver.PlainDriverProvider;
import io.sriov.plan.Plan;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel does not come back from creating, destroying or binding VFs: the caller goes on, says
/// so, and can do everything else; and when the kernel is back the next run puts things right.
class StuckKernelTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final int VFS = 2;

    private final PciFunction pf = LabMachine.igb();

    @TempDir private Path records;
    private DirectedDriver driver;
    private LinuxHost host;

    /// Gives the kernel up soon: for what it does not come back from.
    private Sriov sriov;

    /// For what it does come back from, on a slow machine too.
    private Sriov patient;

    @BeforeEach
    void open() {
        driver = DirectedDriver.bind(pf);
        host = host(DEADLINE);
        sriov = Sriov.open(host);
        patient = Sriov.open(host(LinuxHost.USUAL_DEADLINE));
    }

    @AfterEach
    void close() {
        sriov.close();
        patient.close();
        driver.close();
    }

    private LinuxHost host(Duration deadline) {
        return LinuxHost.builder()
                .records(new DirectoryRecordStore(records))
                .drivers(PfDrivers.of(List.of(new PlainDriverProvider())))
                .deadline(deadline)
                .build();
    }

    private IovConfig config(PciFunction of, int numVfs) {
        IovConfigBuilder builder =
                IovConfig.builder(host.physicalFunction(of.toString()).schema(), of.toString())
                        .numVfs(numVfs);
        for (int vf = 0; vf < numVfs; vf++) {
            builder.vf(vf, "passthrough", ParameterValue.Bool.TRUE);
        }
        return builder.build();
    }

    private void assertStuck(Outcome outcome, String... why) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.NeedsAttention.class);
        Outcome.NeedsAttention attention = (Outcome.NeedsAttention) outcome;
        assertThat(attention.cause().errno()).contains(Errno.ETIMEDOUT);
        assertThat(attention.cause().message()).contains("has not come back").contains(why);
        assertThat(driver.isWaiting()).as("whether the kernel still waits").isTrue();
    }

    private void assertStuck(ThrowingCallable call) {
        HostException refusal = catchThrowableOfType(HostException.class, call);
        assertThat(refusal.errno()).as(refusal.getMessage()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(refusal).hasMessageContaining(pf.toString());
        assertThat(driver.isWaiting()).as("whether the kernel still waits").isTrue();
    }

    /// {@return what comes of recovering when the kernel lets the first caller at the PF again}
    private Outcome recover(PciFunction pf) throws InterruptedException {
        DirectedDriver.await(
                () -> {
                    try {
                        sriov.status(pf.toString());
                        return true;
                    } catch (HostException e) {
                        assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT);
                        return false;
                    }
                },
                "the kernel is back");
        return patient.recover(pf.toString(), ApplyOptions.defaults()).orElseThrow().outcome();
    }

    private static void assertRestored(Outcome outcome) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
    }

    private void assertRight(int numVfs) {
        assertThat(sriov.interruptions()).isEmpty();
        assertThat(pf.attribute("sriov_numvfs").number()).isEqualTo(numVfs);
        assertThat(pf.vfs())
                .hasSize(numVfs)
                .allMatch(vf -> vf.link("driver").equals(Optional.of("vfio-pci")));
        assertThat(pf.attribute("sriov_drivers_autoprobe").number()).isOne();
        assertThat(host.records().names()).noneMatch(name -> name.startsWith("autoprobe"));
    }

    @Test
    void aCreateThatDoesNotEndIsToldAndHoldsUpNothingElse() throws InterruptedException {
        IovConfig config = config(pf, VFS);
        driver.wait(DirectedDriver.Wait.AFTER_VFS);
        assertStuck(sriov.apply(sriov.plan(config)), "writing");

        assertStuck(() -> sriov.plan(config));
        assertStuck(() -> sriov.planRemoval(pf.toString()));
        assertStuck(() -> sriov.recover(pf.toString(), ApplyOptions.defaults()));
        try (Sriov another = Sriov.open(host(DEADLINE))) {
            assertStuck(() -> another.status(pf.toString()));
        }
        // Another PF can be looked at. The kernel creates and destroys VFs of one PF at a time,
        // though: `sriov_numvfs_store` in `drivers/pci/iov.c` holds pci_lock_rescan_remove.
        PciFunction other = LabMachine.nvme();
        Plan elsewhere = sriov.plan(config(other, 1));
        assertStuck(sriov.apply(elsewhere), "writing", "another PF");

        driver.goOn();
        assertRestored(recover(pf));
        assertRestored(recover(other));
        assertRight(0);
        assertThat(patient.apply(elsewhere).committed()).isTrue();
        Outcome again = patient.apply(patient.plan(config));
        assertThat(again.committed()).as(again.toText()).isTrue();
        assertRight(VFS);
    }

    @Test
    void aDestroyThatDoesNotEndIsUndoneLater() throws InterruptedException {
        assertThat(patient.apply(patient.plan(config(pf, VFS))).committed()).isTrue();
        driver.wait(DirectedDriver.Wait.BEFORE_VFS);
        assertStuck(sriov.apply(sriov.planRemoval(pf.toString())), "writing");

        driver.goOn();
        DirectedDriver.await(() -> pf.vfs().isEmpty(), "the kernel has destroyed the VFs");
        assertRestored(recover(pf));
        assertRight(VFS);
        // The host that had given up changes the PF as before.
        host.physicalFunction(pf.toString()).detachVf(0);
        assertThat(pf.vfs().getFirst().link("driver")).isEmpty();
        host.physicalFunction(pf.toString()).attachVf(0);
        assertRight(VFS);
    }

    @Test
    void aBindThatDoesNotEndIsToldAndUndoneLater() throws InterruptedException {
        IovConfig config = config(pf, VFS);
        driver.waitAtBind(1);
        assertStuck(sriov.apply(sriov.plan(config)), "vfio-pci/bind");

        driver.goOn();
        assertRestored(recover(pf));
        assertRight(0);
    }

    /// A process ends only when the kernel has let go of it; until then it keeps its locks.
    @Test
    void aProcessThatIsKilledInsideTheWriteIsPutRight() throws Exception {
        driver.wait(DirectedDriver.Wait.AFTER_VFS);
        Process dying = DyingApply.start(pf, VFS, records, DyingApply.UNHARMED, true);
        DirectedDriver.await(driver::isWaiting, "the process is in the kernel");
        dying.destroyForcibly();
        assertThat(sriov.recover(pf.toString(), ApplyOptions.defaults())).isEmpty();
        assertThat(dying.isAlive()).as("whether the kernel has it still").isTrue();
        assertThat(pf.attribute("sriov_drivers_autoprobe").number()).isZero();

        driver.goOn();
        assertThat(dying.waitFor()).isEqualTo(DyingApply.KILLED);
        assertThat(pf.vfs()).hasSize(VFS);
        assertRestored(recover(pf));
        assertRight(0);
    }

    @Test
    void aProcessThatIsKilledBetweenTwoBindsIsPutRight() throws Exception {
        driver.waitAtBind(1);
        Process dying = DyingApply.start(pf, VFS + 1, records, DyingApply.UNHARMED, true);
        DirectedDriver.await(driver::isWaiting, "the process is in the kernel");
        dying.destroyForcibly();
        driver.goOn();
        assertThat(dying.waitFor()).isEqualTo(DyingApply.KILLED);
        assertThat(pf.vfs())
                .extracting(vf -> vf.link("driver"))
                .containsExactly(
                        Optional.of("vfio-pci"), Optional.of("vfio-pci"), Optional.empty());

        assertRestored(recover(pf));
        assertRight(0);
    }
}

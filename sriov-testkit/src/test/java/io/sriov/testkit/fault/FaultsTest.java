package io.sriov.testkit.fault;

import static io.sriov.testkit.fault.CallSelector.anyCall;
import static io.sriov.testkit.fault.CallSelector.attachVf;
import static io.sriov.testkit.fault.CallSelector.call;
import static io.sriov.testkit.fault.CallSelector.configRead;
import static io.sriov.testkit.fault.CallSelector.configure;
import static io.sriov.testkit.fault.CallSelector.delete;
import static io.sriov.testkit.fault.CallSelector.listPfs;
import static io.sriov.testkit.fault.CallSelector.lock;
import static io.sriov.testkit.fault.CallSelector.numVfsWrite;
import static io.sriov.testkit.fault.CallSelector.recordNames;
import static io.sriov.testkit.fault.CallSelector.recordRead;
import static io.sriov.testkit.fault.CallSelector.recordRemoval;
import static io.sriov.testkit.fault.CallSelector.recordWrite;
import static io.sriov.testkit.fault.CallSelector.status;
import static io.sriov.testkit.fault.CallSelector.unlock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.host.VfStatus;
import io.sriov.pci.ConfigSpace;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What each fault does to a caller, and to the machine, which is looked at below the faults.
class FaultsTest {
    private final SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
    private final Faults faults = new Faults();
    private final FaultyHost host = FaultyHost.of(machine, faults);
    private final PhysicalFunction ix0 = host.physicalFunction("ix0");
    private final RecordStore records = host.records();

    private IovConfig vfs(int numVfs) {
        PhysicalFunction sound = machine.physicalFunction("ix0");
        return IovConfig.builder(sound.schema(), "ix0").numVfs(numVfs).build();
    }

    private int created() {
        return machine.physicalFunction("ix0").status().numVfs();
    }

    private Duration now() {
        return machine.operate(kernel -> kernel.bus().clock().now());
    }

    private static void assertFails(Errno errno, ThrowingCallable call) {
        assertThat(catchThrowableOfType(HostException.class, call).errno()).isEqualTo(errno);
    }

    @Test
    void callsFailWithTheErrnoAndHaveNoEffect() {
        faults.on(configure()).fails(Errno.ENOMEM);
        assertThatThrownBy(() -> ix0.configure(vfs(2)))
                .hasMessageStartingWith("cannot configure SR-IOV on ix0: ENOMEM: ");
        assertThat(created()).isZero();
    }

    @Test
    void callsFailAfterTheirEffect() {
        faults.on(configure()).failsAfterwards(Errno.EIO);
        assertFails(Errno.EIO, () -> ix0.configure(vfs(2)));
        assertThat(created()).isEqualTo(2);
    }

    @Test
    void onlyTheSecondWriteOfNumVfsFails() {
        faults.on(numVfsWrite()).nth(2).fails(Errno.ENOMEM);
        ix0.configure(vfs(2));
        assertFails(Errno.ENOMEM, ix0::delete);
        ix0.delete();
        ix0.configure(vfs(1));
        assertThat(created()).isEqualTo(1);
    }

    @Test
    void occasionsAreCountedFromWhenTheyAreProgrammed() {
        ix0.status();
        faults.on(status()).from(2).until(6).every(2).fails(Errno.EIO);
        var failed = new StringBuilder();
        for (int i = 1; i <= 8; i++) {
            try {
                ix0.status();
            } catch (HostException _) {
                failed.append(i);
            }
        }
        assertThat(failed).hasToString("246");
    }

    @Test
    void callsAreToldApartByPfAndVfAndName() {
        ix0.configure(vfs(3));
        ix0.detachVf(1);
        ix0.detachVf(2);
        faults.on(attachVf().ofVf(2)).fails(Errno.ENXIO);
        faults.on(status().ofPf("ixl0")).fails(Errno.EIO);
        faults.on(recordWrite("journal")).fails(Errno.ENOSPC);
        ix0.attachVf(1);
        assertFails(Errno.ENXIO, () -> ix0.attachVf(2));
        ix0.status();
        assertFails(Errno.EIO, () -> host.physicalFunction("ixl0").status());
        records.write("applied-ix0", "a");
        assertFails(Errno.ENOSPC, () -> records.write("journal-ix0", "j"));
    }

    @Test
    void aCallIsMetByItsNumberInTheStory() {
        faults.reset();
        faults.on(call(2)).fails(Errno.EIO);
        ix0.status();
        assertFails(Errno.EIO, () -> records.read("x"));
        ix0.status();
        assertThat(faults.calls()).extracting(Call::number).containsExactly(1, 2, 3);
    }

    @Test
    void thereAreFewerVfs() {
        faults.on(configure()).nth(1).givesShort(1);
        ix0.configure(vfs(3));
        assertThat(created()).isEqualTo(2);
        faults.on(status()).nth(1).givesShort(1);
        assertThat(ix0.status().vfs()).extracting(VfStatus::index).containsExactly(0);
        assertThat(ix0.status().vfs()).hasSize(2);
        ix0.delete();
        faults.on(configure()).nth(1).givesShort(3);
        ix0.configure(vfs(3));
        assertThat(created()).isZero();
    }

    @Test
    void listsAndRecordsAreShort() {
        records.write("a", "abc");
        records.write("b", "abc");
        faults.on(listPfs()).givesShort(4);
        faults.on(recordNames()).givesShort(1);
        faults.on(recordRead("a")).givesShort(2);
        faults.on(recordWrite("c")).givesShort(9);
        records.write("c", "abc");
        assertThat(host.physicalFunctions()).hasSize(1);
        assertThat(records.names()).containsExactly("a", "b");
        assertThat(records.read("a")).contains("a");
        assertThat(records.read("c")).contains("");
    }

    @Test
    void whatDoesNotStickIsNotThere() {
        faults.on(configure()).nth(1).doesNotStick();
        ix0.configure(vfs(2));
        assertThat(created()).isZero();
        ix0.configure(vfs(2));
        faults.on(delete()).doesNotStick();
        ix0.delete();
        assertThat(created()).isEqualTo(2);
        records.write("a", "1");
        faults.on(recordWrite("a")).doesNotStick();
        faults.on(recordRemoval("a")).doesNotStick();
        records.write("a", "2");
        records.remove("a");
        assertThat(records.read("a")).contains("1");
    }

    @Test
    void delaysPassOnTheClockOfTheMachine() {
        Duration before = now();
        faults.on(status()).nth(1).delays(Duration.ofHours(22));
        assertThat(ix0.status()).isEqualTo(machine.physicalFunction("ix0").status());
        assertThat(now()).isEqualTo(before.plusHours(22));
    }

    @Test
    @Timeout(60)
    void whatHangsGoesOnWhenReleased() throws Exception {
        Fault hang = faults.on(configure()).hangs();
        CompletableFuture<Void> configuring =
                CompletableFuture.runAsync(() -> ix0.configure(vfs(2)));
        hang.awaitHappened();
        assertThat(ix0.status().numVfs()).isZero();
        assertThat(configuring).isNotDone();
        hang.release();
        configuring.get(60, TimeUnit.SECONDS);
        assertThat(created()).isEqualTo(2);
        ix0.delete();
        ix0.configure(vfs(1));
    }

    @Test
    @Timeout(60)
    void whoeverHangsCanBeInterrupted() throws Exception {
        Fault hang = faults.on(status()).hangs();
        var refusal = new CompletableFuture<HostException>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() ->
                                refusal.complete(
                                        catchThrowableOfType(HostException.class, ix0::status)));
        hang.awaitHappened();
        thread.interrupt();
        assertThat(refusal.get(60, TimeUnit.SECONDS).errno()).isEqualTo(Errno.EINTR);
    }

    @Test
    void aRemovedDeviceIsGoneUntilItReturns() {
        ix0.configure(vfs(2));
        faults.on(status().ofPf("ix0")).nth(1).removesDevice();
        assertFails(Errno.ENXIO, ix0::status);
        assertFails(Errno.ENXIO, ix0::delete);
        assertFails(Errno.ENXIO, () -> ix0.configSpace().read16(0));
        assertFails(Errno.ENOENT, () -> host.physicalFunction("ix0"));
        assertThat(host.physicalFunctions())
                .extracting(PhysicalFunction::device)
                .containsExactly("ice0", "ixl0", "nvme0", "qat0");
        records.write("a", "the records are elsewhere");
        faults.returnDevices();
        assertThat(ix0.status().vfs()).hasSize(2);
    }

    @Test
    void aCrashEndsTheProcessAndFreesItsLocks() {
        ix0.configure(vfs(2));
        var _ = records.lock("ix0");
        faults.on(delete()).crashes();
        assertThatThrownBy(ix0::delete).isInstanceOf(ProcessCrash.class);
        assertThat(created()).isEqualTo(2);
        assertThat(host.crashed()).isTrue();
        assertThatThrownBy(ix0::status).isInstanceOf(ProcessCrash.class);
        assertThatThrownBy(() -> records.write("a", "1")).isInstanceOf(ProcessCrash.class);

        FaultyHost next = FaultyHost.of(machine, faults);
        assertThat(next.crashed()).isFalse();
        next.records().lock("ix0").close();
        assertThat(next.records().names()).isEmpty();
        assertThat(next.physicalFunction("ix0").status().numVfs()).isEqualTo(2);
    }

    @Test
    void aCrashComesAfterTheEffect() {
        faults.on(configure()).crashesAfterwards();
        assertThatThrownBy(() -> ix0.configure(vfs(2))).isInstanceOf(ProcessCrash.class);
        assertThat(created()).isEqualTo(2);
    }

    @Test
    void aLockThatKillsItsProcessIsFree() {
        faults.on(lock()).crashesAfterwards();
        assertThatThrownBy(() -> records.lock("ix0")).isInstanceOf(ProcessCrash.class);
        machine.records().lock("ix0").close();
    }

    @Test
    void aLockThatFailsIsFree() {
        faults.on(lock()).nth(1).failsAfterwards(Errno.EIO);
        faults.on(unlock()).nth(1).fails(Errno.EIO);
        assertFails(Errno.EIO, () -> records.lock("ix0"));
        RecordStore.Lock lock = records.lock("ix0");
        assertFails(Errno.EBUSY, () -> machine.records().lock("ix0"));
        assertFails(Errno.EIO, lock::close);
        machine.records().lock("ix0").close();
    }

    @Test
    void aCrashTearsTheRecordThatIsWritten() {
        records.write("a", "old");
        faults.on(recordWrite("a")).tears(2);
        assertThatThrownBy(() -> records.write("a", "newer")).isInstanceOf(ProcessCrash.class);
        assertThat(machine.records().read("a")).contains("new");
    }

    @Test
    void aCrashLosesWhatWasWrittenLast() {
        records.write("a", "1");
        records.write("b", "1");
        records.write("a", "2");
        records.remove("b");
        faults.on(status()).crashesLosing(2);
        assertThatThrownBy(ix0::status).isInstanceOf(ProcessCrash.class);
        assertThat(machine.records().read("a")).contains("1");
        assertThat(machine.records().read("b")).contains("1");
    }

    @Test
    void delaysAddUpAndTheFirstOfTheOthersHappens() {
        Duration before = now();
        faults.on(status()).fails(Errno.EIO);
        faults.on(anyCall()).delays(Duration.ofSeconds(1));
        Fault late = faults.on(status()).fails(Errno.ENXIO);
        faults.on(status()).delays(Duration.ofSeconds(2));
        assertFails(Errno.EIO, ix0::status);
        assertThat(now()).isEqualTo(before.plusSeconds(3));
        assertThat(late.hasHappened()).isFalse();
    }

    @Test
    void faultsThatWereNeverReachedAreTold() {
        faults.on(status()).nth(1).fails(Errno.EIO);
        faults.on(configure()).nth(2).fails(Errno.ENOSPC);
        assertFails(Errno.EIO, ix0::status);
        assertThatThrownBy(faults::verifyAllHappened)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[configure number 2 fails with ENOSPC]")
                .hasMessageContaining("2 read the status of ix0: fails with EIO");
        ix0.configure(vfs(1));
        assertThatThrownBy(() -> ix0.configure(vfs(1))).isInstanceOf(HostException.class);
        faults.verifyAllHappened();
    }

    /// What a caller without a check for null hands over.
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void whatCannotBeIsNotProgrammed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.on(status()).doesNotStick())
                .withMessage("that cannot be: read the status of does not stick");
        assertThatIllegalArgumentException().isThrownBy(() -> faults.on(delete()).givesShort(1));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.on(delete()).tears(1));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.on(lock()).removesDevice());
        assertThatIllegalArgumentException().isThrownBy(() -> faults.on(configure()).nth(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.on(configure()).from(5).until(2))
                .withMessage("no call is from number 5 and up to number 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.on(configure()).until(2).from(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call(0))
                .withMessage("calls are counted from 1, not from 0");
        assertThatNullPointerException()
                .isThrownBy(() -> faults.on(configure()).fails(nothing()))
                .withMessage("errno");
        assertThatNullPointerException()
                .isThrownBy(() -> faults.on(configure()).has(nothing()))
                .withMessage("effect");
        assertThatIllegalArgumentException().isThrownBy(() -> faults.on(configure()).givesShort(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.on(status()).delays(Duration.ofMillis(-1)));
    }

    @Test
    void onlyCallsThatCanDoSoCount() {
        faults.on(anyCall()).nth(1).doesNotStick();
        ix0.status();
        ix0.configure(vfs(2));
        assertThat(created()).isZero();
    }

    @Test
    void theStoryTellsWhatWasCalledAndWhatHappened() {
        faults.reset();
        faults.on(recordWrite("journal")).nth(1).fails(Errno.ENOSPC);
        ix0.configSpace().read16(0);
        assertFails(Errno.ENOSPC, () -> records.write("journal-ix0", ""));
        assertFails(Errno.ENOENT, () -> ix0.attachVf(3));
        assertThat(faults.story().lines())
                .containsExactly(
                        "1 read the configuration space of ix0 at 0h",
                        "    1 access to registers",
                        "2 write record journal-ix0: fails with ENOSPC",
                        "3 attach ix0 VF-3");
    }

    @Test
    void readsInARowAreOneLineOfTheStoryUnlessSomethingHappens() {
        faults.reset();
        ConfigSpace registers = ix0.configSpace();
        faults.on(configRead()).nth(5).fails(Errno.EIO);
        for (int i = 0; i < 4; i++) {
            registers.read16(0x10);
        }
        assertFails(Errno.EIO, () -> registers.read16(0x20));
        ix0.settle();
        registers.read16(0x30);
        host.physicalFunction("ice0").configSpace().read16(0x40);
        assertThat(faults.story().lines())
                .containsExactly(
                        "1 to 4 read the configuration space of ix0",
                        "    4 accesses to registers",
                        "5 read the configuration space of ix0 at 20h: fails with EIO",
                        "6 settle ix0",
                        "7 read the configuration space of ix0 at 30h",
                        "    1 access to registers",
                        "8 open ice0",
                        "9 read the configuration space of ice0 at 40h",
                        "    1 access to registers");
    }

    @Test
    void everyCallIsASite() {
        faults.reset();
        faults.on(configRead()).fails(Errno.EACCES);
        assertFails(Errno.EACCES, () -> ix0.configSpace().read16(0));
        ix0.schema();
        ix0.check(vfs(1));
        ix0.preflight(vfs(1));
        ix0.compare(vfs(1));
        ix0.settle();
        ix0.configSpace().write16(4, 0);
        host.examine();
        host.dump();
        records.checkWritable();
        assertThat(faults.calls())
                .extracting(Call::kind)
                .containsExactly(
                        CallKind.READ_CONFIG,
                        CallKind.SCHEMA,
                        CallKind.CHECK,
                        CallKind.PREFLIGHT,
                        CallKind.COMPARE,
                        CallKind.SETTLE,
                        CallKind.WRITE_CONFIG,
                        CallKind.EXAMINE,
                        CallKind.DUMP,
                        CallKind.CHECK_RECORDS);
    }

    @Test
    void hostsDoNotShareFaults() {
        SimulatedHost other = SimulatedHost.of(SimulatedMachine.standard());
        FaultyHost sound = FaultyHost.of(other, new Faults());
        faults.on(anyCall()).fails(Errno.EIO);
        sound.physicalFunction("ix0").configure(vfs(1));
        assertThat(created()).isZero();
    }
}

package io.sriov.testkit.fault;

import static io.sriov.testkit.fault.AccessSelector.access;
import static io.sriov.testkit.fault.AccessSelector.anyAccess;
import static io.sriov.testkit.fault.AccessSelector.anyRead;
import static io.sriov.testkit.fault.AccessSelector.read;
import static io.sriov.testkit.fault.AccessSelector.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Faults between the simulated kernel and its hardware, which is looked at below them.
class RegisterFaultsTest {
    private static final RoutingId IX0 = RoutingId.of(3, 0, 0);

    private final SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
    private final Faults faults = new Faults();
    private final FaultyHost host = FaultyHost.of(machine, faults);
    private final PhysicalFunction ix0 = host.physicalFunction("ix0");

    private IovConfig vfs(int numVfs) {
        return IovConfig.builder(ix0.schema(), "ix0").numVfs(numVfs).build();
    }

    private SriovCapability hardware() {
        return machine.operate(
                kernel -> SriovCapability.find(kernel.bus().hardware(IX0)).orElseThrow());
    }

    private Duration now() {
        return machine.operate(kernel -> kernel.bus().clock().now());
    }

    /// What software reads.
    private int registerOf(RoutingId function, int offset) {
        return machine.operate(kernel -> kernel.bus().configSpace(function).read16(offset));
    }

    private void configure(int numVfs) {
        ix0.configure(vfs(numVfs));
    }

    @Test
    void aWriteOfNumVfsDoesNotStick() {
        faults.on(write(SriovRegister.NUM_VFS)).doesNotStick();
        configure(3);
        faults.verifyAllHappened();
        assertThat(ix0.status().numVfs()).isEqualTo(3);
        assertThat(hardware().numVfs()).isZero();
        assertThat(hardware().vfEnable()).isTrue();
    }

    @Test
    void aReadOfTotalVfsReadsAllOnes() {
        faults.on(read(SriovRegister.TOTAL_VFS).of(IX0)).nth(1).readsAllOnes();
        assertThat(ix0.status().totalVfs()).isEqualTo(0xffff);
        assertThat(ix0.status().totalVfs()).isEqualTo(64);
    }

    @Test
    void otherFunctionsAreLeftAlone() {
        faults.on(anyRead().of(IX0)).readsAllOnes();
        assertThat(host.physicalFunction("ixl0").status().totalVfs()).isEqualTo(64);
        assertThat(ix0.status().totalVfs()).isEqualTo(0xffff);
    }

    @Test
    void aRegisterReadTogetherWithItsNeighboursIsRead() {
        ConfigSpace space = ix0.configSpace();
        int numVfs = hardware().offset() + SriovCapability.NUM_VFS;
        faults.on(read(SriovRegister.NUM_VFS)).readsAllOnes();
        assertThat(space.read32(numVfs & ~3)).isEqualTo(0xffff_ffffL);
        assertThat(space.read16(numVfs)).isEqualTo(0xffff);
        assertThat(space.read16(numVfs + SriovCapability.VF_STRIDE - SriovCapability.NUM_VFS))
                .isEqualTo(2);
    }

    @Test
    void aDelayPassesOnTheClockOfTheBus() {
        Duration before = now();
        faults.on(anyAccess()).nth(1).delays(Duration.ofSeconds(7));
        ix0.configSpace().read16(0);
        assertThat(now()).isEqualTo(before.plusSeconds(7));
    }

    @Test
    void aRemovedDeviceAndItsVfsReadAllOnes() {
        configure(2);
        RoutingId vf = ix0.status().vfs().getFirst().address().routingId();
        assertThat(registerOf(IX0, 0)).isEqualTo(0x8086);
        assertThat(registerOf(vf, 6)).isEqualTo(16);
        faults.on(write(SriovRegister.CONTROL)).removesDevice();
        ix0.delete();
        assertThat(registerOf(IX0, 0)).isEqualTo(0xffff);
        assertThat(registerOf(vf, 6)).isEqualTo(0xffff);
        assertThat(hardware().vfEnable()).isTrue();
        faults.returnDevices();
        assertThat(registerOf(IX0, 0)).isEqualTo(0x8086);
    }

    @Test
    void aDeviceThatIsGoneIsDumpedWithoutMemory() {
        configure(2);
        faults.on(write(SriovRegister.CONTROL)).removesDevice();
        ix0.delete();
        faults.verifyAllHappened();
        MachineDump dump = host.dump();
        assertThat(dump.functions())
                .filteredOn(function -> function.address().routingId().equals(IX0))
                .singleElement()
                .satisfies(gone -> {
                    assertThat(gone.vendorId()).isEqualTo(0xffff);
                    assertThat(gone.memory()).isEmpty();
                });
        assertThat(dump.functions())
                .filteredOn(function -> function.device().equals(Optional.of("ixl0")))
                .singleElement()
                .satisfies(there -> assertThat(there.memory()).isNotEmpty());
    }

    @Test
    void theKernelFinishesTheCallBeforeTheProcessDies() {
        faults.on(write(SriovRegister.NUM_VFS)).crashes();
        assertThatThrownBy(() -> configure(2)).isInstanceOf(ProcessCrash.class);
        PhysicalFunction next = FaultyHost.of(machine, faults).physicalFunction("ix0");
        assertThat(next.status().vfs()).hasSize(2);
    }

    @Test
    void aProcessDiesOfACallThatFails() {
        faults.on(write(SriovRegister.SYSTEM_PAGE_SIZE)).crashes();
        assertThatThrownBy(() -> configure(64)).isInstanceOf(ProcessCrash.class);
        assertThat(hardware().vfEnable()).isFalse();
    }

    @Test
    @Timeout(60)
    void anAccessHangsAndWithItTheKernel() throws Exception {
        Fault hang = faults.on(write(SriovRegister.NUM_VFS)).hangs();
        CompletableFuture<Void> configuring = CompletableFuture.runAsync(() -> configure(2));
        hang.awaitHappened();
        CompletableFuture<Integer> other =
                CompletableFuture.supplyAsync(() -> ix0.status().numVfs());
        assertThat(configuring).isNotDone();
        faults.releaseAll();
        configuring.get(60, TimeUnit.SECONDS);
        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void anAccessIsMetByItsNumber() {
        faults.reset();
        faults.on(access(2)).readsAllOnes();
        ConfigSpace space = ix0.configSpace();
        assertThat(space.read16(0)).isEqualTo(0x8086);
        assertThat(space.read16(0)).isEqualTo(0xffff);
        assertThat(faults.accesses()).hasSize(2);
        assertThat(faults.accesses().get(1))
                .hasToString("2 read register 03:00.0 at 0h: reads all ones");
    }

    @Test
    void accessesAreCountedFrom1() {
        assertThatIllegalArgumentException().isThrownBy(() -> access(0));
    }

    /// A kernel that waits for the bus holds its lock.
    @Test
    @Timeout(60)
    void anAccessThatHangsKeepsOtherPfsWaitingAndACallThatHangsDoesNot() throws Exception {
        Fault call = faults.on(CallSelector.configure()).nth(1).hangs();
        CompletableFuture<Void> calling = CompletableFuture.runAsync(() -> configure(2));
        call.awaitHappened();
        assertThat(host.physicalFunction("ixl0").status().numVfs()).isZero();
        call.release();
        calling.get(60, TimeUnit.SECONDS);
        ix0.delete();

        Fault access = faults.on(write(SriovRegister.NUM_VFS)).nth(1).hangs();
        CompletableFuture<Void> configuring = CompletableFuture.runAsync(() -> configure(2));
        access.awaitHappened();
        CompletableFuture<Integer> other =
                CompletableFuture.supplyAsync(
                        () -> host.physicalFunction("ixl0").status().numVfs());
        assertThat(other).failsWithin(Duration.ofMillis(200));
        access.release();
        configuring.get(60, TimeUnit.SECONDS);
        assertThat(other.get(60, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void registersGiveNoErrno() {
        assertThatIllegalArgumentException().isThrownBy(() -> faults.on(anyRead()).doesNotStick());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.on(write(SriovRegister.CONTROL)).readsAllOnes());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.on(anyAccess()).has(new Effect.Failure(Errno.EIO, false)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallSelector.calls("registers", CallKind.READ_REGISTER));
    }

    @Test
    void theMachineInAStateFileHasFaultyHardwareToo(@TempDir Path directory) {
        Path file = directory.resolve("machine.json");
        SimulatedHost kept = SimulatedHost.open(SimulatedMachine.standard(), file);
        var faultsOfKept = new Faults();
        PhysicalFunction pf = FaultyHost.of(kept, faultsOfKept).physicalFunction("ix0");
        SimulatedHost.open(SimulatedMachine.standard(), file)
                .physicalFunction("ix0")
                .configure(vfs(2));
        faultsOfKept.on(read(SriovRegister.TOTAL_VFS)).readsAllOnes();
        assertThat(pf.status().totalVfs()).isEqualTo(0xffff);
        assertThat(pf.status().vfs()).hasSize(2);
    }

    @Test
    void whatTheDeviceCannotIsStillRefused() {
        faults.on(read(SriovRegister.SUPPORTED_PAGE_SIZES)).delays(Duration.ofSeconds(1));
        HostException refusal = catchThrowableOfType(HostException.class, () -> configure(64));
        assertThat(refusal.errno()).isEqualTo(Errno.ENOSPC);
        faults.verifyAllHappened();
    }
}

package io.sriov.testkit.docs;

import static io.sriov.testkit.fault.CallSelector.anyCall;
import static io.sriov.testkit.fault.CallSelector.call;
import static io.sriov.testkit.fault.CallSelector.configure;
import static io.sriov.testkit.fault.CallSelector.numVfsWrite;
import static io.sriov.testkit.fault.CallSelector.recordWrite;
import static io.sriov.testkit.fault.CallSelector.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.host.Errno;
import io.sriov.host.SriovException;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.arbitraries.FaultArbitraries;
import io.sriov.testkit.fault.AccessSelector;
import io.sriov.testkit.fault.Effect;
import io.sriov.testkit.fault.Fault;
import io.sriov.testkit.fault.FaultSchedule;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.fault.ProcessCrash;
import io.sriov.testkit.fault.SriovRegister;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runs what `docs/faults.md` shows.
class FaultsDocsTest {
    private static IovConfig config(Sriov sriov, int numVfs) {
        return IovConfig.builder(sriov.schema("ix0"), "ix0").numVfs(numVfs).build();
    }

    private static Outcome apply(Sriov sriov, int numVfs) {
        return sriov.apply(sriov.plan(config(sriov, numVfs)));
    }

    // snippet: first
    @Test
    void theVfsOfBeforeComeBackWhenTheKernelIsOutOfMemory() {
        SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
        Faults faults = new Faults();
        Sriov sriov = Sriov.open(FaultyHost.of(machine, faults));
        sriov.apply(sriov.plan(config(sriov, 4)));

        faults.on(numVfsWrite()).nth(2).fails(Errno.ENOMEM);
        Outcome outcome = sriov.apply(sriov.plan(config(sriov, 8)));

        faults.verifyAllHappened();
        assertThat(outcome).as(faults.story()).isInstanceOf(Outcome.Restored.class);
        assertThat(machine.physicalFunction("ix0").status().vfs()).hasSize(4);
    }

    // end

    @Test
    void everyKindOfFault() {
        Faults faults = new Faults();
        // snippet: kinds
        faults.on(status()).nth(3).fails(Errno.EIO);
        faults.on(configure()).failsAfterwards(Errno.ETIMEDOUT);
        faults.on(configure().ofPf("ix0")).givesShort(1);
        faults.on(configure()).delays(Duration.ofSeconds(22));
        faults.on(numVfsWrite()).from(2).until(4).doesNotStick();
        faults.on(anyCall()).every(100).removesDevice();
        faults.on(recordWrite("journal")).nth(1).crashes();
        // end
        assertThat(faults.notHappened())
                .extracting(Fault::toString)
                .containsExactly(
                        "read the status of number 3 fails with EIO",
                        "configure fails with ETIMEDOUT after its effect",
                        "configure of ix0 is short of 1",
                        "configure takes 22000 ms",
                        "the write of NumVFs from number 2 up to number 4 does not stick",
                        "any call, every 100 finds the device removed",
                        "write record journal… number 1 kills the process before its effect");
    }

    @Test
    void registersToo() {
        SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
        Faults faults = new Faults();
        Sriov sriov = Sriov.open(FaultyHost.of(machine, faults));
        // snippet: registers
        faults.on(AccessSelector.write(SriovRegister.NUM_VFS)).nth(1).doesNotStick();
        Outcome outcome = apply(sriov, 4);
        // end
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Restored.class,
                        restored ->
                                assertThat(restored.cause().message())
                                        .contains("NumVFs 4 expected, NumVFs 0 found"));
        assertThat(machine.physicalFunction("ix0").status().numVfs()).isZero();
    }

    @Test
    @Timeout(60)
    void whatHangsIsReleased() throws Exception {
        SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
        Faults faults = new Faults();
        Sriov sriov = Sriov.open(FaultyHost.of(machine, faults));
        IovConfig config = config(sriov, 4);
        // snippet: hang
        Fault hang = faults.on(configure()).hangs();
        CompletableFuture<Outcome> applying =
                CompletableFuture.supplyAsync(() -> sriov.apply(sriov.plan(config)));
        hang.awaitHappened();
        assertThatThrownBy(() -> sriov.plan(config))
                .isInstanceOf(SriovException.class)
                .hasMessageContaining("is being applied to it right now");
        hang.release();
        assertThat(applying.join().committed()).isTrue();
        // end
    }

    @Test
    void theNextProcessRecovers() {
        SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
        Faults faults = new Faults();
        apply(Sriov.open(machine), 4);
        // snippet: crash
        faults.on(configure()).crashesAfterwards();
        Sriov dying = Sriov.open(FaultyHost.of(machine, faults));
        assertThatThrownBy(() -> dying.apply(dying.plan(config(dying, 8))))
                .isInstanceOf(ProcessCrash.class);

        faults.reset();
        Sriov next = Sriov.open(FaultyHost.of(machine, faults));
        Recovery recovery = next.recover(ApplyOptions.defaults()).getFirst();
        assertThat(recovery.outcome()).isInstanceOf(Outcome.Restored.class);
        // end
        assertThat(machine.physicalFunction("ix0").status().vfs()).hasSize(4);
    }

    @Test
    void everyCallFailsOnce() {
        // snippet: everywhere
        boolean reached = true;
        for (int number = 1; reached; number++) {
            SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
            Faults faults = new Faults();
            Fault fault = faults.on(call(number)).fails(Errno.EIO);
            try {
                apply(Sriov.open(FaultyHost.of(machine, faults)), 4);
            } catch (SriovException _) {
                // nothing was touched
            }
            int numVfs = machine.physicalFunction("ix0").status().numVfs();
            assertThat(numVfs).as(faults.story()).isIn(0, 4);
            reached = fault.hasHappened();
        }
        // end
    }

    // snippet: drawn
    @Property(tries = 50)
    void whatIsToldIsTrue(@ForAll("schedules") FaultSchedule schedule) {
        SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard());
        Faults faults = new Faults();
        schedule.program(faults, anyCall());
        int told;
        try {
            told = apply(Sriov.open(FaultyHost.of(machine, faults)), 4).committed() ? 4 : 0;
        } catch (SriovException _) {
            told = 0;
        }
        int numVfs = machine.physicalFunction("ix0").status().numVfs();
        assertThat(numVfs).as(faults.story()).isEqualTo(told);
    }

    @Provide
    Arbitrary<FaultSchedule> schedules() {
        List<Effect> effects =
                List.of(new Effect.Failure(Errno.EIO, false), new Effect.LostChange());
        return FaultArbitraries.schedules(effects, 1, 100);
    }

    // end
}

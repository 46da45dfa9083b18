package io.sriov.testkit.assertions;

import static io.sriov.testkit.assertions.SriovAssertions.assertThat;
import static io.sriov.testkit.fault.CallSelector.configure;
import static io.sriov.testkit.fault.CallSelector.recordRemoval;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.PhysicalFunction;
import io.sriov.plan.Plan;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.junit.Kernel;
import io.sriov.testkit.junit.SimulatedHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Each assertion holds where it should, and fails where it should not.
@SimulatedHost(profile = "x710")
class SriovAssertionsTest {
    private static IovConfig config(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device())
                .numVfs(numVfs)
                .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                .build();
    }

    private static Outcome create(Sriov sriov, PhysicalFunction pf, int numVfs) {
        return sriov.apply(sriov.plan(config(pf, numVfs)));
    }

    private static void assertFails(ThrowingCallable assertion, String expected, String actual) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(expected)
                .hasMessageContaining(actual);
    }

    @Test
    void aPfHasWhatItHas(Sriov sriov, PhysicalFunction pf) {
        assertThat(pf).hasNoVfs().hasNoVf(0).hasDriver("ixl").isUnused();
        assertFails(
                () -> assertThat(pf).eachVf(VfStatusAssert::isUnused),
                "Expecting VFs",
                "0 of 64 VFs");
        create(sriov, pf, 2);
        assertThat(pf).eachVf(VfStatusAssert::isUnused);
        assertThat(pf).hasVfs(2).hasNoVf(2).isUnused();
        assertFails(() -> assertThat(pf).hasNoVfs(), "Expecting 0 VFs", "2 of 64 VFs");
        assertFails(() -> assertThat(pf).hasVfs(3), "Expecting 3 VFs", "2 of 64 VFs");
        assertFails(() -> assertThat(pf).hasNoVf(1), "Expecting no VF-1", "VF-1 at");
        assertFails(() -> assertThat(pf).vf(2), "Expecting VF-2", "VF-1 at");
        assertFails(() -> assertThat(pf).hasDriver("ix"), "the driver\n  ix\n", "driver ixl");
        assertFails(
                () -> assertThat(pf).eachVf(VfStatusAssert::isForPassthrough),
                "a VF for passthrough",
                "VF-1 at");
    }

    @Test
    void whatIsNotThereIsSaidAsAssertJDoes() {
        PhysicalFunction none = null;
        assertThatThrownBy(() -> assertThat(none).hasNoVfs())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting actual not to be null");
    }

    @Test
    void aVfHasWhatItHas(Sriov sriov, PhysicalFunction pf) {
        create(sriov, pf, 2);
        assertThat(pf).vf(0).isForPassthrough().isUnused().sitsAt("0000:01:02.0");
        assertThat(pf).vf(1).isKeptByTheHost().hasDriver("iavf").hasDriver("iavf0");
        assertFails(() -> assertThat(pf).vf(0).isKeptByTheHost(), "host keeps", "passthrough");
        assertFails(() -> assertThat(pf).vf(1).isForPassthrough(), "passthrough", "VF-1 at");
        assertFails(() -> assertThat(pf).vf(1).hasDriver("ixv"), "driver ixv", "driver iavf0");
        assertFails(() -> assertThat(pf).vf(1).hasDriver("iav"), "driver iav", "driver iavf0");
        assertFails(() -> assertThat(pf).vf(1).hasNoDriver(), "no driver", "driver iavf0");
        assertFails(() -> assertThat(pf).vf(1).isUsedBy("bhyve"), "used by bhyve", "VF-1 at");
        assertFails(() -> assertThat(pf).vf(1).sitsAt("0000:01:02.0"), "01:02.0", "01:02.1");
        assertFails(
                () -> assertThat(pf).vf(1).hasMacAddress("02:00:00:00:00:01"),
                "02:00:00:00:00:01",
                "VF-1 at");
    }

    @Test
    void whatIsExpectedMustBeSomethingThatThereCanBe(Sriov sriov, PhysicalFunction pf) {
        create(sriov, pf, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(pf).vf(0).hasMacAddress("garbage"))
                .withMessage("'garbage' is no MAC address: write 02:00:00:00:00:01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(pf).vf(0).sitsAt("garbage"))
                .withMessageContaining("'garbage' is not a PCI address");
    }

    @Test
    @SimulatedHost(profile = "x710", kernel = Kernel.LINUX)
    void aMacAddressIsOneHoweverItIsWritten(Sriov sriov, PhysicalFunction pf) {
        MacAddress address = MacAddress.of(new byte[] {2, 0, 0, 0, 0, 1});
        assertThat(
                        sriov.apply(
                                sriov.plan(
                                        IovConfig.builder(pf.schema(), pf.device())
                                                .numVfs(1)
                                                .vf(0, "mac-addr", new ParameterValue.Mac(address))
                                                .build())))
                .isCommitted();
        assertThat(pf).vf(0).hasMacAddress("02:00:00:00:00:01").hasMacAddress("2:0:0:0:0:1");
        assertFails(
                () -> assertThat(pf).vf(0).hasMacAddress("02:00:00:00:00:02"),
                "the MAC address 02:00:00:00:00:02",
                "02:00:00:00:00:01");
    }

    @Test
    void aVfInUseIsNoUnusedOne(
            Sriov sriov, PhysicalFunction pf, io.sriov.testkit.sim.SimulatedHost machine) {
        create(sriov, pf, 2);
        machine.operate(kernel -> {
            kernel.assignToGuest(pf.device(), 0, "bhyve");
            return kernel;
        });
        assertThat(sriov.plan(config(pf, 3))).needsConsent().destroys(0, 1);
        assertThat(pf).vf(0).isUsedBy("bhyve");
        assertFails(() -> assertThat(pf).vf(0).isUnused(), "an unused VF", "guest bhyve");
        assertFails(() -> assertThat(pf).isUnused(), "an unused VF", "guest bhyve");
    }

    @Test
    void aPlanDoesWhatItDoes(Sriov sriov, PhysicalFunction pf) {
        Plan first = sriov.plan(config(pf, 2));
        assertThat(first).destroysNothing().hasSteps("create 2 VFs of ixl0");
        assertFails(() -> assertThat(first).isEmpty(), "nothing to do", "VFs");
        assertFails(() -> assertThat(first).hasSteps("do nothing"), "do nothing", "VFs");
        assertFails(() -> assertThat(first).destroys(0), "VFs [0]", "VFs");
        assertFails(() -> assertThat(first).needsConsent(), "needs consent", "VFs");
        sriov.apply(first);
        Plan second = sriov.plan(config(pf, 3));
        assertThat(second).destroys(0, 1).hasSteps("destroy 2 VFs of ixl0", "create 3 VFs of ixl0");
        assertFails(
                () -> assertThat(second).hasSteps("create 3 VFs of ixl0", "destroy 2 VFs of ixl0"),
                "the steps",
                "destroy 2 VFs");
        assertFails(() -> assertThat(second).destroysNothing(), "no VF", "VFs");
        assertThat(sriov.plan(config(pf, 2))).isEmpty();
    }

    @Test
    void anOutcomeIsWhatItIs(Sriov sriov, PhysicalFunction pf, Faults faults) {
        Outcome committed = create(sriov, pf, 2);
        assertThat(committed).isCommitted().hasNoRemarks();
        assertFails(() -> assertThat(committed).isRestored(), "RESTORED", "ixl0: done");
        assertFails(() -> assertThat(committed).failedWith(Errno.ENOMEM), "ENOMEM", "ixl0: done");
        assertFails(() -> assertThat(committed).failedSaying("x"), "says", "ixl0: done");

        faults.on(configure()).nth(1).fails(Errno.ENOMEM);
        Outcome restored = create(sriov, pf, 3);
        assertThat(restored).isRestored().failedWith(Errno.ENOMEM).failedSaying("ENOMEM");
        assertFails(() -> assertThat(restored).isCommitted(), "COMMITTED", "ENOMEM");
        assertFails(() -> assertThat(restored).needsAttention(), "NEEDS_ATTENTION", "ENOMEM");
        assertFails(() -> assertThat(restored).failedWith(Errno.EIO), "EIO", "ENOMEM");
        assertFails(() -> assertThat(restored).failedSaying("on fire"), "on fire", "ENOMEM");
        assertFails(() -> assertThat(restored).differsIn("ixl0"), "NEEDS_ATTENTION", "ENOMEM");

        faults.on(recordRemoval("journal")).nth(1).fails(Errno.EIO);
        Outcome remarked = create(sriov, pf, 4);
        assertThat(remarked).isCommitted();
        assertFails(() -> assertThat(remarked).hasNoRemarks(), "no remarks", "journal");
    }

    @Test
    void attentionSaysWhatDiffers(Sriov sriov, PhysicalFunction pf, Faults faults) {
        create(sriov, pf, 2);
        faults.on(configure()).fails(Errno.ENOMEM);
        Outcome open = create(sriov, pf, 3);
        assertThat(open).needsAttention().failedWith(Errno.ENOMEM).differsIn("ixl0");
        assertFails(() -> assertThat(open).differsIn("ixl1"), "ixl1", "ixl0");
        assertFails(() -> assertThat(open).isRestored(), "RESTORED", "ixl0");
    }
}

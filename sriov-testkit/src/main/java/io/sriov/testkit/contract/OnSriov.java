package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.ApplyException;
import io.sriov.apply.Outcome;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/// What the rules of [ApplyContract] share: the facade over the bench's host.
abstract class OnSriov extends OnHost {
    Sriov sriov;

    /// What a VF was before and has to be again; driver units and users may be others.
    record VfShape(int index, PciAddress address, boolean passthrough, boolean attached) {}

    @BeforeEach
    void openSriov() {
        sriov = Sriov.open(host);
    }

    List<VfShape> shape() {
        PfStatus status = pf.status();
        assertThat(registers().vfEnable()).as("VF Enable").isEqualTo(status.enabled());
        return status.vfs().stream().map(OnSriov::shape).toList();
    }

    private static VfShape shape(VfStatus vf) {
        return new VfShape(vf.index(), vf.address(), vf.passthrough(), vf.attached());
    }

    void apply(IovConfig config) {
        assertCommitted(sriov.apply(sriov.plan(config)));
        assertInForce(config);
    }

    void assertInForce(IovConfig config) {
        assertThat(pf.status().vfs())
                .as("passthrough of the VFs in force")
                .extracting(VfStatus::passthrough)
                .containsExactlyElementsOf(
                        upTo(config.numVfs()).stream().map(config::passthrough).toList());
        assertThat(sriov.plan(config).isEmpty())
                .as("a plan for what is in force is empty")
                .isTrue();
    }

    static void assertCommitted(Outcome outcome) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Committed.class);
    }

    static Outcome.Restored assertRestored(Outcome outcome) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
        return (Outcome.Restored) outcome;
    }

    static void assertNotApplied(ApplyException.Reason reason, ThrowingCallable call) {
        ApplyException refusal = Assertions.catchThrowableOfType(ApplyException.class, call);
        assertThat(refusal).as("what comes of it: an ApplyException").isNotNull();
        assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    }
}

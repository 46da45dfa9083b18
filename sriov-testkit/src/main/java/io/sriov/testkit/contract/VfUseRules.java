package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.HostException.Operation;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The part of [PhysicalFunctionContract] that is about VFs in use.
abstract class VfUseRules extends VfDriverRules {
    private static final int KEPT = 0;
    private static final int GIVEN = 1;

    private void giveOneAway() {
        createTwo();
        bench.assignToGuest(GIVEN);
    }

    private void assertStillHeld(VfStatus before) {
        assertThat(vf(GIVEN).driver()).as("the held VF's driver").isEqualTo(before.driver());
        assertThat(pf.status().numVfs()).isEqualTo(2);
        assertThat(pf.status().vfs()).extracting(VfStatus::index).containsExactly(KEPT, GIVEN);
        assertThat(registers().vfEnable()).as("VF Enable").isTrue();
        assertThat(registers().numVfs()).as("NumVFs").isEqualTo(2);
    }

    @Test
    void detachingAHeldVfIsRefusedWithEbusy() {
        giveOneAway();
        VfStatus before = vf(GIVEN);
        assertRefused(Operation.DETACH_VF, Errno.EBUSY, () -> pf.detachVf(GIVEN));
        assertStillHeld(before);
        assertThat(vf(GIVEN)).isEqualTo(before);
    }

    @Test
    void deletingVfsOfWhichOneIsHeldIsRefusedWithEbusyAndDestroysNone() {
        giveOneAway();
        VfStatus before = vf(GIVEN);
        assertRefused(Operation.DELETE, Errno.EBUSY, pf::delete);
        assertStillHeld(before);
        assertThat(vf(GIVEN)).isEqualTo(before);
    }

    @Test
    void aReleasedVfCanBeDetachedAndDeleted() {
        giveOneAway();
        bench.release(GIVEN);
        pf.detachVf(GIVEN);
        assertThat(vf(GIVEN).driver()).isEmpty();
        pf.delete();
        assertThat(pf.status().numVfs()).isZero();
    }

    @Test
    void theOneWhoHoldsAVfIsTold() {
        Assumptions.assumeTrue(bench.knowsGuests(), "this host does not know who holds a VF");
        giveOneAway();
        assertThat(vf(GIVEN).uses())
                .as("the uses of a VF that a guest holds")
                .anyMatch(VfUse::exclusive)
                .allMatch(use -> !use.holder().isBlank());
        assertThat(vf(KEPT).uses()).as("the uses of the other").noneMatch(VfUse::exclusive);
        bench.release(GIVEN);
        assertThat(vf(GIVEN).uses()).as("the uses of a released VF").noneMatch(VfUse::exclusive);
    }

    @Test
    void theOneWhoUsesAnInterfaceIsTold() {
        createTwo();
        bench.useInterface(KEPT);
        assertThat(vf(KEPT).uses())
                .as("the uses of an interface in use")
                .isNotEmpty()
                .noneMatch(VfUse::exclusive)
                .allMatch(use -> !use.holder().isBlank());
        bench.release(KEPT);
        assertThat(vf(KEPT).uses()).as("the uses of a released VF").isEmpty();
    }

    @Test
    void aUseThatIsNotExclusiveDoesNotKeepAVf() {
        createTwo();
        bench.useInterface(KEPT);
        pf.detachVf(KEPT);
        assertThat(vf(KEPT).driver()).isEmpty();
        assertThat(vf(KEPT).uses()).as("the uses of a detached VF").isEmpty();
        pf.attachVf(KEPT);
        bench.useInterface(KEPT);
        pf.delete();
        assertThat(pf.status().vfs()).isEmpty();
    }
}

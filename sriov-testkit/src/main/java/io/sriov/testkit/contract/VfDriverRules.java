package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.HandOver;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The part of [PhysicalFunctionContract] that is about the drivers of VFs.
abstract class VfDriverRules extends OnHost {

    /// A VF that some driver has taken.
    private int attachedVf() {
        createTwo();
        return pf.status().vfs().stream()
                .filter(VfStatus::attached)
                .map(VfStatus::index)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("no driver of this host takes VFs"));
    }

    @Test
    void aDetachedVfHasNoDriverAndStaysThere() {
        int index = attachedVf();
        VfStatus before = vf(index);
        pf.detachVf(index);
        VfStatus after = vf(index);
        assertThat(after.driver()).as("the driver of a detached VF").isEmpty();
        assertThat(after.address()).isEqualTo(before.address());
        assertThat(after.passthrough()).isEqualTo(before.passthrough());
        assertThat(pf.status().numVfs()).isEqualTo(2);
        assertThat(registers().vfEnable()).isTrue();
    }

    @Test
    void detachingOneVfLeavesTheOthersAlone() {
        int index = attachedVf();
        VfStatus other = vf(1 - index);
        pf.detachVf(index);
        assertThat(vf(1 - index)).isEqualTo(other);
    }

    @Test
    void anAttachedVfHasTheDriverItIsMeantFor() {
        int index = attachedVf();
        boolean passthrough = vf(index).passthrough();
        pf.detachVf(index);
        pf.attachVf(index);
        assertThat(vf(index).driver()).as("the driver of an attached VF").isPresent();
        assertThat(vf(index).passthrough()).isEqualTo(passthrough);
    }

    @Test
    void attachingAnAttachedVfIsRefusedWithEbusy() {
        int index = attachedVf();
        VfStatus before = vf(index);
        assertRefused(Operation.ATTACH_VF, Errno.EBUSY, () -> pf.attachVf(index));
        assertThat(vf(index)).isEqualTo(before);
    }

    @Test
    void detachingADetachedVfIsRefusedWithEnxio() {
        int index = attachedVf();
        pf.detachVf(index);
        assertRefused(Operation.DETACH_VF, Errno.ENXIO, () -> pf.detachVf(index));
        assertThat(vf(index).driver()).isEmpty();
    }

    @Test
    void aVfThatIsNotThereIsRefusedWithEnoent() {
        assertNoVf(0);
        createTwo();
        PfStatus before = pf.status();
        for (int index : new int[] {2, -1, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertNoVf(index);
        }
        assertThat(pf.status()).isEqualTo(before);
    }

    private void assertNoVf(int index) {
        assertRefused(Operation.ATTACH_VF, Errno.ENOENT, () -> pf.attachVf(index));
        assertRefused(Operation.DETACH_VF, Errno.ENOENT, () -> pf.detachVf(index));
    }

    @Test
    void onlyAnAttachedVfOfTheHostIsANetworkInterface() {
        createTwo();
        for (VfStatus vf : pf.status().vfs()) {
            if (vf.networkInterface().isPresent()) {
                assertThat(vf.passthrough()).as("passthrough of %s", vf).isFalse();
                assertThat(vf.attached()).as("a driver is attached to %s", vf).isTrue();
            }
        }
    }

    @Test
    void aVfIsHandedOverAsWhatItIs() {
        createTwo();
        for (VfStatus vf : pf.status().vfs()) {
            assertThat(vf.handOvers())
                    .as("how VF %d is handed over", vf.index())
                    .extracting(HandOver::taker)
                    .doesNotContain(vf.passthrough() ? HandOver.Taker.JAIL : HandOver.Taker.BHYVE);
            if (!vf.passthrough() && vf.networkInterface().isEmpty()) {
                assertThat(vf.handOvers()).as("VF %d is no interface", vf.index()).isEmpty();
            }
            assertThat(vf.handOvers()).allMatch(handOver -> !handOver.text().isBlank());
            vf.networkInterface()
                    .ifPresent(name ->
                            assertThat(vf.handOvers())
                                    .as("how interface %s is handed over", name)
                                    .isNotEmpty()
                                    .allMatch(handOver -> handOver.text().contains(name)));
        }
    }

    @Test
    void aDetachedVfIsNoInterfaceAndNotHandedOver() {
        createTwo();
        for (VfStatus vf : pf.status().vfs()) {
            if (vf.attached()) {
                pf.detachVf(vf.index());
            }
            VfStatus detached = vf(vf.index());
            assertThat(detached.networkInterface()).isEmpty();
            assertThat(detached.handOvers()).isEmpty();
        }
    }

    @Test
    void nobodyHoldsAFreshVf() {
        createTwo();
        assertThat(pf.status().vfs()).flatExtracting(VfStatus::uses).noneMatch(VfUse::exclusive);
    }
}

package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;

/// PFs that treat the drivers and users of their VFs wrongly.
final class VfFaults {
    private VfFaults() {}

    private static Fault<PhysicalFunction> attaching(
            String rule, String description, ObjIntConsumer<PhysicalFunction> how) {
        return new Fault<>(
                rule,
                description,
                pf ->
                        new ForwardingPf(pf) {
                            @Override
                            public void attachVf(int index) {
                                how.accept(pf, index);
                            }
                        });
    }

    private static Fault<PhysicalFunction> detaching(
            String rule, String description, ObjIntConsumer<PhysicalFunction> how) {
        return new Fault<>(
                rule,
                description,
                pf ->
                        new ForwardingPf(pf) {
                            @Override
                            public void detachVf(int index) {
                                how.accept(pf, index);
                            }
                        });
    }

    private static Fault<PhysicalFunction> telling(
            String rule, String description, UnaryOperator<VfStatus> how) {
        return new Fault<>(rule, description, pf -> ForwardingPf.withEachVf(pf, how));
    }

    private static VfStatus.Builder copy(VfStatus vf) {
        return VfStatus.builder().from(vf);
    }

    static final List<Fault<PhysicalFunction>> ALL =
            List.of(
                    attaching(
                            "attachingAnAttachedVfIsRefusedWithEbusy",
                            "is silent where a driver is attached",
                            (pf, vf) -> Fault.ignoring(Errno.EBUSY, () -> pf.attachVf(vf))),
                    attaching(
                            "attachingAnAttachedVfIsRefusedWithEbusy",
                            "attaches anew",
                            (pf, vf) -> {
                                Fault.ignoring(Errno.ENXIO, () -> pf.detachVf(vf));
                                pf.attachVf(vf);
                            }),
                    attaching(
                            "anAttachedVfHasTheDriverItIsMeantFor",
                            "attaches nothing",
                            (_, _) -> {}),
                    attaching(
                            "aVfThatIsNotThereIsRefusedWithEnoent",
                            "is silent about VFs that are not there",
                            (pf, vf) -> Fault.ignoring(Errno.ENOENT, () -> pf.attachVf(vf))),
                    detaching(
                            "aDetachedVfHasNoDriverAndStaysThere",
                            "detaches nothing",
                            (_, _) -> {}),
                    detaching(
                            "detachingADetachedVfIsRefusedWithEnxio",
                            "is silent where nothing is attached",
                            (pf, vf) -> Fault.ignoring(Errno.ENXIO, () -> pf.detachVf(vf))),
                    detaching(
                            "detachingOneVfLeavesTheOthersAlone",
                            "detaches all VFs at once",
                            (pf, _) -> pf.status().vfs().forEach(vf -> pf.detachVf(vf.index()))),
                    detaching(
                            "detachingAHeldVfIsRefusedWithEbusy",
                            "is silent where a guest holds the VF",
                            (pf, vf) -> Fault.ignoring(Errno.EBUSY, () -> pf.detachVf(vf))),
                    detaching(
                            "aUseThatIsNotExclusiveDoesNotKeepAVf",
                            "keeps an interface in use",
                            (pf, index) -> {
                                pf.status()
                                        .vf(index)
                                        .filter(vf -> !vf.uses().isEmpty())
                                        .ifPresent(_ -> {
                                            throw busy(pf);
                                        });
                                pf.detachVf(index);
                            }),
                    detaching(
                            "aReleasedVfCanBeDetachedAndDeleted",
                            "keeps the VFs of guests for ever",
                            (pf, index) -> {
                                if (index == 1) {
                                    throw busy(pf);
                                }
                                pf.detachVf(index);
                            }),
                    PfFaults.deleting(
                            "deletingVfsOfWhichOneIsHeldIsRefusedWithEbusyAndDestroysNone",
                            "is silent where a guest holds a VF",
                            pf -> Fault.ignoring(Errno.EBUSY, pf::delete)),
                    new Fault<>(
                            "deletingVfsOfWhichOneIsHeldIsRefusedWithEbusyAndDestroysNone",
                            "loses the held VF",
                            pf ->
                                    new ForwardingPf(pf) {
                                        private boolean lost;

                                        @Override
                                        public void delete() {
                                            try {
                                                pf.delete();
                                            } catch (HostException e) {
                                                lost = true;
                                                throw e;
                                            }
                                        }

                                        @Override
                                        public PfStatus status() {
                                            PfStatus status = pf.status();
                                            return lost
                                                    ? PfStatus.builder()
                                                            .from(status)
                                                            .vfs(List.of())
                                                            .build()
                                                    : status;
                                        }
                                    }),
                    telling(
                            "nobodyHoldsAFreshVf",
                            "tells of guests that are not there",
                            vf -> copy(vf).uses(List.of(new VfUse("guest", true))).build()),
                    telling(
                            "theOneWhoHoldsAVfIsTold",
                            "hides who uses a VF",
                            vf -> copy(vf).uses(List.of()).build()),
                    telling(
                            "theOneWhoUsesAnInterfaceIsTold",
                            "hides who uses an interface",
                            vf -> vf.passthrough() ? vf : copy(vf).uses(List.of()).build()),
                    telling(
                            "aDetachedVfIsNoInterfaceAndNotHandedOver",
                            "keeps the name of an interface that is gone",
                            vf ->
                                    vf.passthrough()
                                            ? vf
                                            : copy(vf).networkInterface("ixv0").build()),
                    telling(
                            "onlyAnAttachedVfOfTheHostIsANetworkInterface",
                            "takes the passthrough stub for an interface",
                            vf -> copy(vf).networkInterface(vf.driver()).build()),
                    telling(
                            "aVfIsHandedOverAsWhatItIs",
                            "hands VFs for guests to jails",
                            vf ->
                                    vf.passthrough()
                                            ? copy(vf).handOvers(List.of(HandOver.toJail("ppt0")))
                                                    .build()
                                            : vf));

    private static HostException busy(PhysicalFunction pf) {
        return new HostException(
                HostException.Operation.DETACH_VF, pf.device(), Errno.EBUSY, "in use", null);
    }
}

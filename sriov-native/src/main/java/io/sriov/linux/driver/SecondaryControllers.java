package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.linux.nvme.FlexibleResource;
import io.sriov.linux.nvme.NvmeController;
import io.sriov.linux.nvme.NvmeStatusException;
import io.sriov.linux.nvme.SecondaryController;
import io.sriov.linux.sys.LinuxErrorException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The secondary controllers of a PF by their VFs: listed once, and kept as they are changed until
/// they are looked at. Not thread-safe.
final class SecondaryControllers {
    private @Nullable Map<Integer, SecondaryController> byVf;
    private boolean changed;

    /// {@return the controller of a VF as the PF's says that it is, also after changes; empty where
    /// there is none}
    Optional<SecondaryController> found(int index, NvmeController primary)
            throws LinuxErrorException, NvmeStatusException {
        if (changed) {
            forget();
        }
        return of(index, primary);
    }

    private Optional<SecondaryController> of(int index, NvmeController primary)
            throws LinuxErrorException, NvmeStatusException {
        return Optional.ofNullable(listed(primary).get(index));
    }

    /// Has them listed anew: VFs have come or gone, which their controllers notice.
    void forget() {
        byVf = null;
        changed = false;
    }

    private Map<Integer, SecondaryController> listed(NvmeController primary)
            throws LinuxErrorException, NvmeStatusException {
        Map<Integer, SecondaryController> known = byVf;
        if (known == null) {
            known = new HashMap<>();
            for (SecondaryController controller : primary.secondaries()) {
                if (controller.virtualFunction() > 0) {
                    known.put(controller.virtualFunction() - 1, controller);
                }
            }
            byVf = known;
        }
        return known;
    }

    /// Makes the controller of a VF what is wanted, with no more commands than it takes.
    ///
    /// Resources can be assigned offline only, and going offline takes all of them away; so what
    /// nobody has declared is given back then. A controller that is as wanted is left alone.
    ///
    /// To be called before a VF driver is bound: the host's would wait a minute for an answer from
    /// a controller that goes offline under it.
    void settle(int index, VfAllotment wanted, NvmeController primary)
            throws LinuxErrorException, NvmeStatusException, PfDriverException {
        SecondaryController now = of(index, primary).orElseThrow(() -> missing(index));
        SecondaryController target = wanted.appliedTo(now);
        if (now.equals(target)) {
            return;
        }
        Map<Integer, SecondaryController> known = listed(primary);
        byVf = null;
        if (now.online()) {
            primary.offline(now.id());
            now = primary.secondary(now.id()).orElseThrow(() -> missing(index));
        }
        for (FlexibleResource type : FlexibleResource.values()) {
            if (now.assigned(type) != target.assigned(type)) {
                primary.assign(now.id(), type, target.assigned(type));
            }
        }
        if (target.online()) {
            primary.online(now.id());
        }
        known.put(index, target);
        byVf = known;
        changed = true;
    }

    private static PfDriverException missing(int index) {
        return new PfDriverException(
                Errno.ENXIO,
                "the PF's controller has no secondary controller for VF-"
                        + index
                        + ": leave out the VF's parameters");
    }
}

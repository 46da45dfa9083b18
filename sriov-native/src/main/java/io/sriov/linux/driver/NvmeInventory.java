package io.sriov.linux.driver;

import io.sriov.driver.PfDriverException;
import io.sriov.linux.nvme.NvmeStatusException;
import io.sriov.linux.nvme.PrimaryCapabilities;
import io.sriov.linux.nvme.SecondaryController;
import io.sriov.linux.sys.LinuxErrorException;
import java.util.List;
import java.util.Optional;

/// What a PF's controller can deal out, as far as it can be asked.
///
/// @param manageable whether there is virtualization management; empty where that is not known,
///   because the controller could not be asked
/// @param primary what it has; empty where it has nothing or could not be asked
/// @param secondaries its secondary controllers; empty as well then
/// @param withoutVfs whether it certainly has no VFs now
record NvmeInventory(
        Optional<Boolean> manageable,
        Optional<PrimaryCapabilities> primary,
        List<SecondaryController> secondaries,
        boolean withoutVfs) {

    static NvmeInventory read(NvmePf pf) {
        boolean withoutVfs = pf.withoutVfs();
        try {
            return pf.with(controller ->
                    new NvmeInventory(
                            Optional.of(true),
                            Optional.of(controller.primary()),
                            controller.secondaries(),
                            withoutVfs));
        } catch (NvmeStatusException e) {
            return unknown(e.notSupported() ? Optional.of(false) : Optional.empty(), withoutVfs);
        } catch (LinuxErrorException | PfDriverException _) {
            return unknown(Optional.empty(), withoutVfs);
        }
    }

    private static NvmeInventory unknown(Optional<Boolean> manageable, boolean withoutVfs) {
        return new NvmeInventory(manageable, Optional.empty(), List.of(), withoutVfs);
    }
}

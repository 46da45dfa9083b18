package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.linux.nvme.FlexibleResource;
import io.sriov.linux.nvme.PrimaryCapabilities;
import io.sriov.linux.nvme.PrimaryCapabilities.Pool;
import io.sriov.linux.nvme.SecondaryController;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whether the resources of one type that a configuration gives to VFs are there, at every step of
/// giving them to one VF after the other.
///
/// Where there are VFs now, they are destroyed first, and their resources are free again. Where
/// there are none, somebody may have assigned resources to controllers of VFs beforehand: those
/// that the configuration does not set stay, and the others go one by one.
final class NvmeBudget {
    private final IovConfig config;
    private final FlexibleResource type;
    private final PrimaryCapabilities primary;
    private final Pool pool;
    private final Map<Integer, Integer> heldBefore = new HashMap<>();
    private long heldByOthers;

    /// @param inventory of a controller that could be asked
    NvmeBudget(NvmeInventory inventory, IovConfig config, FlexibleResource type) {
        this.config = config;
        this.type = type;
        this.primary = inventory.primary().orElseThrow();
        this.pool = primary.pool(type);
        for (SecondaryController controller : inventory.secondaries()) {
            int index = controller.virtualFunction() - 1;
            if (index >= 0 && !inventory.withoutVfs()) {
                continue;
            }
            if (index >= 0 && index < config.numVfs() && setting(index).isPresent()) {
                heldBefore.put(index, controller.assigned(type));
            } else {
                heldByOthers += controller.assigned(type);
            }
        }
    }

    private Optional<Setting> setting(int index) {
        return config.vf(index).setting(VfAllotment.parameter(type));
    }

    /// {@return what is wrong, at the first setting that cannot be fulfilled}
    Optional<Diagnostic> problem() {
        long available = pool.forSecondaries() - heldByOthers;
        long held = heldBefore.values().stream().mapToLong(Integer::longValue).sum();
        long sum = 0;
        int giving = 0;
        int first = -1;
        long heldThen = 0;
        for (int index = 0; index < config.numVfs(); index++) {
            Optional<Setting> setting = setting(index);
            if (setting.isEmpty()) {
                continue;
            }
            long count = ((ParameterValue.Uint) setting.get().value()).bits();
            sum += count;
            held -= heldBefore.getOrDefault(index, 0);
            giving++;
            if (first < 0 && sum + held > available) {
                first = index;
                heldThen = held;
            }
        }
        if (first < 0) {
            return Optional.empty();
        }
        return Optional.of(
                sum > available
                        ? tooMany(first, sum, giving, available)
                        : tooEarly(first, heldThen));
    }

    private Diagnostic tooMany(int first, long sum, int giving, long available) {
        String message =
                ("%s of all VFs are %d together, and there are %d: of %d flexible %s the PF's own"
                                + " controller has %d, and controllers that are not declared"
                                + " here %d")
                        .formatted(
                                VfAllotment.parameter(type),
                                sum,
                                Math.max(0, available),
                                pool.total(),
                                type.text(),
                                pool.ofPrimary(),
                                heldByOthers);
        return error(first, message, hint(available, giving));
    }

    private String hint(long available, int giving) {
        if (available >= giving) {
            return "with the same for each, give each VF at most " + available / giving;
        }
        if (pool.ofPrimary() == 0) {
            return "set " + VfAllotment.parameter(type) + " of fewer VFs";
        }
        return "take some from the PF's own controller: nvme virt-mgmt with --cntlid=%d --rt=%d"
                        .formatted(primary.id(), type.number())
                + " --act=1 --nr=0, then nvme reset";
    }

    private Diagnostic tooEarly(int first, long held) {
        return error(
                first,
                ("so many are not free yet when %s is set: controllers of later VFs already have"
                                + " %d %s")
                        .formatted(IovConfig.vfName(first), held, type.text()),
                "take them away first: nvme virt-mgmt with --rt=%d --act=8 --nr=0 for each"
                        .formatted(type.number()));
    }

    private Diagnostic error(int index, String message, String hint) {
        return Diagnostic.error(
                        DriverCode.DEVICE_LIMIT,
                        message,
                        NvmeRules.origin(index, setting(index).orElseThrow()))
                .withHint(hint);
    }
}

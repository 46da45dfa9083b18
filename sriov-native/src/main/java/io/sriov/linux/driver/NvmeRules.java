package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;
import io.sriov.linux.nvme.FlexibleResource;
import io.sriov.linux.nvme.PrimaryCapabilities.Pool;
import io.sriov.linux.nvme.SecondaryController;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a schema cannot say of secondary controllers: that resources are limited, and that a
/// controller needs some to be online. A setting that many VFs share is told once.
final class NvmeRules {
    private final NvmeInventory inventory;
    private final IovConfig config;
    private final Map<Integer, SecondaryController> byVf = new HashMap<>();
    private final Set<Diagnostic> problems = new LinkedHashSet<>();

    NvmeRules(NvmeInventory inventory, IovConfig config) {
        this.inventory = inventory;
        this.config = config;
        for (SecondaryController controller : inventory.secondaries()) {
            byVf.put(controller.virtualFunction() - 1, controller);
        }
    }

    List<Diagnostic> problems() {
        if (inventory.manageable().equals(Optional.of(false))) {
            for (int index = 0; index < config.numVfs(); index++) {
                unmanageable(index);
            }
            return List.copyOf(problems);
        }
        for (FlexibleResource type : FlexibleResource.values()) {
            for (int index = 0; index < config.numVfs(); index++) {
                resources(index, type);
                online(index, type);
            }
            if (pool(type).map(Pool::supported).orElse(false)) {
                new NvmeBudget(inventory, config, type).problem().ifPresent(problems::add);
            }
        }
        return List.copyOf(problems);
    }

    private Optional<Pool> pool(FlexibleResource type) {
        return inventory.primary().map(primary -> primary.pool(type));
    }

    private Optional<Setting> setting(int index, FlexibleResource type) {
        return config.vf(index).setting(VfAllotment.parameter(type));
    }

    private static long count(Setting setting) {
        return ((ParameterValue.Uint) setting.value()).bits();
    }

    private void unmanageable(int index) {
        DeviceConfig vf = config.vf(index);
        for (String name :
                List.of(VfAllotment.VQ_RESOURCES, VfAllotment.VI_RESOURCES, VfAllotment.ONLINE)) {
            vf.setting(name)
                    .ifPresent(setting ->
                            problem(
                                    DriverCode.NOT_SUPPORTED,
                                    name
                                            + " cannot be set: the PF's controller has no"
                                            + " virtualization management",
                                    index,
                                    setting,
                                    "leave it out"));
        }
    }

    private void resources(int index, FlexibleResource type) {
        Optional<Setting> setting = setting(index, type);
        Optional<Pool> pool = pool(type);
        if (setting.isEmpty() || pool.isEmpty()) {
            return;
        }
        String parameter = VfAllotment.parameter(type);
        if (!pool.get().supported()) {
            problem(
                    DriverCode.NOT_SUPPORTED,
                    parameter
                            + " cannot be set: the PF's controller has no flexible "
                            + type.text(),
                    index,
                    setting.get(),
                    "leave it out");
        } else if (count(setting.get()) > pool.get().mostOfSecondary()) {
            problem(
                    DriverCode.DEVICE_LIMIT,
                    "%s is %d, and a VF can have at most %d %s"
                            .formatted(
                                    parameter,
                                    count(setting.get()),
                                    pool.get().mostOfSecondary(),
                                    type.text()),
                    index,
                    setting.get(),
                    "give it at most " + pool.get().mostOfSecondary());
        }
    }

    /// A VF without resources declared goes online with what it has, which is known only where the
    /// controller can be asked.
    private void online(int index, FlexibleResource type) {
        Optional<Setting> online =
                config.vf(index)
                        .setting(VfAllotment.ONLINE)
                        .filter(setting -> setting.value().equals(ParameterValue.Bool.TRUE));
        if (online.isEmpty() || !pool(type).map(Pool::supported).orElse(true)) {
            return;
        }
        String parameter = VfAllotment.parameter(type);
        Optional<Setting> declared = setting(index, type);
        if (declared.isPresent()) {
            if (count(declared.get()) < type.neededOnline()) {
                problem(
                        DriverCode.DRIVER_RULE,
                        "%s is %d, and a VF that is online needs at least %d"
                                .formatted(parameter, count(declared.get()), type.neededOnline()),
                        index,
                        declared.get(),
                        "write %s : %d, or online : false"
                                .formatted(parameter, type.neededOnline()));
            }
            return;
        }
        SecondaryController controller = byVf.get(index);
        if (controller != null && controller.assigned(type) < type.neededOnline()) {
            problem(
                    DriverCode.DRIVER_RULE,
                    "a VF that is online needs at least %d %s, and this one has %d"
                            .formatted(type.neededOnline(), type.text(), controller.assigned(type)),
                    index,
                    online.get(),
                    "add %s : %d".formatted(parameter, type.neededOnline()));
        }
    }

    private void problem(DriverCode code, String message, int index, Setting setting, String hint) {
        problems.add(Diagnostic.error(code, message, origin(index, setting)).withHint(hint));
    }

    static Origin origin(int index, Setting setting) {
        return setting.origin().orElse(Origin.whole(IovConfig.vfName(index)));
    }
}

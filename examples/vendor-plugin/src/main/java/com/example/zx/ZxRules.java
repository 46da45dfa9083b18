package com.example.zx;

import io.sriov.driver.DriverCode;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;

// snippet: rules
/// What a schema cannot say of a card: ranges, and that VFs share its engines.
final class ZxRules {
    static final int ENGINES = 32;

    private final IovConfig config;
    private final List<Diagnostic> problems = new ArrayList<>();

    ZxRules(IovConfig config) {
        this.config = config;
    }

    List<Diagnostic> problems() {
        range(Setting.POWER_LIMIT, config.pf());
        long left = ENGINES;
        for (DeviceConfig vf : config.vfs()) {
            Setting.ofVf().forEach(setting -> range(setting, vf));
            long wanted = vf.value("engines").map(Setting::bits).orElse(0L);
            if (wanted > left) {
                problems.add(
                        Diagnostic.error(
                                        DriverCode.DEVICE_LIMIT,
                                        "the VFs want more than the card's " + ENGINES + " engines",
                                        origin(vf, "engines"))
                                .withHint("lower num_vfs, or the engines of some VFs"));
                break;
            }
            left -= wanted;
        }
        return problems;
    }

    private void range(Setting setting, DeviceConfig device) {
        String name = setting.parameterName();
        device.value(name)
                .filter(value -> !setting.takes(value))
                .map(ParameterValue::text)
                .ifPresent(text ->
                        problems.add(
                                Diagnostic.error(
                                                DriverCode.DEVICE_LIMIT,
                                                "the card takes no " + name + " of " + text,
                                                origin(device, name))
                                        .withHint("use " + setting.range())));
    }

    /// A default stands in no file; it is `num_vfs` then that asks for too much.
    private Origin origin(DeviceConfig device, String parameter) {
        return device.setting(parameter)
                .flatMap(setting -> setting.origin())
                .or(() -> config.pf().setting("num_vfs").flatMap(setting -> setting.origin()))
                .orElse(Origin.whole(config.device()));
    }
}
// end

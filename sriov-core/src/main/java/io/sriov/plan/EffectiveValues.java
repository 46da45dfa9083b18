package io.sriov.plan;

import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares what drivers see of configurations, whoever gave the values, and whatever the schemas
/// say besides.
///
/// Remembers the last pair, because VFs without a section of their own share one configuration. Not
/// thread-safe.
final class EffectiveValues {
    private @Nullable DeviceConfig lastBefore;
    private @Nullable DeviceConfig lastAfter;
    private List<ParameterDifference> last = List.of();

    /// The parameters that differ: those of the later configuration in its schema's order, then
    /// those gone.
    List<ParameterDifference> differences(
            @Nullable DeviceConfig before, @Nullable DeviceConfig after) {
        if (before == lastBefore && after == lastAfter) {
            return last;
        }
        Map<String, Setting> then = byName(before);
        var differences = new ArrayList<ParameterDifference>();
        for (Setting setting : byName(after).values()) {
            Setting old = then.remove(ParameterName.fold(setting.parameter().name()));
            Optional<ParameterValue> was = Optional.ofNullable(old).map(Setting::value);
            if (!was.equals(Optional.of(setting.value()))) {
                differences.add(
                        new ParameterDifference(
                                setting.parameter().name(), was, Optional.of(setting.value())));
            }
        }
        for (Setting gone : then.values()) {
            differences.add(
                    new ParameterDifference(
                            gone.parameter().name(), Optional.of(gone.value()), Optional.empty()));
        }
        lastBefore = before;
        lastAfter = after;
        last = List.copyOf(differences);
        return last;
    }

    private static Map<String, Setting> byName(@Nullable DeviceConfig device) {
        if (device == null) {
            return new LinkedHashMap<>();
        }
        Map<String, Setting> given = new LinkedHashMap<>();
        for (Setting setting : device.effective()) {
            given.put(ParameterName.fold(setting.parameter().name()), setting);
        }
        Map<String, Setting> ordered = LinkedHashMap.newLinkedHashMap(given.size());
        for (var parameter : device.schema().parameters()) {
            String name = ParameterName.fold(parameter.name());
            Setting setting = given.get(name);
            if (setting != null) {
                ordered.put(name, setting);
            }
        }
        return ordered;
    }
}

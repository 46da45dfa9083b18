package io.sriov.driver;

import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The driver's parameters of one device, validated and with defaults, by name in any case.
/// Immutable, thread-safe.
///
/// Optional parameters that nobody gave are absent; required ones and those with a default are
/// always there.
public final class DriverParameters {
    private final Map<String, ParameterValue> values;

    private DriverParameters(Map<String, ParameterValue> values) {
        this.values = values;
    }

    /// {@return the effective driver parameters of a device's configuration}
    ///
    /// @param config the PF's or a VF's configuration
    public static DriverParameters of(DeviceConfig config) {
        var values = new LinkedHashMap<String, ParameterValue>();
        for (Setting setting : config.effective()) {
            if (setting.subsystem() == Subsystem.DRIVER) {
                values.put(ParameterName.fold(setting.parameter().name()), setting.value());
            }
        }
        return new DriverParameters(values);
    }

    /// {@return parameters of these values, for a kernel that has validated them itself}
    ///
    /// @param values the effective values by name, in any case; copied
    public static DriverParameters ofValues(Map<String, ParameterValue> values) {
        var folded = new LinkedHashMap<String, ParameterValue>();
        values.forEach((name, value) -> folded.put(ParameterName.fold(name), value));
        return new DriverParameters(folded);
    }

    /// {@return a parameter's value, or empty where it is optional and was not given}
    ///
    /// @param name the parameter's name
    public Optional<ParameterValue> value(String name) {
        return Optional.ofNullable(values.get(ParameterName.fold(name)));
    }

    /// {@return a `bool` parameter's value}
    ///
    /// @param name the parameter's name
    /// @throws ClassCastException when the schema declares another type
    public Optional<Boolean> bool(String name) {
        return value(name).map(ParameterValue.Bool.class::cast).map(ParameterValue.Bool::value);
    }

    /// {@return a `string` parameter's value}
    ///
    /// @param name the parameter's name
    /// @throws ClassCastException when the schema declares another type
    public Optional<String> string(String name) {
        return value(name).map(ParameterValue.Text.class::cast).map(ParameterValue.Text::value);
    }

    /// {@return an integer parameter's value, to be read as unsigned}
    ///
    /// @param name the parameter's name
    /// @throws ClassCastException when the schema declares another type
    public Optional<Long> uint(String name) {
        return value(name).map(ParameterValue.Uint.class::cast).map(ParameterValue.Uint::bits);
    }

    /// {@return a `unicast-mac` parameter's value}
    ///
    /// @param name the parameter's name
    /// @throws ClassCastException when the schema declares another type
    public Optional<MacAddress> mac(String name) {
        return value(name).map(ParameterValue.Mac.class::cast).map(ParameterValue.Mac::address);
    }

    /// {@return a `vlan` parameter's value}
    ///
    /// @param name the parameter's name
    /// @throws ClassCastException when the schema declares another type
    public Optional<VlanId> vlan(String name) {
        return value(name).map(ParameterValue.Vlan.class::cast).map(ParameterValue.Vlan::id);
    }

    /// {@return the values by folded name, in the order of the configuration}
    public Map<String, ParameterValue> values() {
        return java.util.Collections.unmodifiableMap(values);
    }
}

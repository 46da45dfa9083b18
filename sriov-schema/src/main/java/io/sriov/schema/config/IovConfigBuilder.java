package io.sriov.schema.config;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a configuration from a program, without a text.
///
/// ```java
/// IovConfig config = IovConfig.builder(schema, "ix0")
///         .numVfs(8)
///         .defaults("mac-anti-spoof", ParameterValue.Bool.TRUE)
///         .vf(0, "passthrough", ParameterValue.Bool.TRUE)
///         .build();
/// ```
///
/// Asking for what the schema does not permit is a programming mistake here; where the input is not
/// the program's own, read it as a text and get diagnostics. Not thread-safe.
public final class IovConfigBuilder {
    private final PfSchema schema;
    private final Map<String, Setting> pf = new LinkedHashMap<>();
    private final Map<String, Setting> defaults = new LinkedHashMap<>();
    private final Map<Integer, Map<String, Setting>> vfs = new LinkedHashMap<>();
    private int numVfs = 1;

    IovConfigBuilder(PfSchema schema, String device) {
        this.schema = schema;
        pf("device", new ParameterValue.Text(device));
        numVfs(1);
    }

    /// Sets how many VFs are wanted; 1 where it is not called.
    ///
    /// @param count 1..65535
    /// @return this builder
    /// @throws IllegalArgumentException when the count is not in that range
    public IovConfigBuilder numVfs(int count) {
        if (count < 1 || count > 0xffff) {
            throw new IllegalArgumentException("num_vfs " + count + " is not in 1..65535");
        }
        numVfs = count;
        return pf("num_vfs", new ParameterValue.Uint(count));
    }

    /// Sets a parameter of the PF.
    ///
    /// @param name its name, in any case
    /// @param value its value
    /// @return this builder
    /// @throws IllegalArgumentException when the schema has no such parameter
    public IovConfigBuilder pf(String name, ParameterValue value) {
        put(pf, schema.pf(), name, value, Setting.Source.SECTION);
        return this;
    }

    /// Sets a parameter of every VF that is not given its own.
    ///
    /// @param name its name, in any case
    /// @param value its value
    /// @return this builder
    /// @throws IllegalArgumentException when the schema has no such parameter
    public IovConfigBuilder defaults(String name, ParameterValue value) {
        put(defaults, schema.vf(), name, value, Setting.Source.DEFAULT_SECTION);
        return this;
    }

    /// Sets a parameter of one VF.
    ///
    /// @param index the VF's number
    /// @param name the parameter's name, in any case
    /// @param value its value
    /// @return this builder
    /// @throws IllegalArgumentException when the schema has no such parameter
    public IovConfigBuilder vf(int index, String name, ParameterValue value) {
        put(
                vfs.computeIfAbsent(index, _ -> new LinkedHashMap<>()),
                schema.vf(),
                name,
                value,
                Setting.Source.SECTION);
        return this;
    }

    /// {@return the configuration}
    ///
    /// @throws IllegalArgumentException when a value is not of its parameter's type, a required
    ///   parameter is missing, or a VF was named that there will not be
    public IovConfig build() {
        DeviceConfig byDefault = null;
        var configs = new ArrayList<DeviceConfig>(numVfs);
        for (int i = 0; i < numVfs; i++) {
            Map<String, Setting> own = vfs.get(i);
            if (own != null) {
                configs.add(DeviceConfig.of(schema.vf(), withDefaults(own)));
            } else {
                if (byDefault == null) {
                    byDefault = DeviceConfig.of(schema.vf(), List.copyOf(defaults.values()));
                }
                configs.add(byDefault);
            }
        }
        if (!vfs.isEmpty()
                && (Collections.max(vfs.keySet()) >= numVfs || Collections.min(vfs.keySet()) < 0)) {
            throw new IllegalArgumentException(
                    "VFs " + vfs.keySet() + " were given parameters, and num_vfs is " + numVfs);
        }
        return IovConfig.of(
                schema, DeviceConfig.of(schema.pf(), List.copyOf(pf.values())), configs);
    }

    private List<Setting> withDefaults(Map<String, Setting> own) {
        var settings = new LinkedHashMap<>(own);
        defaults.forEach(settings::putIfAbsent);
        return List.copyOf(settings.values());
    }

    private static void put(
            Map<String, Setting> settings,
            DeviceSchema schema,
            String name,
            ParameterValue value,
            Setting.Source source) {
        int slot = schema.slot(name);
        if (slot < 0) {
            throw new IllegalArgumentException("the schema has no parameter '" + name + "'");
        }
        Parameter parameter = schema.parameters().get(slot);
        settings.put(
                ParameterName.fold(name),
                new Setting(parameter, schema.subsystem(slot), name, value, source, null));
    }
}

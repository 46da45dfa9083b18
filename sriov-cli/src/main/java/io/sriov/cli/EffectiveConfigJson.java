package io.sriov.cli;

import io.sriov.schema.Subsystem;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.file.SchemaWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A configuration as the drivers will see it, with the schema's defaults, for programs.
///
/// ```json
/// {"PF":{"IOV":{"device":"ix0","num_vfs":1},"DRIVER":{}},
///  "VF-0":{"IOV":{"passthrough":false},"DRIVER":{"mac-addr":"02:56:48:7e:d9:f7","vlan":"trunk"}}}
/// ```
///
/// Parameters have the schema's spelling. A uint64_t above 2^63-1 is still a JSON number.
final class EffectiveConfigJson {
    private EffectiveConfigJson() {}

    /// Writes a configuration as one object.
    ///
    /// @param config the configuration
    /// @param json where to
    static void write(IovConfig config, JsonGenerator json) {
        json.writeStartObject();
        device("PF", config.pf(), json);
        for (int i = 0; i < config.numVfs(); i++) {
            device(IovConfig.vfName(i), config.vf(i), json);
        }
        json.writeEndObject();
    }

    private static void device(String name, DeviceConfig device, JsonGenerator json) {
        List<Setting> settings = device.effective();
        json.writeObjectPropertyStart(name);
        subsystem(Subsystem.IOV, settings, json);
        subsystem(Subsystem.DRIVER, settings, json);
        json.writeEndObject();
    }

    private static void subsystem(Subsystem subsystem, List<Setting> settings, JsonGenerator json) {
        json.writeObjectPropertyStart(subsystem.name());
        for (Setting setting : settings) {
            if (setting.subsystem() == subsystem) {
                json.writeName(setting.parameter().name());
                SchemaWriter.writeValue(setting.value(), json);
            }
        }
        json.writeEndObject();
    }
}

package io.sriov.schema.wire;

import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.util.List;
import java.util.function.Function;

/// A configuration as iovctl(8) hands it to the kernel (`IOV_CONFIG`; `usr.sbin/iovctl/parse.c`),
/// and as the kernel hands it on to the driver (`pci_iov_schema_validate_config` in
/// `sys/dev/pci/pci_iov_schema.c`).
///
/// ```
/// PF   -> DRIVER -> parameter = value ...
///         IOV    -> device = "ix0", num_vfs = 3
/// VF-0 -> DRIVER -> mac-addr = 02:56:48:7e:d9:f7 ...
///         IOV    -> passthrough = false
/// ```
///
/// All lists have the flag [NvFlag#IGNORE_CASE]. Sections have their canonical names; parameters
/// are spelled as the configuration spells them.
public final class ConfigNvlist {
    private static final List<Subsystem> AS_SENT = List.of(Subsystem.DRIVER, Subsystem.IOV);
    private static final List<Subsystem> AS_CHECKED = List.of(Subsystem.IOV, Subsystem.DRIVER);

    private ConfigNvlist() {}

    /// {@return the list that iovctl sends: what the configuration gives, in its order, with the
    /// values of `DEFAULT` behind a VF's own; the schema's defaults are left to the kernel}
    ///
    /// @param config the configuration
    public static Nvlist of(IovConfig config) {
        return list(config, AS_SENT, DeviceConfig::given);
    }

    /// {@return the list that the kernel makes of it: in each device `IOV` before `DRIVER`, and the
    /// defaults of the schema appended in the order of the schema}
    ///
    /// @param config the configuration
    public static Nvlist effective(IovConfig config) {
        return list(config, AS_CHECKED, DeviceConfig::effective);
    }

    /// {@return the packed form of [#of(IovConfig)], as iovctl sends it on a little-endian machine}
    ///
    /// @param config the configuration
    public static byte[] pack(IovConfig config) {
        return NvlistPacker.pack(of(config));
    }

    private static Nvlist list(
            IovConfig config,
            List<Subsystem> order,
            Function<DeviceConfig, List<Setting>> settings) {
        Nvlist.Builder list = Nvlist.builder(NvFlag.IGNORE_CASE);
        list.addNvlist("PF", device(settings.apply(config.pf()), order));
        // VFs without a section of their own share one configuration, and here one list.
        DeviceConfig last = null;
        Nvlist lastList = null;
        for (int i = 0; i < config.numVfs(); i++) {
            DeviceConfig vf = config.vf(i);
            if (lastList == null || vf != last) {
                last = vf;
                lastList = device(settings.apply(vf), order);
            }
            list.addNvlist(IovConfig.vfName(i), lastList);
        }
        return list.build();
    }

    private static Nvlist device(List<Setting> settings, List<Subsystem> order) {
        Nvlist.Builder device = Nvlist.builder(NvFlag.IGNORE_CASE);
        for (Subsystem subsystem : order) {
            Nvlist.Builder list = Nvlist.builder(NvFlag.IGNORE_CASE);
            for (Setting setting : settings) {
                if (setting.subsystem() == subsystem) {
                    list.add(setting.key(), WireValue.of(setting.value()));
                }
            }
            device.addNvlist(subsystem.name(), list.build());
        }
        return device.build();
    }

    /// {@return the configuration that a list holds}
    ///
    /// The checks are those of the kernel, with every problem reported, at paths such as
    /// `VF-3.DRIVER.mac-addr`. Beyond the kernel's, a configuration asks for at least one VF, its
    /// device has a possible name, and no parameter stands twice. Either form, [#of(IovConfig)] and
    /// [#effective(IovConfig)], can be read; an nvlist does not tell where a value came from, so
    /// all values count as given by the device's section.
    ///
    /// @param list the list
    /// @param schema the schema of the PF
    public static Decoded<IovConfig> read(Nvlist list, PfSchema schema) {
        return new ConfigReader(schema).read(list);
    }

    /// {@return the configuration that packed bytes hold; bytes that are no list are a problem like
    /// any other}
    ///
    /// @param bytes a packed list with the flag [NvFlag#IGNORE_CASE], of either byte order
    /// @param schema the schema of the PF
    public static Decoded<IovConfig> unpack(byte[] bytes, PfSchema schema) {
        Nvlist list;
        try {
            list = NvlistUnpacker.unpack(bytes, NvFlag.IGNORE_CASE);
        } catch (NvlistFormatException e) {
            return Decoded.failed(WireProblem.notAnNvlist("configuration", e));
        }
        return read(list, schema);
    }
}

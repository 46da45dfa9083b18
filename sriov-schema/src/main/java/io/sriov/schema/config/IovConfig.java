package io.sriov.schema.config;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import java.util.List;
import java.util.Optional;

/// A valid configuration of one PF: every value typed, in range, and permitted by the PF's schema.
///
/// Immutable and thread-safe; VFs without a section of their own share one [DeviceConfig], so
/// memory grows with the text, not with `num_vfs`.
public final class IovConfig {
    private final PfSchema schema;
    private final String device;
    private final DeviceConfig pf;
    private final List<DeviceConfig> vfs;

    IovConfig(PfSchema schema, String device, DeviceConfig pf, List<DeviceConfig> vfs) {
        this.schema = schema;
        this.device = device;
        this.pf = pf;
        this.vfs = List.copyOf(vfs);
    }

    /// {@return the configuration that these parts make}
    ///
    /// @param schema the schema of the PF
    /// @param pf what is said about the PF
    /// @param vfs what is said about each VF, by number; share what is equal
    /// @throws IllegalArgumentException when a part has another schema, `num_vfs` is not the number
    ///   of VFs or is 0, or `device` cannot name a device
    public static IovConfig of(PfSchema schema, DeviceConfig pf, List<DeviceConfig> vfs) {
        if (!pf.schema().equals(schema.pf())) {
            throw new IllegalArgumentException("the PF's part has another schema");
        }
        DeviceConfig checked = null;
        for (DeviceConfig vf : vfs) {
            if (vf != checked && !vf.schema().equals(schema.vf())) {
                throw new IllegalArgumentException("a VF's part has another schema");
            }
            checked = vf;
        }
        String numVfs = pf.value("num_vfs").map(ParameterValue::text).orElse("none");
        if (vfs.isEmpty() || !numVfs.equals(Integer.toString(vfs.size()))) {
            throw new IllegalArgumentException(
                    "num_vfs is " + numVfs + ", and there are " + vfs.size() + " VFs");
        }
        String device = pf.value("device").map(ParameterValue::text).orElse("");
        if (!DeviceName.isValid(device)) {
            throw new IllegalArgumentException("'" + device + "' cannot name a device");
        }
        return new IovConfig(schema, device, pf, vfs);
    }

    /// {@return a builder, for programs that make configurations without a text}
    ///
    /// @param schema the schema of the PF
    /// @param device the PF's device name
    public static IovConfigBuilder builder(PfSchema schema, String device) {
        return new IovConfigBuilder(schema, device);
    }

    /// {@return the schema that the configuration was checked against}
    public PfSchema schema() {
        return schema;
    }

    /// {@return the PF's device name, `ix0`; never empty, without `/`}
    public String device() {
        return device;
    }

    /// {@return how many VFs are wanted, 1..65535}
    public int numVfs() {
        return vfs.size();
    }

    /// {@return what is said about the PF itself}
    public DeviceConfig pf() {
        return pf;
    }

    /// {@return what is said about a VF}
    ///
    /// @param index the VF's number, 0..[#numVfs()]-1
    /// @throws IndexOutOfBoundsException when there is no such VF
    public DeviceConfig vf(int index) {
        return vfs.get(index);
    }

    /// {@return the VFs' configurations by their numbers}
    public List<DeviceConfig> vfs() {
        return vfs;
    }

    /// {@return the name of a VF's section and of its list in a packed configuration: `VF-0`}
    ///
    /// @param index the VF's number
    public static String vfName(int index) {
        return "VF-" + index;
    }

    /// {@return whether a VF is to be passed through: not attached by the host's VF driver}
    ///
    /// @param index the VF's number, 0..[#numVfs()]-1
    public boolean passthrough(int index) {
        return vf(index).value("passthrough").equals(Optional.of(ParameterValue.Bool.TRUE));
    }

    /// {@return the same configuration for a device of another name}
    ///
    /// @param name the PF's device name
    /// @throws IllegalArgumentException when it cannot name a device
    public IovConfig withDevice(String name) {
        List<Setting> settings =
                pf.given().stream()
                        .map(setting ->
                                setting.parameter().name().equals("device")
                                        ? setting.with(new ParameterValue.Text(name))
                                        : setting)
                        .toList();
        return of(schema, DeviceConfig.of(pf.schema(), settings), vfs);
    }

    /// {@return whether a driver that is given either of the two sees the same devices with the
    /// same values}
    ///
    /// @param other another configuration
    public boolean sameEffect(IovConfig other) {
        if (!schema.equals(other.schema)
                || !device.equals(other.device)
                || numVfs() != other.numVfs()
                || !pf.sameEffect(other.pf)) {
            return false;
        }
        for (int i = 0; i < numVfs(); i++) {
            if (!vf(i).sameEffect(other.vf(i))) {
                return false;
            }
        }
        return true;
    }

    /// {@return the kind, the device and the number of VFs, for logs}
    @Override
    public String toString() {
        return DeviceKind.PF + " " + device + " with " + numVfs() + " VFs";
    }
}

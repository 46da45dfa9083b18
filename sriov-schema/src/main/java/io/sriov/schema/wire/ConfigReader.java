package io.sriov.schema.wire;

import static io.sriov.schema.wire.WireProblem.path;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.ConfigCode;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.DeviceName;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads a configuration out of an nvlist with the kernel's checks in the kernel's order, all
/// problems at once.
final class ConfigReader {
    private static final String PF = DeviceKind.PF.name();

    private final PfSchema schema;
    private final List<Diagnostic> problems = new ArrayList<>();

    ConfigReader(PfSchema schema) {
        this.schema = schema;
    }

    Decoded<IovConfig> read(Nvlist list) {
        Optional<DeviceConfig> pf = device(list, PF, schema.pf());
        int numVfs = pf.map(this::numVfs).orElse(OptionalInt.empty()).orElse(0);
        List<DeviceConfig> vfs = new ArrayList<>(numVfs);
        Nvlist lastList = null;
        DeviceConfig last = null;
        for (int i = 0; i < numVfs; i++) {
            String name = IovConfig.vfName(i);
            Nvlist own = list.nvlist(name).orElse(null);
            // What reads alike is kept once: a DEFAULT section stands in the list of every VF.
            if (last == null || own == null || !own.equals(lastList)) {
                last = device(list, name, schema.vf()).orElse(null);
                lastList = own;
            }
            if (last != null) {
                vfs.add(last);
            }
        }
        if (pf.isPresent()) {
            unexpectedDevices(list, numVfs);
        }
        if (!problems.isEmpty() || pf.isEmpty()) {
            return Decoded.failed(problems);
        }
        return Decoded.of(IovConfig.of(schema, pf.get(), vfs), List.of());
    }

    private Optional<DeviceConfig> device(Nvlist list, String name, DeviceSchema device) {
        int before = problems.size();
        Optional<Nvlist> found = nvlist(list, name, name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Setting> settings = new ArrayList<>();
        boolean[] given = new boolean[device.parameters().size()];
        for (Subsystem subsystem : List.of(Subsystem.IOV, Subsystem.DRIVER)) {
            String path = path(name, subsystem.name());
            nvlist(found.get(), subsystem.name(), path)
                    .ifPresent(values ->
                            values.pairs()
                                    .forEach(pair -> {
                                        Setting setting =
                                                setting(path, pair, device, subsystem, given);
                                        if (setting != null) {
                                            settings.add(setting);
                                        }
                                    }));
        }
        for (int slot = 0; slot < given.length; slot++) {
            Parameter parameter = device.parameters().get(slot);
            if (parameter.required() && !given[slot]) {
                problems.add(
                        WireProblem.error(
                                ConfigCode.MISSING_PARAMETER,
                                path(name, device.subsystem(slot).name()),
                                "Required parameter '"
                                        + parameter.name()
                                        + "' not found in '"
                                        + name
                                        + "'"));
            }
        }
        for (NvPair pair : found.get().pairs()) {
            if (!ParameterName.same(pair.name(), "IOV")
                    && !ParameterName.same(pair.name(), "DRIVER")) {
                problems.add(
                        WireProblem.error(
                                WireCode.UNEXPECTED_ENTRY,
                                path(name, pair.name()),
                                "A device has the lists IOV and DRIVER only"));
            }
        }
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(DeviceConfig.of(device, settings));
    }

    private @Nullable Setting setting(
            String parent, NvPair pair, DeviceSchema device, Subsystem subsystem, boolean[] given) {
        String name = pair.name();
        int slot = device.slot(name);
        if (slot < 0 || device.subsystem(slot) != subsystem) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.UNKNOWN_PARAMETER,
                            path(parent, name),
                            parent + ": Invalid config key '" + name + "'"));
            return null;
        }
        if (given[slot]) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.REPEATED_PARAMETER,
                            path(parent, name),
                            "'" + name + "' is set twice"));
            return null;
        }
        given[slot] = true;
        Parameter parameter = device.parameters().get(slot);
        Optional<ParameterType> type = parameter.type();
        if (type.isEmpty()) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.UNKNOWN_TYPE,
                            path(parent, name),
                            "Unexpected type '" + parameter.typeName() + "' in schema"));
            return null;
        }
        Optional<ParameterValue> value = WireValue.read(pair.value(), type.get());
        if (value.isEmpty()) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.WRONG_TYPE,
                            path(parent, name),
                            "Value '"
                                    + WireValue.text(pair.value())
                                    + "' of key '"
                                    + name
                                    + "' is not of type "
                                    + parameter.typeName()));
            return null;
        }
        return new Setting(parameter, subsystem, name, value.get(), Setting.Source.SECTION, null);
    }

    private OptionalInt numVfs(DeviceConfig pf) {
        String device = pf.value("device").map(ParameterValue::text).orElse("");
        if (!DeviceName.isValid(device)) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.BAD_DEVICE,
                            "PF.IOV.device",
                            "'" + device + "' is not a device's name"));
        }
        if (pf.value("num_vfs").orElse(null) instanceof ParameterValue.Uint(long count)) {
            if (count == 0) {
                problems.add(
                        WireProblem.error(
                                ConfigCode.NO_VFS,
                                "PF.IOV.num_vfs",
                                "PF.num_vfs must be at least 1"));
            }
            return OptionalInt.of((int) count);
        }
        problems.add(
                WireProblem.error(
                        ConfigCode.MISSING_PARAMETER,
                        "PF.IOV",
                        "Required parameter 'num_vfs' not found in 'PF'"));
        return OptionalInt.empty();
    }

    private void unexpectedDevices(Nvlist list, int numVfs) {
        for (NvPair pair : list.pairs()) {
            String name = pair.name();
            if (!ParameterName.same(name, PF) && !isVf(name, numVfs)) {
                problems.add(
                        WireProblem.error(
                                WireCode.UNEXPECTED_ENTRY,
                                name,
                                numVfs == 0
                                        ? "There is nothing but PF without VFs"
                                        : "The devices are PF and VF-0 to VF-" + (numVfs - 1)));
            }
        }
    }

    /// Whether a name is `VF-` and a number below `num_vfs` without leading zeros.
    private static boolean isVf(String name, int numVfs) {
        if (name.length() < 4
                || name.length() > 8
                || !ParameterName.same(name.substring(0, 3), "VF-")
                || (name.charAt(3) == '0' && name.length() > 4)) {
            return false;
        }
        int number = 0;
        for (int i = 3; i < name.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            number = 10 * number + digit;
        }
        return number < numVfs;
    }

    private Optional<Nvlist> nvlist(Nvlist parent, String name, String path) {
        Optional<NvPair> pair = parent.pair(name);
        if (pair.isEmpty()) {
            problems.add(WireProblem.missingList(path));
            return Optional.empty();
        }
        if (pair.get().value() instanceof Nvlist list) {
            return Optional.of(list);
        }
        problems.add(WireProblem.notAList(path, "'" + WireValue.text(pair.get().value()) + "'"));
        return Optional.empty();
    }
}

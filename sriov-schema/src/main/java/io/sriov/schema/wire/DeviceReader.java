package io.sriov.schema.wire;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.ConfigCode;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticCode;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a configuration's nvlist says about one device, as `pci_iov_schema_validate_device`
/// does.
final class DeviceReader {
    private static final List<Subsystem> SUBSYSTEMS = List.of(Subsystem.IOV, Subsystem.DRIVER);

    private final String name;
    private final DeviceSchema schema;
    private final List<Diagnostic> problems;
    private final List<Setting> settings = new ArrayList<>();
    private final boolean[] given;

    /// @param name the device's name in the list: `PF`, `VF-0`
    /// @param schema the schema of the device
    /// @param problems where problems go
    DeviceReader(String name, DeviceSchema schema, List<Diagnostic> problems) {
        this.name = name;
        this.schema = schema;
        this.problems = problems;
        this.given = new boolean[schema.parameters().size()];
    }

    Optional<DeviceConfig> read(Nvlist list) {
        int before = problems.size();
        Optional<NvPair> device = list.pair(name);
        if (device.isEmpty()) {
            problems.add(WireProblem.missingList(name));
        } else if (device.get().value() instanceof Nvlist subsystems) {
            SUBSYSTEMS.forEach(subsystem -> subsystem(subsystems, subsystem));
            unexpected(subsystems);
            missing();
        } else {
            problems.add(WireProblem.notAList(name, device.get().value()));
        }
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(DeviceConfig.of(schema, settings));
    }

    private void subsystem(Nvlist device, Subsystem subsystem) {
        Optional<NvPair> pair = device.pair(subsystem.name());
        if (pair.isEmpty()) {
            problems.add(WireProblem.missingList(path(subsystem)));
        } else if (pair.get().value() instanceof Nvlist values) {
            values.pairs().forEach(value -> setting(subsystem, value));
        } else {
            problems.add(WireProblem.notAList(path(subsystem), pair.get().value()));
        }
    }

    private void setting(Subsystem subsystem, NvPair pair) {
        String key = pair.name();
        int slot = schema.slot(key);
        if (slot < 0 || schema.subsystem(slot) != subsystem) {
            problem(
                    ConfigCode.UNKNOWN_PARAMETER,
                    subsystem,
                    key,
                    path(subsystem) + ": Invalid config key '" + key + "'");
            return;
        }
        if (given[slot]) {
            problem(ConfigCode.REPEATED_PARAMETER, subsystem, key, "'" + key + "' is set twice");
            return;
        }
        given[slot] = true;
        Parameter parameter = schema.parameters().get(slot);
        Optional<ParameterType> type = parameter.type();
        if (type.isEmpty()) {
            problem(
                    ConfigCode.UNKNOWN_TYPE,
                    subsystem,
                    key,
                    "Unexpected type '" + parameter.typeName() + "' in schema");
            return;
        }
        Optional<ParameterValue> value = WireValue.read(pair.value(), type.get());
        if (value.isEmpty()) {
            problem(
                    ConfigCode.WRONG_TYPE,
                    subsystem,
                    key,
                    "Value '"
                            + WireValue.text(pair.value())
                            + "' of key '"
                            + key
                            + "' is not of type "
                            + parameter.typeName());
            return;
        }
        settings.add(
                new Setting(parameter, subsystem, key, value.get(), Setting.Source.SECTION, null));
    }

    private void unexpected(Nvlist device) {
        for (NvPair pair : device.pairs()) {
            if (SUBSYSTEMS.stream()
                    .noneMatch(subsystem -> ParameterName.same(subsystem.name(), pair.name()))) {
                problems.add(
                        WireProblem.error(
                                WireCode.UNEXPECTED_ENTRY,
                                WireProblem.path(name, pair.name()),
                                "A device has the lists IOV and DRIVER only"));
            }
        }
    }

    private void missing() {
        for (int slot = 0; slot < given.length; slot++) {
            Parameter parameter = schema.parameters().get(slot);
            if (parameter.required() && !given[slot]) {
                problems.add(
                        WireProblem.error(
                                ConfigCode.MISSING_PARAMETER,
                                path(schema.subsystem(slot)),
                                "Required parameter '"
                                        + parameter.name()
                                        + "' not found in '"
                                        + name
                                        + "'"));
            }
        }
    }

    private void problem(DiagnosticCode code, Subsystem subsystem, String key, String message) {
        problems.add(WireProblem.error(code, WireProblem.path(path(subsystem), key), message));
    }

    private String path(Subsystem subsystem) {
        return WireProblem.path(name, subsystem.name());
    }
}

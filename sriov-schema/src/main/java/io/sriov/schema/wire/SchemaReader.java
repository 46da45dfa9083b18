package io.sriov.schema.wire;

import static io.sriov.schema.wire.WireProblem.path;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.SchemaCode;
import io.sriov.schema.SchemaRules;
import io.sriov.schema.Subsystem;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads a schema out of an nvlist, all problems at once.
final class SchemaReader {
    private final List<Diagnostic> problems = new ArrayList<>();

    Decoded<PfSchema> read(Nvlist list) {
        Map<DeviceKind, DeviceSchema> devices = new EnumMap<>(DeviceKind.class);
        for (DeviceKind kind : DeviceKind.values()) {
            nvlist(list, kind.name(), kind.name())
                    .ifPresent(device -> devices.put(kind, device(kind.name(), device)));
        }
        passOver(
                list,
                "",
                name ->
                        names(DeviceKind.values())
                                .anyMatch(known -> ParameterName.same(known, name)));
        if (problems.stream().anyMatch(Diagnostic::isError)) {
            return Decoded.failed(problems);
        }
        DeviceSchema nothing = DeviceSchema.of(List.of(), List.of());
        return Decoded.of(
                new PfSchema(
                        devices.getOrDefault(DeviceKind.PF, nothing),
                        devices.getOrDefault(DeviceKind.VF, nothing)),
                problems);
    }

    private DeviceSchema device(String path, Nvlist device) {
        Set<String> names = new HashSet<>();
        Map<Subsystem, List<Parameter>> parameters = new EnumMap<>(Subsystem.class);
        for (Subsystem subsystem : List.of(Subsystem.IOV, Subsystem.DRIVER)) {
            List<Parameter> found = new ArrayList<>();
            String subsystemPath = path(path, subsystem.name());
            nvlist(device, subsystem.name(), subsystemPath)
                    .ifPresent(list ->
                            list.pairs()
                                    .forEach(pair ->
                                            parameter(subsystemPath, pair, names)
                                                    .ifPresent(found::add)));
            parameters.put(subsystem, found);
        }
        passOver(
                device,
                path,
                name ->
                        names(Subsystem.values())
                                .anyMatch(known -> ParameterName.same(known, name)));
        return DeviceSchema.of(
                parameters.getOrDefault(Subsystem.IOV, List.of()),
                parameters.getOrDefault(Subsystem.DRIVER, List.of()));
    }

    private Optional<Parameter> parameter(String parent, NvPair pair, Set<String> names) {
        String name = pair.name();
        String path = path(parent, name);
        if (!(pair.value() instanceof Nvlist node)) {
            problems.add(WireProblem.notAList(path, pair.value()));
            return Optional.empty();
        }
        Optional<String> typeName = node.string(SchemaNvlist.TYPE);
        if (typeName.isEmpty()) {
            problems.add(
                    WireProblem.error(SchemaCode.MISSING_TYPE, path, "'" + name + "' has no type"));
            return Optional.empty();
        }
        Parameter.Builder parameter = Parameter.builder().name(name).typeName(typeName.get());
        node.pair(SchemaNvlist.DEFAULT)
                .flatMap(value -> defaultValue(path, name, typeName.get(), value.value()))
                .ifPresent(parameter::defaultValue);
        node.pair(SchemaNvlist.REQUIRED)
                .ifPresent(required ->
                        parameter.required(required(path, name, node, required.value())));
        passOver(
                node,
                path,
                key ->
                        Stream.of(SchemaNvlist.TYPE, SchemaNvlist.DEFAULT, SchemaNvlist.REQUIRED)
                                .anyMatch(known -> ParameterName.same(known, key)));
        if (!names.add(ParameterName.fold(name))) {
            problems.add(
                    WireProblem.error(
                            SchemaCode.DUPLICATE_PARAMETER,
                            path,
                            "'" + name + "' is defined twice for the same device"));
            return Optional.empty();
        }
        return Optional.of(parameter.build());
    }

    private Optional<ParameterValue> defaultValue(
            String path, String name, String typeName, NvValue value) {
        Optional<ParameterType> type = ParameterType.named(typeName);
        Optional<ParameterValue> read =
                type.isPresent() ? WireValue.read(value, type.get()) : WireValue.readUntyped(value);
        if (read.isEmpty()) {
            Diagnostic problem =
                    SchemaRules.badDefault(
                            name, WireValue.text(value), typeName, Origin.whole(path));
            problems.add(
                    type.isPresent()
                            ? problem
                            : WireProblem.warning(problem.code(), path, problem.message()));
        }
        return read;
    }

    private boolean required(String path, String name, Nvlist node, NvValue value) {
        if (!(value instanceof NvValue.Bool(boolean required))) {
            problems.add(
                    WireProblem.error(
                            SchemaCode.WRONG_SHAPE,
                            path(path, SchemaNvlist.REQUIRED),
                            "'" + WireValue.text(value) + "' is neither true nor false"));
            return false;
        }
        if (node.contains(SchemaNvlist.DEFAULT)) {
            problems.add(
                    WireProblem.error(
                            SchemaCode.REQUIRED_AND_DEFAULT,
                            path,
                            "'" + name + "' is required and has a default"));
        }
        return required;
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
        problems.add(WireProblem.notAList(path, pair.get().value()));
        return Optional.empty();
    }

    private void passOver(Nvlist list, String path, Predicate<String> known) {
        for (NvPair pair : list.pairs()) {
            if (!known.test(pair.name())) {
                problems.add(
                        WireProblem.warning(
                                WireCode.UNEXPECTED_ENTRY,
                                path.isEmpty() ? pair.name() : path(path, pair.name()),
                                "'"
                                        + pair.name()
                                        + "' has no meaning in this version and is passed over"));
            }
        }
    }

    private static Stream<String> names(Enum<?>... constants) {
        return Stream.of(constants).map(Enum::name);
    }
}

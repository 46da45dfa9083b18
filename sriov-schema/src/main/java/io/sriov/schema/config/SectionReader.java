package io.sriov.schema.config;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.ScalarConversion;
import io.sriov.schema.text.ScalarConversion.Converted;
import io.sriov.schema.text.ScalarConversion.Refused;
import io.sriov.schema.text.Spelling;
import io.sriov.schema.text.TextFormat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of a section against the schema of its device.
final class SectionReader {
    private final PfSchema schema;
    private final boolean complete;
    private final TextFormat format;
    private final List<Diagnostic> problems;

    /// @param schema the schema
    /// @param complete whether a parameter that the schema does not have is none
    /// @param format the format of the text, for hints
    /// @param problems where problems go
    SectionReader(PfSchema schema, boolean complete, TextFormat format, List<Diagnostic> problems) {
        this.schema = schema;
        this.complete = complete;
        this.format = format;
        this.problems = problems;
    }

    /// The parameters that a section gives: valid ones by slot; `mentioned` also those whose values
    /// were refused.
    record Parameters(List<Setting> settings, BitSet mentioned) {}

    Parameters read(DeviceKind kind, String name, Node.Section section, Setting.Source source) {
        DeviceSchema device = schema.device(kind);
        var settings = new ArrayList<Setting>(section.entries().size());
        var mentioned = new BitSet(device.parameters().size());
        var firsts = new Origin[device.parameters().size()];
        var others = new HashMap<String, Origin>();
        for (Node.Entry entry : section.entries()) {
            int slot = device.slot(entry.key());
            if (slot < 0 && !complete) {
                Origin first = others.putIfAbsent(ParameterName.fold(entry.key()), entry.origin());
                if (first != null) {
                    problems.add(
                            ConfigProblem.repeatedParameter(
                                    name, entry.key(), entry.origin(), first));
                }
            } else if (slot < 0) {
                problems.add(
                        ConfigProblem.unknownParameter(
                                name, entry.key(), entry.origin(), hint(kind, entry.key())));
            } else if (mentioned.get(slot)) {
                Parameter parameter = device.parameters().get(slot);
                problems.add(
                        ConfigProblem.repeatedParameter(
                                name, entry.key(), entry.origin(), firsts[slot]));
                convert(kind, parameter, entry);
            } else {
                mentioned.set(slot);
                firsts[slot] = entry.origin();
                Parameter parameter = device.parameters().get(slot);
                if (convert(kind, parameter, entry) instanceof Converted(var value)) {
                    settings.add(
                            new Setting(
                                    parameter,
                                    device.subsystem(slot),
                                    entry.key(),
                                    value,
                                    source,
                                    entry.value().origin()));
                }
            }
        }
        return new Parameters(settings, mentioned);
    }

    private ScalarConversion.@Nullable Result convert(
            DeviceKind kind, Parameter parameter, Node.Entry entry) {
        if (parameter.type().isEmpty()) {
            problems.add(ConfigProblem.unknownType(parameter, entry.origin()));
            return null;
        }
        ScalarConversion.Result result =
                ScalarConversion.convert(entry.value(), parameter.type().get(), format);
        if (result instanceof Refused refused) {
            problems.add(
                    kind == DeviceKind.PF
                                    && parameter.name().equals("device")
                                    && refused.reason() == ScalarConversion.Reason.WRONG_TYPE
                            ? ConfigProblem.deviceNotAString(entry.value(), Notation.of(format))
                            : ConfigProblem.refusedValue(parameter, entry, refused));
        }
        return result;
    }

    private @Nullable String hint(DeviceKind kind, String key) {
        DeviceKind other = kind == DeviceKind.PF ? DeviceKind.VF : DeviceKind.PF;
        if (schema.device(other).slot(key) >= 0) {
            return other == DeviceKind.PF
                    ? "'" + key + "' is a parameter of the PF: put it in the PF section"
                    : "'"
                            + key
                            + "' is a parameter of VFs: put it in DEFAULT, or in the VF's own"
                            + " section";
        }
        return Spelling.nearest(key, names(kind))
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() ->
                        "the parameters of a "
                                + kind
                                + " are "
                                + String.join(", ", names(kind).toList()));
    }

    private Stream<String> names(DeviceKind kind) {
        return schema.device(kind).parameters().stream().map(Parameter::name);
    }
}

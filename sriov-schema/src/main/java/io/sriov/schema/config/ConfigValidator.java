package io.sriov.schema.config;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Document;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a configuration against a schema, as iovctl(8) does in `parse.c`, but to the end of the
/// file.
///
/// One walk over the sections in the order of the text, then one over the VFs: linear in both.
final class ConfigValidator {
    private static final List<String> NAMES = List.of("PF", "DEFAULT");

    private final PfSchema schema;
    private final Document document;
    private final Notation notation;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final SectionReader sections;

    private final Map<String, Origin> seen = new HashMap<>();
    private @Nullable ReadSection pf;
    private @Nullable ReadSection defaults;
    private final Map<String, ReadSection> vfs = new LinkedHashMap<>();

    /// A section whose parameters were read.
    private record ReadSection(
            SectionName name, Origin origin, SectionReader.Parameters parameters) {}

    private ConfigValidator(Document document, PfSchema schema, boolean complete) {
        this.document = document;
        this.notation = Notation.of(document.format());
        this.schema = schema;
        this.sections = new SectionReader(schema, complete, document.format(), problems);
    }

    ConfigValidator(Document document, PfSchema schema) {
        this(document, schema, true);
    }

    /// {@return a check of what is so by any schema: the sections and the infrastructure's own
    /// parameters}
    static ConfigValidator withoutSchema(Document document) {
        return new ConfigValidator(document, PfSchema.ofDriver(List.of(), List.of()), false);
    }

    ConfigResult validate() {
        problems.addAll(document.report().diagnostics());
        document.root().ifPresent(this::readSections);
        Optional<IovConfig> config = Optional.empty();
        if (pf == null) {
            checkSections(-1);
        } else {
            config = complete(pf);
        }
        var report = DiagnosticReport.inTextOrder(problems, document.sources());
        return new ConfigResult(report.hasErrors() ? Optional.empty() : config, report);
    }

    private void readSections(Node root) {
        if (!(root instanceof Node.Section top)) {
            problems.add(ConfigProblem.missingPf(root.origin(), notation));
            return;
        }
        for (Node.Entry entry : top.entries()) {
            SectionName.parse(entry.key())
                    .ifPresentOrElse(
                            name -> readSection(name, entry),
                            () ->
                                    problems.add(
                                            ConfigProblem.unexpectedSection(
                                                    entry.key(),
                                                    entry.origin(),
                                                    sectionHint(entry))));
        }
        if (!seen.containsKey(SectionName.Kind.PF.name())) {
            Origin text = Origin.whole(document.name());
            problems.add(
                    top.entries().stream()
                            .filter(ConfigValidator::seemsToMeanPf)
                            .findFirst()
                            .map(meant -> ConfigProblem.misspelledPf(text, meant))
                            .orElseGet(() -> ConfigProblem.missingPf(text, notation)));
        }
    }

    private static boolean seemsToMeanPf(Node.Entry entry) {
        return !ParameterName.same(entry.key(), "VF")
                && Spelling.nearest(entry.key(), NAMES.stream()).filter("PF"::equals).isPresent();
    }

    private void readSection(SectionName name, Node.Entry entry) {
        Origin first = seen.putIfAbsent(name.canonical(), entry.origin());
        if (first != null) {
            problems.add(ConfigProblem.repeatedSection(entry.key(), entry.origin(), first));
        }
        if (name.kind() == SectionName.Kind.DEFAULT && !vfs.isEmpty()) {
            problems.add(ConfigProblem.defaultAfterVf(entry.origin()));
        }
        switch (entry.value()) {
            case Node.Sequence _ ->
                    problems.add(
                            ConfigProblem.arrayAsSection(entry.key(), entry.origin(), notation));
            case Node.Scalar scalar ->
                    problems.add(
                            name.kind() == SectionName.Kind.PF && first == null
                                    ? ConfigProblem.pfNotAnObject(scalar, notation)
                                    : ConfigProblem.sectionNotAnObject(
                                            entry.key(), scalar, notation));
            case Node.Section section -> {
                DeviceKind kind =
                        name.kind() == SectionName.Kind.PF ? DeviceKind.PF : DeviceKind.VF;
                Setting.Source source =
                        name.kind() == SectionName.Kind.DEFAULT
                                ? Setting.Source.DEFAULT_SECTION
                                : Setting.Source.SECTION;
                var read =
                        new ReadSection(
                                name,
                                entry.origin(),
                                sections.read(kind, entry.key(), section, source));
                if (first == null) {
                    keep(read);
                }
            }
        }
    }

    private void keep(ReadSection section) {
        switch (section.name().kind()) {
            case PF -> pf = section;
            case DEFAULT -> defaults = section;
            case VF -> vfs.put(section.name().digits(), section);
        }
    }

    private @Nullable String sectionHint(Node.Entry entry) {
        String key = entry.key();
        if (schema.pf().slot(key) >= 0) {
            return "'"
                    + key
                    + "' is a parameter of the PF: put it in a section "
                    + notation.section("PF");
        }
        if (ParameterName.same(key, "VF")) {
            return "write the section's name as one word: " + notation.section("VF-0");
        }
        if (key.matches("(?i)vf[-_ ]?0*[0-9]{1,5}")) {
            return "did you mean 'VF-" + Integer.parseInt(key.replaceAll("\\D", "")) + "'?";
        }
        return Spelling.nearest(key, NAMES.stream())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("the sections are PF, DEFAULT, and VF-0, VF-1, …");
    }

    private Optional<IovConfig> complete(ReadSection pfSection) {
        checkRequired(DeviceKind.PF, "PF", pfSection.origin(), pfSection, null);
        checkDevice(pfSection);
        List<Setting> pfSettings = pfSection.parameters().settings();
        int numVfs = -1;
        for (Setting setting : pfSettings) {
            if (setting.parameter().name().equals("num_vfs")
                    && setting.value() instanceof ParameterValue.Uint(long bits)) {
                numVfs = (int) bits;
                if (bits == 0) {
                    problems.add(ConfigProblem.noVfs(setting.origin().orElse(pfSection.origin())));
                }
            }
        }
        List<DeviceConfig> vfConfigs = numVfs > 0 ? completeVfs(pfSection, numVfs) : List.of();
        checkSections(numVfs);
        if (problems.stream().anyMatch(Diagnostic::isError)) {
            return Optional.empty();
        }
        var pfConfig = new DeviceConfig(schema.pf(), pfSettings);
        String device = pfConfig.value("device").orElseThrow().text();
        return Optional.of(new IovConfig(schema, device, pfConfig, vfConfigs));
    }

    private void checkDevice(ReadSection pfSection) {
        for (Setting setting : pfSection.parameters().settings()) {
            if (setting.subsystem() == Subsystem.IOV
                    && setting.parameter().name().equals("device")
                    && !DeviceName.isValid(setting.value().text())) {
                problems.add(
                        ConfigProblem.badDevice(
                                setting.value().text(),
                                setting.origin().orElse(pfSection.origin())));
            }
        }
    }

    private List<DeviceConfig> completeVfs(ReadSection pfSection, int numVfs) {
        List<Setting> defaultSettings =
                defaults == null ? List.of() : defaults.parameters().settings();
        var byDefault = new DeviceConfig(schema.vf(), defaultSettings);
        var configs = new DeviceConfig[numVfs];
        Arrays.fill(configs, byDefault);
        int without = 0;
        int firstWithout = -1;
        for (int i = 0; i < numVfs; i++) {
            ReadSection own = vfs.get(Integer.toString(i));
            if (own != null) {
                configs[i] = new DeviceConfig(schema.vf(), merged(own, defaultSettings));
            } else {
                without++;
                firstWithout = firstWithout < 0 ? i : firstWithout;
            }
        }
        if (without > 0) {
            checkRequiredWithout(pfSection, firstWithout, without);
        }
        return Arrays.asList(configs);
    }

    private List<Setting> merged(ReadSection own, List<Setting> defaultSettings) {
        if (defaultSettings.isEmpty()) {
            return own.parameters().settings();
        }
        var settings = new ArrayList<>(own.parameters().settings());
        for (Setting setting : defaultSettings) {
            if (!own.parameters().mentioned().get(schema.vf().slot(setting.parameter().name()))) {
                settings.add(setting);
            }
        }
        return settings;
    }

    private void checkRequired(
            DeviceKind kind,
            String name,
            Origin origin,
            ReadSection own,
            @Nullable ReadSection fallback) {
        DeviceSchema device = schema.device(kind);
        for (Subsystem subsystem : Subsystem.values()) {
            for (Parameter parameter : device.parameters(subsystem)) {
                int slot = device.slot(parameter.name());
                boolean given =
                        own.parameters().mentioned().get(slot)
                                || (fallback != null
                                        && fallback.parameters().mentioned().get(slot));
                if (parameter.required() && !given) {
                    problems.add(
                            kind == DeviceKind.PF && parameter.name().equals("device")
                                    ? ConfigProblem.missingDevice(origin, notation)
                                    : ConfigProblem.missingParameter(
                                            parameter, name, origin, null));
                }
            }
        }
    }

    /// VFs without a section lack the same parameters all of them: said once.
    private void checkRequiredWithout(ReadSection pfSection, int first, int count) {
        for (Subsystem subsystem : Subsystem.values()) {
            for (Parameter parameter : schema.vf().parameters(subsystem)) {
                int slot = schema.vf().slot(parameter.name());
                if (parameter.required()
                        && (defaults == null || !defaults.parameters().mentioned().get(slot))) {
                    problems.add(
                            ConfigProblem.missingParameter(
                                    parameter,
                                    IovConfig.vfName(first),
                                    pfSection.origin(),
                                    count == 1
                                            ? "give it in DEFAULT, or in a section VF-" + first
                                            : "nor in "
                                                    + (count - 1)
                                                    + " more VFs that have no section: give it in"
                                                    + " DEFAULT"));
                }
            }
        }
    }

    /// @param numVfs how many VFs there are to be; not positive where that is not known
    private void checkSections(int numVfs) {
        for (ReadSection vf : vfs.values()) {
            int number = vf.name().vfNumber();
            if (number < 0) {
                problems.add(ConfigProblem.vfNumberTooLarge(vf.name().digits(), vf.origin()));
            } else if (numVfs > 0 && number >= numVfs) {
                problems.add(ConfigProblem.vfOutOfBounds(vf.name().digits(), numVfs, vf.origin()));
            } else {
                checkRequired(DeviceKind.VF, vf.name().canonical(), vf.origin(), vf, defaults);
            }
        }
    }
}

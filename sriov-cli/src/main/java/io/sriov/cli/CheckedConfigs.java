package io.sriov.cli;

import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigDocument;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The configurations of a command, each checked against the schema of its PF.
final class CheckedConfigs {
    private CheckedConfigs() {}

    /// {@return the configurations, in the order of the command line}
    ///
    /// @param documents what was read
    /// @param schemas gives the schema of a PF by its device name
    /// @param rules gives what else a PF has against a configuration that fits its schema
    /// @param problems where warnings go
    /// @throws CommandException with the problems of all files, when one is not valid; or when two
    ///   are for the same PF
    static List<IovConfig> of(
            List<ConfigDocument> documents,
            Function<String, PfSchema> schemas,
            Function<IovConfig, List<Diagnostic>> rules,
            Problems problems) {
        refuseTwoForOnePf(documents);
        var configs = new ArrayList<IovConfig>();
        DiagnosticReport report = DiagnosticReport.empty();
        for (ConfigDocument document : documents) {
            ConfigResult result = document.validate(schema(document, schemas));
            report = report.and(result.report());
            if (result.config().isPresent()) {
                IovConfig config = result.config().get();
                report = report.and(new DiagnosticReport(rules.apply(config), List.of()));
                configs.add(config);
            }
        }
        if (report.hasErrors()) {
            throw new CommandException(report);
        }
        problems.report(report);
        return configs;
    }

    private static PfSchema schema(ConfigDocument document, Function<String, PfSchema> schemas) {
        try {
            return schemas.apply(document.device().orElseThrow());
        } catch (CommandException e) {
            throw e.with("named at " + document.deviceOrigin().orElseThrow());
        }
    }

    private static void refuseTwoForOnePf(List<ConfigDocument> documents) {
        Map<String, String> files = new HashMap<>();
        for (ConfigDocument document : documents) {
            String device = document.device().orElseThrow();
            String other = files.putIfAbsent(device, document.name());
            if (other != null) {
                throw new CommandException(
                        Failure.of(
                                "'"
                                        + other
                                        + "' and '"
                                        + document.name()
                                        + "' both configure "
                                        + device,
                                "a PF has one configuration: leave one of them out"));
            }
        }
    }
}

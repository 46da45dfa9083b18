package com.example.controller;

import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.text.TextFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// The configuration that a ledger stands for.
///
/// It goes through the same reader as an operator's file: parameters come from outside, and the
/// reader tells of everything that is wrong with them. As JSON it has none of UCL's variables and
/// includes, which strangers are not to use.
final class PoolConfig {
    private static final JsonMapper JSON = new JsonMapper();

    private PoolConfig() {}

    // snippet: config
    static IovConfig of(Ledger ledger, String device, PfSchema schema) throws RefusedException {
        var sections = new LinkedHashMap<String, Map<String, Object>>();
        sections.put("PF", Map.of("device", device, "num_vfs", ledger.slots().size()));
        for (int vf = 0; vf < ledger.slots().size(); vf++) {
            var section = new LinkedHashMap<>(ledger.slots().get(vf).parameters());
            section.put("passthrough", true);
            sections.put(IovConfig.vfName(vf), section);
        }
        ConfigResult result =
                ConfigReader.standard()
                        .read("request", JSON.writeValueAsString(sections), TextFormat.JSON)
                        .validate(schema);
        if (result.config().isEmpty()) {
            throw new RefusedException(
                    result.report().diagnostics().stream()
                            .map(problem ->
                                    problem.message()
                                            + problem.hint().map(hint -> "; " + hint).orElse(""))
                            .distinct()
                            .collect(Collectors.joining("\n")));
        }
        return result.config().get();
    }
    // end
}

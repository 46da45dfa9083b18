package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigDocument;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistDump;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.wire.ConfigNvlist;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `-C -n`: checks configurations and shows what a kernel would be given. Touches nothing, and
/// needs no host where `--schema` names the schema.
final class DryRun implements Verb {

    @Override
    public int run(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        Optional<PfSchema> schema =
                arguments.schema().map(word -> OfflineSchema.named(word, invocation.problems()));
        List<ConfigDocument> documents =
                schema.map(known -> ConfigFiles.read(arguments, known))
                        .orElseGet(() -> ConfigFiles.read(arguments));
        if (arguments.format() == OutputFormat.NVLIST && documents.size() > 1) {
            throw new CommandException(
                    Failure.of("--format nvlist takes one configuration at a time"));
        }
        if (schema.isPresent()) {
            check(documents, _ -> schema.get(), _ -> List.of(), invocation)
                    .forEach(config -> print(config, Pf.of(config.device()).node(), invocation));
        } else {
            try (Sriov sriov = Hosts.open(invocation)) {
                Function<String, PhysicalFunction> pfs = device -> Pf.of(device).open(sriov.host());
                check(
                                documents,
                                device -> Pf.schema(pfs.apply(device)),
                                config -> pfs.apply(config.device()).check(config),
                                invocation)
                        .forEach(config ->
                                print(config, pfs.apply(config.device()).node(), invocation));
            }
        }
        return 0;
    }

    private static List<IovConfig> check(
            List<ConfigDocument> documents,
            Function<String, PfSchema> schemas,
            Function<IovConfig, List<Diagnostic>> rules,
            Invocation invocation) {
        return CheckedConfigs.of(documents, schemas, rules, invocation.problems());
    }

    private static void print(IovConfig config, String node, Invocation invocation) {
        Terminal terminal = invocation.terminal();
        switch (invocation.arguments().format()) {
            case TEXT -> {
                try (Writer out = terminal.text()) {
                    write(config, node, out);
                } catch (IOException e) {
                    throw new Terminal.OutputException(e);
                }
            }
            case JSON -> Json.print(terminal, json -> EffectiveConfigJson.write(config, json));
            case MDOC -> throw new IllegalStateException("-C -n has no manual page");
            case NVLIST -> terminal.write(NvlistPacker.pack(ConfigNvlist.of(config)));
        }
    }

    private static void write(IovConfig config, String node, Appendable out) throws IOException {
        Nvlist list = ConfigNvlist.of(config);
        out.append("Would enable SR-IOV on device '").append(node).append("'.\n");
        out.append("The following configuration parameters would be used:\n");
        NvlistDump.write(list, out);
        out.append("The configuration parameters consume ")
                .append(Long.toString(list.packedSize()))
                .append(" bytes when packed.\n");
    }
}

package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.wire.SchemaNvlist;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/// `-S`: which parameters the PF's driver takes.
final class PrintSchema implements Verb {

    @Override
    public int run(Invocation invocation) {
        Optional<String> schema = invocation.arguments().schema();
        if (schema.isPresent()) {
            print(OfflineSchema.named(schema.get(), invocation.problems()), invocation);
            return 0;
        }
        List<Pf> pfs = Pf.named(invocation.arguments());
        try (Sriov sriov = Hosts.open(invocation)) {
            for (Pf pf : pfs) {
                print(Pf.schema(pf.open(sriov.host())), invocation);
            }
        }
        return 0;
    }

    private static void print(PfSchema schema, Invocation invocation) {
        Terminal terminal = invocation.terminal();
        switch (invocation.arguments().format()) {
            case TEXT -> {
                try (Writer out = terminal.text()) {
                    SchemaText.write(schema, out);
                } catch (IOException e) {
                    throw new Terminal.OutputException(e);
                }
            }
            case JSON -> Json.print(terminal, json -> SchemaWriter.write(schema, json));
            case MDOC -> throw new IllegalStateException("-S has no manual page");
            case NVLIST -> terminal.write(NvlistPacker.pack(SchemaNvlist.of(schema)));
        }
    }
}

package io.sriov.cli;

import io.sriov.Sriov;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `-D -n`: opens the PFs and says so; whether they have VFs is not looked at, as with iovctl(8).
final class DeleteDryRun implements Verb {

    @Override
    public int run(Invocation invocation) {
        List<Pf> pfs = Pf.named(invocation.arguments());
        try (Sriov sriov = Hosts.open(invocation)) {
            for (Pf pf : pfs) {
                String node = pf.open(sriov.host()).node();
                print(pf.word().equals(pf.node()) ? node : pf.word(), node, invocation);
            }
        }
        return 0;
    }

    private static void print(String name, String node, Invocation invocation) {
        Terminal terminal = invocation.terminal();
        if (invocation.arguments().format() == OutputFormat.JSON) {
            Json.print(terminal, json -> write(node, json));
            return;
        }
        try (Writer out = terminal.text()) {
            out.append("Would attempt to delete all VF children of '" + name + "'\n");
        } catch (IOException e) {
            throw new Terminal.OutputException(e);
        }
    }

    private static void write(String node, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("wouldDeleteVfsOf", node);
        json.writeEndObject();
    }
}

package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/// `-L`: the PF and its VFs as they are.
final class PrintStatus implements Verb {

    @Override
    public int run(Invocation invocation) {
        List<Pf> pfs = Pf.named(invocation.arguments());
        try (Sriov sriov = Hosts.open(invocation)) {
            for (Pf named : pfs) {
                PhysicalFunction pf = named.open(sriov.host());
                print(Pf.status(pf), invocation);
                Interrupted.notice(sriov, List.of(pf.device()), invocation.problems());
            }
        }
        return 0;
    }

    private static void print(PfStatus status, Invocation invocation) {
        Terminal terminal = invocation.terminal();
        if (invocation.arguments().format() == OutputFormat.JSON) {
            Json.print(terminal, json -> StatusJson.write(status, json));
            return;
        }
        try (Writer out = terminal.text()) {
            StatusText.write(status, out);
        } catch (IOException e) {
            throw new Terminal.OutputException(e);
        }
    }
}

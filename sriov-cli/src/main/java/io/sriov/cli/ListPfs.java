package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.PfStatus;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.OptionalInt;

/// `--list`: all PFs of the host.
final class ListPfs implements Verb {

    @Override
    public int run(Invocation invocation) {
        Terminal terminal = invocation.terminal();
        try (Sriov sriov = Hosts.open(invocation)) {
            List<PfStatus> pfs = sriov.inventory();
            if (invocation.arguments().format() == OutputFormat.JSON) {
                Json.print(
                        terminal,
                        json -> {
                            json.writeStartObject();
                            json.writeArrayPropertyStart("pfs");
                            pfs.forEach(pf -> StatusJson.write(pf, json));
                            json.writeEndArray();
                            json.writeEndObject();
                        });
            } else {
                print(pfs, terminal);
            }
            Interrupted.notice(
                    sriov, pfs.stream().map(PfStatus::device).toList(), invocation.problems());
        }
        return 0;
    }

    private static void print(List<PfStatus> pfs, Terminal terminal) {
        var table = new Table("DEVICE", "PCI", "DRIVER", "VFS", "ARI", "NUMA");
        for (PfStatus pf : pfs) {
            OptionalInt node = pf.numaNode();
            table.add(
                    pf.device(),
                    pf.address().toString(),
                    pf.driver(),
                    pf.numVfs() + "/" + pf.totalVfs(),
                    pf.ari().map(ari -> ari ? "on" : "off").orElse("-"),
                    node.isPresent() ? Integer.toString(node.getAsInt()) : "-");
        }
        try (Writer out = terminal.text()) {
            table.write(out);
        } catch (IOException e) {
            throw new Terminal.OutputException(e);
        }
    }
}

package io.sriov.cli;

import io.sriov.PfReading;
import io.sriov.Sriov;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// `--list`: all PFs of the host.
final class ListPfs implements Verb {

    @Override
    public int run(Invocation invocation) {
        Terminal terminal = invocation.terminal();
        try (Sriov sriov = Hosts.open(invocation)) {
            List<PfReading> readings = sriov.readings();
            List<PfStatus> pfs = read(readings);
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
                print(readings, terminal);
            }
            Interrupted.notice(
                    sriov, pfs.stream().map(PfStatus::device).toList(), invocation.problems());
            return tell(readings, invocation.problems()) ? 0 : 1;
        }
    }

    private static List<PfStatus> read(List<PfReading> readings) {
        var read = new ArrayList<PfStatus>();
        for (PfReading reading : readings) {
            if (reading instanceof PfReading.Read(PfStatus status)) {
                read.add(status);
            }
        }
        return read;
    }

    /// Tells which PFs could not be read; whether all could.
    private static boolean tell(List<PfReading> readings, Problems problems) {
        boolean all = true;
        for (PfReading reading : readings) {
            if (reading instanceof PfReading.Unread(String device, HostException failure)) {
                problems.failure(Failures.of("Could not read " + device, failure));
                all = false;
            }
        }
        return all;
    }

    /// The last column is there where a PF has other names.
    private static void print(List<PfReading> readings, Terminal terminal) {
        boolean named = read(readings).stream().anyMatch(pf -> !pf.otherNames().isEmpty());
        var head = new ArrayList<>(List.of("DEVICE", "PCI", "DRIVER", "VFS", "ARI", "NUMA"));
        if (named) {
            head.add("NAMES");
        }
        var table = new Table(head.toArray(String[]::new));
        for (PfReading reading : readings) {
            var row = new ArrayList<String>();
            row.add(reading.device());
            if (reading instanceof PfReading.Read(PfStatus pf)) {
                row.add(pf.address().toString());
                row.add(pf.driver());
                row.add(pf.numVfs() + "/" + pf.mostVfs());
                row.add(pf.ari().map(ari -> ari ? "on" : "off").orElse("-"));
                OptionalInt node = pf.numaNode();
                row.add(node.isPresent() ? Integer.toString(node.getAsInt()) : "-");
                row.add(pf.otherNames().isEmpty() ? "-" : String.join(",", pf.otherNames()));
            }
            while (row.size() < head.size()) {
                row.add("?");
            }
            table.add(row.subList(0, head.size()).toArray(String[]::new));
        }
        try (Writer out = terminal.text()) {
            table.write(out);
        } catch (IOException e) {
            throw new Terminal.OutputException(e);
        }
    }
}

package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.dump.DumpWriter;
import io.sriov.dump.MachineDump;
import io.sriov.dump.Masking;
import io.sriov.schema.diagnostic.PrintableText;

/// `dump`: the host's SR-IOV devices as JSON, with MAC addresses and serial numbers masked.
final class Dump implements Verb {
    /// The word on the command line.
    static final String WORD = "dump";

    /// What it does, in a sentence or two.
    static final String DESCRIPTION =
            "Print the host's SR-IOV devices as JSON: registers, memory, drivers, names. MAC"
                    + " addresses and serial numbers are masked. --host sim:FILE simulates the"
                    + " machine of such a file.";

    @Override
    public int run(Invocation invocation) {
        MachineDump dump;
        try (Sriov sriov = Hosts.open(invocation)) {
            dump = sriov.host().dump();
        }
        Terminal terminal = invocation.terminal();
        terminal.print(DumpWriter.toJson(Masking.random().apply(dump)));
        dump.unread().forEach(text -> tell(terminal, text));
        dump.functions()
                .forEach(function ->
                        function.unread()
                                .forEach(text -> tell(terminal, function.address() + ": " + text)));
        return 0;
    }

    private static void tell(Terminal terminal, String text) {
        terminal.error("iovctl: Not in the dump: " + PrintableText.of(text) + "\n");
    }
}

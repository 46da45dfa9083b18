package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.HandOver;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `--hand-over`: how each VF is given to somebody, and who has it.
final class PrintHandOvers implements Verb {
    private static final String NOTHING = "-";

    @Override
    public int run(Invocation invocation) {
        List<Pf> pfs = Pf.named(invocation.arguments());
        Terminal terminal = invocation.terminal();
        try (Sriov sriov = Hosts.open(invocation)) {
            for (Pf named : pfs) {
                PfStatus status = Pf.status(named.open(sriov.host()));
                if (invocation.arguments().format() == OutputFormat.JSON) {
                    Json.print(terminal, json -> StatusJson.write(status, json));
                } else {
                    print(status, terminal);
                }
            }
        }
        return 0;
    }

    private static void print(PfStatus pf, Terminal terminal) {
        var table = new Table("PF", "VF", "LOCATION", "DRIVER", "TO", "AS", "NOTE");
        for (VfStatus vf : pf.vfs()) {
            if (vf.handOvers().isEmpty()) {
                row(table, pf, vf, NOTHING, NOTHING);
            }
            for (HandOver handOver : vf.handOvers()) {
                row(
                        table,
                        pf,
                        vf,
                        handOver.taker().name().toLowerCase(Locale.ROOT),
                        handOver.text());
            }
        }
        try (Writer out = terminal.text()) {
            table.write(out);
        } catch (IOException e) {
            throw new Terminal.OutputException(e);
        }
    }

    private static void row(Table table, PfStatus pf, VfStatus vf, String to, String as) {
        table.add(
                pf.device(),
                IovConfig.vfName(vf.index()),
                vf.location(),
                vf.driver().orElse(NOTHING),
                to,
                as,
                note(vf));
    }

    private static String note(VfStatus vf) {
        if (!vf.uses().isEmpty()) {
            return vf.uses().stream().map(VfUse::holder).collect(Collectors.joining(", "));
        }
        if (vf.attached()) {
            return "no use known";
        }
        return vf.passthrough()
                ? "no passthrough driver: load the hypervisor's module"
                : "no driver: load the VF's driver";
    }
}

package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.host.VfStatus;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Runs what `docs/freebsd.md` shows.
class FreeBsdDocsTest {
    /// The builder, for a machine that is simulated.
    private record Machine(SymbolLookup library) {
        FreeBsdHost.Builder builder() {
            return FreeBsdHost.builder().library(library);
        }
    }

    private interface Example {
        void run();
    }

    private static String printed(Example example) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aConfigurationIsApplied() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard())) {
            RecordStore records = new MemoryRecordStore();
            IovConfig config;
            try (FreeBsdHost host = Systems.host(system)) {
                config = Systems.firstPassthrough(host, "ix0", 2);
            }
            var FreeBsdHost = new Machine(system.library());
            String printed =
                    printed(() -> {
                        // snippet: freebsd
                        try (FreeBsdHost host = FreeBsdHost.builder().records(records).build();
                                Sriov sriov = Sriov.open(host)) {
                            Outcome outcome = sriov.apply(sriov.plan(config));
                            System.out.println(outcome.toText());

                            for (VfStatus vf : sriov.status("ix0").vfs()) {
                                System.out.println(vf.location() + ": " + vf.handOvers());
                            }
                        }
                        // end
                    });
            assertThat(printed)
                    .contains("ix0: done")
                    .contains("pci0:3:0:128: [HandOver[taker=BHYVE, text=passthru,3/0/128]]")
                    .contains(
                            "pci0:3:0:130: [HandOver[taker=JAIL, text=vnet.interface = \"ixv0\";]]");
        }
    }

    @Test
    void aFreeBsdMachineIsSimulated() {
        String printed =
                printed(() -> {
                    // snippet: simulated-freebsd
                    try (SimulatedFreeBsd system =
                                    SimulatedFreeBsd.builder(SimulatedMachine.standard())
                                            .release(FreeBsdRelease.FREEBSD_14)
                                            .boot();
                            FreeBsdHost host =
                                    FreeBsdHost.builder()
                                            .library(system.library())
                                            .records(new MemoryRecordStore())
                                            .build()) {
                        PhysicalFunction ix0 = host.physicalFunction("ix0");
                        ix0.configure(IovConfig.builder(ix0.schema(), "ix0").numVfs(2).build());
                        system.kernel().useInterface("ix0", 1, "interface %s is up");
                        System.out.println(ix0.status().vfs().get(1).uses());
                    }
                    // end
                });
        assertThat(printed).contains("interface ixv1 is up");
    }
}

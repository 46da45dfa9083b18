package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A driver whose schema has types that this version does not know.
class ForeignSchemaTest {
    @TempDir private Path directory;

    private static Nvlist parameter(String name, String type) {
        return Nvlist.builder(NvFlag.IGNORE_CASE)
                .addNvlist(name, Nvlist.builder(NvFlag.IGNORE_CASE).addString("type", type).build())
                .addNvlist(
                        "queues",
                        Nvlist.builder(NvFlag.IGNORE_CASE).addString("type", "uint8_t").build())
                .build();
    }

    private ConfigResult check(PfSchema schema, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("ix0.conf"), text);
        return ConfigReader.standard().read(file).validate(schema);
    }

    @Test
    void typesOfTheFutureAreShownAndRefusedOnlyWhereTheyAreUsed() throws IOException {
        var machine = Systems.machine().putFurtherType("ipv6-prefix", NvType.STRING).build();
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(machine);
                FreeBsdHost host = Systems.host(system)) {
            system.kernel().detachPf("ix0");
            system.kernel()
                    .attachPf(
                            "ix0",
                            Nvlist.builder(NvFlag.IGNORE_CASE).build(),
                            parameter("prefix", "ipv6-prefix"));
            PhysicalFunction ix0 = host.physicalFunction("ix0");
            Parameter prefix = ix0.schema().vf().find("prefix").orElseThrow();
            assertThat(prefix.type()).isEmpty();
            assertThat(prefix).hasToString("prefix : ipv6-prefix (optional)");

            ConfigResult used =
                    check(
                            ix0.schema(),
                            "PF { device : ix0; num_vfs : 2 }\nVF-1 { prefix : \"2001:db8::/64\" }\n");
            assertThat(used.config()).isEmpty();
            assertThat(used.report().diagnostics())
                    .filteredOn(Diagnostic::isError)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains("ipv6-prefix"));

            ConfigResult unused =
                    check(ix0.schema(), "PF { device : ix0; num_vfs : 2 }\nVF-1 { queues : 2 }\n");
            try (Sriov sriov = Sriov.open(host)) {
                Outcome outcome = sriov.apply(sriov.plan(unused.config().orElseThrow()));
                assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            }
        }
    }
}

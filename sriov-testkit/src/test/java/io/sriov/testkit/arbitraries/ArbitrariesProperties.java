package io.sriov.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.dump.FunctionDump;
import io.sriov.host.Errno;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.file.SchemaReader;
import io.sriov.schema.text.TextFormat;
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.schema.wire.SchemaNvlist;
import io.sriov.testkit.assertions.SriovAssertions;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/// What is drawn is what it is said to be, by judges that know nothing of drawing: the validation,
/// the packed form, and the kernel.
class ArbitrariesProperties {
    private static final Set<String> MADE = new TreeSet<>();

    /// A configuration with its schema.
    record Fitting(PfSchema schema, IovConfig config) {}

    /// A wrong text with its schema.
    record Unfitting(PfSchema schema, InvalidConfig invalid) {}

    @Provide
    Arbitrary<Fitting> fitting() {
        return SchemaArbitraries.schemas()
                .flatMap(schema ->
                        ConfigArbitraries.valid(schema, "ix0", 5)
                                .map(config -> new Fitting(schema, config)));
    }

    @Provide
    Arbitrary<Unfitting> unfitting() {
        return SchemaArbitraries.schemas()
                .flatMap(schema ->
                        ConfigArbitraries.invalid(schema, "ix0", 5)
                                .map(invalid -> new Unfitting(schema, invalid)));
    }

    @Provide
    Arbitrary<SimulatedMachine> machines() {
        return MachineArbitraries.machines();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void schemasAndConfigurationsAreValid(@ForAll("fitting") Fitting drawn) {
        assertThat(SchemaNvlist.unpack(SchemaNvlist.pack(drawn.schema())).orElseThrow())
                .isEqualTo(drawn.schema());
        byte[] packed = ConfigNvlist.pack(drawn.config());
        assertThat(
                        ConfigNvlist.unpack(packed, drawn.schema())
                                .orElseThrow()
                                .sameEffect(drawn.config()))
                .isTrue();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsReportedIsWhatWasDrawn(@ForAll("fitting") Fitting drawn) {
        var report = new SampleReport();
        assertThat(report.appliesTo(drawn.config())).isTrue();
        IovConfig read =
                ConfigReader.standard()
                        .read(
                                "report.json",
                                report.report(drawn.config()).toString(),
                                TextFormat.UCL)
                        .validate(drawn.schema())
                        .config()
                        .orElseThrow();
        assertThat(read.sameEffect(drawn.config())).isTrue();
        assertThat(report.appliesTo(drawn.schema())).isTrue();
        assertThat(
                        SchemaReader.read(
                                        "report.json",
                                        report.report(drawn.schema()).toString(),
                                        TextFormat.UCL)
                                .schema())
                .contains(drawn.schema());
    }

    @Property(tries = 10)
    void aMachineIsReportedAsItsFile(@ForAll("machines") SimulatedMachine machine) {
        var report = new SampleReport();
        assertThat(report.appliesTo(machine)).isTrue();
        assertThat(report.report(machine).toString())
                .startsWith("---\nformat: \"simulated SR-IOV machine\"")
                .contains("profile:");
    }

    @Example
    void jqwikFindsTheReportByTheFileThatNamesIt() throws Exception {
        try (InputStream file =
                SampleReport.class.getResourceAsStream(
                        "/META-INF/services/net.jqwik.api.SampleReportingFormat")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(SampleReport.class.getName());
        }
        assertThat(new SampleReport().appliesTo("a text")).isFalse();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void textsHaveTheMistakeThatTheySayAndNoOther(@ForAll("unfitting") Unfitting drawn) {
        ConfigResult result =
                ConfigReader.standard()
                        .read("drawn.json", drawn.invalid().text(), TextFormat.UCL)
                        .validate(drawn.schema());
        assertThat(result.config()).isEmpty();
        assertThat(result.report().diagnostics())
                .singleElement()
                .satisfies(diagnostic -> {
                    assertThat(diagnostic.code()).isEqualTo(drawn.invalid().code());
                    assertThat(diagnostic.origin().line()).isEqualTo(drawn.invalid().line());
                });
        MADE.add(drawn.invalid().code().code());
    }

    @AfterContainer
    static void allMistakesWereMade() {
        assertThat(MADE).hasSize(Mistake.values().length);
    }

    @Property(tries = 30)
    void pfsOfMachinesCreateVfsOrCannotReachThem(@ForAll("machines") SimulatedMachine machine) {
        try (SimulatedHost host = SimulatedHost.of(machine);
                Sriov sriov = Sriov.open(host)) {
            assertThat(host.physicalFunctions()).hasSize(machine.pfs().size());
            for (PhysicalFunction pf : host.physicalFunctions()) {
                boolean ari = pf.status().ari().orElseThrow();
                IovConfig config = IovConfig.builder(pf.schema(), pf.device()).numVfs(1).build();
                Outcome outcome = sriov.apply(sriov.plan(config));
                if (ari || outcome.committed()) {
                    SriovAssertions.assertThat(outcome).isCommitted();
                    SriovAssertions.assertThat(pf).hasVfs(1);
                } else {
                    SriovAssertions.assertThat(outcome).isRestored().failedWith(Errno.ENOSPC);
                    SriovAssertions.assertThat(pf).hasNoVfs();
                }
            }
        }
    }

    /// Each switch is two ports more on the way to a device.
    @Property(tries = 50)
    void bothKernelsFindTheWayToEachDevice(@ForAll("machines") SimulatedMachine machine) {
        for (OnSimulatedBus host :
                List.of(SimulatedHost.of(machine), SimulatedLinuxHost.of(machine))) {
            assertThat(host.physicalFunctions()).hasSize(machine.pfs().size());
            assertThat(host.dump().functions())
                    .filteredOn(function -> function.kind() == FunctionDump.Kind.PORT)
                    .hasSize(machine.pfs().size() + 2 * machine.switches().size());
        }
    }
}

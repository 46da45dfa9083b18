package io.sriov.testkit.arbitraries;

import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.testkit.machine.MachineWriter;
import io.sriov.testkit.sim.SimulatedMachine;
import net.jqwik.api.SampleReportingFormat;

/// Tells in jqwik's reports what was drawn: configurations, schemas and machines as the files that
/// they would be.
///
/// jqwik finds it by itself where the tests run on the class path. A module cannot provide it to a
/// jqwik that need not be there; tests on the module path see what the values' `toString` says.
/// Immutable.
public final class SampleReport implements SampleReportingFormat {
    /// For jqwik.
    public SampleReport() {}

    @Override
    public boolean appliesTo(Object value) {
        return value instanceof IovConfig
                || value instanceof PfSchema
                || value instanceof SimulatedMachine;
    }

    @Override
    public Object report(Object value) {
        String text =
                switch (value) {
                    case IovConfig config -> ConfigLines.of(config);
                    case PfSchema schema -> SchemaWriter.toJson(schema);
                    case SimulatedMachine machine -> MachineWriter.toYaml(machine);
                    default -> value.toString();
                };
        return SampleReportingFormat.plainLabel(text.strip());
    }
}

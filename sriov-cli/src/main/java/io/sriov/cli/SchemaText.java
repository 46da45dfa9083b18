package io.sriov.cli;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import java.io.IOException;

/// A schema as `iovctl -S` of FreeBSD prints it.
final class SchemaText {
    private SchemaText() {}

    /// Prints a schema.
    ///
    /// @param schema the schema
    /// @param out where to
    /// @throws IOException when `out` fails
    static void write(PfSchema schema, Appendable out) throws IOException {
        out.append("The following configuration parameters may be configured on the PF:\n");
        parameters(schema.pf(), out);
        out.append("\nThe following configuration parameters may be configured on a VF:\n");
        parameters(schema.vf(), out);
    }

    private static void parameters(DeviceSchema device, Appendable out) throws IOException {
        for (Parameter parameter : device.parameters()) {
            out.append('\t').append(parameter.toString()).append('\n');
        }
    }
}

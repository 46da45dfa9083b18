package io.sriov.schema.reference;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import java.util.List;

/// A valid schema whose names, defaults and descriptions are markup everywhere.
final class HostileSchema {
    static final List<String> NAMES =
            List.of(
                    "Pa",
                    ".Sh",
                    "'br",
                    "a|b",
                    "`x``",
                    "\\fB",
                    "a \"b\" c",
                    "été",
                    "x_y*",
                    "<b>&",
                    "Xr foo 1 ,",
                    "$ref",
                    "a/b~c",
                    "%41",
                    "-",
                    "^(",
                    "\u001b[2J",
                    "a\tb",
                    "1");

    private HostileSchema() {}

    static PfSchema schema() {
        return PfSchema.ofDriver(
                List.of(Parameter.required("x\"; }", ParameterType.UINT64)),
                NAMES.stream().map(HostileSchema::parameter).toList());
    }

    private static Parameter parameter(String name) {
        return Parameter.builder()
                .name(name)
                .type(ParameterType.STRING)
                .defaultValue(new ParameterValue.Text("~~~\n.El " + name))
                .description(".Sh is a line, 'so is this.  Next\n.sentence | \\fB `" + name + "`. ")
                .build();
    }
}

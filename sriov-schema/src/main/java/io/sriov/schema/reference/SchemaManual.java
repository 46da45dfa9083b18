package io.sriov.schema.reference;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Documents a schema as a manual page in mdoc(7), as pci_iov_schema(9) asks of every driver.
public final class SchemaManual {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);

    private SchemaManual() {}

    /// {@return the page, of section 5, in ASCII; each line ended by LF}
    ///
    /// @param name whose schema it is: a driver's name or a device's
    /// @param schema the schema
    /// @param date when the schema was last changed; the page shows it
    public static String text(String name, PfSchema schema, LocalDate date) {
        var page = new Mdoc();
        page.macro(".Dd " + DATE.format(date));
        page.macro(".Dt " + title(name) + "-IOV 5");
        page.macro(".Os");
        page.macro(".Sh NAME");
        page.macro(".Nm " + Mdoc.argument(name + "-iov"));
        page.macro(".Nd " + Mdoc.escaped("SR-IOV parameters of " + name).strip());
        page.macro(".Sh DESCRIPTION");
        page.macro("A configuration as");
        page.macro(".Xr iovctl.conf 5");
        page.macro("has it may give these parameters.");
        page.macro(".Ss Parameters of the PF");
        page.macro("In the section");
        page.macro(".Cm PF :");
        list(schema.pf(), page);
        page.macro(".Ss Parameters of a VF");
        page.macro("In the section");
        page.macro(".Cm VF- Ns Ar n");
        page.macro("of a VF, or in");
        page.macro(".Cm DEFAULT");
        page.macro("for all of them:");
        list(schema.vf(), page);
        page.macro(".Sh EXAMPLES");
        page.literal(ExampleConfig.text(name, schema));
        page.macro(".Sh SEE ALSO");
        page.macro(".Xr iovctl.conf 5 ,");
        page.macro(".Xr iovctl 8 ,");
        page.macro(".Xr pci_iov_schema 9");
        return page.toString();
    }

    /// A title is capitals; what it cannot have in it is left out.
    private static String title(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9.-]", "").replaceAll("^\\W+", "");
    }

    private static void list(DeviceSchema device, Mdoc page) {
        page.macro(".Bl -tag -width indent");
        for (int slot = 0; slot < device.parameters().size(); slot++) {
            Parameter parameter = device.parameters().get(slot);
            page.macro(
                    ".It Cm "
                            + Mdoc.argument(parameter.name())
                            + " Pq "
                            + Mdoc.argument(
                                    parameter.typeName()
                                            + ", "
                                            + ParameterFacts.presence(parameter)));
            page.text(
                    ParameterFacts.description(device.subsystem(slot), parameter)
                            .orElse("Not documented."));
            page.text("Values: " + ParameterFacts.values(device.subsystem(slot), parameter) + ".");
        }
        page.macro(".El");
    }
}

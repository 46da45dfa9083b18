package io.sriov.schema.file;

import io.sriov.schema.PfSchema;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The schemas of FreeBSD's PF drivers, as data files; for checking configurations where no such
/// host is at hand.
///
/// A kernel's own schema, where one can be asked, is always the better answer: drivers change, and
/// some defaults depend on the hardware. Sources: the drivers' `pci_iov_schema_add_*` calls in
/// FreeBSD's `sys/dev`. Thread-safe.
public final class BuiltInSchemas {
    private static final List<String> DRIVERS =
            List.of("bnxt", "cxgbe", "ice", "igb", "ix", "ixl", "mlx5", "octep", "qlnxe", "vnic");

    private BuiltInSchemas() {}

    /// {@return the names of the drivers, sorted}
    public static List<String> drivers() {
        return DRIVERS;
    }

    /// {@return the schema of a driver, or empty where none is built in}
    ///
    /// @param driver the driver's name: `ix`
    public static Optional<PfSchema> find(String driver) {
        return DRIVERS.contains(driver) ? Optional.of(load(driver)) : Optional.empty();
    }

    private static PfSchema load(String driver) {
        String file = "builtin/" + driver + ".json";
        try (InputStream in = BuiltInSchemas.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the built-in schema " + file + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            SchemaResult result = SchemaReader.read(file, text, TextFormat.JSON);
            return result.schema()
                    .orElseThrow(() -> new IllegalStateException(result.report().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in schema " + file + " cannot be read", e);
        }
    }
}

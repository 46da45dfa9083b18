package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Configurations as operators write them, read from files.
final class NetdevConfigs {
    private NetdevConfigs() {}

    /// {@return the configuration in a file of this text}
    static IovConfig read(Path directory, String text, PfSchema schema) {
        ConfigResult result = validate(directory, text, schema);
        assertThat(result.report().diagnostics()).isEmpty();
        return result.config().orElseThrow();
    }

    static ConfigResult validate(Path directory, String text, PfSchema schema) {
        try {
            Path file = Files.writeString(directory.resolve("nic.conf"), text);
            return ConfigReader.standard().read(file).validate(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the parameters of the only VF, from the body of its section}
    static DriverParameters vf(Path directory, String body, PfSchema schema) {
        String text = "PF { device : ens1f0; num_vfs : 1; }\nVF-0 { " + body + " }\n";
        return DriverParameters.of(read(directory, text, schema).vf(0));
    }
}

package io.sriov.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The run from which the launcher's AOT cache is made: what usual commands load and link is in the
/// cache afterwards. Nothing of it is seen, and no machine but a simulated one is touched.
final class TrainingRun {
    static final String VALID =
            """
            # A configuration with something of everything.
            PF { device : "ix0"; num_vfs : 3; }
            DEFAULT { passthrough : true; mac-anti-spoof = yes }
            VF-0 {
                mac-addr : "02:56:48:7e:d9:f7";
                passthrough : false;
                vlan : 1;
            }
            VF-1 { vlan : trunk; allow-promisc : off }
            """;

    static final String INVALID =
            """
            PF { device : ix0; num_vfs : 3; }
            VF-0 { mac-adr : "02:56:48:7e:d9:f7"; vlan : 4096; passthrough : "true" }
            VF-7 { }
            """;

    private TrainingRun() {}

    /// Runs usual commands once.
    ///
    /// @param args not used
    /// @throws IOException when there is no place for the files that they are given
    public static void main(String[] args) throws IOException {
        Path valid = Files.createTempFile("iovctl", ".conf");
        Path invalid = Files.createTempFile("iovctl", ".conf");
        try {
            Files.writeString(valid, VALID, StandardCharsets.UTF_8);
            Files.writeString(invalid, INVALID, StandardCharsets.UTF_8);
            for (List<String> command : commands(valid.toString(), invalid.toString())) {
                Iovctl.run(
                        command,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        System.getenv());
            }
        } finally {
            Files.deleteIfExists(valid);
            Files.deleteIfExists(invalid);
        }
        // Ending the JVM loads classes, too.
        System.exit(0);
    }

    /// {@return what is run}
    ///
    /// @param valid a file with [#VALID]
    /// @param invalid a file with [#INVALID]
    static List<List<String>> commands(String valid, String invalid) {
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("-X"),
                List.of("-S", "--schema", "ix"),
                List.of("-C", "-n", "-f", valid, "--schema", "ix"),
                List.of("-C", "-n", "-f", valid, "--schema", "ix", "--format", "json"),
                List.of("-C", "-n", "-f", valid, "--schema", "ix", "--format", "nvlist"),
                List.of("-C", "-n", "-f", invalid, "--schema", "ix"),
                List.of("-C", "-f", valid, "--host", "sim"),
                List.of("-C", "-f", valid, "--host", "sim", "--plan"),
                List.of("-L", "-d", "ix0", "--host", "sim"),
                List.of("-D", "-d", "ix0", "--host", "sim"),
                List.of("--list", "--host", "sim"),
                List.of("schema", "diff", "ix", "ix"),
                List.of("schema", "docs", "ix"),
                List.of("schema", "json-schema", "ix"));
    }
}

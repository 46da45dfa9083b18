package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script for rc(8) as the distribution has it, run by a shell with the functions of rc.subr(8)
/// that it uses, and with the packaged command on a simulated machine.
class BootScriptIT {
    private static final Path DISTRIBUTION = Path.of(Run.inTree("sriov-cli/target/iovctl"));

    /// What rc.subr(8) does for a script with commands of its own.
    private static final String RC_SUBR =
            """
            load_rc_config() { . "$RC_CONF"; }
            warn() { echo "$0: WARNING: $*" >&2; }
            run_rc_command() {
                eval enabled=\\$$rcvar
                [ "$enabled" = YES ] || { echo "$name is not enabled"; return 0; }
                eval command=\\$${1}_cmd
                $command
            }
            """
                    .replace("\\\\", "\\");

    @TempDir private Path directory;

    private record Finished(int status, String output) {}

    private Finished service(String command) throws IOException, InterruptedException {
        Path script = directory.resolve("sriov");
        Path subr = Files.writeString(directory.resolve("rc.subr"), RC_SUBR);
        Files.writeString(
                script,
                Files.readString(DISTRIBUTION.resolve("share/boot/rc.d/sriov"))
                        .replace("/etc/rc.subr", subr.toString()));
        Path out = directory.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder("sh", script.toString(), command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile());
        builder.environment().putAll(Map.of("RC_CONF", directory.resolve("rc.conf").toString()));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Finished(process.exitValue(), Files.readString(out));
    }

    private void configure(String enabled, String files) throws IOException {
        Files.writeString(
                directory.resolve("rc.conf"),
                """
                sriov_enable="%s"
                sriov_files="%s"
                sriov_program="%s --host sim:machine.json"
                """
                        .formatted(enabled, files, DISTRIBUTION.resolve("bin/iovctl")));
    }

    @Test
    void createsAndDestroysTheVfsOfItsFiles() throws Exception {
        Files.writeString(directory.resolve("ix0.conf"), "PF { device : ix0; num_vfs : 2 }");
        Files.writeString(directory.resolve("ice0.conf"), "PF { device : ice0; num_vfs : 3 }");
        Files.writeString(directory.resolve("wrong.conf"), "PF { device : qat0 }");
        configure("YES", "ix0.conf wrong.conf absent.conf ice0.conf");

        Finished start = service("start");
        assertThat(start.output())
                .contains("WARNING: absent.conf cannot be read")
                .contains("Required parameter 'num_vfs' not found in 'PF'");
        assertThat(start.status()).isEqualTo(1);
        configure("YES", "ix0.conf ice0.conf");
        assertThat(service("status").output())
                .contains("sriov: enabled=yes vfs=2/64")
                .contains("sriov: enabled=yes vfs=3/256");
        assertThat(service("start")).isEqualTo(new Finished(0, ""));
        assertThat(service("stop")).isEqualTo(new Finished(0, ""));
        assertThat(service("status").output()).contains("vfs=0/64").contains("vfs=0/256");
    }

    @Test
    void doesNothingUnlessEnabled() throws Exception {
        Files.writeString(directory.resolve("ix0.conf"), "PF { device : ix0; num_vfs : 2 }");
        configure("NO", "ix0.conf");

        assertThat(service("start")).isEqualTo(new Finished(0, "sriov is not enabled\n"));
        assertThat(directory.resolve("machine.json")).doesNotExist();
    }
}

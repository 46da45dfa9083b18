package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged command, started by its launcher as a process of its own.
class LauncherIT {
    private static final String LAUNCHER = Run.inTree("sriov-cli/target/iovctl/bin/iovctl");
    private static final String CONFIG = Run.inTree("examples/ix0.conf");

    @TempDir private Path directory;

    private record Finished(int status, String out, String err) {}

    /// Runs a line of shell in which `$IOVCTL` is the launcher and `$CONF` the main example.
    private Finished shell(String line) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", line)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("IOVCTL", LAUNCHER);
        builder.environment().put("CONF", CONFIG);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Finished(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void doesWhatItDoesInThisJvm() throws Exception {
        Finished dryRun = shell("$IOVCTL -C -n -f $CONF --schema ix");
        Finished usage = shell("$IOVCTL -x");

        assertThat(dryRun.out())
                .isEqualTo(Run.iovctl("-C", "-n", "-f", CONFIG, "--schema", "ix").out());
        assertThat(dryRun.err()).isEmpty();
        assertThat(dryRun.status()).isZero();
        assertThat(usage.err()).isEqualTo(Run.iovctl("-x").err());
        assertThat(usage.status()).isEqualTo(1);
    }

    @Test
    void keepsTheSimulatedMachineFromOneProcessToTheNext() throws Exception {
        Finished run =
                shell(
                        "ln -s $IOVCTL link && ./link --host sim:m.json -C -f $CONF"
                                + " && ./link --host sim:m.json -L -d ix0"
                                + " && ./link --host sim:m.json -D -d ix0 && rm link");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("ix0:\n").contains("sriov: enabled=yes vfs=4/64");
        assertThat(run.status()).isZero();
    }

    @Test
    void takesNamesInUtf8WhateverTheLocale() throws Exception {
        Finished run =
                shell(
                        "mkdir $'w\\xc3\\xa9' && cd $'w\\xc3\\xa9' && mkdir d"
                                + " && cp $CONF $'d/z\\xc3\\xa9.conf'"
                                + " && LC_ALL=C $IOVCTL --host sim:$'s\\xc3\\xa9.json' -C -f d"
                                + " && LC_ALL=POSIX $IOVCTL --host sim:$'s\\xc3\\xa9.json' -L -d ix0"
                                + " && ls s*.json | od -An -tx1 | tr -d ' \\n'");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("vfs=4/64").endsWith("73c3a92e6a736f6e0a");
        assertThat(run.status()).isZero();
    }

    @Test
    void saysThatAPathWithAColonWillNotDo() throws Exception {
        Finished run =
                shell(
                        "cp -r \"${IOVCTL%/bin/iovctl}\" a:b && a:b/bin/iovctl --version; s=$?;"
                                + " rm -r a:b; exit $s");

        assertThat(run.err()).startsWith("iovctl: '").contains("has a colon in its name");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void writesRawBytesForKernels() throws Exception {
        Finished run =
                shell("$IOVCTL -C -n -f $CONF --schema ix --format nvlist > raw && wc -c < raw");

        assertThat(Files.readAllBytes(directory.resolve("raw")))
                .isEqualTo(
                        Run.iovctl("-C", "-n", "-f", CONFIG, "--schema", "ix", "--format", "nvlist")
                                .stdout());
        assertThat(run.status()).isZero();
    }

    /// What a line of shell writes to a terminal, which script(1) gives it.
    private String onTerminal(String line) throws IOException, InterruptedException {
        return shell("script -qec \"" + line + "\" /dev/null < /dev/null").out();
    }

    @Test
    void coloursOnATerminalUnlessToldNotTo() throws Exception {
        assumeThat(Path.of("/usr/bin/script")).exists();
        Files.writeString(directory.resolve("bad.conf"), "PF { device: ix0 }");
        String line = "$IOVCTL -C -n -f bad.conf --schema ix";

        assertThat(onTerminal(line)).contains("\u001b[1;31merror:", "'num_vfs' not found");
        assertThat(onTerminal("NO_COLOR=1 " + line)).contains("error:").doesNotContain("\u001b");
        assertThat(onTerminal(line + " --color never")).contains("error:").doesNotContain("\u001b");
        assertThat(shell(line).err()).contains("error:").doesNotContain("\u001b");
    }

    @Test
    void isQuietWhenTheReaderGoesAway() throws Exception {
        Files.writeString(directory.resolve("big.conf"), "PF { device: ix0; num_vfs: 65535 }");

        Finished run = shell("$IOVCTL -C -n -f big.conf --schema ix | head -n 1");

        assertThat(run.out()).isEqualTo("Would enable SR-IOV on device '/dev/iov/ix0'.\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        Finished run = shell("[ -w /dev/full ] && $IOVCTL -S --schema ix > /dev/full");

        assertThat(run.err())
                .isEqualTo("iovctl: Could not write the output: No space left on device\n");
        assertThat(run.status()).isEqualTo(1);
    }
}

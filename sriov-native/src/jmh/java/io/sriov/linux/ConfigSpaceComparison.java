package io.sriov.linux;

import io.sriov.pci.ConfigSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [ConfigSpaceBenchmark] and, on the same file in the same run, the same loops in C
/// (`src/test/c/configtime.c`), which it shows beside it.
///
/// The file is that of a PCI Express function of this machine, or an ordinary one of as many bytes
/// where it has none; what is printed says which.
final class ConfigSpaceComparison {
    private static final Path DEVICES = Path.of("/sys/bus/pci/devices");

    private ConfigSpaceComparison() {}

    /// Runs the comparison.
    ///
    /// @param args JMH's command line options
    public static void main(String[] args)
            throws RunnerException, IOException, InterruptedException, CommandLineOptionException {
        Path directory = Files.createTempDirectory("config");
        Path ordinary = Files.write(directory.resolve("config"), new byte[ConfigSpace.SIZE]);
        Path program = directory.resolve("configtime");
        try {
            Path file = express().orElse(ordinary);
            var options =
                    new OptionsBuilder()
                            .parent(new CommandLineOptions(args))
                            .include(ConfigSpaceBenchmark.class.getName())
                            .jvmArgsAppend("-D" + ConfigSpaceBenchmark.FILE + "=" + file)
                            .build();
            Collection<RunResult> results = new Runner(options).run();
            run("gcc", "-std=gnu11", "-O2", "-o", program.toString(), "src/test/c/configtime.c");
            String[] c = run(program.toString(), file.toString()).split(" ", -1);
            System.out.printf("%n%s, ns%n%20s %12s %12s%n", file, "", "SDK", "C");
            show("one register", results, "register", c[0]);
            show("4 KiB by registers", results, "registers", c[1]);
            show("4 KiB at once", results, "whole", c[2]);
        } finally {
            Files.deleteIfExists(program);
            Files.delete(ordinary);
            Files.delete(directory);
        }
    }

    private static Optional<Path> express() throws IOException {
        if (!Files.isDirectory(DEVICES)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(DEVICES)) {
            for (Path device : devices) {
                Path config = device.resolve("config");
                if (Files.isReadable(config) && Files.size(config) == ConfigSpace.SIZE) {
                    return Optional.of(config);
                }
            }
        }
        return Optional.empty();
    }

    private static void show(
            String what, Collection<RunResult> results, String method, String inC) {
        for (RunResult result : results) {
            if (result.getParams().getBenchmark().endsWith("." + method)) {
                System.out.printf(
                        "%20s %12.0f %12s%n", what, result.getPrimaryResult().getScore(), inC);
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + ": " + output);
        }
        return output.strip();
    }
}

package io.sriov.linux.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [InventoryBenchmark] and, on the same machines in the same run, `lspci`, which it shows
/// beside it.
///
/// `lspci -n` tells address, class and IDs of every function; `lspci -nvv` also decodes registers,
/// and names driver, NUMA node and IOMMU group. Neither looks at VFs as such, at network interfaces
/// or at users. Its times include the start of a process; those of the inventory do not include the
/// start of a JVM.
public final class InventoryComparison {
    private static final List<String> SIZES = List.of("100", "1000", "10000");
    private static final int RUNS = 5;

    private InventoryComparison() {}

    /// Runs the comparison.
    ///
    /// @param args JMH's command line options
    public static void main(String[] args)
            throws RunnerException, IOException, InterruptedException, CommandLineOptionException {
        Path machines = Files.createTempDirectory("machines");
        try {
            var options = new CommandLineOptions(args);
            for (String size : options.getParameter("functions").orElse(SIZES)) {
                int functions = Integer.parseInt(size);
                LargeMachine.build(LargeMachine.directory(machines, functions), functions);
            }
            compare(machines, options);
        } finally {
            SysfsTree.delete(machines);
        }
    }

    private static void compare(Path machines, CommandLineOptions given)
            throws RunnerException, InterruptedException {
        var options =
                new OptionsBuilder()
                        .parent(given)
                        .include(InventoryBenchmark.class.getName())
                        .jvmArgsAppend(
                                "-XX:+UseSerialGC",
                                "-D" + InventoryBenchmark.MACHINES + "=" + machines)
                        .build();
        Collection<RunResult> results = new Runner(options).run();
        var sizes = new TreeSet<Integer>();
        results.forEach(result -> sizes.add(functions(result)));
        System.out.printf(
                "%n%9s %12s %14s %14s %12s %12s%n",
                "functions",
                "PFs+VFs ms",
                "with users ms",
                "µs/function",
                "lspci -n",
                "lspci -nvv");
        for (int size : sizes) {
            double all = score(results, "withUsers", size);
            System.out.printf(
                    "%9d %12.1f %14.1f %14.1f %12s %12s%n",
                    size,
                    score(results, "pfsAndVfs", size),
                    all,
                    all * 1000 / size,
                    lspci(LargeMachine.directory(machines, size), "-n"),
                    lspci(LargeMachine.directory(machines, size), "-nvv"));
        }
        if (lspci(List.of("lspci", "--version")).isEmpty()) {
            System.out.println("lspci is not installed: install pciutils to compare with it");
        }
    }

    private static int functions(RunResult result) {
        return Integer.parseInt(result.getParams().getParam("functions"));
    }

    private static double score(Collection<RunResult> results, String benchmark, int functions) {
        return results.stream()
                .filter(result ->
                        functions(result) == functions
                                && result.getParams().getBenchmark().endsWith("." + benchmark))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }

    /// The shortest time of several runs, in milliseconds, as text.
    private static String lspci(Path machine, String option) throws InterruptedException {
        List<String> command =
                List.of(
                        "lspci",
                        "-A",
                        "linux-sysfs",
                        "-O",
                        "sysfs.path=" + machine.resolve("sys/bus/pci"),
                        "-D",
                        option);
        var times = new ArrayList<Double>();
        for (int i = 0; i < RUNS; i++) {
            lspci(command).ifPresent(times::add);
        }
        OptionalDouble best = times.stream().mapToDouble(Double::doubleValue).min();
        return best.isPresent() ? "%.1f ms".formatted(best.getAsDouble()) : "-";
    }

    /// How long a run takes, in milliseconds; empty where there is no lspci.
    private static OptionalDouble lspci(List<String> command) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0
                    ? OptionalDouble.of((System.nanoTime() - begun) / 1e6)
                    : OptionalDouble.empty();
        } catch (IOException _) {
            return OptionalDouble.empty();
        }
    }
}

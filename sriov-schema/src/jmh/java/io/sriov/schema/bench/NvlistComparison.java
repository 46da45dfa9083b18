package io.sriov.schema.bench;

import io.sriov.schema.nvlist.NvlistPacker;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [NvlistBenchmark] and, on the same lists in the same run, a [LibnvModel], which it shows
/// beside it.
public final class NvlistComparison {
    /// The model takes quadratic time: minutes for more.
    private static final int MOST_VFS_OF_MODEL = 1024;

    private NvlistComparison() {}

    /// Runs the comparison.
    ///
    /// @param args JMH's command line options
    public static void main(String[] args)
            throws RunnerException, IOException, CommandLineOptionException, InterruptedException {
        var options =
                new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(NvlistBenchmark.class.getName())
                        .build();
        Collection<RunResult> results = new Runner(options).run();
        SortedMap<Integer, Double> pack = microseconds(results, "pack");
        SortedMap<Integer, Double> unpack = microseconds(results, "unpack");
        Optional<String> missing = LibnvModel.missing();
        System.out.println();
        System.out.println(
                missing.orElse(
                        "libnv* is a model of its algorithm in C, src/test/c/nvtime.c, compiled"
                                + " and run here"));
        System.out.printf(
                "%8s %12s %12s %12s %12s %15s %17s%n",
                "VFs",
                "pack µs",
                "ns per VF",
                "unpack µs",
                "ns per VF",
                "libnv* pack µs",
                "libnv* unpack µs");
        for (int vfs : pack.keySet()) {
            System.out.printf("%8d", vfs);
            show(vfs, pack.getOrDefault(vfs, Double.NaN));
            show(vfs, unpack.getOrDefault(vfs, Double.NaN));
            if (missing.isEmpty() && vfs <= MOST_VFS_OF_MODEL) {
                LibnvModel.Times times =
                        LibnvModel.times(NvlistPacker.pack(NvlistBenchmark.list(vfs)));
                System.out.printf(" %15.1f %17.1f", times.pack() / 1000, times.unpack() / 1000);
            }
            System.out.println();
        }
    }

    private static void show(int vfs, double microseconds) {
        System.out.printf(" %12.1f %12.0f", microseconds, microseconds * 1000 / vfs);
    }

    private static SortedMap<Integer, Double> microseconds(
            Collection<RunResult> results, String method) {
        var byVfs = new TreeMap<Integer, Double>();
        for (RunResult result : results) {
            if (result.getParams().getBenchmark().endsWith("." + method)) {
                byVfs.put(
                        Integer.valueOf(result.getParams().getParam("vfs")),
                        result.getPrimaryResult().getScore());
            }
        }
        return byVfs;
    }
}

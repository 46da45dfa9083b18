package io.sriov.schema.bench;

import io.sriov.schema.ucl.LibuclProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [PipelineBenchmark] and, on the same texts in the same run, libucl's own parse, which it
/// shows beside it.
///
/// libucl alone gives a tree of untyped values; the pipeline gives a validated configuration in its
/// packed form.
public final class PipelineComparison {
    /// Enough parses for libucl's mean to settle: about as many VF sections for every size.
    private static final int VFS_PER_SIZE = 400_000;

    private PipelineComparison() {}

    /// Runs the comparison.
    ///
    /// @param args JMH's command line options
    public static void main(String[] args)
            throws RunnerException, IOException, CommandLineOptionException {
        var options =
                new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(PipelineBenchmark.class.getName())
                        .build();
        Collection<RunResult> results = new Runner(options).run();
        List<RunResult> bySize =
                results.stream().sorted(Comparator.comparingInt(PipelineComparison::vfs)).toList();
        LibuclProbe.missing().ifPresent(System.out::println);
        System.out.printf(
                "%n%8s %14s %12s %14s %8s%n",
                "VFs", "pipeline µs", "ns per VF", "libucl µs", "ratio");
        for (RunResult result : bySize) {
            int vfs = vfs(result);
            double pipeline = result.getPrimaryResult().getScore();
            System.out.printf("%8d %14.1f %12.0f", vfs, pipeline, pipeline * 1000 / vfs);
            if (LibuclProbe.missing().isEmpty()) {
                double libucl = libucl(vfs);
                System.out.printf(" %14.1f %8.2f", libucl, pipeline / libucl);
            }
            System.out.println();
        }
    }

    private static int vfs(RunResult result) {
        return Integer.parseInt(result.getParams().getParam("vfs"));
    }

    private static double libucl(int vfs) throws IOException {
        Path file = Files.createTempFile("configuration", ".conf");
        try {
            Files.writeString(file, ConfigurationText.of(vfs));
            return LibuclProbe.nanosecondsPerParse(file, Math.max(3, VFS_PER_SIZE / vfs)) / 1000;
        } finally {
            Files.delete(file);
        }
    }
}

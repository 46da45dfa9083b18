package io.sriov.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [ManyVfsBenchmark], measures what the VFs take of the heap, and draws both: time and memory
/// over the number of VFs.
public final class ManyVfs {
    private static final String CURVE = "target/many-vfs.svg";

    private ManyVfs() {}

    /// What was measured at one number of VFs.
    ///
    /// @param vfs how many
    /// @param millis for planning, applying and planning again
    /// @param retained bytes that the host with its VFs takes
    /// @param allocated bytes that were allocated on the way
    record Point(int vfs, double millis, long retained, double allocated) {}

    /// Runs it, and leaves the curve in `target/many-vfs.svg`.
    ///
    /// @param args JMH's command line options
    public static void main(String[] args)
            throws RunnerException, CommandLineOptionException, IOException {
        var options =
                new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(ManyVfsBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .build();
        List<Point> points = new ArrayList<>();
        for (RunResult result : new Runner(options).run()) {
            int pfs = Integer.parseInt(result.getParams().getParam("pfs"));
            points.add(
                    new Point(
                            ManyVfsBenchmark.vfs(pfs),
                            result.getPrimaryResult().getScore(),
                            retained(pfs),
                            Objects.requireNonNull(
                                            result.getSecondaryResults().get("gc.alloc.rate.norm"))
                                    .getScore()));
        }
        points.sort(Comparator.comparingInt(Point::vfs));
        System.out.printf(
                "%n%8s %10s %10s %14s %16s%n",
                "VFs", "ms", "µs/VF", "heap bytes/VF", "allocated/VF");
        for (Point point : points) {
            System.out.printf(
                    "%8d %10.0f %10.1f %14d %16.0f%n",
                    point.vfs(),
                    point.millis(),
                    1000 * point.millis() / point.vfs(),
                    point.retained() / point.vfs(),
                    point.allocated() / point.vfs());
        }
        Files.writeString(Path.of(CURVE), Curve.of(points));
        System.out.println(CURVE);
    }

    private static long retained(int pfs) {
        var benchmark = new ManyVfsBenchmark();
        benchmark.pfs = pfs;
        long before = used();
        benchmark.switchOn();
        benchmark.planAndApply();
        long after = used();
        benchmark.switchOff();
        return after - before;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}

package io.sriov.cli.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Whole processes, from start to end: a command through the distribution's launcher, the same with
/// plain `java` on the distribution's jars, and the least that any JVM takes, one that tells its
/// version.
///
/// To be run in the module's directory, after it was packaged.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@Fork(1)
public class StartBenchmark {
    private static final Path DISTRIBUTION = Path.of("target", "iovctl").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Param({"--version", "-C -n --schema ix -f ../examples/ix0.conf"})
    String arguments = "";

    @Benchmark
    public int launcher() throws IOException, InterruptedException {
        return run(DISTRIBUTION.resolve("bin/iovctl").toString());
    }

    @Benchmark
    public int plainJava() throws IOException, InterruptedException {
        return run(JAVA, "-cp", DISTRIBUTION.resolve("lib") + "/*", "io.sriov.cli.Iovctl");
    }

    @Benchmark
    public int jvmAlone() throws IOException, InterruptedException {
        return run(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version");
    }

    private int run(String... program) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(program));
        command.addAll(List.of(arguments.split(" ")));
        int status =
                new ProcessBuilder(command)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IllegalStateException(command + " ends with status " + status);
        }
        return status;
    }
}

package io.sriov.linux;

import io.sriov.pci.ConfigSpace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reading a function's configuration space: one register, and all of it by registers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConfigSpaceBenchmark {
    /// The system property that names the file `config`.
    static final String FILE = "io.sriov.linux.config";

    private @Nullable SysfsConfigSpace space;

    @Setup
    public void open() {
        String file = System.getProperty(FILE);
        if (file == null) {
            throw new IllegalStateException("to be run by ConfigSpaceComparison");
        }
        space = SysfsConfigSpace.open(Path.of(file));
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(space).close();
    }

    @Benchmark
    public long register() {
        return Objects.requireNonNull(space).read(0, 4);
    }

    @Benchmark
    public long registers() {
        SysfsConfigSpace config = Objects.requireNonNull(space);
        long sum = 0;
        for (int offset = 0; offset < ConfigSpace.SIZE; offset += 4) {
            sum += config.read(offset, 4);
        }
        return sum;
    }

    @Benchmark
    public byte[] whole() {
        return Objects.requireNonNull(space).bytes();
    }
}

package io.sriov.schema.bench;

import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.text.TextFormat;
import io.sriov.schema.wire.ConfigNvlist;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From the text of a configuration to the bytes that a kernel takes: parse, validate, pack.
///
/// The collector is the serial one, so that the pipeline has one processor, as the C program beside
/// it has. The heap is of one size from the start, and the code is compiled before: the largest
/// configuration would otherwise measure how a heap grows and how few rounds a warm-up second has.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class PipelineBenchmark {
    private static final int WARM_UP = 5_000;

    @Param({"8", "64", "256", "1024", "8192", "65535"})
    int vfs;

    private final PfSchema schema = BuiltInSchemas.find("ix").orElseThrow();
    private String text = "";

    @Setup
    public void prepare() {
        text = ConfigurationText.of(64);
        for (int i = 0; i < WARM_UP; i++) {
            parseValidatePack();
        }
        text = ConfigurationText.of(vfs);
    }

    @Benchmark
    public byte[] parseValidatePack() {
        return ConfigNvlist.pack(
                ConfigReader.standard()
                        .read("ix0.conf", text, TextFormat.UCL)
                        .validate(schema)
                        .config()
                        .orElseThrow());
    }
}

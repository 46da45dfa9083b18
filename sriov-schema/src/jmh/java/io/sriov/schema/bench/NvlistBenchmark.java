package io.sriov.schema.bench;

import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.nvlist.NvlistUnpacker;
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

/// Packs and unpacks the nvlist of a configuration that gives every VF a MAC address, a VLAN and
/// passthrough.
///
/// The collector is the serial one, so that the code has one processor, as the C program beside it
/// has. The heap is of one size from the start: the largest list, 80 MB as objects, would otherwise
/// measure how a heap grows.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class NvlistBenchmark {
    @Param({"8", "64", "1024", "65535"})
    int vfs;

    private Nvlist list = Nvlist.builder().build();
    private byte[] packed = {};

    @Setup
    public void prepare() {
        list = list(vfs);
        packed = NvlistPacker.pack(list);
    }

    @Benchmark
    public byte[] pack() {
        return NvlistPacker.pack(list);
    }

    @Benchmark
    public Nvlist unpack() {
        return NvlistUnpacker.unpack(packed, NvFlag.IGNORE_CASE);
    }

    static Nvlist list(int vfs) {
        IovConfigBuilder config =
                IovConfig.builder(BuiltInSchemas.find("ix").orElseThrow(), "ix0").numVfs(vfs);
        for (int i = 0; i < vfs; i++) {
            byte[] mac = {2, 0, 0, (byte) (i >> 8), (byte) i, 1};
            config.vf(i, "mac-addr", new ParameterValue.Mac(MacAddress.of(mac)))
                    .vf(i, "vlan", new ParameterValue.Vlan(new VlanId(i % 4096)))
                    .vf(i, "passthrough", ParameterValue.Bool.TRUE);
        }
        return ConfigNvlist.of(config.build());
    }
}

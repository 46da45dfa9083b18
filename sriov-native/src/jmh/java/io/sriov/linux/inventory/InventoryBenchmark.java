package io.sriov.linux.inventory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/// The inventory of a [LargeMachine]: PFs and VFs with all that is to be known of them, and who
/// uses the VFs.
///
/// The collector is the serial one, so that the inventory has one processor, as lspci beside it
/// has.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class InventoryBenchmark {
    /// The system property that names the directory with the machines.
    static final String MACHINES = "io.sriov.linux.inventory.machines";

    @Param({"100", "1000", "10000"})
    int functions;

    private PfInventory inventory = LargeMachine.at(Path.of("")).inventory();
    private VfUsers users = LargeMachine.at(Path.of("")).users(Map::of);

    @Setup
    public void open() {
        String machines = System.getProperty(MACHINES);
        if (machines == null) {
            throw new IllegalStateException("to be run by InventoryComparison");
        }
        SysfsTree machine = LargeMachine.at(LargeMachine.directory(Path.of(machines), functions));
        inventory = machine.inventory();
        users = machine.users(Map::of);
    }

    @Benchmark
    public List<SysfsPf> pfsAndVfs() {
        return inventory.read();
    }

    @Benchmark
    public Map<?, VfUsage> withUsers() {
        return users.of(inventory.read().stream().flatMap(pf -> pf.vfs().stream()).toList());
    }
}

package io.sriov.testkit.bench;

import io.sriov.BatchOutcome;
import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.host.PhysicalFunction;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.SimulatedDomains;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Plans and applies the VFs of many PFs on a simulated Linux host with several PCI domains, 256 on
/// each PF, the last one fewer where they would be 65,536; then plans the same again.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 4)
@Measurement(iterations = 5)
public class ManyVfsBenchmark {
    /// The most VFs of all PFs together: as many as one configuration may have.
    private static final int MOST = 0xffff;

    private static final int VFS = 256;

    /// How many PFs there are.
    @Param({"1", "32", "64", "128", "192", "256"})
    public int pfs;

    private @Nullable Sriov sriov;

    /// Switches the machine on.
    @Setup(Level.Invocation)
    public void switchOn() {
        sriov =
                Sriov.open(
                        SimulatedDomains.of(
                                Collections.nCopies(pfs, DeviceProfile.named("e810").orElseThrow()),
                                SimulatedLinuxHost::of));
    }

    /// Switches it off.
    @TearDown(Level.Invocation)
    public void switchOff() {
        Objects.requireNonNull(sriov).close();
    }

    /// {@return how many VFs a number of PFs has here}
    ///
    /// @param pfs the number of PFs
    static int vfs(int pfs) {
        return Math.min(pfs * VFS, MOST);
    }

    private IovConfig config(PhysicalFunction pf, int number) {
        int numVfs = Math.min(VFS, MOST - number * VFS);
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build();
    }

    /// {@return the host, with all VFs}
    @Benchmark
    public Sriov planAndApply() {
        Sriov host = Objects.requireNonNull(sriov);
        List<PhysicalFunction> all = host.host().physicalFunctions();
        List<IovConfig> configs =
                IntStream.range(0, all.size())
                        .mapToObj(number -> config(all.get(number), number))
                        .toList();
        BatchOutcome outcome = host.applyAll(host.plan(configs), ApplyOptions.defaults());
        if (!outcome.committed()) {
            throw new IllegalStateException(outcome.outcomes().getLast().toText());
        }
        if (!host.plan(configs).stream().allMatch(Plan::isEmpty)) {
            throw new IllegalStateException("the VFs are not as planned");
        }
        return host;
    }
}

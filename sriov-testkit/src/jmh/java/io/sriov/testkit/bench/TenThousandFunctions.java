package io.sriov.testkit.bench;

import io.sriov.host.Host;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.junit.Kernel;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.SimulatedDomains;
import java.util.Collections;
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

/// Switches a machine with 40 PFs on, creates 248 VFs on each, and reads what there is then: 9,960
/// functions.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class TenThousandFunctions {
    private static final int PFS = 40;
    private static final int VFS = 248;

    /// Whose kernel.
    @Param public Kernel kernel = Kernel.FREEBSD;

    /// {@return what is there}
    @Benchmark
    public List<PfStatus> createAndRead() {
        List<DeviceProfile> devices =
                Collections.nCopies(PFS, DeviceProfile.named("e810").orElseThrow());
        try (Host host = SimulatedDomains.of(devices, kernel::start)) {
            for (PhysicalFunction pf : host.physicalFunctions()) {
                pf.configure(IovConfig.builder(pf.schema(), pf.device()).numVfs(VFS).build());
            }
            return host.physicalFunctions().stream().map(PhysicalFunction::status).toList();
        }
    }
}

package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.AccessTrace;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import io.sriov.testkit.sim.bus.PortModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Machines of many functions: what is done grows with their number and no faster.
class LargeMachineTest {
    private static final int VFS = 248;

    private static SimulatedMachine machine(int pfs) {
        SimulatedMachine.Builder machine = SimulatedMachine.builder();
        DeviceProfile e810 = DeviceProfile.named("e810").orElseThrow();
        for (int i = 0; i < pfs; i++) {
            machine.addPort(
                    PortModel.builder()
                            .secondaryBus(1 + i)
                            .window(new BridgeWindow(0x40_0000_0000L + ((long) i << 32), 1L << 30))
                            .build());
            machine.addPf(PfDefinition.of(e810, i).bus(1 + i).build());
        }
        return machine.build();
    }

    private static IovConfig config(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build();
    }

    private static int accesses(int pfs, int numVfs) {
        try (SimulatedHost host = SimulatedHost.of(machine(pfs))) {
            return host.operate(kernel -> {
                try (AccessTrace trace = kernel.bus().trace()) {
                    host.physicalFunctions().forEach(pf -> pf.configure(config(pf, numVfs)));
                    host.physicalFunctions().forEach(PhysicalFunction::status);
                    return trace.accesses().size();
                }
            });
        }
    }

    @Test
    void everyFurtherVfCostsTheSame() {
        int one = accesses(1, 1);
        int two = accesses(1, 2);
        assertThat(accesses(1, 200)).isEqualTo(one + 199 * (two - one));
    }

    @Test
    void everyFurtherPfCostsTheSame() {
        int one = accesses(1, 4);
        int two = accesses(2, 4);
        assertThat(accesses(40, 4)).isEqualTo(one + 39 * (two - one));
    }

    @Test
    void tenThousandFunctionsAreNoTrouble() {
        try (SimulatedHost host = SimulatedHost.of(machine(40))) {
            host.physicalFunctions().forEach(pf -> pf.configure(config(pf, VFS)));
            assertThat(
                            host.physicalFunctions().stream()
                                    .map(PhysicalFunction::status)
                                    .map(PfStatus::vfs)
                                    .flatMap(vfs -> vfs.stream().map(VfStatus::address)))
                    .hasSize(40 * VFS)
                    .doesNotHaveDuplicates();
            assertThat(IntStream.range(0, 40).mapToObj(i -> "ice" + i))
                    .allMatch(name -> host.physicalFunction(name).status().numVfs() == VFS);
        }
    }

    /// Measured in time of the processor, so that others on the machine do not count; the JVM may
    /// take some runs to warm up.
    @ParameterizedTest
    @EnumSource
    void tenThousandFunctionsTakeLessThanASecond(Kernel kernel) {
        List<Duration> taken = new ArrayList<>();
        while (taken.size() < 8
                && taken.stream().noneMatch(one -> one.compareTo(Duration.ofSeconds(1)) < 0)) {
            Duration before = processorTime();
            try (OnSimulatedBus host = kernel.start(machine(40))) {
                host.physicalFunctions().forEach(pf -> pf.configure(config(pf, VFS)));
                assertThat(host.physicalFunctions())
                        .hasSize(40)
                        .allMatch(pf -> pf.status().vfs().size() == VFS);
            }
            taken.add(processorTime().minus(before));
        }
        assertThat(taken.getLast()).as("%s", taken).isLessThan(Duration.ofSeconds(1));
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    enum Kernel {
        FREEBSD {
            @Override
            OnSimulatedBus start(SimulatedMachine machine) {
                return SimulatedHost.of(machine);
            }
        },
        LINUX {
            @Override
            OnSimulatedBus start(SimulatedMachine machine) {
                return SimulatedLinuxHost.of(machine);
            }
        };

        abstract OnSimulatedBus start(SimulatedMachine machine);
    }
}

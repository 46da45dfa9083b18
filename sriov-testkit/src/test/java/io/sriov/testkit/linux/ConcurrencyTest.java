package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Several threads at once.
class ConcurrencyTest {
    private static final int ROUNDS = 20;

    private static CompletableFuture<Void> start(Runnable work) {
        return CompletableFuture.runAsync(work, task -> Thread.ofPlatform().start(task));
    }

    private static void rounds(PhysicalFunction pf) {
        IovConfig config = IovConfig.builder(pf.schema(), pf.device()).numVfs(5).build();
        for (int i = 0; i < ROUNDS; i++) {
            pf.configure(config);
            PfStatus status = pf.status();
            assertThat(status.vfs()).hasSize(5).allMatch(VfStatus::attached);
            pf.delete();
        }
    }

    @Test
    void eachPfHasAThreadOfItsOwn() {
        try (SimulatedLinuxHost host = SimulatedLinuxHost.of(SimulatedMachine.standard())) {
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (PhysicalFunction pf : host.physicalFunctions()) {
                threads.add(start(() -> rounds(pf)));
            }
            threads.forEach(CompletableFuture::join);
            assertThat(host.linux().list("/sys/bus/pci/devices")).hasSize(10);
            assertThat(host.linux().netLinks()).hasSize(3);
        }
    }

    /// Whoever reads meanwhile sees a PF with all its VFs or with none, as `device_lock` has it.
    @Test
    void numVfsIsReadBeforeAChangeOrAfterIt() {
        SimulatedLinux linux = LinuxMachines.linux();
        CompletableFuture<Void> writer =
                start(() -> {
                    for (int i = 0; i < 100; i++) {
                        linux.write(LinuxMachines.PF + "sriov_numvfs", "7");
                        linux.write(LinuxMachines.PF + "sriov_numvfs", "0");
                    }
                });
        while (!writer.isDone()) {
            assertThat(linux.read(LinuxMachines.PF + "sriov_numvfs")).isIn("0\n", "7\n");
            for (String name : linux.list("/sys/bus/pci/devices")) {
                assertThat(name).startsWith("0000:0");
            }
        }
        writer.join();
    }
}

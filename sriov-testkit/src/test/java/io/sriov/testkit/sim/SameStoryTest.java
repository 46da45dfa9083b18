package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.dump.DumpWriter;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.linux.UeventTrace;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.bus.AccessTrace;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same description gives the same story, down to each register and each address: in another
/// thread, beside other hosts, and in another run of the JVM, whose sets and maps have another
/// order.
class SameStoryTest {
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = 20;

    private static SimulatedMachine machine(int seed) {
        DriverQuirks late = DriverQuirks.builder().addressAfterRebind(true).build();
        return SimulatedMachine.builder()
                .from(
                        SimulatedMachine.of(
                                Stream.of("x710", "e810", "qat-c62x")
                                        .map(name -> DeviceProfile.named(name).orElseThrow())
                                        .map(device -> device.withQuirks(late))
                                        .toList()))
                .seed(seed)
                .build();
    }

    private static IovConfig config(PhysicalFunction pf, int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build();
    }

    /// All that can be seen of what a host does: outcomes with their times, states, a dump, calls,
    /// and every access to a register.
    private static void tell(OnSimulatedBus machine, StringJoiner story) {
        var faults = new Faults();
        AccessTrace accesses = machine.onBus(SimulatedBus::trace);
        try (Sriov sriov = Sriov.open(FaultyHost.of(machine, faults), machine.time())) {
            for (PhysicalFunction pf : sriov.host().physicalFunctions()) {
                for (int numVfs : new int[] {3, 2}) {
                    story.add(sriov.apply(sriov.plan(config(pf, numVfs))).toJson());
                }
                story.add(pf.status().toString());
            }
            story.add(sriov.host().examine().toString());
            story.add(DumpWriter.toJson(sriov.host().dump()));
            story.add(faults.story());
            accesses.accesses().forEach(access -> story.add(access.toString()));
        }
    }

    private static String onFreeBsd(int seed) {
        var story = new StringJoiner("\n");
        tell(SimulatedHost.of(machine(seed)), story);
        return story.toString();
    }

    private static String onLinux(int seed) {
        var story = new StringJoiner("\n");
        SimulatedLinuxHost host = SimulatedLinuxHost.of(machine(seed));
        try (UeventTrace uevents = host.linux().traceUevents()) {
            tell(host, story);
            uevents.events().forEach(event -> story.add(event.toString() + event.variables()));
        }
        host.linux().dmesg().forEach(story::add);
        story.add(host.linux().netLinks().toString());
        return story.toString();
    }

    /// For another JVM: writes both stories to a file.
    public static void main(String[] file) throws Exception {
        Files.writeString(Path.of(file[0]), onFreeBsd(7) + onLinux(7));
    }

    @Test
    void isToldInAnotherRun(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("story");
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:off",
                                "-cp",
                                String.join(
                                        File.pathSeparator,
                                        "target/classes",
                                        "target/test-classes",
                                        System.getProperty("jdk.module.path", ""),
                                        System.getProperty("java.class.path")),
                                SameStoryTest.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(said).isZero();
        assertThat(Files.readString(file).lines())
                .containsExactlyElementsOf((onFreeBsd(7) + onLinux(7)).lines().toList());
    }

    @Test
    void isToldByManyHostsAtOnceWhicheverTheirKernels() {
        List<CompletableFuture<String>> freeBsd = new ArrayList<>();
        List<CompletableFuture<String>> linux = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            int seed = i;
            freeBsd.add(inAThread(() -> onFreeBsd(seed)));
            linux.add(inAThread(() -> onLinux(seed)));
        }
        for (int seed = 0; seed < AT_ONCE; seed++) {
            assertThat(freeBsd.get(seed).join()).isEqualTo(onFreeBsd(seed));
            assertThat(linux.get(seed).join()).isEqualTo(onLinux(seed));
        }
        assertThat(freeBsd.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
    }

    @Test
    void oneHostServesManyThreads() {
        for (OnSimulatedBus host :
                List.of(SimulatedHost.of(machine(0)), SimulatedLinuxHost.of(machine(0)))) {
            List<CompletableFuture<String>> changing = new ArrayList<>();
            for (PhysicalFunction pf : host.physicalFunctions()) {
                changing.add(inAThread(() -> changeTimeAndAgain(pf)));
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(changing.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                assertThat(host.physicalFunctions())
                        .extracting(pf -> pf.status().numVfs())
                        .allMatch(numVfs -> numVfs == 0 || numVfs == 5);
                assertThat(host.dump().functions()).hasSizeGreaterThanOrEqualTo(6);
            }
            all.join();
            assertThat(host.dump().functions()).hasSize(6);
        }
    }

    private static String changeTimeAndAgain(PhysicalFunction pf) {
        IovConfig config = config(pf, 5);
        for (int i = 0; i < ROUNDS; i++) {
            pf.configure(config);
            PfStatus status = pf.status();
            assertThat(status.vfs()).hasSize(5).allMatch(VfStatus::attached);
            pf.delete();
        }
        return pf.device();
    }

    private static CompletableFuture<String> inAThread(java.util.function.Supplier<String> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }
}

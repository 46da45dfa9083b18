package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.driver.PfDrivers;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.driver.PlainDriverProvider;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A process that is killed while it applies, at whatever point, leaves what the next one puts
/// right.
class KilledApplyTest {
    /// More than an apply has; whether one was the last is told by the process's end.
    private static final int POINTS = 24;

    private static final int KILLED = 128 + 9;
    private static final int BEFORE = 2;
    private static final int WANTED = 3;

    private static boolean ended;

    @TempDir private Path records;

    static List<Integer> points() {
        var points = new ArrayList<Integer>();
        for (int point = 1; point <= POINTS; point++) {
            points.add(point);
        }
        return points;
    }

    private LinuxHost host() {
        return LinuxHost.builder()
                .records(new DirectoryRecordStore(records))
                .drivers(PfDrivers.of(List.of(new PlainDriverProvider())))
                .build();
    }

    private static Outcome apply(Sriov sriov, PhysicalFunction pf, int numVfs) {
        return sriov.apply(
                sriov.plan(IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build()));
    }

    @ParameterizedTest
    @MethodSource("points")
    void isPutRight(int point) throws Exception {
        if (ended) {
            return;
        }
        String device = LabMachine.igb().toString();
        try (LinuxHost host = host();
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(device);
            assertThat(apply(sriov, pf, BEFORE).committed()).isTrue();

            int status = die(device, point);
            if (status != KILLED) {
                assertThat(status).as("the end of an apply without a point %d", point).isZero();
                assertThat(point).as("how many points there are").isGreaterThan(8);
                ended = true;
                return;
            }

            sriov.recover(ApplyOptions.defaults());
            assertThat(sriov.interruptions()).isEmpty();
            assertThat(pf.status().numVfs()).isIn(BEFORE, WANTED);
            assertThat(LabMachine.igb().attribute("sriov_drivers_autoprobe").number()).isOne();
            assertThat(host.records().names())
                    .as("the records that are left")
                    .allMatch(name -> name.startsWith("applied-"));
            assertThat(pf.status().vfs()).allMatch(vf -> vf.attached());

            assertThat(apply(sriov, pf, WANTED).committed()).isTrue();
            assertThat(pf.status().numVfs()).isEqualTo(WANTED);
        }
    }

    private int die(String device, int point) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        List<String> arguments = Files.readAllLines(Path.of("java-arguments"));
        command.addAll(arguments.subList(0, arguments.size() - 1));
        command.add(DyingApply.class.getName());
        command.addAll(
                List.of(
                        device,
                        Integer.toString(WANTED),
                        records.toString(),
                        Integer.toString(point)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

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
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that is killed while it applies, at whatever point, leaves what the next one puts
/// right.
class KilledApplyTest {
    private static final int KILLED = 128 + 9;
    private static final int BEFORE = 1;
    private static final int WANTED = 2;

    @TempDir private Path records;

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
    @ValueSource(
            strings = {
                "write journal",
                "uninit",
                "init",
                "write autoprobe",
                "addVf 1",
                "remove autoprobe",
                "write applied",
                "remove journal"
            })
    void isPutRight(String last) throws Exception {
        PciFunction igb = LabMachine.igb();
        try (LinuxHost host = host();
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(igb.toString());
            assertThat(apply(sriov, pf, BEFORE).committed()).isTrue();
            assertThat(die(igb, last)).as("how it ends").isEqualTo(KILLED);

            sriov.recover(ApplyOptions.defaults());

            assertThat(sriov.interruptions()).isEmpty();
            int vfs = igb.vfs().size();
            assertThat(vfs).isIn(BEFORE, WANTED);
            assertThat(igb.attribute("sriov_numvfs").number()).isEqualTo(vfs);
            assertThat(igb.attribute("sriov_drivers_autoprobe").number()).isOne();
            assertThat(igb.vfs()).allMatch(vf -> vf.link("driver").equals(Optional.of("igbvf")));
            assertThat(host.records().names()).noneMatch(name -> name.startsWith("autoprobe"));
            IovConfig config = IovConfig.builder(pf.schema(), pf.device()).numVfs(vfs).build();
            assertThat(sriov.plan(config).steps()).as("what is left to do").isEmpty();
        }
    }

    private int die(PciFunction pf, String last) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        List<String> arguments = Files.readAllLines(Path.of("java-arguments"));
        command.addAll(arguments.subList(0, arguments.size() - 1));
        command.add(DyingApply.class.getName());
        command.addAll(List.of(pf.toString(), Integer.toString(WANTED), records.toString(), last));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

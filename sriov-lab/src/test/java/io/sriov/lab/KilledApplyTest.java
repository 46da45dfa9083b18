package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.driver.PfDrivers;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.driver.PlainDriverProvider;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A process that is killed while it applies, at whatever point, leaves what the next one puts
/// right.
@Installed
class KilledApplyTest {
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
    @CsvSource({
        "write journal, 1, ",
        "uninit, 1, RESTORED",
        "init, 1, RESTORED",
        "write autoprobe, 1, RESTORED",
        "addVf 0, 1, RESTORED",
        "addVf 1, 1, RESTORED",
        "remove autoprobe, 1, RESTORED",
        "write applied, 2, COMMITTED",
        "remove journal, 2, COMMITTED"
    })
    void isPutRight(String last, int then, @Nullable String label) throws Exception {
        PciFunction igb = LabMachine.igb();
        try (LinuxHost host = host();
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(igb.toString());
            assertThat(apply(sriov, pf, BEFORE).committed()).isTrue();
            Process dying = DyingApply.start(igb, WANTED, records, last, false);
            assertThat(dying.waitFor()).as("how it ends").isEqualTo(DyingApply.KILLED);

            List<Recovery> recovered = sriov.recover(ApplyOptions.defaults());

            assertThat(recovered)
                    .extracting(recovery -> recovery.outcome().label())
                    .isEqualTo(Stream.ofNullable(label).toList());
            assertThat(sriov.interruptions()).isEmpty();
            assertThat(igb.vfs()).hasSize(then);
            assertThat(igb.attribute("sriov_numvfs").number()).isEqualTo(then);
            assertThat(igb.attribute("sriov_drivers_autoprobe").number()).isOne();
            assertThat(igb.vfs()).allMatch(vf -> vf.link("driver").equals(Optional.of("igbvf")));
            assertThat(host.records().names()).noneMatch(name -> name.startsWith("autoprobe"));
            IovConfig config = IovConfig.builder(pf.schema(), pf.device()).numVfs(then).build();
            assertThat(sriov.plan(config).steps()).as("what is left to do").isEmpty();
        }
    }
}

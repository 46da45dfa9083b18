package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Failure;
import io.sriov.apply.Outcome;
import io.sriov.driver.PfDrivers;
import io.sriov.host.Errno;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.driver.PlainDriverProvider;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a PF's driver answers to being asked for VFs: each refusal is explained, and nothing is
/// left of it.
class DriverAnswersTest {
    /// The numbers of errors, `include/uapi/asm-generic/errno-base.h`.
    private static final int EAGAIN = 11;

    private static final int EBUSY = 16;

    private static final int WANTED = 3;
    private static final PciFunction PF = LabMachine.igb();

    private static DirectedDriver driver;

    private final MemoryRecordStore records = new MemoryRecordStore();

    @BeforeAll
    static void bind() {
        driver = DirectedDriver.bind(PF);
    }

    @AfterAll
    static void giveBack() {
        driver.close();
    }

    @AfterEach
    void takeBack() {
        driver.refuse(0);
        driver.createFewer(0);
    }

    private Outcome apply() {
        try (LinuxHost host =
                        LinuxHost.builder()
                                .records(records)
                                .drivers(PfDrivers.of(List.of(new PlainDriverProvider())))
                                .build();
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(PF.toString());
            return sriov.apply(
                    sriov.plan(IovConfig.builder(pf.schema(), pf.device()).numVfs(WANTED).build()));
        }
    }

    private void assertRefused(Outcome outcome, Errno errno, String cause, String remedy) {
        assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
        Failure failure = ((Outcome.Restored) outcome).cause();
        assertThat(failure.errno()).contains(errno);
        assertThat(failure.message()).contains(cause).contains(PF.toString());
        assertThat(failure.remedy().orElse("")).contains(remedy);
        assertThat(PF.vfs()).isEmpty();
        assertThat(PF.attribute("sriov_numvfs").number()).isZero();
        assertThat(PF.attribute("sriov_drivers_autoprobe").number()).isOne();
        assertThat(records.names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                      1 | EPERM      | sriov-lab refuses in its present mode | dmesg
                      5 | EIO        | it does not answer                    | update its firmware
                     11 | EAGAIN     | in the middle of a reset              | wait, then try again
                     12 | ENOMEM     | no memory-mapped space                | pci=realloc
                     19 | ENODEV     | going away                            | dmesg
                     22 | EINVAL     | does not take this number of VFs      | fewer
                     28 | ENOSPC     | no queues or interrupt vectors        | fewer
                     38 | ENOSYS     | sriov-lab                             | dmesg
                     95 | EOPNOTSUPP | sriov-lab does not support VFs        | devlink dev eswitch show
                    110 | ETIMEDOUT  | sriov-lab                             | dmesg
                    524 | EIO        | error number 524                      | dmesg
                    """)
    void isExplained(int number, Errno errno, String cause, String remedy) {
        driver.refuse(number);
        assertRefused(apply(), errno, cause, remedy);
    }

    @ParameterizedTest
    @ValueSource(ints = {EAGAIN, EBUSY})
    void whatPassesIsWaitedFor(int number) {
        driver.refuse(number, 3);
        Outcome outcome = apply();
        assertThat(outcome.committed()).as(outcome.toText()).isTrue();
        assertThat(PF.vfs()).hasSize(WANTED);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "3, 0"})
    void fewerVfsThanAskedForAreAFailure(int fewer, int enabled) {
        driver.createFewer(fewer);
        assertRefused(
                apply(),
                Errno.ENOSPC,
                "enabled only " + enabled + " of " + WANTED,
                "ask for fewer");
    }

    /// Otherwise the tests above could be of a driver that never works.
    @Test
    void theDriverCreatesVfsUnlessItIsToldOtherwise() {
        assertThat(PF.link("driver")).isEqualTo(Optional.of(DirectedDriver.NAME));
        PF.createVfs(WANTED);
        assertThat(PF.vfs()).hasSize(WANTED);
    }
}

package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What happens to secondary controllers, with one that keeps to the specification.
@EnabledOnOs(OS.LINUX)
class NvmeDriverTest {
    private static final DriverParameters NONE = DriverParameters.ofValues(Map.of());

    @TempDir Path root;

    private NvmeFixture machine;
    private NvmeModel controller;

    @BeforeEach
    void start() throws IOException {
        machine = new NvmeFixture(root);
        controller = machine.controller.vfs(4, 10);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(controller.openFiles()).isZero();
        machine.close();
    }

    private static DriverParameters vf(Object... namesAndValues) {
        var values = new HashMap<String, ParameterValue>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(
                    (String) namesAndValues[i],
                    namesAndValues[i + 1] instanceof Integer number
                            ? new ParameterValue.Uint(number)
                            : ParameterValue.Bool.of((Boolean) namesAndValues[i + 1]));
        }
        return DriverParameters.ofValues(values);
    }

    private PfDriverException refusal(int index, DriverParameters vf) {
        return catchThrowableOfType(
                PfDriverException.class, () -> machine.driver().addVf(index, vf));
    }

    @ParameterizedTest
    @CsvSource({
        "0x010802, nvme, true",
        "0x010802, vfio-pci, false",
        "0x010802, '', false",
        "0x010803, nvme, false"
    })
    void nvmeControllersOfTheKernelsDriverAreTaken(int classCode, String driver, boolean taken) {
        var pf = new PfIdentity(NvmeFixture.PF.address(), 0x144d, 0xa824, classCode, driver);
        assertThat(machine.provider.supports(pf)).isEqualTo(taken);
    }

    @Test
    void aVfGetsResourcesAndGoesOnline() throws Exception {
        PfDriver driver = machine.driver();
        driver.init(2, NONE);
        machine.enableVfs(2);
        driver.addVf(0, vf("vq-resources", 4, "vi-resources", 2, "online", true));
        driver.addVf(1, vf("vq-resources", 3, "online", false));
        assertThat(controller.secondaries)
                .extracting(Object::toString)
                .containsExactly("4/2 online", "3/0", "0/0", "0/0");
        assertThat(controller.written)
                .containsExactly("assign 10 0 4", "assign 10 1 2", "online 10", "assign 11 0 3");
    }

    @Test
    void whatIsNotDeclaredIsNotAskedFor() throws Exception {
        controller.manageable = false;
        PfDriver driver = machine.driver();
        driver.init(1, NONE);
        driver.addVf(0, NONE);
        assertThat(driver.compare(0, NONE)).isEmpty();
        assertThat(controller.identified).isZero();
    }

    @Test
    void whatIsAsWantedIsLeftAlone() throws Exception {
        machine.enableVfs(1);
        controller.vf(0).has(4, 2).online = true;
        machine.driver().addVf(0, vf("vq-resources", 4, "vi-resources", 2, "online", true));
        assertThat(controller.written).isEmpty();
    }

    /// Going offline takes all resources away: those that nobody has declared come back.
    @Test
    void onlineControllerIsTakenOfflineForItsResources() throws Exception {
        machine.enableVfs(1);
        controller.vf(0).has(4, 2).online = true;
        machine.driver().addVf(0, vf("vq-resources", 6));
        assertThat(controller.vf(0)).hasToString("6/2 online");
        assertThat(controller.written)
                .containsExactly("offline 10", "assign 10 0 6", "assign 10 1 2", "online 10");
    }

    @Test
    void offlineControllerKeepsItsResources() throws Exception {
        machine.enableVfs(1);
        controller.vf(0).has(4, 2).online = true;
        machine.driver().addVf(0, vf("online", false));
        assertThat(controller.vf(0)).hasToString("4/2");
    }

    /// A list holds 127 entries.
    @Test
    void controllersBeyondTheFirstListAreFound() throws Exception {
        controller.secondaries.clear();
        controller.vfs(300, 1);
        controller.total = new int[] {300, 300};
        machine.enableVfs(300);
        machine.driver().addVf(299, vf("vq-resources", 5));
        assertThat(controller.vf(299)).hasToString("5/0");
        assertThat(controller.written).containsExactly("assign 300 0 5");
    }

    @Test
    void aListIsReadOnceToSetAndOnceToLook() throws Exception {
        machine.enableVfs(4);
        PfDriver driver = machine.driver();
        for (int index = 0; index < 4; index++) {
            driver.addVf(index, vf("vq-resources", 2, "vi-resources", 1, "online", true));
        }
        for (int index = 0; index < 4; index++) {
            assertThat(driver.compare(index, vf("vq-resources", 2, "online", true))).isEmpty();
        }
        assertThat(controller.identified).isEqualTo(2);
    }

    @Test
    void vfsWithoutASecondaryControllerAreRefused() throws IOException {
        machine.enableVfs(5);
        PfDriverException refusal = refusal(4, vf("vq-resources", 2));
        assertThat(refusal).hasMessageContaining("no secondary controller for VF-4");
        assertThat(refusal.errno()).isEqualTo(Errno.ENXIO);
    }

    @Test
    void tooManyResourcesAreRefusedWithNumbers() throws IOException {
        machine.enableVfs(2);
        controller.vf(1).has(8, 0);
        controller.ofPrimary = new int[] {5, 0};
        PfDriverException refusal = refusal(0, vf("vq-resources", 4));
        assertThat(refusal.errno()).isEqualTo(Errno.ENOSPC);
        // 16 are there, the PF has 5 and VF-1 has 8.
        assertThat(refusal)
                .hasMessageContaining("Invalid Number of Controller Resources")
                .hasMessageContaining("1h/21h")
                .hasMessageContaining("4 VQ resources (queues) are wanted")
                .hasMessageContaining("a VF can have 8, and 3 are free");
    }

    @Test
    void goingOnlineWithoutResourcesIsRefused() throws IOException {
        machine.enableVfs(1);
        PfDriverException refusal = refusal(0, vf("vq-resources", 1, "online", true));
        assertThat(refusal.errno()).isEqualTo(Errno.EBUSY);
        assertThat(refusal)
                .hasMessageContaining("Invalid Secondary Controller State")
                .hasMessageContaining("at least 2 vq-resources and 1 vi-resources");
    }

    @Test
    void resourcesOfATypeThatIsNotThereAreRefused() throws IOException {
        machine.enableVfs(1);
        controller.resourceTypes = 1;
        PfDriverException refusal = refusal(0, vf("vi-resources", 1));
        assertThat(refusal.errno()).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(refusal)
                .hasMessageContaining("Invalid Resource Identifier")
                .hasMessageContaining("nvme primary-ctrl-caps");
    }

    @ParameterizedTest
    @CsvSource({
        "0x001, EOPNOTSUPP, no virtualization management",
        "0x002, EOPNOTSUPP, no virtualization management",
        "0x11f, ENXIO, Invalid Controller Identifier",
        "0x120, EBUSY, has somebody else put it there",
        "0x122, EOPNOTSUPP, Invalid Resource Identifier",
        "0x006, EIO, NVMe status 0h/06h"
    })
    void everyStatusIsTold(int status, Errno errno, String text) throws IOException {
        machine.enableVfs(1);
        controller.nextStatus = status;
        PfDriverException refusal = refusal(0, vf("vq-resources", 2));
        assertThat(refusal.errno()).isEqualTo(errno);
        assertThat(refusal).hasMessageContaining(text);
    }

    @Test
    void aControllerWithoutVirtualizationManagementIsTold() throws IOException {
        machine.enableVfs(1);
        controller.manageable = false;
        assertThat(refusal(0, vf("vq-resources", 2)))
                .hasMessageContaining("no virtualization management; leave");
    }

    @ParameterizedTest
    @CsvSource({
        "13, 0, EACCES, need root",
        "2, 0, ENOENT, udev",
        "11, 0, EAGAIN, being reset",
        "0, 13, EACCES, need root",
        "0, 5, EIO, did not answer"
    })
    void everyErrorOfTheKernelIsTold(int open, int command, Errno errno, String text) {
        controller.openError = open;
        controller.commandError = command;
        PfDriverException refusal = refusal(0, vf("vq-resources", 2));
        assertThat(refusal.errno()).isEqualTo(errno);
        assertThat(refusal).hasMessageContaining("/dev/nvme0").hasMessageContaining(text);
    }

    @Test
    void aPfWhoseControllerDidNotComeUpIsTold() throws IOException {
        machine.withoutController();
        assertThat(refusal(0, vf("online", true)))
                .hasMessageContaining("shows no controller of the PF 0000:01:00.0");
    }

    @Test
    void vfsAreComparedWithWhatTheyHave() throws Exception {
        controller.vf(0).has(4, 2).online = true;
        controller.vf(1).has(3, 1);
        PfDriver driver = machine.driver();
        assertThat(driver.compare(0, vf("vq-resources", 4, "vi-resources", 2, "online", true)))
                .isEmpty();
        assertThat(driver.compare(1, vf("vq-resources", 4, "vi-resources", 1, "online", true)))
                .containsExactly(
                        new ParameterMismatch("VF-1", "vq-resources", "4", "3"),
                        new ParameterMismatch("VF-1", "online", "true", "false"));
        assertThat(driver.compare(2, vf("vi-resources", 0))).isEmpty();
        assertThat(driver.compare(7, vf("online", false)))
                .containsExactly(
                        new ParameterMismatch(
                                "VF-7", "online", "false", "no secondary controller"));
        assertThat(controller.identified).isEqualTo(1);
    }

    @Test
    void resourcesOfFormerVfsAreReleased() {
        controller.vf(0).has(4, 2);
        controller.vf(2).has(0, 1);
        controller.secondaries.add(new NvmeModel.Secondary(40, 0).has(3, 0));
        machine.driver().uninit();
        assertThat(controller.written)
                .containsExactly("assign 10 0 0", "assign 10 1 0", "assign 12 1 0");
        assertThat(controller.vf(0)).hasToString("0/0");
    }

    @Test
    void nothingIsReleasedWhileThereAreVfsOrOnline() throws IOException {
        controller.vf(0).has(4, 2).online = true;
        machine.driver().uninit();
        machine.enableVfs(1);
        controller.vf(1).has(4, 2);
        machine.driver().uninit();
        assertThat(controller.written).isEmpty();
    }

    @Test
    void oneRefusedReleaseDoesNotHinderTheOthers() {
        controller.vf(0).has(4, 0);
        controller.vf(1).has(4, 0);
        controller.nextStatus = 0x120;
        machine.driver().uninit();
        assertThat(controller.secondaries)
                .extracting(Object::toString)
                .containsExactly("4/0", "0/0", "0/0", "0/0");
    }

    @Test
    void aPfThatCannotBeAskedIsLeft() {
        controller.openError = 13;
        machine.driver().uninit();
        assertThat(controller.written).isEmpty();
    }

    @Test
    void theExampleOfTheDocumentIsValidAndApplied() throws Exception {
        IovConfig config = machine.config(NvmeDocs.example());
        PfDriver driver = machine.driver();
        assertThat(driver.check(config)).isEmpty();
        driver.init(config.numVfs(), DriverParameters.of(config.pf()));
        machine.enableVfs(config.numVfs());
        for (int index = 0; index < config.numVfs(); index++) {
            driver.addVf(index, DriverParameters.of(config.vf(index)));
        }
        assertThat(controller.secondaries)
                .extracting(Object::toString)
                .containsExactly("4/2 online", "2/1 online", "2/1", "0/0");
        assertThat(List.of(0, 1, 2))
                .allSatisfy(index ->
                        assertThat(
                                        machine.driver()
                                                .compare(
                                                        index,
                                                        DriverParameters.of(config.vf(index))))
                                .isEmpty());
    }
}

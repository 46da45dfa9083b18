package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverCode;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a configuration before anything is touched. The controller has 16 flexible VQ
/// resources and 8 VI resources, and gives a VF at most 8 and 4.
@EnabledOnOs(OS.LINUX)
class NvmeRulesTest {
    @TempDir Path root;

    private NvmeFixture machine;
    private NvmeModel controller;

    @BeforeEach
    void start() throws IOException {
        machine = new NvmeFixture(root);
        controller = machine.controller.vfs(4, 10);
    }

    @AfterEach
    void nothingIsWritten() {
        assertThat(controller.written).isEmpty();
        assertThat(controller.openFiles()).isZero();
        machine.close();
    }

    private List<Diagnostic> check(String... lines) {
        return machine.driver().check(machine.config(String.join("\n", lines)));
    }

    private static void assertProblem(
            Diagnostic problem, DriverCode code, String place, String... texts) {
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.isError()).isTrue();
        assertThat(problem.origin()).hasToString("nvme0.conf:" + place);
        assertThat(problem.message()).contains(texts);
    }

    @Test
    void asMuchAsThereIsIsFine() {
        assertThat(
                        check(
                                "PF { device : nvme0; num_vfs : 4; }",
                                "DEFAULT { vq-resources : 4; vi-resources : 2; online : true; }"))
                .isEmpty();
    }

    @Test
    void theSumIsLimited() {
        List<Diagnostic> problems =
                check(
                        "PF { device : nvme0; num_vfs : 3; }",
                        "VF-0 { vq-resources : 8; }",
                        "VF-1 { vq-resources : 8; }",
                        "VF-2 { vq-resources : 1; }");
        assertThat(problems).hasSize(1);
        assertProblem(
                problems.getFirst(),
                DriverCode.DEVICE_LIMIT,
                "4:23",
                "vq-resources of all VFs are 17 together, and there are 16");
        assertThat(problems.getFirst().hint().orElseThrow()).contains("at most 5");
    }

    @Test
    void whatThePrimaryHasIsNotThere() {
        controller.ofPrimary = new int[] {16, 8};
        List<Diagnostic> problems =
                check("PF { device : nvme0; num_vfs : 1; }", "VF-0 { vi-resources : 1; }");
        assertThat(problems).hasSize(1);
        assertProblem(
                problems.getFirst(),
                DriverCode.DEVICE_LIMIT,
                "2:23",
                "there are 0",
                "the PF's own controller has 8");
        // Its controller identifier is 9, and interrupt vectors are type 1.
        assertThat(problems.getFirst().hint().orElseThrow()).contains("--cntlid=9 --rt=1 --act=1");
    }

    @Test
    void whatOthersKeepIsNotThere() throws IOException {
        controller.vf(3).has(4, 0);
        controller.secondaries.add(new NvmeModel.Secondary(40, 0).has(3, 0));
        String[] config = {"PF { device : nvme0; num_vfs : 2; }", "DEFAULT { vq-resources : 5; }"};
        assertThat(check(config))
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .contains("are 10 together, and there are 9", "not declared here 7");
        // VFs that are there are destroyed first, and their resources released.
        machine.enableVfs(4);
        assertThat(check(config)).isEmpty();
    }

    @Test
    void whatLaterVfsHaveIsNotFreeYet() {
        controller.vf(1).has(8, 0);
        controller.total = new int[] {12, 8};
        List<Diagnostic> problems =
                check(
                        "PF { device : nvme0; num_vfs : 2; }",
                        "VF-0 { vq-resources : 8; }",
                        "VF-1 { vq-resources : 2; }");
        assertThat(problems).hasSize(1);
        assertProblem(
                problems.getFirst(),
                DriverCode.DEVICE_LIMIT,
                "2:23",
                "not free yet when VF-0 is set",
                "already have 8");
    }

    @Test
    void aVfIsLimitedAndASharedSettingIsToldOnce() {
        List<Diagnostic> problems =
                check(
                        "PF { device : nvme0; num_vfs : 2; }",
                        "DEFAULT {",
                        "    vi-resources : 5;",
                        "}",
                        "VF-1 { vi-resources : 1; }");
        assertThat(problems).hasSize(1);
        assertProblem(
                problems.getFirst(),
                DriverCode.DEVICE_LIMIT,
                "3:20",
                "vi-resources is 5, and a VF can have at most 4");
        assertThat(check("PF { device : nvme0; num_vfs : 1; }", "DEFAULT { vi-resources : 4; }"))
                .isEmpty();
    }

    @Test
    void onlineNeedsResources() {
        List<Diagnostic> problems =
                check(
                        "PF { device : nvme0; num_vfs : 3; }",
                        "VF-0 { vq-resources : 1; vi-resources : 0; online : true; }",
                        "VF-1 { vq-resources : 1; vi-resources : 0; online : false; }",
                        "VF-2 { vq-resources : 2; vi-resources : 1; online : true; }");
        assertThat(problems).hasSize(2);
        assertProblem(
                problems.getFirst(),
                DriverCode.DRIVER_RULE,
                "2:23",
                "vq-resources is 1, and a VF that is online needs at least 2");
        assertProblem(
                problems.getLast(),
                DriverCode.DRIVER_RULE,
                "2:41",
                "vi-resources is 0, and a VF that is online needs at least 1");
    }

    @Test
    void onlineWithoutResourcesDeclaredNeedsThoseThatAreThere() {
        controller.vf(1).has(2, 1);
        List<Diagnostic> problems =
                check(
                        "PF { device : nvme0; num_vfs : 2; }",
                        "VF-0 { vi-resources : 1; online : true; }",
                        "VF-1 { online : true; }");
        assertThat(problems).hasSize(1);
        assertProblem(
                problems.getFirst(),
                DriverCode.DRIVER_RULE,
                "2:35",
                "at least 2 VQ resources",
                "has 0");
    }

    @Test
    void aTypeThatIsNotThereCannotBeSetAndIsNotNeeded() {
        controller.resourceTypes = 1;
        assertThat(
                        check(
                                "PF { device : nvme0; num_vfs : 1; }",
                                "VF-0 { vq-resources : 2; online : true; }"))
                .isEmpty();
        List<Diagnostic> problems =
                check("PF { device : nvme0; num_vfs : 1; }", "VF-0 { vi-resources : 2; }");
        assertThat(problems).hasSize(1);
        assertProblem(
                problems.getFirst(), DriverCode.NOT_SUPPORTED, "2:23", "no flexible VI resources");
    }

    @Test
    void withoutVirtualizationManagementNothingCanBeSet() {
        controller.manageable = false;
        assertThat(
                        check(
                                "PF { device : nvme0; num_vfs : 2; }",
                                "DEFAULT { vq-resources : 2; online : false; }"))
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.code()).isEqualTo(DriverCode.NOT_SUPPORTED));
        assertThat(check("PF { device : nvme0; num_vfs : 2; }")).isEmpty();
    }

    @Test
    void withoutRightsOnlyTheRulesAreTold() {
        controller.openError = 13;
        List<Diagnostic> problems =
                check(
                        "PF { device : nvme0; num_vfs : 2; }",
                        "VF-0 { vq-resources : 60000; online : true; }",
                        "VF-1 { vq-resources : 1; online : true; }");
        assertThat(problems).hasSize(1);
        assertProblem(problems.getFirst(), DriverCode.DRIVER_RULE, "3:23", "is 1");
    }

    @Test
    void settingsOfAProgramAreNamedByTheirVf() {
        IovConfig config =
                IovConfig.builder(machine.driver().schema(), "nvme0")
                        .numVfs(2)
                        .vf(1, "vq-resources", new ParameterValue.Uint(9))
                        .build();
        assertThat(machine.driver().check(config))
                .singleElement()
                .satisfies(problem -> assertThat(problem.origin()).hasToString("VF-1"));
    }
}

package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.linux.netlink.EswitchMode;
import org.junit.jupiter.api.Test;

class PfExaminationTest {
    @Test
    void aPfInSwitchdevModeIsTold() {
        assertThat(PfExamination.eswitch("0000:03:00.0", EswitchMode.SWITCHDEV))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.subject()).isEqualTo("0000:03:00.0");
                    assertThat(finding.message()).contains("switchdev mode", "representors");
                });
        assertThat(PfExamination.eswitch("0000:03:00.0", EswitchMode.LEGACY)).isEmpty();
    }
}

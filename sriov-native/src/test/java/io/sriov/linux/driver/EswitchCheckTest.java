package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.PfDriver;
import io.sriov.schema.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PFs whose eswitch is in switchdev mode.
@EnabledOnOs(OS.LINUX)
class EswitchCheckTest {
    private static final String ALL =
            "DEFAULT { stable-mac : true; vlan : 5; qos : 1; mac-anti-spoof : true;"
                    + " allow-promisc : true; max-tx-rate : 100; link-state : auto; }";

    @TempDir Path directory;
    private PfModel pf;

    @BeforeEach
    void aPfInSwitchdevMode() {
        pf = new PfModel(directory, 2);
        pf.eswitch = 1;
    }

    @AfterEach
    void everySocketIsClosed() {
        assertThat(pf.netlink.open).isEmpty();
    }

    private List<Diagnostic> check(String driver, String sections) {
        PfDriver attached = pf.attach(driver);
        String text = "PF {\n    device : ens1f0;\n    num_vfs : 2;\n}\n" + sections + "\n";
        return attached.check(NetdevConfigs.read(directory, text, attached.schema()));
    }

    @Test
    void whatGoesByRepresentorsIsRefusedOnceForEachPlace() {
        List<Diagnostic> problems = check("mlx5_core", ALL);
        assertThat(problems)
                .allMatch(Diagnostic::isError)
                .extracting(Diagnostic::message)
                .containsExactly(
                        "vlan cannot be set while the eswitch of 0000:01:00.0 is in switchdev mode:"
                                + " there the VFs' representors take its place",
                        "mac-anti-spoof cannot be set while the eswitch of 0000:01:00.0 is in"
                                + " switchdev mode: there the VFs' representors take its place",
                        "allow-promisc cannot be set while the eswitch of 0000:01:00.0 is in"
                                + " switchdev mode: there the VFs' representors take its place");
        assertThat(problems.getFirst().toString()).contains("nic.conf:5:37: error: vlan");
        assertThat(problems.getFirst().hint().orElseThrow())
                .contains("devlink dev eswitch set pci/0000:01:00.0 mode legacy");
        assertThat(pf.asked).contains("pci\0", "0000:01:00.0\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEFAULT { stable-mac : true; vlan : trunk; }",
                "DEFAULT { stable-mac : true; vlan : 0; }",
                "DEFAULT { stable-mac : true; max-tx-rate : 100; }"
            })
    void whatIsTakenThereIsNotAskedFor(String sections) {
        assertThat(check("mlx5_core", sections)).isEmpty();
        assertThat(pf.asked).isEmpty();
    }

    @Test
    void otherDriversRefuseOtherThings() {
        assertThat(check("ice", ALL))
                .singleElement()
                .asString()
                .contains("allow-promisc cannot be set");
        assertThat(check("i40e", ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 9})
    void inLegacyModeOrWhereTheModeIsNotKnownNothingIsSaid(int mode) {
        pf.eswitch = mode;
        assertThat(check("mlx5_core", ALL)).isEmpty();
        assertThat(pf.asked).isNotEmpty();
    }
}

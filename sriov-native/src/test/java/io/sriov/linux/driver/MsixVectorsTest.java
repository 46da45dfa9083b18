package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Sysfs;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A PF whose driver shares MSI-X vectors out.
@EnabledOnOs(OS.LINUX)
class MsixVectorsTest {
    @TempDir Path directory;
    private PfModel pf;

    @BeforeEach
    void aPfWithAHundredVectors() throws IOException {
        pf = new PfModel(directory, 4);
        pf.attribute("sriov_vf_total_msix", "100");
        for (int vf = 0; vf < 4; vf++) {
            Path device = pf.function().resolveSibling("0000:01:10." + vf);
            Files.createDirectories(device);
            Files.writeString(device.resolve("sriov_vf_msix_count"), "");
            Files.createSymbolicLink(
                    pf.function().resolve("virtfn" + vf), Path.of("../0000:01:10." + vf));
        }
    }

    private String written(int vf) throws IOException {
        return Files.readString(
                pf.function().resolve("virtfn" + vf).resolve("sriov_vf_msix_count"));
    }

    private IovConfig config(PfDriver driver, String sections) {
        return NetdevConfigs.read(
                directory,
                "PF {\n    device : ens1f0;\n    num_vfs : 4;\n}\n" + sections + "\n",
                driver.schema());
    }

    private List<Diagnostic> check(String sections) {
        PfDriver mlx5 = pf.attach("mlx5_core");
        return mlx5.check(config(mlx5, "DEFAULT { stable-mac : true; } " + sections));
    }

    @Test
    void theParameterIsThereWhereVectorsAreSharedOut() {
        assertThat(pf.attach("mlx5_core").schema().vf().find("msix-vectors"))
                .hasValueSatisfying(parameter ->
                        assertThat(parameter).hasToString("msix-vectors : uint16_t (optional)"));
        pf.attribute("sriov_vf_total_msix", "0");
        assertThat(pf.attach("mlx5_core").schema().vf().find("msix-vectors")).isEmpty();
        assertThat(
                        new PfModel(directory.resolve("other"), 1)
                                .attach("igb")
                                .schema()
                                .vf()
                                .find("msix-vectors"))
                .isEmpty();
    }

    @Test
    void everyVfIsGivenItsOwnAndNothingElseIsWritten() throws IOException, PfDriverException {
        PfDriver mlx5 = pf.attach("mlx5_core");
        IovConfig config =
                config(mlx5, "VF-0 { msix-vectors : 33; } VF-2 { msix-vectors : 0; vlan : 5; }");
        mlx5.init(4, DriverParameters.of(config.pf()));
        for (int vf = 0; vf < 4; vf++) {
            mlx5.addVf(vf, DriverParameters.of(config.vf(vf)));
        }
        assertThat(written(0)).isEqualTo("33");
        assertThat(written(1)).isEmpty();
        assertThat(written(2)).isEqualTo("0");
        assertThat(pf.sent).containsExactly("VF 2 vlan 5 qos 0");
    }

    @Test
    void itIsNotReadBackAndNeedsNoInterface() throws IOException, PfDriverException {
        for (String file : List.of("ifindex", "address", "")) {
            Files.delete(pf.function().resolve("net/ens1f0").resolve(file));
        }
        PfDriver qede = pf.attach("qede");
        IovConfig config = config(qede, "VF-0 { msix-vectors : 33; }");
        assertThat(qede.check(config)).isEmpty();
        qede.addVf(0, DriverParameters.of(config.vf(0)));
        assertThat(qede.compare(0, DriverParameters.of(config.vf(0)))).isEmpty();
        assertThat(pf.netlink.requests).isEmpty();
    }

    @Test
    void allTogetherHaveNoMoreThanThereAre() {
        assertThat(check("VF-0 { msix-vectors : 60; } VF-1 { msix-vectors : 40; }")).isEmpty();
        List<Diagnostic> problems =
                check(
                        "VF-0 { msix-vectors : 60; } VF-1 { msix-vectors : 41; }"
                                + " VF-3 { msix-vectors : 9; }");
        assertThat(problems)
                .singleElement()
                .asString()
                .contains(
                        "nic.conf:5:82: error: 110 MSI-X vectors are declared for VFs, and"
                                + " 0000:01:00.0 has 100 for all of them [device-limit]");
        assertThat(problems.getFirst().hint().orElseThrow()).contains("at most 100 together");
    }

    /// A kernel that refuses to write.
    private static final class Refusing extends Sysfs {
        private final int number;

        Refusing(Path root, int number) {
            super(Libc.system(), root);
            this.number = number;
        }

        @Override
        public void write(Path file, String text) throws LinuxErrorException {
            throw new LinuxErrorException(file.toString(), number);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "16, EBUSY, a driver is bound to the VF",
        "95, EOPNOTSUPP, does not share vectors out",
        "28, ENOSPC, too few are left",
        "13, EACCES, takes root",
        "22, EINVAL, no so few or so many",
        "75, EIO, (error number 75)"
    })
    void aRefusalSaysWhyAndWhatToDo(int number, Errno errno, String cause) {
        PfIdentity identity = PfModel.identity("mlx5_core", 0x020000);
        PfDriver mlx5 =
                new NetdevDriverProvider(new Refusing(pf.sys, number), pf.netlink.rtnetlink())
                        .attach(identity);
        DriverParameters vf =
                DriverParameters.ofValues(Map.of("msix-vectors", new ParameterValue.Uint(33)));
        assertThatThrownBy(() -> mlx5.addVf(1, vf))
                .isInstanceOfSatisfying(
                        PfDriverException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .hasMessageStartingWith("msix-vectors 33 cannot be set (")
                .hasMessageContaining(cause);
    }

    @Test
    void aVfThatHasGoneIsTold() throws IOException {
        Files.delete(pf.function().resolve("virtfn1"));
        DriverParameters vf =
                DriverParameters.ofValues(Map.of("msix-vectors", new ParameterValue.Uint(33)));
        assertThatThrownBy(() -> pf.attach("mlx5_core").addVf(1, vf))
                .hasMessageContaining("VF-1 is not there");
    }
}

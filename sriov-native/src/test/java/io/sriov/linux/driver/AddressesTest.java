package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.StableMac;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.pci.PciAddress;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
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

/// Addresses of VFs: given, made up, and had by others.
@EnabledOnOs(OS.LINUX)
class AddressesTest {
    @TempDir Path directory;
    private PfModel pf;

    @BeforeEach
    void aPf() {
        pf = new PfModel(directory, 4);
    }

    @AfterEach
    void everySocketIsClosed() {
        assertThat(pf.netlink.open).isEmpty();
    }

    private IovConfig config(PfDriver driver, String sections) {
        String text =
                "PF {\n    device : ens1f0;\n    num_vfs : 4;\n}\n"
                        + sections.replace('\'', '"')
                        + "\n";
        return NetdevConfigs.read(directory, text, driver.schema());
    }

    private List<Diagnostic> check(String driver, String sections) {
        PfDriver attached = pf.attach(driver);
        return attached.check(config(attached, sections));
    }

    @ParameterizedTest
    @ValueSource(strings = {"igb", "ixgbe", "i40e", "ice", "mlx5_core"})
    void vfsWithoutAnAddressAreWarnedOfInOneLine(String driver) {
        List<Diagnostic> problems = check(driver, "VF-2 { mac-addr : '2:0:0:0:0:1'; }");
        assertThat(problems)
                .singleElement()
                .hasToString(
                        directory
                                + "/nic.conf:3:15: warning: VF-0..VF-1, VF-3: no address is given,"
                                + " so that another one is made up each time they are created"
                                + " [driver-rule]");
        assertThat(problems.getFirst().hint())
                .contains("declare stable-mac : true in DEFAULT, or mac-addr for each VF");
        assertThat(check(driver, "DEFAULT { stable-mac : true; }")).isEmpty();
        assertThat(check(driver, "DEFAULT { mac-addr : '0:0:0:0:0:0'; }")).isEmpty();
        assertThat(check(driver, "DEFAULT { stable-mac : false; }")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bnxt_en", "qede", "unknown"})
    void nothingIsSaidOfDriversWhoseVfsAreNotKnownToMakeThemUp(String driver) {
        assertThat(check(driver, "")).isEmpty();
    }

    @Test
    void aStableAddressIsSetAndReadBack() throws PfDriverException {
        PfDriver igb = pf.attach("igb");
        IovConfig config =
                config(igb, "DEFAULT { stable-mac : true; } VF-1 { mac-addr : '2:0:0:0:0:1'; }");
        for (int vf = 0; vf < 4; vf++) {
            igb.addVf(vf, DriverParameters.of(config.vf(vf)));
        }
        PciAddress address = PciAddress.parse(PfModel.PF);
        assertThat(pf.sent)
                .containsExactly(
                        "VF 0 mac " + StableMac.of(PfModel.MACHINE_ID, address, 0),
                        "VF 1 mac 02:00:00:00:00:01",
                        "VF 2 mac " + StableMac.of(PfModel.MACHINE_ID, address, 2),
                        "VF 3 mac " + StableMac.of(PfModel.MACHINE_ID, address, 3));
        DriverParameters third = DriverParameters.of(config.vf(3));
        assertThat(igb.compare(3, third)).isEmpty();
        pf.vfs.get(3).mac = new byte[] {2, 0, 0, 0, 0, 9};
        assertThat(pf.attach("igb").compare(3, third))
                .containsExactly(
                        new ParameterMismatch(
                                "VF-3",
                                "mac-addr",
                                StableMac.of(PfModel.MACHINE_ID, address, 3).toString(),
                                "02:00:00:00:00:09"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uninitialized", "", "0f1e2d3c"})
    void aMachineWithoutAnIdIsToldBeforeAnythingIsDone(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("machine-id"), text + "\n");
        assertThat(check("igb", "DEFAULT { stable-mac : true; }"))
                .singleElement()
                .asString()
                .contains(
                        "nic.conf:5:24: error: stable-mac needs an ID of the machine, and " + file);
        assertThat(check("igb", "DEFAULT { stable-mac : true; mac-addr : '0:0:0:0:0:0'; }"))
                .isEmpty();
        Files.delete(file);
        PfDriver igb = pf.attach("igb");
        IovConfig config = config(igb, "DEFAULT { stable-mac : true; }");
        assertThatThrownBy(() -> igb.addVf(0, DriverParameters.of(config.vf(0))))
                .isInstanceOfSatisfying(
                        PfDriverException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("stable-mac needs an ID of the machine");
        assertThat(pf.sent).isEmpty();
    }

    private void anInterface(String name, String address, String function, String... files)
            throws IOException {
        Path device = pf.sys.resolve("devices").resolve(function);
        Path link = Files.createDirectories(pf.sys.resolve("class/net").resolve(name));
        Files.createDirectories(device);
        Files.createSymbolicLink(link.resolve("device"), device);
        Files.writeString(link.resolve("address"), address + "\n");
        Files.writeString(link.resolve("ifindex"), "7\n");
        for (String file : files) {
            Files.writeString(device.resolve(file), "1\n");
        }
    }

    private List<String> taken(String address) {
        return check("unknown", "VF-1 { mac-addr : '" + address + "'; }").stream()
                .map(Diagnostic::toString)
                .map(text -> text.replace(directory + "/", ""))
                .toList();
    }

    @Test
    void anAddressThatAnotherDeviceHasIsWarnedOf() throws IOException {
        anInterface("ens1f0", "02:00:00:00:00:01", PfModel.PF, "sriov_numvfs");
        anInterface("eno1", "02:00:00:00:00:02", "0000:00:1f.6");
        anInterface("ens1f0v1", "02:00:00:00:00:03", "0000:01:10.2");
        Files.createSymbolicLink(
                pf.sys.resolve("devices/0000:01:10.2/physfn"), Path.of("../" + PfModel.PF));
        Path bridge = Files.createDirectories(pf.sys.resolve("class/net/br0"));
        Files.writeString(bridge.resolve("address"), "02:00:00:00:00:04\n");
        // netlink has VFs with these addresses: of its own PF they are not asked for
        pf.vfs.get(2).mac = new byte[] {2, 0, 0, 0, 0, 5};

        assertThat(taken("2:0:0:0:0:1"))
                .containsExactly(
                        "nic.conf:5:19: warning: VF-1: 02:00:00:00:00:01 is the address of ens1f0"
                                + " already [driver-rule]");
        assertThat(taken("2:0:0:0:0:2")).hasSize(1).first().asString().contains("eno1");
        assertThat(taken("2:0:0:0:0:3")).isEmpty();
        assertThat(taken("2:0:0:0:0:4")).isEmpty();
        assertThat(taken("2:0:0:0:0:5")).isEmpty();
        assertThat(taken("0:0:0:0:0:0")).isEmpty();
    }

    @Test
    void anAddressThatAnotherPfsVfHasIsWarnedOf() throws IOException {
        anInterface("ens2f0", "02:00:00:00:00:02", "0000:02:00.0", "sriov_numvfs");
        pf.vfs.get(2).mac = new byte[] {2, 0, 0, 0, 0, 5};
        assertThat(taken("2:0:0:0:0:5"))
                .containsExactly(
                        "nic.conf:5:19: warning: VF-1: 02:00:00:00:00:05 is the address of VF-2 of"
                                + " ens2f0 already [driver-rule]");
        pf.reports = false;
        assertThat(taken("2:0:0:0:0:5")).isEmpty();
        pf.reports = true;
        Files.writeString(pf.sys.resolve("class/net/ens2f0/ifindex"), "70\n");
        assertThat(taken("2:0:0:0:0:5")).isEmpty();
    }
}

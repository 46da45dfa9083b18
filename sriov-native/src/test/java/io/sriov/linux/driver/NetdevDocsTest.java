package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.driver.StableMac;
import io.sriov.pci.PciAddress;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.config.IovConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Tries what `docs/linux-netdev.md` shows.
@EnabledOnOs(OS.LINUX)
class NetdevDocsTest {
    private static final Path DOCUMENT = Path.of("../docs/linux-netdev.md");

    /// A device that has all that the table says of its driver.
    private static final Map<String, Integer> DEVICES = Map.of("igb", 0x10c9, "ixgbe", 0x10fb);

    @TempDir Path directory;

    private static List<String> examples() throws IOException {
        return Pattern.compile("(?ms)^```ucl\n(.*?)^```$")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void theExampleIsTakenAndReadsBack() throws IOException, PfDriverException {
        var pf = new PfModel(directory, 4);
        PfDriver driver = pf.attach("i40e");
        IovConfig config = NetdevConfigs.read(directory, examples().getFirst(), driver.schema());
        assertThat(driver.check(config)).isEmpty();
        driver.init(config.numVfs(), DriverParameters.of(config.pf()));
        for (int i = 0; i < config.numVfs(); i++) {
            driver.addVf(i, DriverParameters.of(config.vf(i)));
        }
        assertThat(pf.sent)
                .contains(
                        "VF 0 mac 02:00:00:00:01:00",
                        "VF 2 vlan 100 qos 0",
                        "VF 2 spoofchk 1",
                        "VF 2 rate 0 500",
                        "VF 3 trust 1",
                        "VF 3 vlan 0 qos 0",
                        "VF 3 spoofchk 0")
                .hasSize(4 * 4 + 1);
        for (int i = 0; i < config.numVfs(); i++) {
            assertThat(driver.compare(i, DriverParameters.of(config.vf(i)))).isEmpty();
        }
    }

    @Test
    void theExampleForTheBootWorksOnAPfThatIsDown() throws IOException, PfDriverException {
        var pf = new PfModel(directory, 2);
        pf.up = false;
        PfDriver driver = pf.attach("igb");
        IovConfig config = NetdevConfigs.read(directory, examples().get(1), driver.schema());
        assertThat(driver.check(config)).isEmpty();
        driver.init(config.numVfs(), DriverParameters.of(config.pf()));
        for (int i = 0; i < config.numVfs(); i++) {
            driver.addVf(i, DriverParameters.of(config.vf(i)));
        }
        assertThat(pf.sent)
                .containsExactly(
                        "up",
                        "VF 0 mac 02:00:00:00:01:00",
                        "VF 0 rate 0 500",
                        "VF 1 mac 02:00:00:00:01:01",
                        "VF 1 rate 0 500");
    }

    @Test
    void programsKnowTheAddressesBeforeThereAreVfs() {
        int numVfs = 2;
        String machineId = PfModel.MACHINE_ID;
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            // snippet: stable-mac
            PciAddress pf = PciAddress.parse("0000:03:00.0");
            for (int vf = 0; vf < numVfs; vf++) {
                System.out.println("VF-" + vf + " " + StableMac.of(machineId, pf, vf));
            }
            // end
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("VF-0 d6:92:5d:21:ca:00", "VF-1 d6:92:5d:21:ca:01");
    }

    /// The rows of a table behind a comment, without its head.
    private static List<List<String>> rows() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        int at = lines.indexOf("<!-- drivers -->") + 1;
        var rows = new ArrayList<List<String>>();
        for (String line : lines.subList(at, lines.size())) {
            if (line.isEmpty()) {
                break;
            }
            rows.add(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
        }
        return rows;
    }

    @Test
    void theTableIsOfTheSchemas() throws IOException {
        List<List<String>> rows = rows();
        List<String> head = rows.getFirst();
        assertThat(rows).hasSize(2 + 23);
        for (List<String> row : rows.subList(2, rows.size())) {
            String name = row.get(1).replace("`", "");
            PfIdentity pf = PfModel.identity(name, 0x020000, DEVICES.getOrDefault(name, 0x0001));
            DeviceSchema schema = NetdevDriverProvider.system().attach(pf).schema().vf();
            assertThat(row).hasSameSizeAs(head);
            for (int column = 2; column < head.size() - 1; column++) {
                String parameter = head.get(column).replace("`", "");
                boolean has =
                        switch (parameter) {
                            case "802.1ad" -> DriverTable.of(pf).has(DriverTrait.DOT1AD);
                            case "trust" -> schema.find("allow-promisc").isPresent();
                            default -> schema.find(parameter).isPresent();
                        };
                assertThat(!row.get(column).isEmpty()).as(name + ": " + parameter).isEqualTo(has);
            }
        }
    }
}

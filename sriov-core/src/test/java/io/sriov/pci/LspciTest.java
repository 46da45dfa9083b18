package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our decoding beside that of `lspci` (pciutils), for the same bytes.
class LspciTest {
    private static final int FUNCTIONS = 200;

    @TempDir Path directory;

    @BeforeEach
    void lspciIsThere() throws IOException, InterruptedException {
        boolean found;
        try {
            Process process =
                    new ProcessBuilder("lspci", "--version").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            found = process.waitFor() == 0;
        } catch (IOException e) {
            found = false;
        }
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(found, "lspci is not installed: install pciutils to compare with it");
        }
        assertThat(found).as("lspci must be installed where CI=true: install pciutils").isTrue();
    }

    @Test
    void decodesAnySriovRegistersAsLspciDoes() throws IOException, InterruptedException {
        Random random = new Random(20_260_101);
        StringBuilder dump = new StringBuilder();
        List<ConfigSpaceImage> images = new ArrayList<>();
        for (int i = 0; i < FUNCTIONS; i++) {
            ConfigSpaceImage image = Intel82576Dump.image();
            for (int at = SriovCapability.CAPABILITIES; at < SriovCapability.LENGTH; at += 4) {
                image.write32(0x160 + at, random.nextInt() & 0xffff_ffffL);
            }
            image.write16(0xa0 + PcieCapability.CAPABILITIES, 2 | (random.nextInt(16) << 4));
            image.write32(
                    0xa0 + PcieCapability.DEVICE_CAPABILITIES, random.nextInt() & 0xffff_ffffL);
            image.write16(0x72, random.nextInt() & 0xffff);
            image.write32(0x74, random.nextInt() & 0xffff_ffffL);
            image.write16(0x154, random.nextInt() & 0xffff);
            images.add(image);
            dump.append(new RoutingId(i))
                    .append(" Class 0200: Device 8086:10c9\n")
                    .append(image.toHexDump())
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("dump"), dump);
        Process process =
                new ProcessBuilder("lspci", "-F", file.toString(), "-n", "-vvv")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        String[] functions = text.split("\n\n");
        assertThat(functions).hasSize(FUNCTIONS);
        for (int i = 0; i < FUNCTIONS; i++) {
            assertThat(functions[i])
                    .startsWith(new RoutingId(i) + " ")
                    .contains(asLspci(images.get(i)));
        }
    }

    private static List<String> asLspci(ConfigSpace config) {
        SriovCapability s = SriovCapability.find(config).orElseThrow();
        MsixCapability m = MsixCapability.find(config).orElseThrow();
        AriCapability a = AriCapability.find(config).orElseThrow();
        PcieCapability p = PcieCapability.find(config).orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add(
                "IOVCap:\tMigration%s 10BitTagReq%s Interrupt"
                        .formatted(
                                flag(s.vfMigrationCapable()),
                                flag(s.vf10BitTagRequesterSupported())));
        lines.add(
                "IOVCtl:\tEnable%s Migration%s Interrupt%s MSE%s ARIHierarchy%s 10BitTagReq%s"
                        .formatted(
                                flag(s.vfEnable()),
                                flag(s.vfMigrationEnable()),
                                flag(
                                        (s.control()
                                                        & SriovCapability
                                                                .CONTROL_VF_MIGRATION_INTERRUPT)
                                                != 0),
                                flag(s.vfMemorySpaceEnable()),
                                flag(s.ariCapableHierarchy()),
                                flag(s.vf10BitTagRequesterEnable())));
        lines.add(
                "Initial VFs: %d, Total VFs: %d, Number of VFs: %d, Function Dependency Link: %02x"
                        .formatted(
                                s.initialVfs(),
                                s.totalVfs(),
                                s.numVfs(),
                                s.functionDependencyLink()));
        lines.add(
                "VF offset: %d, stride: %d, Device ID: %04x"
                        .formatted(s.firstVfOffset(), s.vfStride(), s.vfDeviceId()));
        lines.add(
                "Supported Page Size: %08x, System Page Size: %08x"
                        .formatted(s.supportedPageSizes(), s.systemPageSize()));
        lines.add(
                "MSI-X: Enable%s Count=%d Masked%s"
                        .formatted(flag(m.enabled()), m.tableSize(), flag(m.functionMasked())));
        lines.add("Vector table: BAR=%d offset=%08x".formatted(m.tableBar(), m.tableOffset()));
        lines.add(
                "ARICap:\tMFVC%s ACS%s, Next Function: %d"
                        .formatted(
                                flag(a.mfvcFunctionGroups()),
                                flag(a.acsFunctionGroups()),
                                a.nextFunction()));
        if (p.portType() == PcieCapability.PortType.ENDPOINT) {
            lines.add("Express (v2) Endpoint,");
            lines.add("FLReset" + flag(p.functionLevelReset()));
        }
        return lines;
    }

    private static String flag(boolean on) {
        return on ? "+" : "-";
    }
}

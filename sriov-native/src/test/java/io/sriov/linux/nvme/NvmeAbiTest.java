package io.sriov.linux.nvme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The structures and numbers beside what the kernel headers of this machine say, and beside the
/// tables of the NVM Express Base Specification 2.0.
class NvmeAbiTest {
    private static final Path SOURCE = Path.of("src/test/c/nvme_abi.c");
    private static final Path HEADER = Path.of("/usr/include/linux/nvme_ioctl.h");

    @Test
    void passthroughIsThatOfTheKernelsHeaders(@TempDir Path directory)
            throws IOException, InterruptedException {
        boolean gcc = false;
        for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            gcc |= Files.isExecutable(Path.of(entry, "gcc"));
        }
        assumeTrue(Files.exists(HEADER), "SKIPPED: comparison with Linux's headers needs Linux");
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(gcc, "SKIPPED: comparison of structures with C needs gcc");
        }
        String program = directory.resolve("abi").toString();
        run("gcc", "-std=gnu11", "-Wall", "-Werror", "-o", program, SOURCE.toString());
        Map<String, String> theirs = new TreeMap<>();
        for (String line : run(program).lines().toList()) {
            int name = line.indexOf(' ');
            theirs.put(line.substring(0, name), line.substring(name + 1));
        }

        Map<String, String> ours = new TreeMap<>();
        StructLayout layout = AdminCommand.LAYOUT;
        String struct = layout.name().orElseThrow();
        ours.put(struct, Long.toString(layout.byteSize()));
        for (MemoryLayout member : layout.memberLayouts()) {
            String name = member.name().orElseThrow();
            ours.put(struct + "." + name, offset(layout, name) + " " + member.byteSize());
        }
        ours.put("NVME_IOCTL_ADMIN_CMD", "0x" + Long.toHexString(AdminCommand.REQUEST));
        assertThat(ours).isEqualTo(theirs);
    }

    private static long offset(StructLayout layout, String member) {
        return layout.byteOffset(PathElement.groupElement(member));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void theRequestIsThatOfAMachine() {
        assertThat(AdminCommand.REQUEST).isEqualTo(0xC0484E41L);
        assertThat(AdminCommand.LAYOUT.byteSize()).isEqualTo(72);
    }

    /// First and last byte as the specification's tables have them.
    @ParameterizedTest
    @CsvSource({
        "CNTLID, 0, 1", "PORTID, 2, 3", "CRT, 4, 4", "VQFRT, 32, 35", "VQRFA, 36, 39",
        "VQRFAP, 40, 41", "VQPRT, 42, 43", "VQFRSM, 44, 45", "VQGRAN, 46, 47", "VIFRT, 64, 67",
        "VIRFA, 68, 71", "VIRFAP, 72, 73", "VIPRT, 74, 75", "VIFRSM, 76, 77", "VIGRAN, 78, 79"
    })
    void primaryCapabilitiesAreThoseOfTheSpecification(String field, long first, long last) {
        assertPlace(PrimaryCapabilities.LAYOUT, field, first, last);
        assertThat(PrimaryCapabilities.LAYOUT.byteSize()).isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource({"SCID, 0, 1", "PCID, 2, 3", "SCS, 4, 4", "VFN, 8, 9", "NVQ, 10, 11", "NVI, 12, 13"})
    void secondaryEntriesAreThoseOfTheSpecification(String field, long first, long last) {
        assertPlace(SecondaryController.LAYOUT, field, first, last);
        assertThat(SecondaryController.LAYOUT.byteSize()).isEqualTo(32);
    }

    private static void assertPlace(StructLayout layout, String field, long first, long last) {
        assertThat(offset(layout, field)).isEqualTo(first);
        assertThat(layout.select(PathElement.groupElement(field)).byteSize())
                .isEqualTo(last - first + 1);
    }
}

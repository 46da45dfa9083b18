package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sriov.ffm.DirectoryEntries;
import io.sriov.ffm.NetworkInterfaces;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every structure and request number beside what a C compiler makes of the kernel's declarations,
/// and beside the numbers that a FreeBSD machine uses.
class KernelAbiTest {
    private static final Path SOURCE = Path.of("src/test/c/freebsd_abi.c");

    private static final List<StructLayout> LAYOUTS =
            List.of(
                    PciSelector.LAYOUT,
                    PciConf.LAYOUT_14,
                    PciConf.LAYOUT_15,
                    PciMatchConf.LAYOUT,
                    PciConfIo.LAYOUT,
                    PciIo.LAYOUT,
                    PciBarIo.LAYOUT,
                    IovArg.LAYOUT,
                    IovArg.OUTPUT,
                    DevReq.LAYOUT,
                    DirectoryEntries.DIRENT,
                    NetworkInterfaces.IFADDRS);

    private static final Map<String, Long> REQUESTS =
            Map.ofEntries(
                    Map.entry("IOV_CONFIG", IovArg.CONFIG),
                    Map.entry("IOV_DELETE", IovArg.DELETE),
                    Map.entry("IOV_GET_SCHEMA", IovArg.GET_SCHEMA),
                    Map.entry("IOV_GET_STATUS", IovArg.GET_STATUS),
                    Map.entry("PCIOCREAD", PciIo.READ),
                    Map.entry("PCIOCWRITE", PciIo.WRITE),
                    Map.entry("PCIOCATTACHED", PciIo.ATTACHED),
                    Map.entry("PCIOCGETCONF_14", PciConfIo.REQUEST_14),
                    Map.entry("PCIOCGETBAR", PciBarIo.REQUEST),
                    Map.entry("PCIOCGETCONF", PciConfIo.REQUEST_15),
                    Map.entry("DEV_ATTACH", DevReq.ATTACH),
                    Map.entry("DEV_DETACH", DevReq.DETACH));

    private static Map<String, String> c = Map.of();

    @BeforeAll
    static void compile(@TempDir Path directory) throws IOException, InterruptedException {
        boolean gcc = false;
        for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            gcc |= Files.isExecutable(Path.of(entry, "gcc"));
        }
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(gcc, "SKIPPED: comparison of structures with C needs gcc");
        }
        String program = directory.resolve("abi").toString();
        run("gcc", "-std=c11", "-Wall", "-Werror", "-o", program, SOURCE.toString());
        c = new TreeMap<>();
        for (String line : run(program).lines().toList()) {
            int name = line.indexOf(' ');
            c.put(line.substring(0, name), line.substring(name + 1));
        }
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
    void structuresAreThoseOfTheCompiler() {
        Map<String, String> ours = new TreeMap<>();
        for (StructLayout layout : LAYOUTS) {
            String struct = layout.name().orElseThrow();
            ours.put(struct, Long.toString(layout.byteSize()));
            for (MemoryLayout member : layout.memberLayouts()) {
                if (!(member instanceof PaddingLayout)) {
                    String name = member.name().orElseThrow();
                    long offset = layout.byteOffset(PathElement.groupElement(name));
                    ours.put(struct + "." + name, offset + " " + member.byteSize());
                }
            }
        }
        Map<String, String> theirs = new TreeMap<>(c);
        theirs.keySet().removeIf(name -> REQUESTS.containsKey(name));
        // The status structure differs from the schema's in the names of its members alone.
        assertThat(theirs.remove("pci_iov_status")).isEqualTo(theirs.get("pci_iov_schema"));
        assertThat(theirs.remove("pci_iov_status.status"))
                .isEqualTo(theirs.get("pci_iov_schema.schema"));
        assertThat(theirs.remove("pci_iov_status.len")).isEqualTo(theirs.get("pci_iov_schema.len"));
        assertThat(theirs.remove("pci_iov_status.error"))
                .isEqualTo(theirs.get("pci_iov_schema.error"));
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void requestsAreThoseOfTheMacros() {
        REQUESTS.forEach((name, number) ->
                assertThat(c.get(name)).as(name).isEqualTo("0x" + Long.toHexString(number)));
    }

    /// As `truss(1)` and the kernel's own headers have them.
    @ParameterizedTest
    @CsvSource({
        "IOV_CONFIG, 8010700a",
        "IOV_DELETE, 2000700b",
        "IOV_GET_SCHEMA, c018700c",
        "PCIOCREAD, c0147002",
        "PCIOCWRITE, c0147003",
        "PCIOCATTACHED, c0147004",
        "PCIOCGETBAR, c0207006",
        "PCIOCGETCONF_14, c0307005",
        "PCIOCGETCONF, c030700a",
        "DEV_ATTACH, 80984401",
        "DEV_DETACH, 80984402"
    })
    void requestsAreThoseOfAMachine(String name, String number) {
        assertThat(REQUESTS).containsEntry(name, Long.parseLong(number, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "pcisel, 8", "pci_conf_14, 48", "pci_conf, 128", "pci_match_conf, 56", "pci_conf_io, 48",
        "pci_io, 20", "pci_bar_io, 32", "pci_iov_arg, 16", "pci_iov_schema, 24", "devreq, 152"
    })
    void sizesAreThoseOfAMachine(String struct, long size) {
        assertThat(LAYOUTS)
                .filteredOn(layout -> layout.name().orElseThrow().equals(struct))
                .extracting(StructLayout::byteSize)
                .containsExactly(size);
    }
}

package io.sriov.linux.vfio;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every structure, request number and constant beside what the kernel headers of this machine say,
/// and beside the numbers that strace(1) shows on any.
class VfioAbiTest {
    private static final Path SOURCE = Path.of("src/test/c/vfio_abi.c");
    private static final Path HEADER = Path.of("/usr/include/linux/vfio.h");

    private static final List<StructLayout> LAYOUTS =
            List.of(
                    GroupStatus.LAYOUT,
                    DeviceInfo.LAYOUT,
                    RegionInfo.LAYOUT,
                    IrqInfo.LAYOUT,
                    VfToken.LAYOUT,
                    IommufdBinding.LAYOUT);

    private static final Map<String, Long> REQUESTS =
            Map.ofEntries(
                    Map.entry("VFIO_GET_API_VERSION", VfioRequest.GET_API_VERSION),
                    Map.entry("VFIO_CHECK_EXTENSION", VfioRequest.CHECK_EXTENSION),
                    Map.entry("VFIO_SET_IOMMU", VfioRequest.SET_IOMMU),
                    Map.entry("VFIO_GROUP_GET_STATUS", GroupStatus.REQUEST),
                    Map.entry("VFIO_GROUP_SET_CONTAINER", VfioRequest.GROUP_SET_CONTAINER),
                    Map.entry("VFIO_GROUP_UNSET_CONTAINER", VfioRequest.GROUP_UNSET_CONTAINER),
                    Map.entry("VFIO_GROUP_GET_DEVICE_FD", VfioRequest.GROUP_GET_DEVICE_FD),
                    Map.entry("VFIO_DEVICE_GET_INFO", DeviceInfo.REQUEST),
                    Map.entry("VFIO_DEVICE_GET_REGION_INFO", RegionInfo.REQUEST),
                    Map.entry("VFIO_DEVICE_GET_IRQ_INFO", IrqInfo.REQUEST),
                    Map.entry("VFIO_DEVICE_RESET", VfioRequest.DEVICE_RESET),
                    Map.entry("VFIO_DEVICE_FEATURE", VfToken.REQUEST),
                    Map.entry("VFIO_DEVICE_BIND_IOMMUFD", IommufdBinding.REQUEST));

    private static final Map<String, Integer> CONSTANTS =
            Map.ofEntries(
                    Map.entry("VFIO_API_VERSION", VfioContainer.API_VERSION),
                    Map.entry("VFIO_TYPE1_IOMMU", VfioContainer.TYPE1),
                    Map.entry("VFIO_TYPE1v2_IOMMU", VfioContainer.TYPE1_V2),
                    Map.entry("VFIO_NOIOMMU_IOMMU", VfioContainer.NO_IOMMU),
                    Map.entry("VFIO_GROUP_FLAGS_VIABLE", GroupStatus.FLAG_VIABLE),
                    Map.entry("VFIO_GROUP_FLAGS_CONTAINER_SET", GroupStatus.FLAG_CONTAINER_SET),
                    Map.entry("VFIO_DEVICE_FLAGS_RESET", DeviceInfo.FLAG_RESET),
                    Map.entry("VFIO_DEVICE_FLAGS_PCI", DeviceInfo.FLAG_PCI),
                    Map.entry("VFIO_REGION_INFO_FLAG_READ", RegionInfo.FLAG_READ),
                    Map.entry("VFIO_REGION_INFO_FLAG_WRITE", RegionInfo.FLAG_WRITE),
                    Map.entry("VFIO_REGION_INFO_FLAG_MMAP", RegionInfo.FLAG_MMAP),
                    Map.entry("VFIO_PCI_BAR0_REGION_INDEX", RegionInfo.BAR0),
                    Map.entry("VFIO_PCI_ROM_REGION_INDEX", RegionInfo.ROM),
                    Map.entry("VFIO_PCI_CONFIG_REGION_INDEX", RegionInfo.CONFIG),
                    Map.entry("VFIO_IRQ_INFO_EVENTFD", IrqInfo.FLAG_EVENTFD),
                    Map.entry("VFIO_IRQ_INFO_MASKABLE", IrqInfo.FLAG_MASKABLE),
                    Map.entry("VFIO_IRQ_INFO_NORESIZE", IrqInfo.FLAG_NORESIZE),
                    Map.entry("VFIO_PCI_INTX_IRQ_INDEX", IrqInfo.INTX),
                    Map.entry("VFIO_PCI_MSI_IRQ_INDEX", IrqInfo.MSI),
                    Map.entry("VFIO_PCI_MSIX_IRQ_INDEX", IrqInfo.MSIX),
                    Map.entry("VFIO_DEVICE_FEATURE_SET", VfToken.SET),
                    Map.entry("VFIO_DEVICE_FEATURE_PCI_VF_TOKEN", VfToken.FEATURE),
                    Map.entry("VFIO_DEVICE_BIND_FLAG_TOKEN", IommufdBinding.FLAG_TOKEN));

    private static Map<String, String> ours() {
        Map<String, String> ours = new TreeMap<>();
        for (StructLayout layout : LAYOUTS) {
            String struct = layout.name().orElseThrow();
            ours.put(struct, Long.toString(layout.byteSize()));
            for (MemoryLayout member : layout.memberLayouts()) {
                String name = member.name().orElseThrow();
                long offset = layout.byteOffset(PathElement.groupElement(name));
                ours.put(struct + "." + name, offset + " " + member.byteSize());
            }
        }
        REQUESTS.forEach((name, number) -> ours.put(name, "0x" + Long.toHexString(number)));
        CONSTANTS.forEach((name, number) -> ours.put(name, "0x" + Integer.toHexString(number)));
        return ours;
    }

    @Test
    void everythingIsAsInTheKernelsHeaders(@TempDir Path directory, TestReporter reporter)
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
        run("gcc", "-std=c11", "-Wall", "-Werror", "-o", program, SOURCE.toString());
        Map<String, String> theirs = new TreeMap<>();
        var absent = new TreeSet<String>();
        for (String line : run(program).lines().toList()) {
            int name = line.indexOf(' ');
            if (line.startsWith("absent ")) {
                absent.add(line.substring(name + 1));
            } else {
                theirs.put(line.substring(0, name), line.substring(name + 1));
            }
        }
        reporter.publishEntry("absent from this machine's headers", absent.toString());
        Map<String, String> ours = ours();
        assertThat(ours.keySet()).containsAll(absent);
        ours.keySet().removeAll(absent);
        assertThat(ours).isEqualTo(theirs);
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

    @ParameterizedTest
    @CsvSource({
        "VFIO_GET_API_VERSION, 3b64",
        "VFIO_CHECK_EXTENSION, 3b65",
        "VFIO_SET_IOMMU, 3b66",
        "VFIO_GROUP_GET_STATUS, 3b67",
        "VFIO_GROUP_SET_CONTAINER, 3b68",
        "VFIO_GROUP_UNSET_CONTAINER, 3b69",
        "VFIO_GROUP_GET_DEVICE_FD, 3b6a",
        "VFIO_DEVICE_GET_INFO, 3b6b",
        "VFIO_DEVICE_GET_REGION_INFO, 3b6c",
        "VFIO_DEVICE_GET_IRQ_INFO, 3b6d",
        "VFIO_DEVICE_RESET, 3b6f",
        "VFIO_DEVICE_FEATURE, 3b75",
        "VFIO_DEVICE_BIND_IOMMUFD, 3b76"
    })
    void requestsAreThoseOfAMachine(String name, String number) {
        assertThat(REQUESTS).containsEntry(name, Long.parseLong(number, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "vfio_group_status, 8", "vfio_device_info, 20", "vfio_region_info, 32",
        "vfio_irq_info, 16", "vfio_device_feature, 8", "vfio_device_bind_iommufd, 24"
    })
    void sizesAreThoseOfAMachine(String struct, long size) {
        assertThat(LAYOUTS)
                .filteredOn(layout -> layout.name().orElseThrow().equals(struct))
                .extracting(StructLayout::byteSize)
                .containsExactly(size);
    }
}

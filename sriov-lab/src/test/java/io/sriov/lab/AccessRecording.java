package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.linux.SysfsConfigSpace;
import io.sriov.pci.SriovCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Records which registers the kernel reads and writes when it creates and destroys VFs, and what
/// the devices answer. QEMU writes down every access (`qemu-tests.log`); what the registers are
/// before the first is written here, a line each. The tests of sriov-testkit compare the simulated
/// bus with it.
///
/// No test of the lab: it runs when it is called by its name (docs/lab.md).
class AccessRecording {
    private static final Path PLACE = Path.of("/share/recording/registers");

    @Test
    void ofCreatingAndDestroyingVfs() throws IOException {
        Files.createDirectories(PLACE.getParent());
        var registers = new StringBuilder();
        registers(LabMachine.igb(), registers);
        registers(LabMachine.nvme(), registers);
        Files.writeString(PLACE, registers);
        trace(true);
        try {
            changeVfs(LabMachine.igb(), 7, 2);
            changeVfs(LabMachine.nvme(), 12, 3);
        } finally {
            trace(false);
        }
    }

    /// VFs without drivers, so that all accesses are those of `drivers/pci/iov.c` and of finding
    /// the VFs.
    private static void changeVfs(PciFunction pf, int... counts) {
        pf.attribute("sriov_drivers_autoprobe").write(0);
        for (int count : counts) {
            pf.createVfs(count);
            assertThat(pf.vfs()).hasSize(count);
            pf.destroyVfs();
        }
        pf.attribute("sriov_drivers_autoprobe").write(1);
    }

    private static void registers(PciFunction pf, StringBuilder text) {
        try (SysfsConfigSpace config = pf.configSpace()) {
            int offset = SriovCapability.find(config).orElseThrow().offset();
            for (int at = 0; at < SriovCapability.LENGTH; at += 4) {
                text.append(
                        "%s @0x%x = 0x%x%n"
                                .formatted(
                                        pf.toString().substring("0000:".length()),
                                        offset + at,
                                        config.read32(offset + at)));
            }
        }
    }

    private static void trace(boolean on) {
        Qmp.open().execute("trace-event-set-state", Map.of("name", "pci_cfg_*", "enable", on));
    }
}

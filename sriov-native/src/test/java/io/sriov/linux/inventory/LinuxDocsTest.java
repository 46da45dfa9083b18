package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Finding;
import io.sriov.host.PfStatus;
import io.sriov.linux.LinuxHost;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/linux.md` shows of looking at a machine from inside a container. What it shows
/// of changes takes a kernel, and is run in the lab.
@EnabledOnOs(OS.LINUX)
class LinuxDocsTest {
    @TempDir private Path hostRoot;
    @TempDir private Path state;

    @Test
    void theHostIsSeenFromAContainer() {
        var tree = new SysfsTree(hostRoot);
        Machines.igb(tree);
        tree.process(4711, "qemu-system-x86").holds(31, "/dev/vfio/24");
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            // snippet: linux-container
            try (LinuxHost host =
                            LinuxHost.builder()
                                    .sys(hostRoot.resolve("sys"))
                                    .proc(hostRoot.resolve("proc"))
                                    .dev(hostRoot.resolve("dev"))
                                    .records(new DirectoryRecordStore(state))
                                    .build();
                    Sriov sriov = Sriov.open(host)) {
                for (Finding finding : sriov.examine()) {
                    System.out.println(
                            finding.level() + " " + finding.subject() + ": " + finding.message());
                }
                for (PfStatus pf : sriov.inventory()) {
                    System.out.println(
                            pf.device() + " " + pf.otherNames() + ": " + pf.numVfs() + " VFs");
                    pf.vfs().forEach(vf -> System.out.println(vf.address() + " " + vf.uses()));
                }
            }
            // end
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("WARN kernel: its version cannot be told")
                .contains("0000:01:00.0 [ens3]: 7 VFs")
                .contains(
                        "0000:01:11.0 [VfUse[holder=process qemu-system-x86 (4711) holds"
                                + " /dev/vfio/24, exclusive=true]]");
    }
}

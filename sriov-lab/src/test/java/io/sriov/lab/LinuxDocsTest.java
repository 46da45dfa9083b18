package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Finding;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.RecordStore;
import io.sriov.host.VfStatus;
import io.sriov.linux.LinuxHost;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs what `docs/linux.md` shows of changes, and holds the examination to a machine of which is
/// known what it has.
class LinuxDocsTest {
    private final RecordStore records = new MemoryRecordStore();

    private static String address(PciFunction pf) {
        return String.valueOf(pf.directory().getFileName());
    }

    private IovConfig config(String device) {
        try (Sriov sriov = Sriov.open(LinuxHost.builder().records(records).build())) {
            return IovConfig.builder(sriov.schema(device), device)
                    .numVfs(2)
                    .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                    .build();
        }
    }

    @Test
    void aConfigurationIsApplied() {
        IovConfig config = config(address(LabMachine.igb()));
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            // snippet: linux
            try (LinuxHost host = LinuxHost.builder().records(records).build();
                    Sriov sriov = Sriov.open(host)) {
                Outcome outcome = sriov.apply(sriov.plan(config));
                System.out.println(outcome.toText());

                for (VfStatus vf : sriov.status(config.device()).vfs()) {
                    System.out.println(vf.location() + ": " + vf.handOvers());
                }
            }
            // end
        } finally {
            System.setOut(before);
        }
        String first = address(LabMachine.igb().vfs().getFirst());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(": done")
                .contains(first + ": [HandOver[taker=QEMU, text=vfio-pci,host=" + first + "]")
                .contains("taker=NETNS, text=ip link set dev ");
    }

    /// The machine has an IOMMU and every module, and runs tests as root; behind its third port
    /// there is no ACS. Nobody has set its interfaces up.
    @Test
    void theMachineIsFoundAsItIs() {
        List<Finding> findings;
        try (Sriov sriov = Sriov.open(LinuxHost.builder().records(records).build())) {
            findings = sriov.examine();
        }
        assertThat(findings).noneMatch(one -> one.level() == Finding.Level.FAIL);
        assertThat(findings)
                .filteredOn(one ->
                        List.of("kernel", "/sys", "privileges", "iommu", "vfio-pci")
                                .contains(one.subject()))
                .hasSize(5)
                .allMatch(one -> one.level() == Finding.Level.OK);
        assertThat(findings)
                .filteredOn(one -> one.message().contains("IOMMU group"))
                .extracting(Finding::subject)
                .containsExactly(address(LabMachine.igbWithoutAcs()));
    }
}

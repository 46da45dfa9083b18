package io.sriov.freebsd;

import io.sriov.ffm.NativeAccess;
import io.sriov.host.Finding;
import io.sriov.host.HostException;
import java.util.ArrayList;
import java.util.List;

/// Looks whether a machine with FreeBSD has what it takes.
final class FreeBsdExamination {
    private static final String REGISTERS = "/dev/pci";

    /// Variables that come with vmm(4), `sys/amd64/vmm/vmm.c` and `sys/dev/vmm/vmm_dev.c`.
    private static final List<String> VMM = List.of("hw.vmm.maxcpu", "hw.vmm.ipinum");

    private FreeBsdExamination() {}

    static List<Finding> findings(SystemCalls calls) {
        var findings = new ArrayList<Finding>();
        findings.add(registers(calls));
        findings.add(vmm(calls));
        NativeAccess.examine().ifPresent(findings::add);
        return findings;
    }

    private static Finding registers(SystemCalls calls) {
        boolean writable;
        try (PciNode pci = PciNode.open(calls)) {
            writable = pci.writable();
        } catch (HostException e) {
            return Finding.fail(REGISTERS, e);
        }
        if (writable) {
            return Finding.ok(REGISTERS, "registers can be reached");
        }
        return calls.sysctl().number("kern.securelevel").orElse(0) > 0
                ? Finding.warn(
                        REGISTERS,
                        "kern.securelevel is above 0, so that nobody reaches registers",
                        "configure VFs before the level is raised, see security(7)")
                : Finding.fail(REGISTERS, "it can be read only, and not written", "run as root");
    }

    private static Finding vmm(SystemCalls calls) {
        boolean loaded = VMM.stream().anyMatch(name -> calls.sysctl().number(name).isPresent());
        return loaded
                ? Finding.ok("vmm", "loaded")
                : Finding.warn(
                        "vmm",
                        "it is not loaded, so that VFs cannot be given to guests",
                        "kldload vmm, and vmm_load=\"YES\" in loader.conf(5)");
    }
}

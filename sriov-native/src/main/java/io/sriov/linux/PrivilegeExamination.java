package io.sriov.linux;

import io.sriov.host.Finding;
import io.sriov.linux.sys.Capability;
import io.sriov.linux.sys.Privileges;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks which of the privileges are there that the SDK needs: capabilities(7), of this process.
final class PrivilegeExamination {
    private static final String SUBJECT = "privileges";

    private final Sysfs sysfs;
    private final Path proc;

    PrivilegeExamination(Sysfs sysfs, Path proc) {
        this.sysfs = sysfs;
        this.proc = proc;
    }

    List<Finding> findings() {
        Privileges privileges = Privileges.read(sysfs, proc);
        if (privileges.effective().isEmpty()) {
            return List.of(Finding.warn(SUBJECT, "they cannot be told", "mount proc at " + proc));
        }
        var findings = new ArrayList<Finding>();
        if (privileges.inUserNamespace()) {
            findings.add(
                    Finding.warn(
                            SUBJECT,
                            "this process is in a user namespace, and its capabilities are not the"
                                    + " host's: the kernel lets it change little",
                            "run it outside, or in a container without user namespaces"));
        }
        for (Capability one : Capability.values()) {
            if (privileges.lacks(one)) {
                String message = one + " is missing: " + without(one);
                String remedy = "run as root, or with " + one;
                if (one != Capability.CAP_DAC_OVERRIDE) {
                    findings.add(Finding.warn(SUBJECT, message, remedy));
                } else if (!privileges.root()) {
                    findings.add(Finding.fail(SUBJECT, message, remedy));
                }
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok(SUBJECT, "all that is needed")) : findings;
    }

    private static String without(Capability one) {
        return switch (one) {
            case CAP_DAC_OVERRIDE -> "VFs can be neither created nor destroyed";
            case CAP_NET_ADMIN -> "parameters of network cards' VFs cannot be set";
            case CAP_SYS_PTRACE -> "it does not show which process of another user holds a VF";
            case CAP_SYS_ADMIN -> "registers beyond the header cannot be read, nor NVMe VFs set up";
        };
    }
}

package io.sriov.linux;

import io.sriov.host.Finding;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks which of the privileges are there that the SDK needs: capabilities(7), of this process.
final class PrivilegeExamination {
    private static final String SUBJECT = "privileges";

    /// A capability, with its bit (`include/uapi/linux/capability.h`) and what fails without it.
    private enum Capability {
        CAP_DAC_OVERRIDE(1, "VFs can be neither created nor destroyed"),
        CAP_NET_ADMIN(12, "parameters of network cards' VFs cannot be set"),
        CAP_SYS_PTRACE(19, "it does not show which process of another user holds a VF"),
        CAP_SYS_ADMIN(21, "registers beyond the header cannot be read, nor NVMe VFs set up");

        private final long mask;
        private final String without;

        Capability(int bit, String without) {
            this.mask = 1L << bit;
            this.without = without;
        }
    }

    private final Sysfs sysfs;
    private final Path proc;

    PrivilegeExamination(Sysfs sysfs, Path proc) {
        this.sysfs = sysfs;
        this.proc = proc;
    }

    List<Finding> findings() {
        String status = sysfs.text(proc.resolve("self/status")).orElse("");
        Optional<Long> effective = field(status, "CapEff:", 0).flatMap(PrivilegeExamination::mask);
        if (effective.isEmpty()) {
            return List.of(Finding.warn(SUBJECT, "they cannot be told", "mount proc at " + proc));
        }
        // Attributes of sysfs belong to root, who needs no capability for what is his.
        boolean root = field(status, "Uid:", 1).equals(Optional.of("0"));
        var findings = new ArrayList<Finding>();
        for (Capability one : Capability.values()) {
            if ((effective.get() & one.mask) == 0) {
                boolean fatal = one == Capability.CAP_DAC_OVERRIDE;
                String message = one + " is missing: " + one.without;
                String remedy = "run as root, or with " + one;
                if (!fatal) {
                    findings.add(Finding.warn(SUBJECT, message, remedy));
                } else if (!root) {
                    findings.add(Finding.fail(SUBJECT, message, remedy));
                }
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok(SUBJECT, "all that is needed")) : findings;
    }

    private static Optional<String> field(String status, String name, int index) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+", -1))
                .filter(words -> words.length > index)
                .map(words -> words[index])
                .findFirst();
    }

    private static Optional<Long> mask(String hexadecimal) {
        try {
            return Optional.of(Long.parseUnsignedLong(hexadecimal, 16));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}

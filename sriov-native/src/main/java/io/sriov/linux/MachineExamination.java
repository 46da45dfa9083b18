package io.sriov.linux;

import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks whether a machine with Linux has what it takes, apart from its PFs.
final class MachineExamination {
    /// The oldest kernel that the SDK is for.
    private static final int MAJOR = 5;

    private static final int MINOR = 4;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\b.*");

    /// The mode in force is in brackets, `none [integrity] confidentiality` (`lockdown_read` in
    /// `security/lockdown/lockdown.c`).
    private static final Pattern LOCKDOWN = Pattern.compile(".*\\[(\\w+)].*");

    private final Sysfs sysfs;
    private final Path proc;

    MachineExamination(Sysfs sysfs, Path proc) {
        this.sysfs = sysfs;
        this.proc = proc;
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(kernel());
        findings.add(sysfs());
        findings.addAll(new PrivilegeExamination(sysfs, proc).findings());
        lockdown().ifPresent(findings::add);
        findings.add(iommu());
        findings.add(vfio());
        return findings;
    }

    private Finding kernel() {
        String subject = "kernel";
        String release = sysfs.text(proc.resolve("sys/kernel/osrelease")).orElse("");
        Matcher version = VERSION.matcher(release);
        if (!version.matches()) {
            return Finding.warn(
                    subject,
                    "its version cannot be told",
                    "mount proc at " + proc + ", see proc(5)");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > MAJOR || (major == MAJOR && minor >= MINOR)
                ? Finding.ok(subject, "Linux " + release)
                : Finding.fail(
                        subject,
                        "Linux " + release + " is too old",
                        "use " + MAJOR + "." + MINOR + " or later");
    }

    private Finding sysfs() {
        String subject = sysfs.path("").toString();
        if (!sysfs.exists(sysfs.path("bus/pci/devices"))) {
            return Finding.fail(
                    subject,
                    "there is no PCI bus in it",
                    "mount sysfs there: mount -t sysfs sysfs " + subject);
        }
        return isReadOnly(subject)
                ? Finding.fail(
                        subject,
                        "it is mounted for reading only",
                        WriteAdvice.of(Errno.EROFS).orElseThrow())
                : Finding.ok(subject, "it is there");
    }

    /// Whether the mount on top at a place is for reading only (`mountinfo`, proc(5)): field 5 is
    /// the place, field 6 has the options of the mount, the last field those of the file system.
    private boolean isReadOnly(String place) {
        boolean readOnly = false;
        for (String line : sysfs.text(proc.resolve("self/mountinfo")).orElse("").split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length > 6 && fields[4].replace("\\040", " ").equals(place)) {
                readOnly =
                        isReadOnlyOption(fields[5]) || isReadOnlyOption(fields[fields.length - 1]);
            }
        }
        return readOnly;
    }

    private static boolean isReadOnlyOption(String options) {
        return List.of(options.split(",", -1)).contains("ro");
    }

    private Optional<Finding> lockdown() {
        Matcher mode =
                LOCKDOWN.matcher(sysfs.text(sysfs.path("kernel/security/lockdown")).orElse(""));
        if (!mode.matches() || mode.group(1).equals("none")) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warn(
                        "lockdown",
                        "the kernel is locked down ("
                                + mode.group(1)
                                + "): registers cannot be written, and drivers that are not signed"
                                + " are not loaded",
                        "sign a driver that comes from elsewhere than the kernel; creating VFs"
                                + " takes nothing else"));
    }

    private Finding iommu() {
        String subject = "iommu";
        int groups = sysfs.names(sysfs.path("kernel/iommu_groups")).size();
        return groups > 0
                ? Finding.ok(subject, "on, " + groups + " groups")
                : Finding.warn(
                        subject,
                        "it is off, so that VFs cannot be given to guests",
                        Passthrough.IOMMU_REMEDY);
    }

    private Finding vfio() {
        String subject = Passthrough.DRIVER;
        return Passthrough.isLoaded(sysfs)
                ? Finding.ok(subject, "loaded")
                : Finding.warn(
                        subject,
                        "it is not loaded, so that VFs cannot be given to guests",
                        "modprobe vfio-pci; for every start, name it in a file in"
                                + " /etc/modules-load.d");
    }
}

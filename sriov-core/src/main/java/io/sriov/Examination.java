package io.sriov;

import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import java.util.ArrayList;
import java.util.List;

/// Looks at everything that a host needs for VFs: what the host says of itself, its PFs, and its
/// records.
final class Examination {
    private static final String PFS = "PFs";
    private static final String RECORDS = "records";

    private final Sriov sriov;
    private final Host host;

    Examination(Sriov sriov) {
        this.sriov = sriov;
        this.host = sriov.host();
    }

    List<Finding> findings() {
        var findings = new ArrayList<>(host.examine());
        findings.addAll(pfs());
        findings.addAll(records());
        return List.copyOf(findings);
    }

    private List<Finding> pfs() {
        List<PhysicalFunction> pfs;
        try {
            pfs = host.physicalFunctions();
        } catch (HostException e) {
            return List.of(Finding.fail(PFS, e));
        }
        if (pfs.isEmpty()) {
            return List.of(
                    Finding.warn(
                            PFS,
                            "there are none",
                            "switch on SR-IOV in the firmware setup of the machine and of the"
                                    + " device, and load the device's driver"));
        }
        return pfs.stream().map(Examination::pf).toList();
    }

    private static Finding pf(PhysicalFunction pf) {
        PfStatus status;
        try {
            status = pf.status();
        } catch (HostException e) {
            return Finding.fail(pf.device(), e);
        }
        if (status.driver().equals(PfStatus.NO_DRIVER)) {
            return Finding.fail(
                    status.device(), "no driver serves it", "load the driver of the device");
        }
        var names = new ArrayList<>(status.otherNames());
        names.add("driver " + status.driver());
        return Finding.ok(
                status.device(),
                String.join(", ", names)
                        + ", "
                        + status.numVfs()
                        + " of "
                        + status.mostVfs()
                        + " VFs");
    }

    private List<Finding> records() {
        var findings = new ArrayList<Finding>();
        try {
            host.records().checkWritable();
            for (Interruption interruption : sriov.interruptions()) {
                findings.add(
                        Finding.warn(
                                interruption.device(),
                                interruption.found(),
                                interruption.needsAttention()
                                        ? "look at its VFs, then apply the configuration that is"
                                                + " wanted"
                                        : "iovctl --recover -d "
                                                + interruption.device()
                                                + " puts it right"));
            }
        } catch (HostException e) {
            findings.add(Finding.fail(RECORDS, e));
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(RECORDS, "writable, and nothing was interrupted"))
                : findings;
    }
}

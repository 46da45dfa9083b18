package io.sriov.apply;

import io.sriov.driver.DriverParameters;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import io.sriov.record.PfSnapshot;
import io.sriov.record.VfSnapshot;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares what reads back with what should be: the kernel's account of the VFs, and the PF's own
/// registers.
final class Verification {
    private final PhysicalFunction pf;
    private final PfStatus live;
    private final List<Deviation> deviations = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private Verification(PhysicalFunction pf, PfStatus live) {
        this.pf = pf;
        this.live = live;
    }

    /// Compares with a configuration's VFs being there.
    static Verification ofTarget(
            PhysicalFunction pf,
            PfStatus live,
            Optional<IovConfig> target,
            Set<Integer> mustBeAttached) {
        var verification = new Verification(pf, live);
        int numVfs = target.map(IovConfig::numVfs).orElse(0);
        Optional<SriovCapability> registers = verification.count(numVfs);
        if (target.isPresent() && live.numVfs() == numVfs) {
            verification.vfs(target.get(), registers, mustBeAttached);
            pf.compare(target.get()).forEach(verification::deviate);
            verification.unread(target.get());
        }
        return verification;
    }

    /// What differs; empty where nothing does.
    List<Deviation> deviations() {
        return deviations;
    }

    /// What could not be compared.
    List<String> remarks() {
        return remarks;
    }

    /// What differs from an earlier state; empty where nothing does.
    static List<Deviation> ofSnapshot(PhysicalFunction pf, PfStatus live, PfSnapshot before) {
        var verification = new Verification(pf, live);
        verification.count(before.numVfs());
        if (live.numVfs() == before.numVfs()) {
            verification.vfs(before);
        }
        return verification.deviations;
    }

    private Optional<SriovCapability> count(int numVfs) {
        if (live.numVfs() != numVfs) {
            deviate(live.device(), vfs(numVfs), vfs(live.numVfs()));
        }
        Optional<SriovCapability> registers;
        try {
            registers = SriovCapability.find(pf.configSpace());
        } catch (HostException e) {
            if (e.errno() != Errno.EPERM && e.errno() != Errno.EACCES) {
                throw e;
            }
            // Who may configure a PF need not be let at its registers.
            remarks.add(
                    "the registers of "
                            + live.device()
                            + " were not compared, only what the kernel tells: "
                            + e.getMessage());
            return Optional.empty();
        }
        registers.ifPresentOrElse(
                sriov -> {
                    if (sriov.vfEnable() != numVfs > 0) {
                        deviate(
                                live.device(),
                                "VF Enable " + (numVfs > 0 ? "set" : "clear"),
                                "VF Enable " + (sriov.vfEnable() ? "set" : "clear"));
                    }
                    if (numVfs > 0 && sriov.numVfs() != numVfs) {
                        deviate(live.device(), "NumVFs " + numVfs, "NumVFs " + sriov.numVfs());
                    }
                },
                () ->
                        deviate(
                                live.device(),
                                "a readable SR-IOV capability",
                                "none: the device does not answer"));
        return registers;
    }

    private void vfs(
            IovConfig target, Optional<SriovCapability> registers, Set<Integer> mustBeAttached) {
        Optional<VfRouting> routing =
                registers.map(sriov ->
                        new VfRouting(
                                live.address().routingId(),
                                sriov.firstVfOffset(),
                                sriov.vfStride(),
                                target.numVfs()));
        Map<Integer, VfStatus> present = present();
        for (int i = 0; i < target.numVfs(); i++) {
            VfStatus vf = present.remove(i);
            if (vf == null) {
                deviate(subject(i), "present", "absent: its driver refused it");
                continue;
            }
            if (routing.isPresent()) {
                PciAddress address = routing.get().address(live.address().domain(), i);
                if (!vf.address().equals(address)) {
                    deviate(subject(i), "at " + address, "at " + vf.address());
                }
            }
            if (vf.passthrough() != target.passthrough(i)) {
                deviate(
                        subject(i),
                        "passthrough " + yesNo(target.passthrough(i)),
                        "passthrough " + yesNo(vf.passthrough()));
            }
            if (!vf.attached() && mustBeAttached.contains(i)) {
                deviate(subject(i), "a driver attached", "none attached");
            }
        }
        present.keySet().forEach(index -> deviate(subject(index), "absent", "present"));
    }

    /// What is declared of VFs, and the device does not tell, by parameter and reason.
    private void unread(IovConfig target) {
        Map<ParameterReading, List<Integer>> unread = new LinkedHashMap<>();
        for (VfStatus vf : live.vfs()) {
            if (vf.index() >= target.numVfs()) {
                continue;
            }
            DriverParameters declared = DriverParameters.of(target.vf(vf.index()));
            for (ParameterReading reading : vf.parameters()) {
                if (!reading.isKnown() && declared.value(reading.parameter()).isPresent()) {
                    unread.computeIfAbsent(reading, _ -> new ArrayList<>()).add(vf.index());
                }
            }
        }
        unread.forEach((reading, indices) ->
                remarks.add(
                        reading.parameter()
                                + " of VF "
                                + ReadBack.ranges(indices)
                                + " was set and cannot be read back: "
                                + reading.text()));
    }

    private void vfs(PfSnapshot before) {
        Map<Integer, VfStatus> present = present();
        for (VfSnapshot then : before.vfs()) {
            VfStatus vf = present.get(then.index());
            if (vf == null) {
                deviate(subject(then.index()), "present", "absent");
                continue;
            }
            if (!vf.address().equals(then.address())) {
                deviate(subject(then.index()), "at " + then.address(), "at " + vf.address());
            }
            if (vf.passthrough() != then.passthrough()) {
                deviate(
                        subject(then.index()),
                        "passthrough " + yesNo(then.passthrough()),
                        "passthrough " + yesNo(vf.passthrough()));
            }
            if (vf.attached() != then.attached()) {
                deviate(
                        subject(then.index()),
                        then.attached() ? "a driver attached" : "no driver attached",
                        vf.driver().map(driver -> driver + " attached").orElse("none attached"));
            }
        }
    }

    private Map<Integer, VfStatus> present() {
        Map<Integer, VfStatus> present = HashMap.newHashMap(live.vfs().size());
        live.vfs().forEach(vf -> present.put(vf.index(), vf));
        return present;
    }

    private void deviate(ParameterMismatch mismatch) {
        deviate(
                live.device() + " " + mismatch.section() + " " + mismatch.parameter(),
                mismatch.declared(),
                mismatch.found());
    }

    private void deviate(String subject, String expected, String found) {
        deviations.add(new Deviation(subject, expected, found));
    }

    private String subject(int index) {
        return live.device() + " " + IovConfig.vfName(index);
    }

    static String vfs(int count) {
        return switch (count) {
            case 0 -> "no VFs enabled";
            case 1 -> "1 VF enabled";
            default -> count + " VFs enabled";
        };
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}

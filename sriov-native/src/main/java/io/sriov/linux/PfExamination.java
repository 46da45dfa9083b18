package io.sriov.linux;

import io.sriov.host.Finding;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.inventory.IommuGroup;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.inventory.VfLimit;
import io.sriov.linux.netlink.Devlink;
import io.sriov.linux.netlink.EswitchMode;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Looks for what is in the way of a PF's VFs.
final class PfExamination {
    /// `IFF_UP` of `include/uapi/linux/if.h`.
    private static final long UP = 0x1;

    /// How many VFs there can be beside a PF on a bus without ARI: functions 1 to 7.
    private static final int WITHOUT_ARI = 7;

    private final LinuxPf pf;
    private final Sysfs sysfs;
    private final String device;

    PfExamination(LinuxPf pf) {
        this.pf = pf;
        this.sysfs = pf.host().kernel().sysfs();
        this.device = pf.device();
    }

    /// {@return what is in the way; nothing where the PF cannot be read, which its status tells}
    List<Finding> findings() {
        SysfsPf now;
        try {
            now = pf.read(Operation.GET_STATUS);
        } catch (HostException _) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        limit(now).ifPresent(findings::add);
        memory(now).ifPresent(findings::add);
        ari(now).ifPresent(findings::add);
        isolation(now).ifPresent(findings::add);
        autoprobe(now).ifPresent(findings::add);
        network(now).ifPresent(findings::add);
        Devlink.system()
                .eswitchMode("pci", device)
                .flatMap(mode -> eswitch(device, mode))
                .ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> limit(SysfsPf now) {
        OptionalInt most = now.limit().kernel();
        if (most.isPresent() && most.getAsInt() == 0) {
            return Optional.of(
                    Finding.fail(
                            device,
                            "no VFs can be had of it",
                            "switch on SR-IOV in the device's firmware, or use another driver"));
        }
        if (now.limit().source() != VfLimit.Source.DRIVER) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.ok(
                        device,
                        now.function().driver().orElse("the kernel")
                                + " takes at most "
                                + most.orElseThrow()
                                + " VFs, and the device could have "
                                + now.limit().hardware().orElseThrow()));
    }

    private Optional<Finding> memory(SysfsPf now) {
        return new VfRoom(pf, now)
                .memory()
                .map(obstacle -> Finding.fail(device, obstacle.detail(), obstacle.remedy()));
    }

    private Optional<Finding> ari(SysfsPf now) {
        boolean matters =
                now.ari().equals(Optional.of(false))
                        && !now.ports().isEmpty()
                        && now.limit().kernel().orElse(0) > WITHOUT_ARI;
        return matters
                ? Optional.of(
                        Finding.warn(
                                device,
                                "ARI is off on the way to it, so that not all VFs may be reached",
                                "ask for at most "
                                        + WITHOUT_ARI
                                        + " VFs, or put the device below a port that forwards ARI"))
                : Optional.empty();
    }

    private Optional<Finding> isolation(SysfsPf now) {
        String remedy =
                "functions of one group go to the same guest: use a slot below ports with ACS, see"
                        + " lspci -vv";
        for (SysfsVf vf : now.vfs()) {
            PciAddress address = vf.function().address();
            Optional<IommuGroup> group =
                    vf.function().iommuGroup().filter(one -> !one.othersThan(address).isEmpty());
            if (group.isPresent()) {
                return Optional.of(
                        Finding.warn(
                                device,
                                "VF-"
                                        + vf.index()
                                        + " shares IOMMU group "
                                        + group.get().number()
                                        + " with "
                                        + String.join(", ", group.get().othersThan(address)),
                                remedy));
            }
        }
        return now.vfs().isEmpty() ? foreigners(now, remedy) : Optional.empty();
    }

    /// Other functions of the same device may be in a PF's group where each VF will have its own.
    private Optional<Finding> foreigners(SysfsPf now, String remedy) {
        String slot = device.substring(0, device.lastIndexOf('.') + 1);
        List<String> others =
                now
                        .function()
                        .iommuGroup()
                        .map(group -> group.othersThan(now.address()))
                        .orElse(List.of())
                        .stream()
                        .filter(other -> !other.startsWith(slot))
                        .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Finding.warn(
                                device,
                                "it shares its IOMMU group with "
                                        + String.join(", ", others)
                                        + ", and so will its VFs",
                                remedy));
    }

    private Optional<Finding> autoprobe(SysfsPf now) {
        if (!now.sriov().autoprobe().equals(Optional.of(false))) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warn(
                        device,
                        "the kernel looks for no drivers for its VFs: sriov_drivers_autoprobe is 0",
                        isRecorded()
                                ? "iovctl --recover -d "
                                        + device
                                        + " puts back what an interrupted command has left"
                                : "write 1 to "
                                        + pf.directory().resolve("sriov_drivers_autoprobe")));
    }

    private boolean isRecorded() {
        try {
            return pf.host().records().read(PfChange.autoprobeEntry(pf)).isPresent();
        } catch (HostException _) {
            return false;
        }
    }

    private Optional<Finding> network(SysfsPf now) {
        if (now.interfaces().elsewhere()) {
            return Optional.of(
                    Finding.warn(
                            device,
                            "its interface is in another network namespace, and its VFs are set up"
                                    + " from there alone",
                            "run this in that namespace: nsenter --net=FILE, ip netns exec NAME"));
        }
        return now.interfaces()
                .uplink()
                .filter(name ->
                        sysfs.number(pf.directory().resolve("net").resolve(name).resolve("flags"))
                                .filter(flags -> (flags & UP) == 0)
                                .isPresent())
                .map(name ->
                        Finding.warn(
                                device,
                                "interface " + name + " is down, and with it the link of most VFs",
                                "ip link set " + name + " up"));
    }

    /// {@return what to say of an eswitch's mode; legacy mode is what VFs are set up in}
    static Optional<Finding> eswitch(String device, EswitchMode mode) {
        return mode == EswitchMode.LEGACY
                ? Optional.empty()
                : Optional.of(
                        Finding.ok(
                                device,
                                "its eswitch is in switchdev mode: some of what is set of VFs goes by"
                                        + " their representors (devlink port show)"));
    }
}

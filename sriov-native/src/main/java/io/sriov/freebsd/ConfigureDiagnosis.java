package io.sriov.freebsd;

import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why the kernel refused a configuration. It gives one errno for several reasons; what it has left
/// in the registers, and what it limits, tells them apart. Where nothing does, the causes are told
/// in the order of their likelihood.
///
/// The errnos and where they come from: `pci_iov_config` in `sys/dev/pci/pci_iov.c`, and the PF
/// driver's own `PCI_IOV_INIT`.
final class ConfigureDiagnosis {
    private static final String MAX_CONFIG = "hw.pci.iov_max_config";

    /// With more VFs than these, the rest is counted.
    private static final int SHOWN = 4;

    private final FreeBsdPf pf;
    private final IovConfig config;
    private final int packedSize;
    private final Evidence evidence;

    /// A cause, and what to do about it.
    private record Cause(String detail, @Nullable String remedy) {}

    /// @param packedSize what was handed to the kernel, in bytes
    ConfigureDiagnosis(FreeBsdPf pf, IovConfig config, int packedSize) {
        this.pf = pf;
        this.config = config;
        this.packedSize = packedSize;
        this.evidence = new Evidence(pf);
    }

    HostException explain(KernelErrorException e) {
        Cause cause =
                switch (e.errno()) {
                    case EBUSY -> busy();
                    case EMSGSIZE -> tooLong();
                    case EINVAL -> invalid();
                    case ENXIO -> notConfigured();
                    case ENOSPC -> noSpace();
                    case ENOMEM ->
                            new Cause(
                                    "the kernel has no memory for the configuration of "
                                            + vfs(config.numVfs()),
                                    "free some memory, or ask for fewer VFs");
                    case EPERM, EACCES ->
                            new Cause("the caller may not configure it", "run as root");
                    default ->
                            new Cause(
                                    "the PF driver refuses " + vfs(config.numVfs()) + e.remark(),
                                    "see dmesg for what the driver says");
                };
        return new HostException(
                Operation.CONFIGURE, pf.device(), e.errno(), cause.detail(), cause.remedy());
    }

    private Cause busy() {
        List<VfStatus> vfs = evidence.status().map(PfStatus::vfs).orElse(List.of());
        int enabled = evidence.status().map(PfStatus::numVfs).orElse(0);
        if (enabled == 0) {
            return new Cause(
                    "another operation on it is under way in the kernel",
                    "wait until that has ended, then try again");
        }
        String named =
                vfs.stream()
                        .limit(SHOWN)
                        .map(vf ->
                                IovConfig.vfName(vf.index())
                                        + vf.driver().map(by -> " by " + by).orElse(" by nobody"))
                        .collect(Collectors.joining(", "));
        return new Cause(
                "it has "
                        + vfs(enabled)
                        + " already"
                        + (named.isEmpty() ? "" : ", held: " + named)
                        + (vfs.size() > SHOWN ? " and " + (vfs.size() - SHOWN) + " more" : ""),
                "delete them first: the kernel creates all VFs of a PF at once");
    }

    private Cause tooLong() {
        OptionalLong limit = evidence.sysctl(MAX_CONFIG);
        return new Cause(
                "the configuration has "
                        + packedSize
                        + " bytes when packed, and sysctl "
                        + MAX_CONFIG
                        + " allows "
                        + (limit.isPresent() ? limit.getAsLong() : "less"),
                "set " + MAX_CONFIG + "=" + packedSize + " with sysctl(8), or ask for fewer VFs");
    }

    private Cause invalid() {
        int total = evidence.registers().map(SriovCapability::totalVfs).orElse(0xffff);
        if (config.numVfs() > total) {
            return new Cause(
                    config.numVfs() + " VFs are asked for, and the device supports " + total,
                    "set num_vfs to at most " + total);
        }
        if (!evidence.schemaIs(config.schema())) {
            return new Cause(
                    "the PF's driver has another schema than the one that the configuration was"
                            + " checked against",
                    "check the configuration again");
        }
        return new Cause(
                "the PF driver refuses a value, or the kernel's validation does",
                "see dmesg for what the driver says, and the driver's manual page for the values"
                        + " that it takes");
    }

    private Cause notConfigured() {
        if (evidence.gone()) {
            return new Cause("its driver has detached meanwhile", "see dmesg for the reason");
        }
        Optional<SriovCapability> registers = evidence.registers();
        OptionalInt shift = evidence.pageShift();
        if (registers.isPresent()
                && shift.isPresent()
                && !registers
                        .get()
                        .supportsPageShift(
                                Math.max(shift.getAsInt(), SriovCapability.BASE_PAGE_SHIFT))) {
            return new Cause(
                    "the device does not support pages of "
                            + (1L << shift.getAsInt())
                            + " bytes, which this machine has",
                    "use the device on a machine with smaller pages, or new firmware for the"
                            + " device");
        }
        Optional<String> withoutAri = evidence.functionWithoutAri();
        if (withoutAri.isPresent()) {
            return new Cause(
                    "ARI could not be enabled in " + withoutAri.get(),
                    "boot with hw.pci.enable_ari=0 in loader.conf(5); at most 7 VFs can be had"
                            + " then");
        }
        Cause memory =
                new Cause(
                        "there is no room for the memory of " + vfs(config.numVfs()),
                        "ask for fewer VFs, or let the firmware give more: SR-IOV and memory above"
                                + " 4 GiB in its setup");
        if (registers.isPresent()) {
            // NumVFs tells how far the kernel came, unless an earlier attempt has left it there.
            return registers.get().numVfs() == config.numVfs()
                    ? new Cause(
                            "most likely " + memory.detail(),
                            memory.remedy() + "; see dmesg, in case it was the PF driver")
                    : new Cause(
                            "the PF driver cannot prepare for " + vfs(config.numVfs()),
                            "see dmesg for what the driver says");
        }
        return new Cause(
                "likely causes: "
                        + memory.detail()
                        + "; ARI could not be enabled; the device does not support the machine's"
                        + " page size; the PF driver cannot prepare",
                memory.remedy() + "; see dmesg for which it is");
    }

    private Cause noSpace() {
        Cause queues =
                new Cause(
                        "the PF driver has no queues or interrupts for " + vfs(config.numVfs()),
                        "ask for fewer VFs, or for fewer queues for each where the schema has a"
                                + " parameter for that");
        Optional<VfRouting> routing =
                evidence.routing().filter(found -> found.numVfs() == config.numVfs());
        if (routing.isEmpty()) {
            return evidence.registers().isPresent() ? queues : noSpaceForSomeReason(queues);
        }
        VfRouting placed = routing.get();
        if (placed.numVfs() > 0
                && placed.routingId(placed.numVfs() - 1).bus() != placed.pf().bus()) {
            return new Cause(
                    "the last of "
                            + vfs(placed.numVfs())
                            + " would be on another bus than the PF, and FreeBSD gives VFs no bus"
                            + " of their own",
                    fewer(placed));
        }
        boolean ari = evidence.status().flatMap(PfStatus::ari).orElse(true);
        if (!ari && !placed.fitsWithoutAri()) {
            return new Cause(
                    "the last of "
                            + vfs(placed.numVfs())
                            + " cannot be reached, because ARI is not enabled on the path to the"
                            + " PF",
                    fewer(placed)
                            + ", or use a slot whose port forwards to ARI functions, with"
                            + " hw.pci.enable_ari=1");
        }
        return queues;
    }

    private static Cause noSpaceForSomeReason(Cause queues) {
        return new Cause(
                "likely causes: "
                        + queues.detail()
                        + "; not all VFs fit on the PF's bus; ARI is not enabled on the path to the"
                        + " PF, so that only 7 can be reached",
                queues.remedy() + "; see dmesg for which it is");
    }

    /// How many VFs would do, by the offset and stride that the device has now.
    private String fewer(VfRouting placed) {
        boolean ari = evidence.status().flatMap(PfStatus::ari).orElse(true);
        int fit = 0;
        while (fit < placed.numVfs()
                && placed.routingId(fit).bus() == placed.pf().bus()
                && (ari || placed.routingId(fit).device() == 0)) {
            fit++;
        }
        return fit == 0 ? "no VFs can be had in this slot" : "ask for at most " + vfs(fit);
    }

    private static String vfs(int count) {
        return count == 1 ? "1 VF" : count + " VFs";
    }
}

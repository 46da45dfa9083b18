package io.sriov.linux;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.VfLimit;
import io.sriov.linux.sys.LinuxErrorException;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/// Why the kernel creates no VFs: what it says with an errno, and what is behind that
/// (`sriov_numvfs_store`, `sriov_enable` in `drivers/pci/iov.c`, and the PF drivers'
/// `sriov_configure`).
final class CreateDiagnosis {
    /// What keeps VFs from being created where no driver has the PF, and what to do.
    static final Obstacle NO_DRIVER =
            new Obstacle(
                    "no driver is bound to the PF, and only a driver creates VFs",
                    "load the PF's driver (see modinfo -F alias, lspci -k), or pci-pf-stub for a"
                            + " device that needs none");

    private final SysfsPf pf;
    private final VfRoom room;
    private final IntSupplier vectors;
    private final int wanted;

    /// @param pf the PF as it is now
    /// @param room whether there is room for its VFs
    /// @param vectors how many interrupt vectors the PF holds
    /// @param wanted how many VFs were asked for
    CreateDiagnosis(SysfsPf pf, VfRoom room, IntSupplier vectors, int wanted) {
        this.pf = pf;
        this.room = room;
        this.vectors = vectors;
        this.wanted = wanted;
    }

    private String driver() {
        return pf.function().driver().orElse("the PF's driver");
    }

    HostException explain(LinuxErrorException e) {
        if (!e.isNamed()) {
            return other(e);
        }
        return switch (e.errno()) {
            case ENOENT ->
                    pf.function().driver().isEmpty()
                            ? refused(e, NO_DRIVER.detail(), NO_DRIVER.remedy())
                            : refused(
                                    e,
                                    driver() + " does not create VFs",
                                    pf.function().driver().get().equals("vfio-pci")
                                            ? "write Y to"
                                                    + " /sys/module/vfio_pci/parameters/enable_sriov"
                                                    + " if whoever holds the PF is to be trusted"
                                            : "use a version of it that does, or another driver");
            case ERANGE -> refused(e, limit(), "set num_vfs to at most " + most());
            case EBUSY ->
                    pf.vfs().isEmpty()
                            ? refused(
                                    e,
                                    driver() + " is busy with something else",
                                    "wait, then try again; dmesg may say what it is")
                            : refused(
                                    e,
                                    "somebody else has created VFs meanwhile, and there are "
                                            + pf.vfs().size(),
                                    "find out who, then destroy them or leave them");
            case ENOMEM -> noRoom(e);
            case ENOSPC -> noVectors(e);
            case EPERM ->
                    refused(
                            e,
                            driver()
                                    + " refuses in its present mode: VFs assigned to a guest, XDP"
                                    + " or DCB on the PF, or SR-IOV switched off in its firmware",
                            "dmesg says which");
            case EIO ->
                    refused(
                            e,
                            "the device's SR-IOV capability contradicts itself, or it does not"
                                    + " answer",
                            "update its firmware");
            case EINVAL ->
                    refused(
                            e,
                            driver() + " does not take this number of VFs in its present mode",
                            "dmesg says why; ask for fewer VFs");
            case ENODEV ->
                    refused(
                            e,
                            "the PF is going away, or depends on one that has no VFs",
                            "see dmesg");
            case EAGAIN ->
                    refused(e, driver() + " is in the middle of a reset", "wait, then try again");
            case EOPNOTSUPP ->
                    refused(
                            e,
                            driver() + " does not support VFs in its present mode",
                            "see devlink dev eswitch show pci/" + pf.address());
            default ->
                    WriteAdvice.of(e.errno())
                            .map(advice -> refused(e, e.text(), advice))
                            .orElseGet(() -> other(e));
        };
    }

    /// Every VF needs interrupt vectors, which the PF's own queues and its RDMA device hold.
    private HostException noVectors(LinuxErrorException e) {
        boolean rdma = !pf.rdmaDevices().isEmpty();
        int held = vectors.getAsInt();
        var detail =
                new StringBuilder(driver())
                        .append(" has no queues or interrupt vectors left for ")
                        .append(wanted)
                        .append(" VFs");
        if (held > 0) {
            detail.append("; the PF holds ").append(held).append(" vectors");
            detail.append(rdma ? ", those of " + pf.rdmaDevices().getFirst() + " among them" : "");
        }
        var remedy =
                new StringBuilder("ask for fewer VFs, or take queues from the PF: ethtool -L ");
        remedy.append(pf.interfaces().uplink().orElse("INTERFACE")).append(" combined NUMBER");
        remedy.append(rdma ? ", or unload its RDMA driver" : "");
        if (driver().equals("ice")) {
            remedy.append(", or raise msix_vec_per_pf_max: devlink dev param show pci/")
                    .append(pf.address());
        }
        return refused(e, detail.toString(), remedy.append("; dmesg may say more").toString());
    }

    private HostException noRoom(LinuxErrorException e) {
        Obstacle obstacle =
                room.obstacles(wanted).stream()
                        .findFirst()
                        .orElse(
                                new Obstacle(
                                        "the VFs find no place: no memory-mapped space for their"
                                                + " BARs below the bridge, or no bus numbers, or"
                                                + " the driver has no memory",
                                        "in the BIOS setup, switch on SR-IOV and 'Above 4G"
                                                + " decoding'; or boot with pci=realloc (BARs) or"
                                                + " pci=assign-busses (bus numbers); dmesg says"
                                                + " which it was"));
        return refused(e, obstacle.detail(), obstacle.remedy());
    }

    private HostException other(LinuxErrorException e) {
        return refused(e, driver() + " says: " + e.text(), "dmesg may say why");
    }

    /// {@return what to throw where the driver made fewer VFs than asked for, and said it had not
    /// failed}
    HostException tooFew(int found) {
        return new HostException(
                Operation.CONFIGURE,
                pf.address().toString(),
                Errno.ENOSPC,
                driver() + " enabled only " + found + " of " + wanted + " VFs and reported success",
                "dmesg says why; ask for fewer");
    }

    private String most() {
        OptionalInt kernel = pf.limit().kernel();
        return kernel.isPresent() ? Integer.toString(kernel.getAsInt()) : "sriov_totalvfs";
    }

    private String limit() {
        String by =
                pf.limit().source() == VfLimit.Source.DRIVER
                        ? ", fewer than the device's " + pf.limit().hardware().orElse(0)
                        : "";
        return driver() + " takes at most " + most() + " VFs" + by;
    }

    private HostException refused(LinuxErrorException e, String detail, String remedy) {
        return new HostException(
                Operation.CONFIGURE, pf.address().toString(), e.errno(), detail, remedy, e);
    }
}

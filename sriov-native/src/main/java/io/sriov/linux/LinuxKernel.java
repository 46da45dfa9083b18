package io.sriov.linux;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import io.sriov.linux.bind.PciFunctions;
import io.sriov.linux.driver.NetdevDriverProvider;
import io.sriov.linux.driver.NvmeDriverProvider;
import io.sriov.linux.driver.PlainDriverProvider;
import io.sriov.linux.inventory.InterfaceAddresses;
import io.sriov.linux.inventory.PfInventory;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.VfUsers;
import io.sriov.linux.netlink.Rtnetlink;
import io.sriov.linux.sys.DeviceEvents;
import io.sriov.linux.sys.KernelWork;
import io.sriov.linux.sys.Privileges;
import io.sriov.linux.sys.Retry;
import io.sriov.linux.sys.Sysfs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// What a Linux kernel is reached by. Thread-safe.
///
/// @param sysfs the attributes of devices
/// @param inventory the PFs
/// @param users who uses VFs
/// @param functions the drivers of VFs
/// @param work what the kernel may not come back from, by PF
/// @param events what comes and goes
/// @param retry how PF drivers that have something else to do are asked again
/// @param privileges what this process may do
/// @param drivers the PF drivers, of which the first that takes a PF serves it
record LinuxKernel(
        Sysfs sysfs,
        PfInventory inventory,
        VfUsers users,
        PciFunctions functions,
        KernelWork work,
        DeviceEvents events,
        Retry retry,
        Supplier<Privileges> privileges,
        List<PfDrivers> drivers) {

    /// How long to wait for a device that the kernel has said to have made.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static LinuxKernel of(
            Sysfs sysfs, Path proc, Path dev, Duration deadline, Retry retry, PfDrivers installed) {
        return new LinuxKernel(
                sysfs,
                new PfInventory(
                        sysfs,
                        (file, reader) -> {
                            try (SysfsConfigSpace space = SysfsConfigSpace.open(file)) {
                                reader.accept(space);
                            }
                        }),
                new VfUsers(sysfs, proc, InterfaceAddresses.system()),
                new PciFunctions(sysfs, deadline),
                new KernelWork(sysfs, deadline),
                new DeviceEvents(
                        Sockets.system(),
                        Libc.system(),
                        deadline.compareTo(PATIENCE) < 0 ? deadline : PATIENCE),
                retry,
                () -> Privileges.read(sysfs, proc),
                List.of(
                        installed,
                        PfDrivers.of(
                                List.of(
                                        new NetdevDriverProvider(sysfs, Rtnetlink.system()),
                                        new NvmeDriverProvider(sysfs, Libc.system(), dev),
                                        new PlainDriverProvider()))));
    }

    /// {@return a fresh driver for a PF; the plain one takes any}
    PfDriver driver(SysfsPf pf) {
        var identity =
                new PfIdentity(
                        pf.address(),
                        pf.function().vendorId(),
                        pf.function().deviceId(),
                        pf.function().classCode(),
                        pf.function().driver().orElse(""));
        return drivers.stream()
                .flatMap(some -> some.attach(identity).stream())
                .findFirst()
                .orElseThrow();
    }
}

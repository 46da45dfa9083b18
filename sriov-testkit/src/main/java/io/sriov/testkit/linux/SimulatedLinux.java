package io.sriov.testkit.linux;

import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.linux.SysfsNode.Attribute;
import io.sriov.testkit.linux.SysfsNode.Directory;
import io.sriov.testkit.linux.SysfsNode.Link;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// A kernel that treats SR-IOV as Linux 6.12 does, on a simulated bus. It is used as a real one is:
/// by the files of sysfs, and by what rtnetlink and VFIO offer. Its caller is root.
///
/// ```java
/// SimulatedLinux linux = new SimulatedLinux(LinuxSystem.of(SimulatedMachine.standard()));
/// linux.write("/sys/bus/pci/devices/0000:03:00.0/sriov_numvfs", "4");
/// String driver = linux.readLink("/sys/bus/pci/devices/0000:03:10.0/driver");
/// ```
///
/// Whatever it refuses is a [SyscallException] with the kernel's errno. Time is the bus's: nothing
/// takes longer than the computation, and [#uptime()] tells how long it would have taken.
///
/// Thread-safe. As in a real kernel, who changes a function keeps others waiting who want to change
/// it or to read `sriov_numvfs`; and taking a function from a process that has it through VFIO
/// waits until [#closeVfio(PciAddress)].
public final class SimulatedLinux {
    private final LinuxSystem system;
    private final SimulatedBus bus;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final KernelLog log = new KernelLog();
    private final Uevents uevents = new Uevents();
    private final UnitNames controllers = new UnitNames("nvme");
    private final IommuGroups groups;
    private final NetDevices netDevices;
    private final DriverCore drivers;
    private final SriovCore sriov;
    private final PciDevices devices;
    private final Sysfs sysfs;
    private WriteRule writeRule = (_, _) -> Optional.empty();

    /// What a kernel is made to refuse.
    public interface WriteRule {
        /// {@return the errno that a write is refused with; empty where it is not}
        ///
        /// @param path the attribute, as the writer names it
        /// @param text what is written
        Optional<Errno> refusal(String path, String text);
    }

    /// Switches a machine on: enumerates its bus, assigns memory, enables ARI and ACS where they
    /// can be, and lets drivers at devices.
    ///
    /// @param system the machine and what is loaded
    /// @throws IllegalArgumentException if its parts do not fit together; the message says which
    public SimulatedLinux(LinuxSystem system) {
        this.system = system;
        this.bus = system.machine().hardware();
        this.groups = new IommuGroups(system.iommu());
        this.netDevices = new NetDevices(this);
        this.drivers = new DriverCore(this, system.drivers());
        this.sriov = new SriovCore(this);
        this.devices = new PciDevices(this);
        this.sysfs = new Sysfs(this);
        devices.start();
    }

    /// {@return the machine, and what is loaded}
    public LinuxSystem system() {
        return system;
    }

    /// {@return the hardware below; not thread-safe, so to be used while nobody else uses the
    /// kernel}
    public SimulatedBus bus() {
        return bus;
    }

    KernelLog log() {
        return log;
    }

    Uevents uevents() {
        return uevents;
    }

    UnitNames controllers() {
        return controllers;
    }

    IommuGroups groups() {
        return groups;
    }

    NetDevices netDevices() {
        return netDevices;
    }

    DriverCore drivers() {
        return drivers;
    }

    SriovCore sriov() {
        return sriov;
    }

    PciDevices devices() {
        return devices;
    }

    private <T> T locked(Supplier<T> result) {
        lock.lock();
        try {
            return result.get();
        } finally {
            changed.signalAll();
            lock.unlock();
            bus.returnFromKernel();
        }
    }

    /// Waits until something has come about; meanwhile others use the kernel.
    void awaitUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            changed.awaitUninterruptibly();
        }
    }

    /// Does something while nobody else changes a function: `device_lock`.
    void withDevice(PciDevice device, Runnable work) {
        Optional<Thread> self = Optional.of(Thread.currentThread());
        if (device.locked().equals(self)) {
            work.run();
            return;
        }
        awaitUntil(() -> device.locked().isEmpty());
        device.locked(self);
        try {
            work.run();
        } finally {
            device.locked(Optional.empty());
            changed.signalAll();
        }
    }

    /// Does something with the hardware while nobody uses the kernel.
    ///
    /// @param operation what to do; the bus must not be kept beyond it
    /// @param <T> what it gives
    /// @return what it gave
    public <T> T operate(Function<SimulatedBus, T> operation) {
        return locked(() -> operation.apply(bus));
    }

    MachineDump dump() {
        return locked(() -> LinuxDump.of(this));
    }

    /// {@return how long the machine has been on, by the bus's clock}
    public Duration uptime() {
        return locked(() -> bus.clock().now());
    }

    /// {@return what the kernel has printed, as dmesg(1) shows it: `ixgbe 0000:03:00.0: 64 VFs
    /// requested; only 63 enabled`; the last 4096 lines}
    public List<String> dmesg() {
        return locked(log::lines);
    }

    /// {@return the names in a directory of sysfs}
    ///
    /// @param path the directory, links followed
    /// @throws SyscallException with ENOENT or ENOTDIR if there is none
    public List<String> list(String path) {
        return locked(() -> {
            if (sysfs.follow(path) instanceof Directory(var names, _)) {
                return List.copyOf(names.get());
            }
            throw new SyscallException(Errno.ENOTDIR, path + " is a file");
        });
    }

    /// {@return whether there is something at a path}
    ///
    /// @param path the path, links followed
    public boolean exists(String path) {
        return locked(() -> {
            try {
                sysfs.follow(path);
                return true;
            } catch (SyscallException _) {
                return false;
            }
        });
    }

    /// {@return the text of an attribute, with the line's end that it has}
    ///
    /// The attribute `config` of a function is bytes in a real kernel; here they are shown in
    /// hexadecimal, 16 a line. See [#configSpace(PciAddress)].
    ///
    /// @param path the attribute: `/sys/bus/pci/devices/0000:03:00.0/sriov_numvfs`; `/sys` may be
    ///   left out
    /// @throws SyscallException with ENOENT, ENOTDIR or EISDIR if there is none, EACCES if it can
    ///   only be written, or what the attribute says
    public String read(String path) {
        return locked(() ->
                attribute(path)
                        .show()
                        .orElseThrow(() -> new SyscallException(Errno.EACCES, path))
                        .get());
    }

    /// Writes an attribute, in one write(2).
    ///
    /// @param path the attribute: `/sys/bus/pci/devices/0000:03:00.0/sriov_numvfs`; `/sys` may be
    ///   left out
    /// @param text the text; a line's end may stand behind it
    /// @throws SyscallException with ENOENT, ENOTDIR or EISDIR if there is none, EACCES if it can
    ///   only be read, or what the attribute says
    public void write(String path, String text) {
        locked(() -> {
            writeRule
                    .refusal(path, text)
                    .ifPresent(errno -> {
                        throw new SyscallException(errno, "this kernel was told to refuse it");
                    });
            attribute(path)
                    .store()
                    .orElseThrow(() -> new SyscallException(Errno.EACCES, path))
                    .accept(text);
            return true;
        });
    }

    /// Has the kernel refuse writes that it would take; nothing is done then. Replaces the rule
    /// that was there.
    ///
    /// @param rule which ones, asked before each write
    public void refuseWrites(WriteRule rule) {
        locked(() -> {
            writeRule = rule;
            return true;
        });
    }

    private Attribute attribute(String path) {
        if (sysfs.follow(path) instanceof Attribute found) {
            return found;
        }
        throw new SyscallException(Errno.EISDIR, path + " is a directory");
    }

    /// {@return where a link of sysfs leads: `/sys/bus/pci/drivers/ixgbevf`}
    ///
    /// A real link is relative; this is what it comes to.
    ///
    /// @param path the link
    /// @throws SyscallException with ENOENT if there is none, EINVAL if it is no link
    public String readLink(String path) {
        return locked(() -> {
            if (sysfs.find(path) instanceof Link(String target)) {
                return "/sys" + target;
            }
            throw new SyscallException(Errno.EINVAL, path + " is no link");
        });
    }

    /// {@return a function's configuration space, as its attribute `config` has it}
    ///
    /// @param function where the function sits
    /// @throws SyscallException with ENOENT if there is none
    public ConfigSpace configSpace(PciAddress function) {
        ConfigSpace raw = locked(() -> device(function).config());
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                return locked(() -> raw.read(offset, width));
            }

            @Override
            public void write(int offset, int width, long value) {
                locked(() -> {
                    raw.write(offset, width, value);
                    return true;
                });
            }
        };
    }

    private PciDevice device(PciAddress address) {
        return Optional.ofNullable(devices.all().get(address))
                .orElseThrow(() ->
                        new SyscallException(Errno.ENOENT, "there is no function " + address));
    }

    /// {@return the network interfaces, by name}
    public List<NetLink> netLinks() {
        return locked(
                () -> netDevices.all().values().stream().map(SimulatedLinux::netLink).toList());
    }

    /// {@return a network interface}
    ///
    /// @param name its name
    /// @throws SyscallException with ENODEV if there is none
    public NetLink netLink(String name) {
        return locked(() -> netLink(net(name)));
    }

    private static NetLink netLink(NetDevice net) {
        return new NetLink(
                net.index(),
                net.name(),
                net.device().address(),
                net.address(),
                net.up(),
                net.carrier());
    }

    private NetDevice net(String name) {
        return Optional.ofNullable(netDevices.all().get(name))
                .orElseThrow(
                        () -> new SyscallException(Errno.ENODEV, "there is no interface " + name));
    }

    /// Sets an interface up or down, as `ip link set` does. While it is up it has a carrier, unless
    /// its cable is pulled.
    ///
    /// @param name its name
    /// @param up whether it is to be up
    /// @throws SyscallException with ENODEV if there is none
    public void setUp(String name, boolean up) {
        locked(() -> {
            net(name).up(up);
            return true;
        });
    }

    /// Pulls an interface's cable, or plugs it in again.
    ///
    /// @param name its name
    /// @param plugged whether the cable is in
    /// @throws SyscallException with ENODEV if there is none
    public void setCable(String name, boolean plugged) {
        locked(() -> {
            net(name).plugged(plugged);
            return true;
        });
    }

    /// Sets one attribute of a VF through its PF's interface: RTM_SETLINK with IFLA_VFINFO_LIST.
    ///
    /// @param name the PF's interface
    /// @param vf the VF's number, as the message has it, 0..4294967295
    /// @param setting what is to be set
    /// @throws SyscallException with ENODEV if there is no such interface; EOPNOTSUPP if its driver
    ///   has no operation for it; EINVAL if there is no such VF, or its driver does not take the
    ///   value, or not now; EPROTONOSUPPORT for a kind of VLAN that it does not know
    public void setVf(String name, long vf, VfSetting setting) {
        locked(() -> {
            new Rtnetlink(net(name)).set(vf, setting);
            return true;
        });
    }

    /// {@return what an interface's driver reports of its VFs: RTM_GETLINK with RTEXT_FILTER_VF}
    ///
    /// @param name the PF's interface
    /// @param statistics whether VFs' statistics are asked for, which take room: without
    ///   RTEXT_FILTER_SKIP_STATS
    /// @throws SyscallException with ENODEV if there is no such interface
    public VfInfoList vfList(String name, boolean statistics) {
        return locked(() -> new Rtnetlink(net(name)).list(statistics));
    }

    /// Has a process open a function through VFIO, as QEMU does for a guest. A function that is
    /// taken from VFIO then waits for the process.
    ///
    /// @param function where the function sits
    /// @param process the process, for people: `qemu-system-x86 (4242)`
    /// @throws SyscallException with ENOENT if VFIO has no such function; EPERM if another driver
    ///   has a function of its IOMMU group; EBUSY if another process has one of them, or this one
    ///   has it already
    public void openVfio(PciAddress function, String process) {
        locked(() -> {
            PciDevice device = device(function);
            IommuGroup group =
                    device.group()
                            .filter(_ -> device.boundTo(DriverTrait.VFIO))
                            .orElseThrow(() ->
                                    new SyscallException(
                                            Errno.ENOENT, "VFIO does not have " + function));
            // iommu_group_claim_dma_owner
            for (PciDevice member : group.members()) {
                if (member.driver().filter(at -> !at.has(DriverTrait.MANAGES_DMA)).isPresent()
                        && member.secondary().isEmpty()) {
                    throw new SyscallException(
                            Errno.EPERM,
                            member.driver().get().name() + " has " + member + " of its group");
                }
            }
            boolean elsewhere =
                    group.holders().values().stream().anyMatch(at -> !at.equals(process));
            if (elsewhere || group.holders().containsKey(device)) {
                throw new SyscallException(Errno.EBUSY, "a process has it, or its group");
            }
            group.holders().put(device, process);
            return true;
        });
    }

    /// Ends what [#openVfio] began; does nothing where nobody has the function.
    ///
    /// @param function where the function sits
    /// @throws SyscallException with ENOENT if there is no such function
    public void closeVfio(PciAddress function) {
        locked(() -> {
            PciDevice device = device(function);
            device.group().ifPresent(group -> group.holders().remove(device));
            return true;
        });
    }

    /// {@return who has a function through VFIO; empty where nobody does, or there is no such
    /// function}
    ///
    /// @param function where the function sits
    public Optional<String> vfioHolder(PciAddress function) {
        return locked(() ->
                Optional.ofNullable(devices.all().get(function))
                        .flatMap(device ->
                                device.group().map(group -> group.holders().get(device))));
    }

    /// {@return a trace that records every uevent until it is closed}
    public UeventTrace traceUevents() {
        return uevents.trace();
    }
}

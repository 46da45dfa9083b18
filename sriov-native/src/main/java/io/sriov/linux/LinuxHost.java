package io.sriov.linux;

import io.sriov.driver.PfDrivers;
import io.sriov.dump.MachineDump;
import io.sriov.ffm.Libc;
import io.sriov.ffm.NativeAccess;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.linux.inventory.PfInventory;
import io.sriov.linux.inventory.SysfsDump;
import io.sriov.linux.sys.Retry;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A machine with Linux 5.4 or later.
///
/// PFs are the PCI functions for which the kernel has SR-IOV. They go by their PCI address, which
/// stays, and are found by their network interface, NVMe controller or RDMA device as well, whose
/// names may change. What can be set of their VFs is up to a [PfDriver][io.sriov.driver.PfDriver]
/// of a vendor, or one that comes with the SDK: for network cards, for NVMe, and for any other PF
/// one without parameters.
///
/// VFs are created with the kernel's probing of drivers switched off (`sriov_drivers_autoprobe`),
/// so that no driver and no network service of the host sees a VF before it is set up. The switch
/// is put back afterwards; what it was is recorded first.
///
/// What the kernel does not come back from while it creates, destroys, binds or shows VFs is told
/// with [io.sriov.host.Errno#ETIMEDOUT], and the caller goes on. Changing anything takes root, or
/// CAP_DAC_OVERRIDE with CAP_NET_ADMIN for network cards and CAP_SYS_ADMIN for NVMe.
///
/// ```java
/// try (Sriov sriov = Sriov.open(LinuxHost.open())) {
///     sriov.inventory().forEach(pf -> System.out.println(pf.device() + " " + pf.numVfs()));
/// }
/// ```
///
/// Thread-safe; calls for different PFs do not wait for each other, except inside the kernel.
public final class LinuxHost implements Host {
    /// Where records are unless a store is given: `/var/lib/sriov`.
    public static final Path RECORDS = Path.of("/var/lib/sriov");

    /// How long the kernel may go without creating another VF: the slowest VF drivers take seconds
    /// for one.
    public static final Duration USUAL_DEADLINE = Duration.ofSeconds(60);

    private final LinuxKernel kernel;
    private final Path proc;
    private final RecordStore records;
    private volatile boolean closed;

    LinuxHost(LinuxKernel kernel, Path proc, RecordStore records) {
        this.kernel = kernel;
        this.proc = proc;
        this.records = records;
    }

    /// {@return this machine, with its records in [#RECORDS]}
    public static LinuxHost open() {
        return builder().build();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Puts a host together. Not thread-safe.
    public static final class Builder {
        private Path sys = Path.of("/sys");
        private Path proc = Path.of("/proc");
        private Path dev = Path.of("/dev");
        private Duration deadline = USUAL_DEADLINE;
        private @Nullable RecordStore records;
        private @Nullable PfDrivers drivers;

        private Builder() {}

        /// Says where sysfs is; `/sys` unless said. In a container it is often mounted for reading
        /// only, and writable elsewhere.
        ///
        /// @param directory where it is mounted
        /// @return this
        public Builder sys(Path directory) {
            sys = Objects.requireNonNull(directory);
            return this;
        }

        /// Says where the processes are that may use VFs; `/proc` unless said. It shows those of
        /// one PID namespace: in a container, mount the host's.
        ///
        /// @param directory where it is mounted
        /// @return this
        public Builder proc(Path directory) {
            proc = Objects.requireNonNull(directory);
            return this;
        }

        /// Says where device files are; `/dev` unless said.
        ///
        /// @param directory the directory
        /// @return this
        public Builder dev(Path directory) {
            dev = Objects.requireNonNull(directory);
            return this;
        }

        /// Chooses how long the kernel may take for an operation on one function without being seen
        /// to go on; [#USUAL_DEADLINE] unless said.
        ///
        /// @param duration how long, more than nothing
        /// @return this
        /// @throws IllegalArgumentException if it is not
        public Builder deadline(Duration duration) {
            if (!duration.isPositive()) {
                throw new IllegalArgumentException("no deadline: " + duration);
            }
            deadline = duration;
            return this;
        }

        /// Chooses where journals and records of applied configurations are kept; a
        /// [DirectoryRecordStore] in [#RECORDS] unless said.
        ///
        /// @param store the store
        /// @return this
        public Builder records(RecordStore store) {
            records = Objects.requireNonNull(store);
            return this;
        }

        /// Chooses the PF drivers that are asked before those of the SDK; [PfDrivers#installed()]
        /// unless said.
        ///
        /// @param chosen the drivers
        /// @return this
        public Builder drivers(PfDrivers chosen) {
            drivers = Objects.requireNonNull(chosen);
            return this;
        }

        /// {@return the host; nothing of it has been looked at}
        public LinuxHost build() {
            return new LinuxHost(
                    LinuxKernel.of(
                            new Sysfs(Libc.system(), sys),
                            proc,
                            dev,
                            deadline,
                            Retry.OF_PF.within(deadline.dividedBy(2)),
                            drivers == null ? PfDrivers.installed() : drivers),
                    proc,
                    records == null ? new DirectoryRecordStore(RECORDS) : records);
        }
    }

    /// The kernel, as long as the host is open.
    LinuxKernel kernel() {
        if (closed) {
            throw new IllegalStateException("host " + name() + " is closed");
        }
        return kernel;
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return kernel().inventory().addresses().stream()
                .<PhysicalFunction>map(address -> new LinuxPf(this, address))
                .toList();
    }

    /// A name of an interface is looked for among those of all PFs, which the kernel shows while
    /// nobody sets an interface up.
    @Override
    public PhysicalFunction physicalFunction(String device) {
        return find(device);
    }

    private LinuxPf find(String device) {
        PfInventory inventory = kernel().inventory();
        return new LinuxPf(
                this,
                inventory
                        .at(device)
                        .orElseGet(() ->
                                kernel().work()
                                        .read(
                                                Operation.OPEN_PF,
                                                "the names of PFs",
                                                "somebody sets a network interface up",
                                                () -> 0,
                                                () -> inventory.locate(device))
                                        .address()));
    }

    /// {@return a function to be given to a guest, or taken back from one}
    ///
    /// @param function where it sits; a VF, or a PF that is passed through itself
    /// @throws io.sriov.host.HostException with ENODEV when there is no such function
    public PassthroughFunction passthrough(PciAddress function) {
        kernel().functions().binding(function);
        return new PassthroughFunction(this, function);
    }

    /// {@return a VF to be given to a guest, or taken back from one}
    ///
    /// @param pf the PF, by any of its names; untrusted
    /// @param vf the VF's number, from 0
    /// @throws io.sriov.host.HostException with ENOENT when there is no such PF, or no such VF
    public PassthroughFunction passthrough(String pf, int vf) {
        LinuxPf parent = find(pf);
        PciAddress address =
                parent.vfAddress(vf)
                        .orElseThrow(() ->
                                new HostException(
                                        Operation.PASS_THROUGH,
                                        parent.vf(vf),
                                        Errno.ENOENT,
                                        "there is no such VF",
                                        "see iovctl -L -d "
                                                + parent.device()
                                                + " for those there are"));
        return passthrough(address);
    }

    @Override
    public List<Finding> examine() {
        var findings = new ArrayList<>(new MachineExamination(kernel().sysfs(), proc).findings());
        NativeAccess.examine().ifPresent(findings::add);
        kernel().inventory()
                .addresses()
                .forEach(address ->
                        findings.addAll(new PfExamination(new LinuxPf(this, address)).findings()));
        return List.copyOf(findings);
    }

    /// Others than root are given the first 64 bytes of configuration spaces only, which the dump
    /// then says.
    @Override
    public MachineDump dump() {
        return SysfsDump.of(
                kernel().sysfs(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                kernel().work()
                        .read(
                                Operation.GET_STATUS,
                                "the PFs",
                                "somebody creates or destroys VFs",
                                () -> 0,
                                kernel().inventory()::read));
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public void close() {
        closed = true;
    }
}

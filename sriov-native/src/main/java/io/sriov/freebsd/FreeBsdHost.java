package io.sriov.freebsd;

import io.sriov.ffm.Libc;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Errno;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.pci.PciAddress;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A machine with FreeBSD 12 or later, on a processor with 64-bit pointers.
///
/// PFs are the nodes below `/dev/iov`; their schemas are the kernel's own. Configurations go to the
/// kernel in one `IOV_CONFIG` (iovctl(8)); what was applied is kept in a record store, because the
/// kernel does not give a configuration back. Changing anything takes root; so does reading the
/// state of a PF on kernels without `IOV_GET_STATUS`, because it takes registers, which pci(4)
/// shows only to who may write `/dev/pci`.
///
/// Every call of the kernel goes through `open`, `ioctl`, `close`, `getdirentries`, `sysctlbyname`
/// and `getifaddrs` of one C library, which may be another than this process's: see
/// [Builder#library(SymbolLookup)].
///
/// ```java
/// try (Sriov sriov = Sriov.open(FreeBsdHost.open())) {
///     sriov.inventory().forEach(pf -> System.out.println(pf.device() + " " + pf.numVfs()));
/// }
/// ```
///
/// Thread-safe; calls for different PFs do not wait for each other, except inside the kernel.
public final class FreeBsdHost implements Host {
    /// Where records are unless a store is given: `/var/db/sriov`.
    public static final Path RECORDS = Path.of("/var/db/sriov");

    private final SystemCalls calls;
    private final RecordStore records;
    private volatile boolean closed;

    private FreeBsdHost(SystemCalls calls, RecordStore records) {
        this.calls = calls;
        this.records = records;
    }

    /// {@return this machine, with its records in [#RECORDS]}
    public static FreeBsdHost open() {
        return builder().build();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Puts a host together. Not thread-safe.
    public static final class Builder {
        private @Nullable SymbolLookup library;
        private @Nullable RecordStore records;

        private Builder() {}

        /// Chooses the C library; this process's unless said. It must follow FreeBSD's ABI:
        /// structure layouts, request and error numbers.
        ///
        /// @param lookup where its functions are, as long as the host is used
        /// @return this
        public Builder library(SymbolLookup lookup) {
            library = Objects.requireNonNull(lookup);
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

        /// {@return the host; nothing of it has been looked at}
        public FreeBsdHost build() {
            SymbolLookup symbols =
                    library == null ? Linker.nativeLinker().defaultLookup() : library;
            return new FreeBsdHost(
                    SystemCalls.of(symbols),
                    records == null ? new DirectoryRecordStore(RECORDS) : records);
        }
    }

    /// The C library, as long as the host is open.
    SystemCalls calls() {
        if (closed) {
            throw new IllegalStateException("host " + name() + " is closed");
        }
        return calls;
    }

    @Override
    public String name() {
        return "freebsd";
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return devices().stream().<PhysicalFunction>map(this::pf).toList();
    }

    private PhysicalFunction pf(String device) {
        return new FreeBsdPf(this, device);
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        List<String> devices = devices();
        if (!devices.contains(device)) {
            throw new HostException(
                    Operation.OPEN_PF,
                    IovNode.path(device),
                    Errno.ENOENT,
                    "there is no such PF",
                    devices.isEmpty()
                            ? "no driver of this machine offers SR-IOV: load the PF's driver, and see"
                                    + " dmesg"
                            : "use one of " + String.join(", ", devices));
        }
        return pf(device);
    }

    /// The nodes below `/dev/iov`; the directory itself comes with the first of them.
    private List<String> devices() {
        Libc libc = calls().files();
        var names = new ArrayList<String>();
        try (DeviceNode directory = DeviceNode.openForReading(libc, IovNode.DIRECTORY)) {
            KernelErrorException.check(calls.directories().read(directory.fd(), names));
        } catch (KernelErrorException e) {
            if (e.errno() == Errno.ENOENT) {
                return List.of();
            }
            throw new HostException(
                    Operation.OPEN_HOST,
                    name(),
                    e.errno(),
                    IovNode.DIRECTORY + " cannot be read" + e.remark(),
                    "run as root");
        }
        names.removeIf(name -> name.equals(".") || name.equals(".."));
        names.sort(
                Comparator.comparing(FreeBsdHost::driver)
                        .thenComparingLong(FreeBsdHost::unit)
                        .thenComparing(Comparator.naturalOrder()));
        return List.copyOf(names);
    }

    private static String driver(String device) {
        return device.replaceFirst("[0-9]+\\z", "");
    }

    private static long unit(String device) {
        String digits = device.substring(driver(device).length());
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    /// {@return the BARs that a function has, in order: its memory, of which a VF's lies in the
    /// window that its PF was given for all VFs}
    ///
    /// @param address the function, a PF or a VF
    /// @throws HostException with [Errno#ENODEV] when there is no such function, or the kernel
    ///   cannot be asked
    public List<PciBar> bars(PciAddress address) {
        try (PciNode pci = PciNode.open(calls())) {
            return PciBar.read(pci, function(address).selector());
        }
    }

    /// {@return the function at a place}
    PciConf function(PciAddress address) {
        try (PciNode pci = PciNode.open(calls())) {
            return PfLocation.at(address, pci)
                    .orElseThrow(() ->
                            new HostException(
                                    Operation.GET_STATUS,
                                    address.toString(),
                                    Errno.ENODEV,
                                    "/dev/pci shows no function there",
                                    "see pciconf -l for those there are"));
        }
    }

    @Override
    public List<Finding> examine() {
        return FreeBsdExamination.findings(calls());
    }

    @Override
    public String node(String device) {
        return IovNode.path(device);
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

package io.sriov.linux.inventory;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The dump of a machine: what sysfs shows of its PFs, their VFs, and the ports above them. For one
/// dump; not thread-safe.
public final class SysfsDump {
    /// Flags in `resource` (`include/linux/ioport.h`).
    private static final long IORESOURCE_MEM = 0x200;

    private static final long IORESOURCE_PREFETCH = 0x2000;
    private static final long IORESOURCE_MEM_64 = 0x10_0000;

    /// Which lines of `resource` are those of BARs, and of VF BARs (`include/linux/pci.h`).
    private static final int FIRST_BAR = 0;

    private static final int FIRST_VF_BAR = 7;
    private static final int BARS = 6;

    /// How much of a configuration space everybody may read.
    private static final int HEADER = 64;

    private final Sysfs sysfs;
    private final MachineDump.Builder dump = MachineDump.builder();
    private final Set<PciAddress> ports = new HashSet<>();

    private SysfsDump(Sysfs sysfs) {
        this.sysfs = sysfs;
    }

    /// {@return what sysfs shows of PFs}
    ///
    /// @param sysfs where it is
    /// @param system what the machine runs
    /// @param pfs the PFs
    public static MachineDump of(Sysfs sysfs, String system, List<SysfsPf> pfs) {
        var reader = new SysfsDump(sysfs);
        reader.dump.system(system);
        pfs.forEach(reader::pf);
        return reader.dump.build();
    }

    private void pf(SysfsPf pf) {
        Optional<PciAddress> above = Optional.empty();
        for (UpstreamPort port : pf.ports()) {
            if (ports.add(port.address())) {
                dump.addFunction(port(port.address(), above));
            }
            above = Optional.of(port.address());
        }
        FunctionDump.Builder function =
                function(FunctionDump.Kind.PF, pf.function(), above)
                        .device(pf.address().toString())
                        .otherNames(pf.names().subList(0, pf.names().size() - 1))
                        .interfaces(interfaces(pf.address(), pf.interfaces().all()));
        if (pf.limit().source() == VfLimit.Source.DRIVER) {
            function.driverLimit(pf.limit().kernel());
        }
        memory(pf, function);
        dump.addFunction(function.build());
        for (SysfsVf vf : pf.vfs()) {
            dump.addFunction(
                    function(FunctionDump.Kind.VF, vf.function(), Optional.of(pf.address()))
                            .vfIndex(vf.index())
                            .passthrough(vf.passthrough())
                            .interfaces(interfaces(vf.function().address(), vf.interfaces().all()))
                            .build());
        }
    }

    private FunctionDump port(PciAddress address, Optional<PciAddress> above) {
        Attributes port = Attributes.of(sysfs, PciDevices.directory(sysfs, address));
        FunctionDump.Builder function =
                FunctionDump.builder()
                        .address(address)
                        .kind(FunctionDump.Kind.PORT)
                        .above(above)
                        .vendorId(port.number("vendor", 0xffff).orElse(0xffff))
                        .deviceId(port.number("device", 0xffff).orElse(0xffff))
                        .classCode(port.number("class", 0xff_ffff).orElse(0))
                        .driver(port.linkedName("driver"));
        config(address, function);
        return function.build();
    }

    private FunctionDump.Builder function(
            FunctionDump.Kind kind, PciFunction found, Optional<PciAddress> above) {
        FunctionDump.Builder function =
                FunctionDump.builder()
                        .address(found.address())
                        .kind(kind)
                        .above(above)
                        .vendorId(found.vendorId())
                        .deviceId(found.deviceId())
                        .classCode(found.classCode())
                        .driver(found.driver())
                        .numaNode(found.numaNode())
                        .iommuGroup(found.iommuGroup().map(IommuGroup::number));
        config(found.address(), function);
        return function;
    }

    /// What the kernel gives of a configuration space: all of it, or to others than root the
    /// beginning.
    private void config(PciAddress address, FunctionDump.Builder function) {
        Path file = PciDevices.directory(sysfs, address).resolve("config");
        byte[] bytes = sysfs.bytes(file).orElse(new byte[0]);
        function.configBytes(bytes);
        if (bytes.length == 0) {
            function.addUnread(file + " cannot be read");
        } else if (bytes.length <= HEADER) {
            function.addUnread(
                    file
                            + ": the kernel gives only its first "
                            + bytes.length
                            + " bytes to this user; run as root");
        }
    }

    private void memory(SysfsPf pf, FunctionDump.Builder function) {
        Path file = PciDevices.directory(sysfs, pf.address()).resolve("resource");
        List<String> lines = sysfs.text(file).map(text -> text.lines().toList()).orElse(List.of());
        if (lines.isEmpty()) {
            function.addUnread(file + " cannot be read");
        }
        OptionalInt total = pf.limit().hardware();
        for (int i = 0; i < BARS; i++) {
            add(function, FunctionDump.Memory.Use.BAR, i, line(lines, FIRST_BAR + i), 1);
            String vfs = line(lines, FIRST_VF_BAR + i);
            if (total.isPresent() && total.getAsInt() > 0) {
                add(function, FunctionDump.Memory.Use.VF_BAR, i, vfs, total.getAsInt());
            } else if (!vfs.isEmpty() && !size(vfs).equals(Optional.empty())) {
                function.addUnread(
                        "what one VF has of VF BAR " + i + " cannot be told without TotalVFs");
            }
        }
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "";
    }

    private static Optional<Long> size(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            return Optional.empty();
        }
        try {
            long size = Long.decode(words[1]) - Long.decode(words[0]) + 1;
            boolean memory = (Long.decode(words[2]) & IORESOURCE_MEM) != 0;
            return memory && size > 1 ? Optional.of(size) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// @param parts how many functions share the memory
    private static void add(
            FunctionDump.Builder function,
            FunctionDump.Memory.Use kind,
            int index,
            String line,
            int parts) {
        size(line)
                .ifPresent(size -> {
                    String[] words = line.split(" ", -1);
                    long flags = Long.decode(words[2]);
                    function.addMemory(
                            new FunctionDump.Memory(
                                    kind,
                                    index,
                                    Long.decode(words[0]),
                                    size / parts,
                                    (flags & IORESOURCE_MEM_64) != 0,
                                    (flags & IORESOURCE_PREFETCH) != 0));
                });
    }

    private List<FunctionDump.Interface> interfaces(PciAddress function, List<String> names) {
        return names.stream()
                .map(name ->
                        new FunctionDump.Interface(
                                name,
                                sysfs.text(
                                                FunctionInterfaces.directory(sysfs, function, name)
                                                        .resolve("address"))
                                        .flatMap(MacAddress::parse)))
                .toList();
    }
}

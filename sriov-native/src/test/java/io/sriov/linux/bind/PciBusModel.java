package io.sriov.linux.bind;

import io.sriov.ffm.JavaLibrary;
import io.sriov.ffm.Libc;
import io.sriov.linux.sys.Sysfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A sysfs in a directory, and the part of Linux behind it that binds drivers and makes VFs: reads
/// see the directory, writes go through here.
///
/// Written after `drivers/base/bus.c`, `drivers/base/dd.c`, `drivers/pci/pci-driver.c`,
/// `drivers/pci/iov.c` and the behaviour of Linux 6.12 with igb in QEMU.
public final class PciBusModel implements JavaLibrary.Functions {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    private static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EROFS = 30;
    static final int ENOTTY = 25;
    private static final int ERANGE = 34;

    /// Where the SR-IOV capability of an 82576 is, and its registers.
    private static final int SRIOV = 0x160;

    private static final int CONTROL = SRIOV + 8;
    private static final int NUM_VFS = SRIOV + 0x10;
    private static final int VF_OFFSET = 0x80;
    private static final int VF_STRIDE = 2;

    private static final int O_CREAT = 0x40;

    private final Path root;
    private final Map<String, Driver> drivers = new LinkedHashMap<>();
    private final Map<Integer, Path> open = new HashMap<>();
    private int nextFd = 100;
    private @Nullable JavaLibrary library;

    /// What the kernel has been asked to do: `bind igbvf 0000:01:10.0`.
    public final List<String> writes = new ArrayList<>();

    /// Errors on opening, by the end of the path.
    public final Map<String, Integer> unopenable = new HashMap<>();

    /// Where set, unbinding a VFIO driver waits for it, as for a guest.
    CountDownLatch guest = new CountDownLatch(0);

    /// Where set, resetting waits for it.
    CountDownLatch resetting = new CountDownLatch(0);

    /// What a reset gives.
    public int resetError;

    /// Whether `driver_override` is enough where the PF keeps drivers from its VFs: Linux 5.3.
    boolean overrideBeatsAutoprobe = true;

    /// What creating VFs gives, as often as [#numVfsErrors] says.
    public int numVfsError;

    /// How often creating VFs fails.
    public int numVfsErrors = Integer.MAX_VALUE;

    /// What happens between a write of `sriov_numvfs` and what comes of it.
    public Runnable beforeCreating = () -> {};

    /// The most VFs that the PF's driver enables, whatever is asked for.
    public int mostEnabled = Integer.MAX_VALUE;

    /// Where set, creating VFs waits for it.
    public CountDownLatch creating = new CountDownLatch(0);

    /// Where set, reading the number of VFs waits for it, as for somebody who changes it.
    public volatile CountDownLatch reading = new CountDownLatch(0);

    /// What happens before an attribute is read.
    public volatile Consumer<Path> beforeReading = _ -> {};

    /// Where set, letting drivers at a function waits for it, as for a driver that hangs.
    public volatile CountDownLatch probing = new CountDownLatch(0);

    /// What happens between a write to `bind` and its result, such as another program's work.
    Runnable meanwhile = () -> {};

    /// What happens after a write to `bind`.
    public Runnable afterwards = () -> {};

    /// A driver: which functions it takes by itself, and what its probe function gives.
    private static final class Driver {
        final Set<String> takes = new HashSet<>();
        int probeError;

        /// How often the probe function fails for single functions.
        final Map<String, Integer> failures = new HashMap<>();
    }

    public PciBusModel(Path root) {
        this.root = root;
        make(root.resolve("bus/pci/devices"));
        make(root.resolve("bus/pci/drivers"));
        write(root.resolve("bus/pci/drivers_probe"), "");
    }

    /// The sysfs that leads here.
    public Sysfs sysfs(Arena arena) {
        library = new JavaLibrary(this, arena);
        return new Sysfs(new Libc(library), root) {
            @Override
            public Optional<String> text(Path file) {
                if (file.endsWith("sriov_numvfs")) {
                    await(reading);
                }
                beforeReading.accept(file);
                return super.text(file);
            }
        };
    }

    /// Fails when this model has.
    public void check() {
        Objects.requireNonNull(library).check();
    }

    public Path function(String address) {
        return root.resolve("bus/pci/devices").resolve(address);
    }

    public PciBusModel pf(String address, int numVfs) {
        make(function(address));
        write(function(address).resolve("driver_override"), "(null)\n");
        write(function(address).resolve("sriov_numvfs"), numVfs + "\n");
        write(function(address).resolve("sriov_drivers_autoprobe"), "1\n");
        write(function(address).resolve("class"), "0x020000\n");
        write(function(address).resolve("reset"), "");
        return this;
    }

    /// An Intel 82576 whose driver takes 7 of its 8 VFs.
    ///
    /// @param config its configuration space
    public PciBusModel intel82576(String address, byte[] config) {
        pf(address, 0);
        Path pf = function(address);
        write(pf.resolve("vendor"), "0x8086\n");
        write(pf.resolve("device"), "0x10c9\n");
        write(pf.resolve("numa_node"), "-1\n");
        write(pf.resolve("sriov_totalvfs"), "7\n");
        write(pf.resolve("sriov_offset"), VF_OFFSET + "\n");
        write(pf.resolve("sriov_stride"), VF_STRIDE + "\n");
        write(pf.resolve("sriov_vf_device"), "10ca\n");
        bytes(pf.resolve("config"), config);
        enabled(pf, 0);
        return this;
    }

    PciBusModel vf(String address, String pf) {
        make(function(address));
        write(function(address).resolve("driver_override"), "(null)\n");
        write(function(address).resolve("class"), "0x020000\n");
        write(function(address).resolve("reset"), "");
        link(function(address).resolve("physfn"), function(pf));
        return this;
    }

    public PciBusModel group(int number, String... members) {
        Path group = root.resolve("kernel/iommu_groups/" + number);
        make(group.resolve("devices"));
        for (String member : members) {
            link(group.resolve("devices").resolve(member), function(member));
            link(function(member).resolve("iommu_group"), group);
        }
        return this;
    }

    public PciBusModel withoutIommu() {
        deleteAll(root.resolve("kernel/iommu_groups"));
        return this;
    }

    public PciBusModel load(String driver, String... takes) {
        var loaded = new Driver();
        loaded.takes.addAll(List.of(takes));
        drivers.put(driver, loaded);
        make(driver(driver));
        write(driver(driver).resolve("bind"), "");
        write(driver(driver).resolve("unbind"), "");
        return this;
    }

    public PciBusModel failing(String driver, int probeError) {
        named(driver).probeError = probeError;
        return this;
    }

    public void failing(String driver, String address, int times) {
        named(driver).failures.put(address, times);
    }

    public void unload(String driver) {
        delete(driver(driver).resolve("bind"));
        delete(driver(driver).resolve("unbind"));
        delete(driver(driver));
        drivers.remove(driver);
    }

    /// Whether the kernel has been asked that; may be called while it is at work.
    public synchronized boolean hasWritten(String write) {
        return writes.contains(write);
    }

    /// What an administrator does with `echo N`.
    public void createVfs(String pf, int count) {
        numVfs(pf, count);
    }

    /// What an administrator does with `echo 0`.
    public void destroyVfs(String pf) {
        numVfs(pf, 0);
    }

    public PciBusModel bound(String address, String driver) {
        if (driver.equals("igbvf")) {
            Path link = function(address).resolve("net/eth" + address.replaceAll("\\D", ""));
            make(link);
            write(link.resolve("flags"), "0x1002\n");
        }
        link(function(address).resolve("driver"), driver(driver));
        return this;
    }

    public void unbound(String address) {
        Path net = function(address).resolve("net");
        if (Files.exists(net)) {
            deleteAll(net);
        }
        delete(function(address).resolve("driver"));
    }

    public PciBusModel autoprobe(String pf, boolean on) {
        write(function(pf).resolve("sriov_drivers_autoprobe"), on ? "1\n" : "0\n");
        return this;
    }

    /// What others do with `driver_override`.
    public PciBusModel override(String address, String driver) {
        write(function(address).resolve("driver_override"), driver + "\n");
        return this;
    }

    public String driverOf(String address) {
        Path link = function(address).resolve("driver");
        try {
            return Files.isSymbolicLink(link)
                    ? Files.readSymbolicLink(link).getFileName().toString()
                    : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String overrideOf(String address) {
        return read(function(address).resolve("driver_override")).strip();
    }

    /// Hot removal.
    public void remove(String address) {
        deleteAll(function(address));
    }

    private static void deleteAll(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Driver named(String name) {
        return Objects.requireNonNull(drivers.get(name));
    }

    private Path driver(String name) {
        return root.resolve("bus/pci/drivers").resolve(name);
    }

    @Override
    public synchronized int open(String path, int flags) {
        for (Map.Entry<String, Integer> entry : unopenable.entrySet()) {
            if (path.endsWith(entry.getKey())) {
                return -entry.getValue();
            }
        }
        if (!Files.exists(Path.of(path))) {
            return (flags & O_CREAT) != 0 ? -EACCES : -ENOENT;
        }
        open.put(nextFd, Path.of(path));
        return nextFd++;
    }

    @Override
    public synchronized int close(int fd) {
        open.remove(fd);
        return 0;
    }

    @Override
    public long pwrite(int fd, MemorySegment buffer, long offset) {
        Path file;
        synchronized (this) {
            file = Objects.requireNonNull(open.get(fd));
        }
        String text = new String(buffer.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII);
        int error = store(file, text);
        return error == 0 ? text.length() : -error;
    }

    private int store(Path file, String text) {
        Path parent = Objects.requireNonNull(file.getParent());
        String name = parent.getFileName().toString();
        String attribute = file.getFileName().toString();
        synchronized (this) {
            String driver = attribute.equals("bind") ? name + " " : "";
            writes.add((attribute + " " + driver + text).strip());
        }
        return switch (attribute) {
            case "driver_override" -> override(file, text);
            case "bind" -> bind(name, text);
            case "unbind" -> unbind(name, text);
            case "drivers_probe" -> {
                await(probing);
                yield probe(text);
            }
            case "reset" -> reset(parent.getFileName().toString());
            case "sriov_drivers_autoprobe" -> {
                write(file, text + "\n");
                yield 0;
            }
            case "sriov_numvfs" -> {
                beforeCreating.run();
                yield numVfs(name, Integer.parseInt(text));
            }
            default -> EINVAL;
        };
    }

    /// `sriov_numvfs_store`, and the driver that it calls.
    private int numVfs(String pf, int count) {
        await(creating);
        Path directory = function(pf);
        int present = Integer.parseInt(read(directory.resolve("sriov_numvfs")).strip());
        if (count > Integer.parseInt(read(directory.resolve("sriov_totalvfs")).strip())) {
            return ERANGE;
        }
        if (count == present) {
            return 0;
        }
        if (driverOf(pf).equals("none")) {
            return ENOENT;
        }
        if (count == 0) {
            for (int i = 0; i < present; i++) {
                remove(vfAddress(pf, i));
                delete(directory.resolve("virtfn" + i));
            }
        } else if (present > 0) {
            return EBUSY;
        } else if (numVfsError != 0 && numVfsErrors-- > 0) {
            return numVfsError;
        }
        int enabled = Math.min(count, mostEnabled);
        for (int i = 0; i < enabled; i++) {
            create(pf, i);
        }
        enabled(directory, enabled);
        return 0;
    }

    private void create(String pf, int index) {
        String address = vfAddress(pf, index);
        vf(address, pf);
        write(function(address).resolve("vendor"), "0x8086\n");
        write(function(address).resolve("device"), "0x10ca\n");
        bytes(function(address).resolve("config"), new byte[4096]);
        link(function(pf).resolve("virtfn" + index), function(address));
        Path group = root.resolve("kernel/iommu_groups/" + (100 + index));
        if (Files.exists(group)) {
            link(function(address).resolve("iommu_group"), group);
        } else {
            group(100 + index, address);
        }
        if (read(function(pf).resolve("sriov_drivers_autoprobe")).strip().equals("1")) {
            probe(address);
        }
    }

    /// By the arithmetic of the PCI Express specification on Routing IDs; the PF's bus is 1.
    private static String vfAddress(String pf, int index) {
        int devfn = VF_OFFSET + VF_STRIDE * index;
        return pf.substring(0, "0000:01:".length())
                + String.format("%02x.%d", devfn >> 3, devfn & 7);
    }

    private static void enabled(Path pf, int count) {
        write(pf.resolve("sriov_numvfs"), count + "\n");
        try {
            byte[] config = Files.readAllBytes(pf.resolve("config"));
            config[CONTROL] = (byte) (count > 0 ? config[CONTROL] | 0x09 : config[CONTROL] & ~0x09);
            config[NUM_VFS] = (byte) count;
            bytes(pf.resolve("config"), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int override(Path file, String text) {
        String driver = text.lines().findFirst().orElse("");
        write(file, driver.isEmpty() ? "(null)\n" : driver + "\n");
        return 0;
    }

    private int bind(String driver, String address) {
        meanwhile.run();
        if (!Files.exists(function(address)) || !matches(driver, address)) {
            return ENODEV;
        }
        int error = attach(driver, address);
        afterwards.run();
        return error;
    }

    private int attach(String driver, String address) {
        if (!driverOf(address).equals("none")) {
            return EBUSY;
        }
        boolean overridden = !overrideOf(address).equals("(null)");
        Path autoprobe = function(address).resolve("physfn/sriov_drivers_autoprobe");
        boolean kept = Files.exists(autoprobe) && read(autoprobe).strip().equals("0");
        if (kept && !(overridden && overrideBeatsAutoprobe)) {
            return ENODEV;
        }
        if (driver.contains("vfio")) {
            if (!Files.exists(function(address).resolve("iommu_group"))) {
                return EINVAL;
            }
            Path numVfs = function(address).resolve("sriov_numvfs");
            if (Files.exists(numVfs) && !read(numVfs).strip().equals("0")) {
                return EBUSY;
            }
        }
        int error = named(driver).probeError;
        if (named(driver).failures.merge(address, -1, Integer::sum) >= 0) {
            error = EIO;
        }
        if (error == 0) {
            bound(address, driver);
        }
        return error;
    }

    private boolean matches(String driver, String address) {
        String override = overrideOf(address);
        return override.equals("(null)")
                ? named(driver).takes.contains(address)
                : override.equals(driver);
    }

    private int unbind(String driver, String address) {
        if (!Files.exists(function(address)) || !driverOf(address).equals(driver)) {
            return ENODEV;
        }
        if (driver.contains("vfio")) {
            await(guest);
        }
        unbound(address);
        return 0;
    }

    private int probe(String address) {
        if (!Files.exists(function(address))) {
            return EINVAL;
        }
        for (String driver : drivers.keySet()) {
            if (matches(driver, address) && attach(driver, address) == 0) {
                break;
            }
        }
        return 0;
    }

    private int reset(String address) {
        await(resetting);
        return Files.exists(function(address)) ? resetError : ENODEV;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bytes(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.sriov.linux;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.ParameterMismatch;
import io.sriov.linux.bind.PciBusModel;
import io.sriov.linux.inventory.ConfigBytes;
import io.sriov.linux.sys.Retry;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.contract.HostBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/// A PF of a Linux machine that is a model: an Intel 82576 and what the kernel does with it.
final class ModelBench implements HostBench {
    static final String PF = "0000:01:00.0";
    private static final int MOST = 7;
    private static final String GUEST = "4242";

    final MemoryRecordStore records = new MemoryRecordStore();
    final PciBusModel model;

    /// What the vendor's driver has been asked to do, but for checks: `addVf 0`.
    final List<String> driverCalls = new ArrayList<>();

    /// What happens while the vendor's driver prepares for VFs.
    Runnable beforeVfs = () -> {};

    /// What happens when the vendor's driver is given a VF.
    IntConsumer givenVf = _ -> {};

    private final Path root;
    private final Arena arena = Arena.ofShared();
    private final LinuxHost host;
    private boolean failing;

    ModelBench(Duration deadline) {
        try {
            root = Files.createTempDirectory("linux-model");
            process("1", "init");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        model =
                new PciBusModel(root.resolve("sys"))
                        .intel82576(PF, ConfigBytes.intel82576())
                        .load("igb", PF)
                        .load(
                                "igbvf",
                                Stream.of("10.0", "10.2", "10.4", "10.6", "11.0", "11.2", "11.4")
                                        .map(vf -> "0000:01:" + vf)
                                        .toArray(String[]::new))
                        .load("vfio-pci")
                        .group(1, PF)
                        .bound(PF, "igb");
        host =
                new LinuxHost(
                        LinuxKernel.of(
                                model.sysfs(arena),
                                root.resolve("proc"),
                                root.resolve("dev"),
                                deadline,
                                new Retry(3, Duration.ofMillis(1), Duration.ofMillis(2), _ -> {}),
                                PfDrivers.of(List.of(new VendorDriver()))),
                        root.resolve("proc"),
                        records);
    }

    /// Whether VF 0 reads back otherwise than declared.
    boolean changed;

    /// A vendor's driver without parameters that fails when it is told so, once.
    private final class VendorDriver implements PfDriverProvider, PfDriver {
        @Override
        public String name() {
            return "vendor";
        }

        @Override
        public boolean supports(PfIdentity pf) {
            return true;
        }

        @Override
        public PfDriver attach(PfIdentity pf) {
            return this;
        }

        @Override
        public PfSchema schema() {
            return PfSchema.ofDriver(List.of(), List.of());
        }

        @Override
        public void init(int numVfs, DriverParameters parameters) throws PfDriverException {
            driverCalls.add("init " + numVfs);
            if (failing) {
                failing = false;
                throw new PfDriverException(Errno.ENOSPC, "this driver was told to fail");
            }
            beforeVfs.run();
        }

        @Override
        public void addVf(int index, DriverParameters parameters) {
            driverCalls.add("addVf " + index);
            givenVf.accept(index);
        }

        @Override
        public List<ParameterMismatch> compare(int index, DriverParameters parameters) {
            return changed && index == 0
                    ? List.of(new ParameterMismatch("VF-0", "speed", "fast", "slow"))
                    : List.of();
        }

        @Override
        public void uninit() {
            driverCalls.add("uninit");
        }
    }

    private Path process(String pid, String name) throws IOException {
        Path process = root.resolve("proc").resolve(pid);
        Files.createDirectories(process.resolve("fd"));
        Files.writeString(process.resolve("comm"), name + "\n");
        return process;
    }

    @Override
    public LinuxHost host() {
        return host;
    }

    @Override
    public String device() {
        return PF;
    }

    @Override
    public int mostVfs() {
        return MOST;
    }

    @Override
    public void assignToGuest(int vf) {
        try {
            Files.createSymbolicLink(
                    process(GUEST, "qemu-system-x86").resolve("fd/9"),
                    Path.of("/dev/vfio/" + (100 + vf)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From now on not every process shows its open files.
    void hideProcesses() {
        delete(root.resolve("proc/1"));
    }

    @Override
    public void release(int vf) {
        delete(root.resolve("proc").resolve(GUEST));
    }

    @Override
    public void destroyVfsBehindTheSdk() {
        model.destroyVfs(PF);
    }

    @Override
    public void failNextConfigure() {
        failing = true;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        host.close();
        model.check();
        delete(root);
    }
}

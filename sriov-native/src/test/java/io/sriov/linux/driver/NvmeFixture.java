package io.sriov.linux.driver;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfIdentity;
import io.sriov.ffm.JavaLibrary;
import io.sriov.ffm.Libc;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/// A machine with one PF, an NVMe controller.
final class NvmeFixture implements AutoCloseable {
    static final PfIdentity PF =
            new PfIdentity(PciAddress.parse("0000:01:00.0"), 0x144d, 0xa824, 0x010802, "nvme");

    final NvmeModel controller = new NvmeModel();
    final NvmeDriverProvider provider;

    private final Arena arena = Arena.ofShared();
    private final JavaLibrary library = new JavaLibrary(controller, arena);
    private final Path pf;

    NvmeFixture(Path root) throws IOException {
        Path sys = root.resolve("sys");
        pf = sys.resolve("bus/pci/devices/0000:01:00.0");
        Files.createDirectories(pf.resolve("nvme/nvme0"));
        enableVfs(0);
        var libc = new Libc(library);
        provider = new NvmeDriverProvider(new Sysfs(libc, sys), libc, root.resolve("dev"));
    }

    void enableVfs(int count) throws IOException {
        Files.writeString(pf.resolve("sriov_numvfs"), count + "\n");
        controller.enabledVfs = count;
    }

    void withoutController() throws IOException {
        Files.delete(pf.resolve("nvme/nvme0"));
    }

    PfDriver driver() {
        return provider.attach(PF);
    }

    IovConfig config(String text) {
        ConfigResult result =
                ConfigReader.standard()
                        .read("nvme0.conf", text, TextFormat.UCL)
                        .validate(driver().schema());
        return result.config().orElseThrow(() -> new AssertionError(result.report()));
    }

    @Override
    public void close() {
        library.check();
        arena.close();
    }
}

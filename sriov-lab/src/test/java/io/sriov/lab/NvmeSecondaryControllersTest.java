package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.ParameterReading;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.driver.NvmeDriverProvider;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.text.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// VFs of an NVMe controller get queues and interrupt vectors and work. QEMU's controller gives a
/// VF at most two queues and one vector.
class NvmeSecondaryControllersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PciFunction pf = LabMachine.nvme();
    private final PfIdentity identity =
            new PfIdentity(
                    pf.address(),
                    (int) pf.attribute("vendor").number(),
                    (int) pf.attribute("device").number(),
                    (int) pf.attribute("class").number(),
                    pf.link("driver").orElseThrow());

    /// {@return a driver of its own, as every operation has it}
    private PfDriver driver() {
        NvmeDriverProvider provider = NvmeDriverProvider.system();
        assertThat(provider.supports(identity)).isTrue();
        return provider.attach(identity);
    }

    private IovConfig config(String... lines) {
        return ConfigReader.standard()
                .read("nvme.conf", String.join("\n", lines), TextFormat.UCL)
                .validate(driver().schema())
                .config()
                .orElseThrow();
    }

    private void create(IovConfig config) throws PfDriverException {
        PfDriver driver = driver();
        driver.init(config.numVfs(), DriverParameters.of(config.pf()));
        pf.createVfs(config.numVfs());
        for (int index = 0; index < config.numVfs(); index++) {
            driver.addVf(index, DriverParameters.of(config.vf(index)));
        }
    }

    private static void probe(PciFunction vf) {
        vf.attribute("driver_override").write("nvme");
        assertThat(new Attribute(Path.of("/sys/bus/pci/drivers_probe")).tryWrite(vf.toString()))
                .isIn(0, 22);
    }

    /// {@return the kernel's controller of a function, as its class tells it by address}
    private static Optional<Path> controller(PciFunction function) {
        try (Stream<Path> all = Files.list(Path.of("/sys/class/nvme"))) {
            return all.filter(controller -> text(controller, "address").equals(function.toString()))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path controller, String attribute) {
        try {
            return Files.readString(controller.resolve(attribute)).strip();
        } catch (IOException _) {
            return "";
        }
    }

    private static boolean live(PciFunction function) {
        return controller(function).map(c -> text(c, "state")).equals(Optional.of("live"));
    }

    @Test
    void aVfThatIsOnlineWorksAndOneThatIsNotDoesNot() throws Exception {
        IovConfig config =
                config(
                        "PF { device : nvme0; num_vfs : 2; }",
                        "DEFAULT { vq-resources : 2; vi-resources : 1; }",
                        "VF-0 { online : true; }",
                        "VF-1 { online : false; }");
        assertThat(driver().check(config)).isEmpty();
        create(config);

        PfDriver reader = driver();
        for (int index = 0; index < 2; index++) {
            assertThat(reader.compare(index, DriverParameters.of(config.vf(index)))).isEmpty();
        }
        PciFunction online = pf.vfs().getFirst();
        PciFunction offline = pf.vfs().getLast();
        probe(online);
        probe(offline);
        awaitLive(online);
        Path controller = controller(online).orElseThrow();
        // The admin queue and one for I/O.
        assertThat(text(controller, "queue_count")).isEqualTo("2");
        assertThat(text(controller, "cntlid"))
                .isNotEqualTo(text(controller(pf).orElseThrow(), "cntlid"));
        assertThat(live(offline)).isFalse();

        pf.destroyVfs();
        driver().uninit();
        assertThat(driver().compare(0, values("vq-resources", 0, "vi-resources", 0))).isEmpty();
        assertThat(driver().compare(1, values("vq-resources", 0, "vi-resources", 0))).isEmpty();
    }

    /// As a user does it: applied, replaced by another, and removed.
    @Test
    void aConfigurationIsAppliedReplacedAndRemoved() throws Exception {
        try (LinuxHost host = LinuxHost.builder().records(new MemoryRecordStore()).build();
                Sriov sriov = Sriov.open(host)) {
            Outcome outcome =
                    sriov.apply(
                            sriov.plan(
                                    config(
                                            "PF { device : nvme0; num_vfs : 2; }",
                                            "DEFAULT { vq-resources : 2; vi-resources : 1; }",
                                            "VF-0 { online : true; }")));
            assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            PciFunction first = pf.vfs().getFirst();
            awaitLive(first);
            assertThat(sriov.status(pf.toString()).vf(0).orElseThrow().parameters())
                    .extracting(ParameterReading::parameter, ParameterReading::text)
                    .containsExactly(
                            tuple("vq-resources", "2"),
                            tuple("vi-resources", "1"),
                            tuple("online", "true"));

            outcome =
                    sriov.apply(
                            sriov.plan(
                                    config(
                                            "PF { device : nvme0; num_vfs : 3; }",
                                            "VF-2 { vq-resources : 2; vi-resources : 1;",
                                            "       online : true; passthrough : true; }")));
            assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            assertThat(pf.vfs()).hasSize(3);
            assertThat(pf.vfs().getLast().link("driver")).contains("vfio-pci");
            assertThat(live(first)).isFalse();

            outcome = sriov.apply(sriov.planRemoval(pf.toString()));
            assertThat(outcome.committed()).as(outcome.toText()).isTrue();
            assertThat(pf.vfs()).isEmpty();
            assertThat(driver().compare(2, values("vq-resources", 0, "vi-resources", 0))).isEmpty();
        }
    }

    private static void awaitLive(PciFunction vf) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!live(vf) && Instant.now().isBefore(deadline)) {
            Thread.sleep(50);
        }
        assertThat(live(vf)).isTrue();
    }

    private static DriverParameters values(
            String first, int firstValue, String second, int secondValue) {
        return DriverParameters.ofValues(
                Map.of(
                        first,
                        new ParameterValue.Uint(firstValue),
                        second,
                        new ParameterValue.Uint(secondValue)));
    }

    @Test
    void moreThanAVfCanHaveIsToldBeforeAndRefused() {
        IovConfig config =
                config("PF { device : nvme0; num_vfs : 1; }", "VF-0 { vq-resources : 3; }");
        List<Diagnostic> problems = driver().check(config);
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().code()).isEqualTo(DriverCode.DEVICE_LIMIT);
        assertThat(problems.getFirst().message()).contains("at most 2");

        PfDriverException refusal =
                catchThrowableOfType(PfDriverException.class, () -> create(config));
        assertThat(refusal.errno()).isEqualTo(Errno.ENOSPC);
        assertThat(refusal).hasMessageContaining("Invalid Number of Controller Resources");
    }

    @Test
    void withoutResourcesAVfCannotGoOnline() {
        IovConfig config = config("PF { device : nvme0; num_vfs : 1; }", "VF-0 { online : true; }");
        PfDriverException refusal =
                catchThrowableOfType(PfDriverException.class, () -> create(config));
        assertThat(refusal.errno()).isEqualTo(Errno.EBUSY);
    }

    /// All VFs that the machine has, each with what it can have.
    @Test
    void allVfsGoOnline() throws Exception {
        IovConfig config =
                config(
                        "PF { device : nvme0; num_vfs : " + LabMachine.NVME_VFS + "; }",
                        "DEFAULT { vq-resources : 2; vi-resources : 1; online : true; }");
        assertThat(driver().check(config)).isEmpty();
        create(config);
        PfDriver reader = driver();
        for (int index = 0; index < config.numVfs(); index++) {
            assertThat(reader.compare(index, DriverParameters.of(config.vf(index)))).isEmpty();
        }
    }

    /// Going offline takes all resources away, and those that nobody names are given back.
    @Test
    void aVfThatGoesOfflineKeepsItsResources() throws Exception {
        create(
                config(
                        "PF { device : nvme0; num_vfs : 1; }",
                        "VF-0 { vq-resources : 2; vi-resources : 1; online : true; }"));
        driver().addVf(0, DriverParameters.ofValues(Map.of("online", ParameterValue.Bool.FALSE)));
        assertThat(driver().compare(0, values("vq-resources", 2, "vi-resources", 1))).isEmpty();
    }
}

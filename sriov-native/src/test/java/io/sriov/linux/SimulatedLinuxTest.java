package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.sys.Retry;
import io.sriov.pci.PciAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import io.sriov.testkit.linux.LinuxSystem;
import io.sriov.testkit.linux.SimulatedLinux;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The host for real kernels and the host that is simulated, each on a simulated kernel of the same
/// machine, do the same and show the same.
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("NullAway.Init") // each test begins with open
class SimulatedLinuxTest {
    private static final PfDrivers PLAIN = PfDrivers.of(List.of(new Plain()));

    @TempDir private Path directory;

    private final Arena arena = Arena.ofShared();
    private SimulatedLinux linux;
    private SimulatedLinuxHost simulated;
    private SysfsMirror mirror;
    private LinuxHost real;

    /// A driver without parameters.
    private static final class Plain implements PfDriverProvider, PfDriver {
        @Override
        public String name() {
            return "plain";
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
        public void init(int numVfs, DriverParameters pf) {}

        @Override
        public void addVf(int index, DriverParameters vf) {}

        @Override
        public void uninit() {}
    }

    /// Switches on two machines that have one PF of the standard machine, and no other.
    private void open(String pf) throws IOException {
        LinuxSystem system = LinuxSystem.of(machineOf(PciAddress.parse(pf)));
        linux = new SimulatedLinux(system);
        simulated = SimulatedLinuxHost.builder(system).interfacesUp(false).drivers(PLAIN).build();
        mirror = new SysfsMirror(linux, directory.resolve("sys"));
        process("1", "init");
        real =
                new LinuxHost(
                        LinuxKernel.of(
                                mirror.sysfs(arena),
                                directory.resolve("proc"),
                                directory.resolve("dev"),
                                Duration.ofSeconds(20),
                                new Retry(1, Duration.ofMillis(1), Duration.ofMillis(1), _ -> {}),
                                PLAIN),
                        directory.resolve("proc"),
                        new MemoryRecordStore());
    }

    private static SimulatedMachine machineOf(PciAddress pf) {
        SimulatedMachine standard = SimulatedMachine.standard();
        return SimulatedMachine.builder()
                .from(standard)
                .ports(
                        standard.ports().stream()
                                .filter(port -> port.secondaryBus() == pf.bus())
                                .toList())
                .pfs(standard.pfs().stream().filter(at -> at.bus() == pf.bus()).toList())
                .build();
    }

    private Path process(String pid, String name) throws IOException {
        Path process = directory.resolve("proc").resolve(pid);
        Files.createDirectories(process.resolve("fd"));
        Files.writeString(process.resolve("comm"), name + "\n");
        return process;
    }

    @AfterEach
    void close() {
        real.close();
        simulated.close();
    }

    private static String said(Host host, String pf, Consumer<PhysicalFunction> work) {
        Throwable refusal = catchThrowable(() -> work.accept(host.physicalFunction(pf)));
        return refusal instanceof HostException e
                ? e.operation() + " " + e.errno()
                : Optional.ofNullable(refusal).map(Throwable::toString).orElse("done");
    }

    /// Does something on both hosts, and compares what came of it.
    ///
    /// @return what both said
    private String both(String pf, Consumer<PhysicalFunction> work) {
        String said = said(simulated, pf, work);
        assertThat(said(real, pf, work)).isEqualTo(said);
        assertSame();
        return said;
    }

    private void assertSame() {
        for (PhysicalFunction pf : simulated.physicalFunctions()) {
            PfStatus real = this.real.physicalFunction(pf.device()).status();
            assertThat(real).as(pf.device()).isEqualTo(pf.status());
        }
        assertThat(real.physicalFunctions())
                .extracting(PhysicalFunction::device)
                .isEqualTo(
                        simulated.physicalFunctions().stream()
                                .map(PhysicalFunction::device)
                                .toList());
    }

    private static Consumer<PhysicalFunction> configure(int numVfs, Integer... guests) {
        return pf -> {
            IovConfigBuilder config = IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs);
            for (int guest : guests) {
                config.vf(guest, "passthrough", ParameterValue.Bool.TRUE);
            }
            pf.configure(config.build());
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000:03:00.0",
                "0000:05:00.0",
                "0000:07:00.0",
                "0000:81:00.0",
                "0000:84:00.0"
            })
    void oneOperationAfterTheOther(String pf) throws IOException {
        open(pf);
        assertSame();
        assertThat(both(pf, PhysicalFunction::delete)).isEqualTo("DELETE ECHILD");
        assertThat(both(pf, configure(3, 1))).isEqualTo("done");
        assertThat(both(pf, configure(2))).isEqualTo("CONFIGURE EBUSY");
        assertThat(both(pf, at -> at.attachVf(0))).isEqualTo("ATTACH_VF EBUSY");
        assertThat(both(pf, at -> at.detachVf(0))).isEqualTo("done");
        assertThat(both(pf, at -> at.detachVf(0))).isEqualTo("DETACH_VF ENXIO");
        assertThat(both(pf, at -> at.detachVf(1))).isEqualTo("done");
        assertThat(both(pf, at -> at.attachVf(1))).isEqualTo("done");
        assertThat(both(pf, at -> at.attachVf(0))).isEqualTo("done");
        assertThat(both(pf, at -> at.attachVf(3))).isEqualTo("ATTACH_VF ENOENT");
        assertThat(both(pf, PhysicalFunction::delete)).isEqualTo("done");
        assertThat(both(pf, configure(1, 0))).isEqualTo("done");
        assertThat(both(pf, PhysicalFunction::delete)).isEqualTo("done");
        assertThat(both(pf, configure(7, 0, 2, 6))).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65})
    void moreVfsThanTheDriverTakes(int numVfs) throws IOException {
        open("0000:03:00.0");
        assertThat(both("0000:03:00.0", configure(numVfs))).isEqualTo("CONFIGURE ERANGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8})
    void asManyVfsAsCanBeReached(int numVfs) throws IOException {
        open("0000:84:00.0");
        both("0000:84:00.0", configure(numVfs));
    }

    /// What is done to both machines without the SDK.
    private void toBoth(Consumer<SimulatedLinux> work) {
        work.accept(linux);
        work.accept(simulated.linux());
        mirror.follow();
        assertSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000:03:00.0", "0000:05:00.0"})
    void whatOthersDoIsSeen(String pf) throws IOException {
        open(pf);
        both(pf, configure(2, 1));
        toBoth(kernel -> kernel.setUp(networkInterface(pf), true));
        PciAddress guest = simulated.physicalFunction(pf).status().vfs().get(1).address();
        String group =
                linux.readLink("/sys/bus/pci/devices/" + guest + "/iommu_group")
                        .replaceFirst(".*/", "");
        Files.createSymbolicLink(
                process("4242", "qemu-system-x86").resolve("fd/9"), Path.of("/dev/vfio/" + group));
        toBoth(kernel -> kernel.openVfio(guest, "qemu-system-x86 (4242)"));
        assertThat(both(pf, PhysicalFunction::delete)).isEqualTo("DELETE EBUSY");
        assertThat(both(pf, at -> at.detachVf(1))).isEqualTo("DETACH_VF EBUSY");
        assertThat(both(pf, at -> at.detachVf(0))).isEqualTo("done");
    }

    private String networkInterface(String pf) {
        return simulated
                .physicalFunction(pf)
                .status()
                .vfs()
                .getFirst()
                .networkInterface()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000:03:00.0", "0000:81:00.0"})
    void aPfWithoutADriverCreatesNoVfs(String pf) throws IOException {
        open(pf);
        String driver = linux.readLink("/sys/bus/pci/devices/" + pf + "/driver");
        toBoth(kernel -> kernel.write(driver + "/unbind", pf));
        assertThat(both(pf, configure(1))).isEqualTo("CONFIGURE " + Errno.ENOENT);
        toBoth(kernel -> kernel.write("/sys/bus/pci/drivers_probe", pf));
        assertThat(both(pf, configure(1))).isEqualTo("done");
    }
}

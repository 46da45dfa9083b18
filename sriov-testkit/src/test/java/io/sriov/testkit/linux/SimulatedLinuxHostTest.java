package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatforms;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A simulated Linux host shows what a real one does, see `io.sriov.linux.LinuxHost`.
class SimulatedLinuxHostTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:01:02").orElseThrow();

    private final SimulatedLinuxHost host = SimulatedLinuxHost.of(SimulatedMachine.standard());
    private final PhysicalFunction pf = host.physicalFunction("0000:03:00.0");

    private IovConfig config() {
        return IovConfig.builder(pf.schema(), pf.device())
                .numVfs(3)
                .vf(0, "mac-addr", new ParameterValue.Mac(MAC))
                .vf(0, "vlan", new ParameterValue.Vlan(new VlanId(7)))
                .vf(0, "max-tx-rate", new ParameterValue.Uint(100))
                .vf(1, "allow-promisc", ParameterValue.Bool.TRUE)
                .vf(1, "link-state", new ParameterValue.Text("disable"))
                .vf(2, "passthrough", ParameterValue.Bool.TRUE)
                .build();
    }

    private VfStatus vf(int index) {
        return pf.status().vf(index).orElseThrow();
    }

    private String reading(int vf, String parameter) {
        return vf(vf).parameters().stream()
                .filter(reading -> reading.parameter().equals(parameter))
                .map(ParameterReading::text)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pfsGoByAddressAndAreFoundByInterfaceAndController() {
        assertThat(host.physicalFunctions())
                .extracting(PhysicalFunction::device)
                .containsExactly(
                        "0000:03:00.0",
                        "0000:05:00.0",
                        "0000:07:00.0",
                        "0000:81:00.0",
                        "0000:84:00.0");
        assertThat(host.physicalFunction("enp3s0").device()).isEqualTo("0000:03:00.0");
        assertThat(host.physicalFunction("nvme0").device()).isEqualTo("0000:81:00.0");
        assertThat(pf.node()).isEqualTo("/sys/bus/pci/devices/0000:03:00.0");
    }

    @Test
    void theStatusOfAPfIsWhatItsFilesSay() {
        PfStatus status = pf.status();
        assertThat(status.otherNames()).containsExactly("enp3s0");
        assertThat(status.driver()).isEqualTo("ixgbe");
        assertThat(status.totalVfs()).isEqualTo(64);
        assertThat(status.driverLimit()).hasValue(63);
        assertThat(status.limitedBy()).contains(PfStatus.Limit.DRIVER);
        assertThat(status.ari()).contains(true);
        assertThat(status.numaNode()).hasValue(0);
        assertThat(status.ports())
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.address()).hasToString("0000:00:01.0");
                    assertThat(port.ariForwarding()).contains(true);
                    assertThat(port.acs().orElseThrow()).hasSize(4);
                });
        assertThat(status.iommu().orElseThrow().others()).isEmpty();
    }

    @Test
    void parametersReachTheDriverAndAreReadBack() {
        pf.configure(config());
        assertThat(vf(0).driver()).contains("ixgbevf");
        assertThat(vf(0).networkInterface()).contains("enp3s0v0");
        assertThat(vf(0).macAddress()).as("set before the VF's driver started").contains(MAC);
        assertThat(reading(0, "mac-addr")).isEqualTo(MAC.toString());
        assertThat(reading(0, "vlan")).isEqualTo("7");
        assertThat(reading(0, "max-tx-rate")).isEqualTo("100");
        assertThat(reading(1, "vlan")).isEqualTo("trunk");
        assertThat(reading(1, "allow-set-mac")).isEqualTo("true");
        assertThat(reading(1, "link-state")).isEqualTo("disable");
        assertThat(reading(1, "mac-anti-spoof")).isEqualTo("true");
        assertThat(pf.compare(config())).isEmpty();
        host.linux().setVf("enp3s0", 0, new VfSetting.Vlan(8, 0, 0x8100));
        assertThat(pf.compare(config()))
                .singleElement()
                .satisfies(mismatch -> {
                    assertThat(mismatch.parameter()).isEqualTo("vlan");
                    assertThat(mismatch.toString()).contains("7", "8");
                });
    }

    @Test
    void aVfForAGuestIsVfiosAndHandedOverByAddress() {
        pf.configure(config());
        VfStatus vf = vf(2);
        assertThat(vf.passthrough()).isTrue();
        assertThat(vf.driver()).contains("vfio-pci");
        assertThat(vf.networkInterface()).isEmpty();
        assertThat(vf.handOvers()).contains(HandOver.toQemu(vf.address()));
        host.linux().openVfio(vf.address(), "qemu-system-x86 (4242)");
        assertThat(vf(2).uses())
                .containsExactly(
                        new VfUse(
                                "process qemu-system-x86 (4242) holds /dev/vfio/"
                                        + vf.iommu().orElseThrow().group(),
                                true));
        HostException refusal = catchThrowableOfType(HostException.class, pf::delete);
        assertThat(refusal.errno()).isEqualTo(Errno.EBUSY);
        assertThat(refusal).hasMessageContaining("qemu-system-x86 (4242)");
    }

    @Test
    void probingIsSwitchedOnAgain() {
        String autoprobe = pf.node() + "/sriov_drivers_autoprobe";
        pf.configure(config());
        assertThat(host.linux().read(autoprobe)).isEqualTo("1\n");
        pf.delete();
        host.linux().write(autoprobe, "0");
        pf.configure(config());
        assertThat(host.linux().read(autoprobe)).as("as it was").isEqualTo("0\n");
        assertThat(vf(0).driver()).as("kept from drivers by somebody else").isEmpty();
    }

    @Test
    void whatADriverRefusesIsRestored() {
        try (Sriov sriov = Sriov.open(host)) {
            IovConfig valid = config();
            assertThat(sriov.apply(sriov.plan(valid))).isInstanceOf(Outcome.Committed.class);
            IovConfig other =
                    IovConfig.builder(pf.schema(), pf.device())
                            .numVfs(1)
                            .vf(0, "max-tx-rate", new ParameterValue.Uint(20_000))
                            .build();
            Outcome outcome = sriov.apply(sriov.plan(other));
            assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
            assertThat(outcome.toText()).contains("max-tx-rate", "10000 Mbit/s");
            assertThat(pf.status().numVfs()).isEqualTo(3);
            assertThat(pf.compare(valid)).isEmpty();
        }
    }

    @Test
    void moreVfsThanTheDriverTakesAreNotPlanned() {
        IovConfig config = IovConfig.builder(pf.schema(), pf.device()).numVfs(64).build();
        assertThat(pf.check(config))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.isError()).isTrue();
                    assertThat(problem.message()).contains("ixgbe takes at most 63 VFs");
                });
        HostException refusal =
                catchThrowableOfType(HostException.class, () -> pf.configure(config));
        assertThat(refusal.errno()).isEqualTo(Errno.ERANGE);
    }

    @Test
    void theDownInterfaceOfAPfIsBroughtUpWhereThatIsDeclared() {
        try (SimulatedLinuxHost down =
                SimulatedLinuxHost.builder(LinuxSystem.of(SimulatedMachine.standard()))
                        .interfacesUp(false)
                        .build()) {
            PhysicalFunction nic = down.physicalFunction("enp3s0");
            HostException refusal =
                    catchThrowableOfType(
                            HostException.class,
                            () ->
                                    nic.configure(
                                            IovConfig.builder(nic.schema(), nic.device())
                                                    .numVfs(1)
                                                    .vf(
                                                            0,
                                                            "max-tx-rate",
                                                            new ParameterValue.Uint(100))
                                                    .build()));
            assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
            assertThat(refusal).hasMessageContaining("max-tx-rate");
            nic.configure(
                    IovConfig.builder(nic.schema(), nic.device())
                            .numVfs(1)
                            .pf("bring-up", ParameterValue.Bool.TRUE)
                            .vf(0, "max-tx-rate", new ParameterValue.Uint(100))
                            .build());
            assertThat(down.linux().netLink("enp3s0").up()).isTrue();
        }
    }

    @Test
    void thePlatformIsFoundByItsName() {
        try (var found = HostPlatforms.installed().open("sim-linux")) {
            assertThat(found.name()).isEqualTo("sim-linux");
            assertThat(found.physicalFunctions()).hasSize(5);
        }
        HostException refusal =
                catchThrowableOfType(
                        HostException.class, () -> HostPlatforms.installed().open("sim-linux:x"));
        assertThat(refusal.errno()).isEqualTo(Errno.ENOENT);
    }

    /// A vendor's driver that looks at its VFs when it is given them.
    private static final class Onlooker implements PfDriverProvider, PfDriver {
        final List<String> seen = new ArrayList<>();
        Optional<SimulatedLinux> linux = Optional.empty();

        @Override
        public String name() {
            return "onlooker";
        }

        @Override
        public boolean supports(PfIdentity pf) {
            return pf.driver().equals("nvme");
        }

        @Override
        public PfDriver attach(PfIdentity pf) {
            return this;
        }

        @Override
        public PfSchema schema() {
            return PfSchema.ofDriver(
                    List.of(), List.of(Parameter.optional("size", ParameterType.UINT8)));
        }

        private void look(String call) {
            String vf = "/sys/bus/pci/devices/0000:81:00.1/";
            String driver =
                    !linux.orElseThrow().exists(vf)
                            ? "no VF"
                            : linux.get().exists(vf + "driver") ? "a driver" : "no driver";
            seen.add(call + ": " + driver);
        }

        @Override
        public void init(int numVfs, DriverParameters parameters) {
            look("init " + numVfs);
        }

        @Override
        public void addVf(int index, DriverParameters vf) {
            look("addVf " + index + " " + vf.uint("size").orElse(0L));
        }

        @Override
        public void uninit() {
            look("uninit");
        }
    }

    @Test
    void aVendorsDriverIsAskedBeforeAnyDriverHasAVf() {
        Onlooker onlooker = new Onlooker();
        try (SimulatedLinuxHost own =
                SimulatedLinuxHost.builder(LinuxSystem.of(SimulatedMachine.standard()))
                        .drivers(PfDrivers.of(List.of(onlooker)))
                        .build()) {
            onlooker.linux = Optional.of(own.linux());
            PhysicalFunction nvme = own.physicalFunction("nvme0");
            nvme.configure(
                    IovConfig.builder(nvme.schema(), nvme.device())
                            .numVfs(1)
                            .vf(0, "size", new ParameterValue.Uint(7))
                            .build());
            assertThat(nvme.status().vfs().getFirst().driver()).contains("nvme");
            nvme.delete();
        }
        assertThat(onlooker.seen)
                .containsExactly("init 1: no VF", "addVf 0 7: no driver", "uninit: no VF");
    }
}

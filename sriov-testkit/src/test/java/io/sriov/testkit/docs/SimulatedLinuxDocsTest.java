package io.sriov.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.dump.DumpReader;
import io.sriov.dump.DumpWriter;
import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.linux.DriverTrait;
import io.sriov.testkit.linux.DumpedLinux;
import io.sriov.testkit.linux.LinuxSystem;
import io.sriov.testkit.linux.PciDriver;
import io.sriov.testkit.linux.PciId;
import io.sriov.testkit.linux.SimulatedLinux;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.linux.SyscallException;
import io.sriov.testkit.linux.Uevent;
import io.sriov.testkit.linux.UeventTrace;
import io.sriov.testkit.linux.VfOperation;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.AccessTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/simulated-linux.md` shows.
class SimulatedLinuxDocsTest {
    @Test
    void aKernel() {
        // snippet: kernel
        SimulatedLinux linux = new SimulatedLinux(LinuxSystem.of(SimulatedMachine.standard()));
        linux.write("/sys/bus/pci/devices/0000:03:00.0/sriov_numvfs", "4");
        String driver = linux.readLink("/sys/bus/pci/devices/0000:03:10.0/driver");
        String refused;
        try {
            linux.write("/sys/bus/pci/devices/0000:03:00.0/sriov_numvfs", "64");
            refused = "nothing";
        } catch (SyscallException e) {
            refused = e.errno() + ", " + e.reason();
        }
        // end
        assertThat(driver).isEqualTo("/sys/bus/pci/drivers/ixgbevf");
        assertThat(refused).isEqualTo("ERANGE, 64 VFs are more than sriov_totalvfs, 63");
    }

    @Test
    void dumped(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("host.json");
        try (SimulatedHost machine = SimulatedHost.of(SimulatedMachine.standard())) {
            PhysicalFunction ix0 = machine.physicalFunction("ix0");
            ix0.configure(IovConfig.builder(ix0.schema(), "ix0").numVfs(3).build());
            Files.writeString(file, DumpWriter.toJson(machine.dump()));
        }
        List<Integer> vfs = new ArrayList<>();
        // snippet: dumped
        MachineDump dump = DumpReader.read(file).orElseThrow();
        try (Sriov sriov = Sriov.open(DumpedLinux.of(dump).host())) {
            for (PfStatus pf : sriov.inventory()) {
                vfs.add(pf.numVfs());
            }
        }
        // end
        assertThat(vfs).containsExactly(3, 0, 0, 0, 0);
    }

    @Test
    void drivers() {
        // snippet: drivers
        PciDriver slow =
                PciDriver.builder()
                        .name("slownic")
                        .addTakes(PciId.of(0x8086, 0x10fb))
                        .addTraits(DriverTrait.NETWORK_INTERFACE, DriverTrait.CREATES_VFS)
                        .addVfOperations(VfOperation.GET_CONFIG, VfOperation.MAC)
                        .enablesAtMost(2)
                        .build();
        LinuxSystem system =
                LinuxSystem.builder()
                        .machine(SimulatedMachine.standard())
                        .addDrivers(slow, PciDriver.vfioPci(false))
                        .build();
        SimulatedLinux linux = new SimulatedLinux(system);
        linux.write("/sys/bus/pci/devices/0000:03:00.0/sriov_numvfs", "8");
        List<String> said = linux.dmesg();
        // end
        assertThat(said.getLast())
                .isEqualTo("slownic 0000:03:00.0: 8 VFs requested; only 2 enabled");
    }

    @Test
    void aHost() {
        // snippet: host
        SimulatedLinuxHost host = SimulatedLinuxHost.of(SimulatedMachine.standard());
        try (Sriov sriov = Sriov.open(host)) {
            IovConfig config =
                    IovConfig.builder(sriov.schema("enp3s0"), "0000:03:00.0")
                            .numVfs(2)
                            .vf(0, "vlan", new ParameterValue.Vlan(new VlanId(100)))
                            .vf(1, "passthrough", ParameterValue.Bool.TRUE)
                            .build();
            Outcome outcome = sriov.apply(sriov.plan(config));
            System.out.println(outcome.toText());
            VfStatus guest = sriov.status("enp3s0").vfs().get(1);
            host.linux().openVfio(guest.address(), "qemu-system-x86 (4242)");
            System.out.println(sriov.planRemoval("0000:03:00.0").impact().held());
        }
        // end
        try (SimulatedLinuxHost again = SimulatedLinuxHost.of(SimulatedMachine.standard());
                Sriov sriov = Sriov.open(again)) {
            IovConfig config =
                    IovConfig.builder(sriov.schema("enp3s0"), "0000:03:00.0")
                            .numVfs(1)
                            .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                            .build();
            assertThat(sriov.apply(sriov.plan(config)).committed()).isTrue();
            again.linux()
                    .openVfio(
                            sriov.status("enp3s0").vfs().getFirst().address(),
                            "qemu-system-x86 (4242)");
            assertThat(sriov.planRemoval("0000:03:00.0").impact().held().toString())
                    .contains("qemu-system-x86 (4242)");
        }
    }

    @Test
    void whatHappens() {
        // snippet: traces
        SimulatedLinux linux = new SimulatedLinux(LinuxSystem.of(SimulatedMachine.standard()));
        try (UeventTrace uevents = linux.traceUevents();
                AccessTrace bus = linux.bus().trace()) {
            linux.write("/sys/bus/pci/devices/0000:81:00.0/sriov_numvfs", "1");
            uevents.events().forEach(System.out::println);
            bus.accesses().forEach(System.out::println);
        }
        System.out.println(linux.uptime());
        // end
        linux.write("/sys/bus/pci/devices/0000:81:00.0/sriov_numvfs", "0");
        try (UeventTrace uevents = linux.traceUevents()) {
            linux.write("/sys/bus/pci/devices/0000:81:00.0/sriov_numvfs", "1");
            linux.write("/sys/bus/pci/devices/0000:81:00.0/sriov_numvfs", "0");
            List<String> told = uevents.events().stream().map(Uevent::toString).limit(4).toList();
            assertThat(Path.of("../docs/simulated-linux.md"))
                    .content()
                    .contains("```\n" + String.join("\n", told) + "\n```");
        }
        // snippet: refuse
        linux.refuseWrites((path, text) ->
                path.endsWith("/sriov_numvfs") && !text.equals("0")
                        ? Optional.of(Errno.ENOMEM)
                        : Optional.empty());
        // end
        SyscallException refusal =
                catchThrowableOfType(
                        SyscallException.class,
                        () -> linux.write("/sys/bus/pci/devices/0000:81:00.0/sriov_numvfs", "1"));
        assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM);
    }
}

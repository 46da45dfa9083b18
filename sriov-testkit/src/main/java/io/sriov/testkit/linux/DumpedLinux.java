package io.sriov.testkit.linux;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.host.Finding;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.DumpedMachine;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A real machine from a dump, simulated with Linux on it: the same ports and PFs at the same
/// places, with the registers, the drivers and the names and addresses of interfaces that they had,
/// switched on anew, and then as many VFs created as there were, with the drivers that they had.
/// Immutable and thread-safe.
///
/// ```java
/// MachineDump dump = DumpReader.read(Path.of("host.json")).orElseThrow();
/// try (Sriov sriov = Sriov.open(DumpedLinux.of(dump).host())) {
///     System.out.println(sriov.status("ens1f0np0").vfs());
/// }
/// ```
///
/// A driver that is none of [StandardDrivers#all()] creates VFs and, of a network card, has every
/// operation on them. A VF without an interface, such as one for a guest, had an address that the
/// dump does not tell, and has none here; nor does it tell what else was set of VFs, their VLANs
/// say. Memory is assigned as a machine's firmware would, not as it was. [DumpedMachine] is the
/// same with FreeBSD.
public final class DumpedLinux {
    private final MachineDump dump;
    private final DumpedMachine machine;
    private final LinuxSystem system;

    private DumpedLinux(MachineDump dump, DumpedMachine machine, LinuxSystem system) {
        this.dump = dump;
        this.machine = machine;
        this.system = system;
    }

    /// {@return the machine of a dump}
    ///
    /// @param dump the dump
    /// @throws IllegalArgumentException if no PF of it can be simulated, or it contradicts itself;
    ///   the message says why
    public static DumpedLinux of(MachineDump dump) {
        DumpedMachine machine = DumpedMachine.of(dump);
        LinuxSystem.Builder system =
                LinuxSystem.builder()
                        .machine(machine.machine())
                        .drivers(isLinux(dump) ? DumpedDrivers.of(dump) : StandardDrivers.all());
        if (isLinux(dump)) {
            for (FunctionDump function : dump.functions()) {
                function.interfaces().stream()
                        .findFirst()
                        .ifPresent(one -> {
                            system.putInterfaceName(function.address(), one.name());
                            one.address()
                                    .filter(mac -> mac.bits() != 0)
                                    .ifPresent(
                                            mac -> system.putInterfaceMac(function.address(), mac));
                        });
            }
        }
        return new DumpedLinux(dump, machine, system.build());
    }

    private static boolean isLinux(MachineDump dump) {
        return dump.system().startsWith("Linux");
    }

    /// {@return the machine and its drivers, as it is when it is switched on}
    public LinuxSystem system() {
        return system;
    }

    /// {@return what of the dump is not simulated, and why, by address}
    public List<Finding> leftOut() {
        return machine.leftOut();
    }

    /// {@return the machine with the VFs of the dump, running in memory}
    ///
    /// @throws IllegalArgumentException if the dump contradicts itself; the message says how
    public SimulatedLinuxHost host() {
        SimulatedLinuxHost host = SimulatedLinuxHost.builder(system).build();
        for (FunctionDump pf : simulated()) {
            try {
                create(host.linux(), pf);
            } catch (SyscallException e) {
                throw new IllegalArgumentException(
                        "PF "
                                + pf.address()
                                + " cannot be as the dump has it: "
                                + e.errno()
                                + ", "
                                + e.reason(),
                        e);
            }
        }
        return host;
    }

    private List<FunctionDump> simulated() {
        SimulatedMachine hardware = system.machine();
        List<FunctionDump> pfs = new ArrayList<>();
        for (PfDefinition definition : hardware.pfs()) {
            var address =
                    new PciAddress(hardware.domain(), definition.bus(), 0, definition.function());
            pfs.add(dump.function(address).orElseThrow());
        }
        return pfs;
    }

    private void create(SimulatedLinux linux, FunctionDump pf) {
        var files = new FunctionFiles(linux, pf.address());
        if (isLinux(dump)) {
            bind(files, pf.driver());
        }
        SriovCapability sriov = SriovCapability.find(pf.configSpace()).orElseThrow();
        if (!sriov.vfEnable() || sriov.numVfs() == 0) {
            return;
        }
        files.write("sriov_numvfs", Integer.toString(sriov.numVfs()));
        for (FunctionDump vf : dump.vfs(pf.address())) {
            var vfFiles = new FunctionFiles(linux, vf.address());
            if (vf.passthrough()) {
                vfFiles.write("driver_override", LinuxVfBinding.PASSTHROUGH);
                bind(vfFiles, vf.driver().map(_ -> LinuxVfBinding.PASSTHROUGH));
            } else if (isLinux(dump)) {
                bind(vfFiles, vf.driver());
            }
        }
    }

    /// Has a function with the driver that it had, or without.
    private static void bind(FunctionFiles function, Optional<String> driver) {
        if (function.driver().equals(driver)) {
            return;
        }
        function.unbind();
        if (driver.isPresent()) {
            function.write("driver_override", driver.get());
            function.bind(driver.get());
        }
    }
}

package io.sriov.testkit.sim;

import io.sriov.host.Finding;
import io.sriov.schema.ParameterType;
import io.sriov.schema.nvlist.NvType;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SimulatedBus;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/// A machine to simulate: its ports and PFs, and how its kernel was built and tuned. Immutable.
///
/// ```java
/// SimulatedMachine machine =
///         SimulatedMachine.builder()
///                 .addPort(PortModel.builder().secondaryBus(3).window(new BridgeWindow(0xd000_0000L, 1 << 24)).build())
///                 .addPf(PfDefinition.builder().device("ix0").bus(3).hardware(model).pfDriver(() -> driver).build())
///                 .build();
/// ```
@SimStyle
@Value.Immutable
public abstract class SimulatedMachine {
    /// {@return the PCI domain of everything, 0..4294967295}
    @Value.Default
    public long domain() {
        return 0;
    }

    /// {@return the root ports}
    public abstract List<PortModel> ports();

    /// {@return the switches, each after the one above it}
    public abstract List<SwitchModel> switches();

    /// {@return the PFs}
    public abstract List<PfDefinition> pfs();

    /// {@return the system's page size as a power of two; 12, that is 4 KiB, unless said}
    @Value.Default
    public int pageShift() {
        return 12;
    }

    /// {@return the most bytes that a packed configuration may have: sysctl
    /// `hw.pci.iov_max_config`, 1 MiB unless said}
    @Value.Default
    public int maxConfig() {
        return 1 << 20;
    }

    /// {@return whether the kernel uses ARI: tunable `hw.pci.enable_ari`, on unless said}
    @Value.Default
    public boolean enableAri() {
        return true;
    }

    /// {@return whether vmm(4) is loaded, without which no driver takes passthrough VFs; it is
    /// unless said}
    @Value.Default
    public boolean vmm() {
        return true;
    }

    /// {@return whether the kernel knows the type `vlan`, as FreeBSD's does since 2024; it does
    /// unless said}
    @Value.Default
    public boolean knowsVlan() {
        return true;
    }

    /// {@return what everything random in the machine begins with: the same seed gives the same
    /// machine; 0 unless said}
    @Value.Default
    public long seed() {
        return 0;
    }

    /// {@return what an examination of a host on it finds, see [io.sriov.host.Host#examine()]: in a
    /// machine made of a dump, the PFs that it lacks}
    public abstract List<Finding> findings();

    /// {@return types of parameters that the kernel knows and this SDK does not, as a kernel of the
    /// future may: by name, with the form that their values have in an nvlist. The kernel takes
    /// every value of that form}
    ///
    /// A PF driver is handed values of such a type where the form is BOOL, NUMBER or STRING, as
    /// `bool`, integer and `string`; values of other forms have no place in its
    /// [io.sriov.driver.DriverParameters] and are left out.
    public abstract Map<String, NvType> furtherTypes();

    /// Checks that no name is that of two PFs, and that further types are further.
    @Value.Check
    protected void check() {
        furtherTypes()
                .forEach((name, form) -> {
                    if (ParameterType.named(name).isPresent()) {
                        throw new IllegalArgumentException(name + " is no further type");
                    }
                    KernelType.of(form);
                });
        Set<String> names = new HashSet<>();
        for (PfDefinition pf : pfs()) {
            Set<String> own = new LinkedHashSet<>(pf.otherNames());
            own.add(pf.device());
            for (String name : own) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException("two PFs named " + name);
                }
            }
        }
    }

    /// {@return the hardware, as after power-on}
    ///
    /// @throws IllegalArgumentException if the ports and PFs do not fit together, or a port has no
    ///   memory for the BARs of the PFs below it; the message says which
    public SimulatedBus hardware() {
        OwnMemory.require(this);
        SimulatedBus.Builder bus = SimulatedBus.builder().domain(domain());
        ports().forEach(bus::port);
        switches().forEach(bus::device);
        pfs().forEach(pf -> bus.function(pf.bus(), pf.function(), pf.hardware()));
        return bus.build();
    }

    /// {@return the machine behind `iovctl --host sim`: `ix0`, `ixl0`, `ice0`, `nvme0` and `qat0`,
    /// the last without ARI}
    public static SimulatedMachine standard() {
        return StandardMachine.build();
    }

    /// {@return a machine with these devices, each below a root port of its own, on buses of their
    /// own and with a window for all of their VFs; the drivers' units are numbered in order}
    ///
    /// @param devices the devices
    /// @throws IllegalArgumentException if there are more than the buses or memory addresses of one
    ///   PCI domain are enough for; [SimulatedDomains] has more
    public static SimulatedMachine of(List<DeviceProfile> devices) {
        List<SimulatedMachine> domains = RootPorts.of(devices);
        if (domains.size() > 1) {
            throw new IllegalArgumentException(
                    devices.size()
                            + " devices with their VFs take "
                            + domains.size()
                            + " PCI domains: see SimulatedDomains");
        }
        return domains.getFirst();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [SimulatedMachine].
    public static final class Builder extends ImmutableSimulatedMachine.Builder {}
}

package io.sriov.testkit.junit;

import io.sriov.Sriov;
import io.sriov.host.Host;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.PciAddress;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.machine.MachineReader;
import io.sriov.testkit.machine.MachineResult;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.AccessStory;
import io.sriov.testkit.sim.bus.AccessTrace;
import io.sriov.testkit.sim.bus.OnSimulatedBus;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/// The machine of one test, and the process on it that the test is about.
final class TestMachine implements AutoCloseable {
    private final SimulatedMachine description;
    private final OnSimulatedBus machine;
    private final Faults faults = new Faults();
    private final Host host;
    private final Sriov sriov;
    private final AccessTrace trace;

    private TestMachine(SimulatedMachine described, Kernel kernel) {
        description = described;
        machine = kernel.start(described);
        host = FaultyHost.of(machine, faults);
        sriov = Sriov.open(host, machine.time());
        trace = machine.onBus(SimulatedBus::trace);
    }

    /// {@return a machine that has just been switched on}
    ///
    /// @param annotation which
    /// @param test the class that the annotation holds for
    static TestMachine of(SimulatedHost annotation, Class<?> test) {
        if (!annotation.machine().isEmpty() && annotation.profile().length > 0) {
            throw new ExtensionConfigurationException(
                    "@SimulatedHost of "
                            + test.getName()
                            + " has both a machine and profiles: leave out one");
        }
        return new TestMachine(description(annotation, test), annotation.kernel());
    }

    private static SimulatedMachine description(SimulatedHost annotation, Class<?> test) {
        if (!annotation.machine().isEmpty()) {
            return described(annotation.machine(), test);
        }
        return annotation.profile().length == 0
                ? SimulatedMachine.standard()
                : SimulatedMachine.of(
                        Stream.of(annotation.profile()).map(TestMachine::device).toList());
    }

    private static DeviceProfile device(String name) {
        return DeviceProfile.named(name)
                .orElseThrow(() ->
                        new ExtensionConfigurationException(
                                "there is no device '"
                                        + name
                                        + "'; there are "
                                        + DeviceProfile.all().stream()
                                                .map(DeviceProfile::name)
                                                .collect(Collectors.joining(", "))));
    }

    private static SimulatedMachine described(String name, Class<?> test) {
        MachineResult result = MachineReader.read(file(name, test));
        return result.machine()
                .orElseThrow(() -> new ExtensionConfigurationException(result.report().toString()));
    }

    private static Path file(String name, Class<?> test) {
        Path path = Path.of(name);
        URL resource = test.getResource(name);
        if (Files.exists(path) || resource == null || !resource.getProtocol().equals("file")) {
            return path;
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new ExtensionConfigurationException("'" + name + "' cannot be a file", e);
        }
    }

    Host host() {
        return host;
    }

    Sriov sriov() {
        return sriov;
    }

    Faults faults() {
        return faults;
    }

    /// {@return the machine as a test wants to have it}
    ///
    /// @throws ParameterResolutionException if its kernel is another
    <T extends OnSimulatedBus> T machine(Class<T> type) {
        if (!type.isInstance(machine)) {
            throw new ParameterResolutionException(
                    "the test has a "
                            + machine.getClass().getSimpleName()
                            + ", no "
                            + type.getSimpleName()
                            + ": see kernel of @SimulatedHost");
        }
        return type.cast(machine);
    }

    /// {@return the PF of a name; where there is none, the first that is described and that the
    /// kernel has, whatever it calls it}
    PhysicalFunction pf(Optional<String> device) {
        if (device.isPresent()) {
            return host.physicalFunction(device.get());
        }
        List<PhysicalFunction> pfs = host.physicalFunctions();
        if (pfs.isEmpty()) {
            throw new ExtensionConfigurationException("the simulated machine has no PF");
        }
        return description.pfs().stream()
                .flatMap(described -> pfs.stream().filter(pf -> isThat(pf, described)))
                .findFirst()
                .orElseGet(pfs::getFirst);
    }

    private boolean isThat(PhysicalFunction pf, PfDefinition described) {
        var address =
                new PciAddress(description.domain(), described.bus(), 0, described.function());
        return pf.device().equals(described.device()) || pf.device().equals(address.toString());
    }

    /// {@return what was called, and what was written on the bus}
    HostStory story() {
        String bus = machine.onBus(hardware -> AccessStory.of(hardware, trace.accesses()));
        return new HostStory(faults.story(), bus);
    }

    @Override
    public void close() {
        faults.releaseAll();
        sriov.close();
        machine.close();
    }
}

package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A PF that the kernel does not come back from keeps none of the others from being told.
class UnreadPfTest {
    private static final String STUCK = "ix0";

    /// A machine on which nobody comes back from reading one PF.
    private record StuckMachine(HostPlatform machine) implements HostPlatform {
        @Override
        public String name() {
            return machine.name();
        }

        @Override
        public String description() {
            return machine.description();
        }

        @Override
        public boolean isNative() {
            return true;
        }

        @Override
        public Host open(String argument) {
            Host host = machine.open(argument);
            return new Host() {
                @Override
                public String name() {
                    return host.name();
                }

                @Override
                public List<PhysicalFunction> physicalFunctions() {
                    return host.physicalFunctions().stream().map(StuckMachine::held).toList();
                }

                @Override
                public PhysicalFunction physicalFunction(String device) {
                    return held(host.physicalFunction(device));
                }

                @Override
                public RecordStore records() {
                    return host.records();
                }

                @Override
                public void close() {
                    host.close();
                }
            };
        }

        private static PhysicalFunction held(PhysicalFunction pf) {
            return !pf.device().equals(STUCK)
                    ? pf
                    : (PhysicalFunction)
                            Proxy.newProxyInstance(
                                    PhysicalFunction.class.getClassLoader(),
                                    new Class<?>[] {PhysicalFunction.class},
                                    (_, method, arguments) -> {
                                        if (method.getName().equals("status")) {
                                            throw new HostException(
                                                    HostException.Operation.GET_STATUS,
                                                    STUCK,
                                                    Errno.ETIMEDOUT,
                                                    "the kernel has not come back",
                                                    "see dmesg");
                                        }
                                        return method.invoke(pf, arguments);
                                    });
        }
    }

    @Test
    void theOthersAreListed() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard())) {
            HostPlatforms platforms =
                    HostPlatforms.of(
                            List.of(
                                    new StuckMachine(
                                            new ThisFreeBsd(system, new MemoryRecordStore()))));
            Run text = Run.on(platforms, "--list");
            assertThat(text.status()).isEqualTo(1);
            assertThat(text.out())
                    .containsPattern("(?m)^ix0 +\\? ")
                    .containsPattern("(?m)^ixl0 +0");
            assertThat(text.err())
                    .contains("Could not read ix0")
                    .contains("the kernel has not come back")
                    .contains("see dmesg");
            Run json = Run.on(platforms, "--list", "--format", "json");
            assertThat(json.status()).isEqualTo(1);
            assertThat(json.out()).contains("\"ixl0\"").doesNotContain("\"ix0\"");
            assertThat(json.err()).contains("\"ix0\"").contains("ETIMEDOUT");
        }
    }
}

package io.sriov.cli;

import static io.sriov.testkit.fault.CallSelector.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import io.sriov.host.MemoryRecordStore;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.FaultyHost;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A PF that the kernel does not come back from keeps none of the others from being told.
class UnreadPfTest {
    /// A machine whose calls may fail.
    private record FaultyMachine(HostPlatform machine, Faults faults) implements HostPlatform {
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
            return FaultyHost.of(machine.open(argument), faults);
        }
    }

    @Test
    void theOthersAreListed() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard())) {
            var faults = new Faults();
            faults.on(status().ofPf("ix0")).every(1).fails(Errno.ETIMEDOUT);
            var freeBsd = new ThisFreeBsd(system, new MemoryRecordStore());
            HostPlatforms platforms = HostPlatforms.of(List.of(new FaultyMachine(freeBsd, faults)));
            Run text = Run.on(platforms, "--list");
            assertThat(text.status()).isEqualTo(1);
            assertThat(text.out())
                    .containsPattern("(?m)^ix0 +\\? ")
                    .containsPattern("(?m)^ixl0 +0");
            assertThat(text.err()).contains("Could not read ix0").contains("ETIMEDOUT");
            Run json = Run.on(platforms, "--list", "--format", "json");
            assertThat(json.status()).isEqualTo(1);
            assertThat(json.out()).contains("\"ixl0\"").doesNotContain("\"ix0\"");
            assertThat(json.err()).contains("\"ix0\"").contains("ETIMEDOUT");
            Run missing = Run.on(platforms, "-L", "-d", "0000:77:00.0");
            assertThat(missing.status()).isEqualTo(1);
            assertThat(missing.err())
                    .startsWith("iovctl: Could not open device '/dev/iov/0000:77:00.0': No such");
        }
    }
}

package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.MemoryRecordStore;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PFs that go by other names than those they are recorded under, as on Linux.
class OtherNamesTest {
    @TempDir private Path directory;

    private String file(String name, String device) throws IOException {
        return Files.writeString(
                        directory.resolve(name), "PF { device : " + device + "; num_vfs : 2 }")
                .toString();
    }

    @Test
    void aPfIsConfiguredByAnyOfItsNamesAndOnlyOnce() throws IOException {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard())) {
            var machine = new ThisFreeBsd(system, new MemoryRecordStore());
            var other = new OtherMachine(machine, Map.of("port1", "ix0"), 0);
            String own = file("own.conf", "ix0");
            String by = file("other.conf", "port1");

            Run both = Run.on(other.alone(), "-C", "-f", own, "-f", by);
            assertThat(both.err())
                    .contains("'ix0' and 'port1' are one PF, ix0")
                    .contains("leave one of them out");
            assertThat(both.status()).isEqualTo(1);
            assertThat(system.kernel().status("ix0").numVfs()).isZero();

            assertThat(Run.on(other.alone(), "-C", "-f", by).err()).isEmpty();
            assertThat(system.kernel().status("ix0").numVfs()).isEqualTo(2);
            assertThat(Run.on(other.alone(), "-C", "-f", own).status()).isZero();
        }
    }
}

package io.sriov.testkit.contract;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.RoutingId;
import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.SimulatedMachine;
import org.junit.jupiter.api.Nested;

/// Configuration spaces that are no PF's keep the contract as well.
class ConfigSpacesTest {

    record Bench(ConfigSpace space, int size, boolean hardware) implements ConfigSpaceBench {
        @Override
        public void close() {}
    }

    @Nested
    class OfNoFunction extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            var kernel = new SimulatedKernel(SimulatedMachine.standard());
            return new Bench(kernel.bus().configSpace(RoutingId.of(3, 7, 1)), 0, true);
        }
    }

    @Nested
    class OfAShortImage extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            byte[] bytes = new byte[ConfigSpace.CONVENTIONAL_SIZE];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
            return new Bench(ConfigSpaceImage.of(bytes), bytes.length, false);
        }
    }
}

package io.sriov.linux.driver;

import io.sriov.testkit.tck.PfDriverBench;
import io.sriov.testkit.tck.PfDriverTck;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The driver of network cards keeps the rules of PF drivers, whichever driver the kernel has.
@EnabledOnOs(OS.LINUX)
class NetdevTckTest {
    @TempDir static Path directory;

    @Nested
    class OfIxgbe extends PfDriverTck {
        @Override
        protected PfDriverBench open() throws IOException {
            return new NetdevBench(directory, "ixgbe", false);
        }
    }

    @Nested
    class OfI40e extends PfDriverTck {
        @Override
        protected PfDriverBench open() throws IOException {
            return new NetdevBench(directory, "i40e", false);
        }
    }

    @Nested
    class OfIce extends PfDriverTck {
        @Override
        protected PfDriverBench open() throws IOException {
            return new NetdevBench(directory, "ice", false);
        }
    }

    @Nested
    class OfMlx5 extends PfDriverTck {
        @Override
        protected PfDriverBench open() throws IOException {
            return new NetdevBench(directory, "mlx5_core", false);
        }
    }

    @Nested
    class OfInfiniBand extends PfDriverTck {
        @Override
        protected PfDriverBench open() throws IOException {
            return new NetdevBench(directory, "mlx5_core", true);
        }
    }

    @Nested
    class OfAnUnknownDriver extends PfDriverTck {
        @Override
        protected PfDriverBench open() throws IOException {
            return new NetdevBench(directory, "unheard_of", false);
        }
    }
}

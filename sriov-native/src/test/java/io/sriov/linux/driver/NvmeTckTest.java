package io.sriov.linux.driver;

import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.testkit.tck.DeviceFaults;
import io.sriov.testkit.tck.ImpossibleConfig;
import io.sriov.testkit.tck.PfDriverBench;
import io.sriov.testkit.tck.PfDriverTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The NVMe driver keeps the rules of PF drivers, on a controller with four secondary ones.
@EnabledOnOs(OS.LINUX)
class NvmeTckTest extends PfDriverTck {
    private static final int VFS = 4;

    @TempDir static Path directory;

    @Override
    protected PfDriverBench open() throws IOException {
        return new Bench(new NvmeFixture(Files.createTempDirectory(directory, "machine")));
    }

    private record Bench(NvmeFixture machine) implements PfDriverBench, DeviceFaults {
        Bench {
            machine.controller.vfs(VFS, 10);
        }

        @Override
        public PfDriverProvider provider() {
            return machine.provider;
        }

        @Override
        public PfIdentity pf() {
            return NvmeFixture.PF;
        }

        @Override
        public int mostVfs() {
            return VFS;
        }

        /// A controller whose VF goes, or comes, is offline and keeps its resources.
        @Override
        public void enableVfs(int numVfs) {
            machine.controller.secondaries.forEach(secondary -> secondary.online = false);
            try {
                machine.enableVfs(numVfs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, ParameterValue> vf(int index) {
            NvmeModel.Secondary vf = machine.controller.vf(index);
            return Map.of(
                    "vq-resources", new ParameterValue.Uint(vf.resources[0]),
                    "vi-resources", new ParameterValue.Uint(vf.resources[1]),
                    "online", ParameterValue.Bool.of(vf.online));
        }

        @Override
        public void setBehindTheDriver(int index, String parameter, ParameterValue value) {
            NvmeModel.Secondary vf = machine.controller.vf(index);
            switch (value) {
                case ParameterValue.Uint(long count) ->
                        vf.resources[parameter.equals("vq-resources") ? 0 : 1] = (int) count;
                case ParameterValue.Bool(boolean online) -> vf.online = online;
                default -> throw new IllegalArgumentException(parameter);
            }
        }

        @Override
        public ParameterValue example(Parameter parameter, int seed) {
            return switch (parameter.name()) {
                case "vq-resources" -> new ParameterValue.Uint(3 + seed % 2);
                case "vi-resources" -> new ParameterValue.Uint(1 + seed % 2);
                default -> ParameterValue.Bool.of(seed % 2 == 0);
            };
        }

        @Override
        public List<ImpossibleConfig> impossible() {
            return List.of(
                    ImpossibleConfig.atVf(
                            "more queues than a controller can have",
                            1,
                            "vq-resources",
                            List.of(Map.of(), Map.of("vq-resources", new ParameterValue.Uint(9)))),
                    ImpossibleConfig.atVf(
                            "online without queues",
                            0,
                            "online",
                            List.of(
                                    Map.of(
                                            "vq-resources",
                                            new ParameterValue.Uint(0),
                                            "online",
                                            ParameterValue.Bool.TRUE))));
        }

        @Override
        public Optional<DeviceFaults> faults() {
            return Optional.of(this);
        }

        @Override
        public void failAccess(int access) {
            machine.controller.untilCommandError = access;
        }

        @Override
        public boolean callOff() {
            boolean left = machine.controller.untilCommandError >= 0;
            machine.controller.untilCommandError = -1;
            return left;
        }

        @Override
        public Map<String, String> notApplicable() {
            return Map.of("3.1", "Linux hosts bring this driver along");
        }

        @Override
        public void close() {
            machine.close();
        }
    }
}

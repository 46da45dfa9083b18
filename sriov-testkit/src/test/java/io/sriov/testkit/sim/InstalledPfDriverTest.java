package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A vendor's plug-in, compiled here and put on a class path of its own, drives a simulated PF.
class InstalledPfDriverTest {
    private static final String PLUG_IN =
            """
            import io.sriov.driver.*;
            import io.sriov.schema.*;
            import java.util.List;

            public final class PlugIn implements PfDriverProvider {
                @Override public String name() { return "acc"; }
                @Override public boolean supports(PfIdentity pf) { return pf.vendorId() == 0x1234; }
                @Override public PfDriver attach(PfIdentity pf) {
                    return new PfDriver() {
                        @Override public PfSchema schema() {
                            return PfSchema.ofDriver(
                                    List.of(),
                                    List.of(Parameter.optional("queues", ParameterType.UINT8)));
                        }
                        @Override public void init(int numVfs, DriverParameters pf) {}
                        @Override public void addVf(int index, DriverParameters vf) {}
                        @Override public void uninit() {}
                    };
                }
            }
            """;

    private static SimulatedMachine machine() {
        return SimulatedMachine.builder()
                .addPort(
                        PortModel.builder()
                                .secondaryBus(0x10)
                                .window(new BridgeWindow(0x10_0000_0000L, 16 << 20))
                                .build())
                .addPf(
                        PfDefinition.builder()
                                .device("acc0")
                                .bus(0x10)
                                .hardware(
                                        PfModel.builder()
                                                .vendorId(0x1234)
                                                .deviceId(0x0001)
                                                .vfDeviceId(0x0002)
                                                .totalVfs(16)
                                                .addPlacement(VfPlacement.of(true, 8, 1))
                                                .addBar(BarModel.wide(0, 64 << 10))
                                                .addVfBar(BarModel.wide(0, 16 << 10))
                                                .build())
                                .build())
                .build();
    }

    @Test
    void takesThePfThatItSupports(@TempDir Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("PlugIn.java"), PLUG_IN);
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.sriov.driver.PfDriverProvider"), "PlugIn\n");
        String path =
                System.getProperty("jdk.module.path", "")
                        + File.pathSeparator
                        + System.getProperty("java.class.path");
        int status =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, "-cp", path, source.toString());
        assertThat(status).isZero();

        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            try (Sriov sriov = Sriov.open(SimulatedHost.of(machine()))) {
                assertThat(sriov.schema("acc0").vf().find("queues")).isPresent();
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aPfThatNoneSupportsIsSaidSo() {
        assertThatThrownBy(() -> SimulatedHost.of(machine()).physicalFunction("acc0").schema())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no installed PF driver supports");
    }
}

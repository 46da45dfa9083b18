package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDrivers;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.MemoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Somebody takes the PF away while its VFs are being set up.
class LinuxInterferenceTest {
    private static final int AT = 1;

    /// A driver without parameters during whose work on the second VF something happens, once.
    private static final class InterruptedDriver implements VendorDriver {
        private Runnable event;

        InterruptedDriver(Runnable event) {
            this.event = event;
        }

        @Override
        public void addVf(int index, DriverParameters parameters) {
            if (index == AT) {
                Runnable once = event;
                event = () -> {};
                once.run();
            }
        }
    }

    private static LinuxHost host(Runnable event) {
        return LinuxHost.builder()
                .records(new MemoryRecordStore())
                .drivers(PfDrivers.of(List.of(new InterruptedDriver(event))))
                .build();
    }

    private static Outcome apply(Sriov sriov, PhysicalFunction pf, int numVfs) {
        return sriov.apply(
                sriov.plan(IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build()));
    }

    private static void bind(PciFunction pf) {
        new Attribute(Path.of("/sys/bus/pci/drivers/igb/bind")).write(pf);
    }

    private static void unbind(PciFunction pf) {
        new Attribute(Path.of("/sys/bus/pci/drivers/igb/unbind")).write(pf);
    }

    @Test
    void aDriverThatGoesTakesTheVfsWithItAndTheNextApplyWorks() {
        PciFunction igb = LabMachine.igb();
        try (LinuxHost host = host(() -> unbind(igb));
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(igb.toString());
            Outcome outcome = apply(sriov, pf, 3);
            assertThat(outcome).as(outcome.toText()).isInstanceOf(Outcome.Restored.class);
            assertThat(igb.vfs()).isEmpty();
            assertThat(igb.attribute("sriov_drivers_autoprobe").number()).isOne();

            bind(igb);
            Outcome second = apply(sriov, pf, 3);
            assertThat(second.committed()).as(second.toText()).isTrue();
            assertThat(igb.vfs()).hasSize(3);
        } finally {
            if (igb.link("driver").isEmpty()) {
                bind(igb);
            }
        }
    }

    @Test
    void aPfThatIsUnpluggedIsToldAsGone() throws InterruptedException {
        PciFunction igb = LabMachine.igbWithoutAcs();
        Qmp qmp = Qmp.open();
        Runnable unplug =
                () -> {
                    qmp.execute("device_del", Map.of("id", "igb1"));
                    qmp.awaitEvent(
                            "DEVICE_DELETED",
                            data -> data.path("device").asString("").equals("igb1"),
                            Duration.ofSeconds(60));
                };
        try (LinuxHost host = host(unplug);
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(igb.toString());
            Outcome outcome = apply(sriov, pf, 3);
            assertThat(outcome.committed()).isFalse();
            assertThat(outcome.toText()).contains("ENODEV", "gone");
            HostException gone = catchThrowableOfType(HostException.class, pf::status);
            assertThat(gone.errno()).isEqualTo(Errno.ENODEV);
            assertThat(sriov.inventory()).noneMatch(one -> one.device().equals(pf.device()));
        } finally {
            qmp.execute(
                    "device_add",
                    Map.of("driver", "igb", "id", "igb1", "bus", "rp3", "netdev", "igb1-net"));
            for (int i = 0; i < 300 && igb.link("driver").isEmpty(); i++) {
                Thread.sleep(100);
            }
        }
        assertThat(igb.link("driver")).contains("igb");
    }
}

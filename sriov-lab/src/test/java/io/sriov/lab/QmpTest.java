package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QmpTest {
    @Test
    void qemuIsNewEnough() {
        assertThat(Qmp.open().execute("query-version", Map.of()).at("/qemu/major").asInt())
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void refusalIsTold() {
        assertThatThrownBy(() -> Qmp.open().execute("device_del", Map.of("id", "no-such-device")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("DeviceNotFound");
    }

    /// A PF that is unplugged while it has VFs takes them with it, and comes back without any.
    @Test
    void unplugsAndPlugsAPf() throws InterruptedException {
        Qmp qmp = Qmp.open();
        PciFunction pf = LabMachine.igbWithoutAcs();
        pf.createVfs(2);
        PciFunction vf = pf.vfs().getLast();
        assertThat(vf.exists()).isTrue();

        qmp.execute("device_del", Map.of("id", "igb1"));
        qmp.awaitEvent(
                "DEVICE_DELETED",
                data -> data.path("device").asString("").equals("igb1"),
                Duration.ofSeconds(60));
        assertThat(pf.exists()).isFalse();
        assertThat(vf.exists()).isFalse();

        qmp.execute(
                "device_add",
                Map.of("driver", "igb", "id", "igb1", "bus", "rp3", "netdev", "igb1-net"));
        for (int i = 0; i < 300 && pf.link("driver").isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(LabMachine.igbWithoutAcs()).isEqualTo(pf);
        assertThat(pf.attribute("sriov_numvfs").number()).isZero();
        assertThat(pf.link("driver")).contains("igb");
    }
}

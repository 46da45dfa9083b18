package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.linux.netlink.Devlink;
import io.sriov.linux.netlink.EswitchMode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A network card with an eswitch, `netdevsim`, whose mode another program, devlink(8), sets.
class EswitchModeTest {
    private static final Path BUS = Path.of("/sys/bus/netdevsim");
    private static final String DEVICE = "netdevsim8";

    private final Devlink devlink = Devlink.system();

    @BeforeEach
    void make() {
        new Attribute(BUS.resolve("new_device")).write("8 1");
    }

    @AfterEach
    void remove() {
        new Attribute(BUS.resolve("del_device")).write("8");
    }

    private static void set(String mode) {
        Program.run("devlink", "dev", "eswitch", "set", "netdevsim/" + DEVICE, "mode", mode);
    }

    @Test
    void theModeIsTheOneThatDevlinkSets() {
        assertThat(devlink.eswitchMode("netdevsim", DEVICE)).contains(EswitchMode.LEGACY);
        new Attribute(BUS.resolve("devices").resolve(DEVICE).resolve("sriov_numvfs")).write(2);
        set("switchdev");
        assertThat(devlink.eswitchMode("netdevsim", DEVICE)).contains(EswitchMode.SWITCHDEV);
        set("legacy");
        assertThat(devlink.eswitchMode("netdevsim", DEVICE)).contains(EswitchMode.LEGACY);
    }

    @Test
    void aDeviceThatDevlinkDoesNotHaveIsUnknown() {
        assertThat(devlink.eswitchMode("netdevsim", "netdevsim9")).isEmpty();
        assertThat(devlink.eswitchMode("pci", LabMachine.nvme().toString())).isEmpty();
        assertThat(devlink.eswitchMode("pci", LabMachine.igb().toString())).isEmpty();
    }
}

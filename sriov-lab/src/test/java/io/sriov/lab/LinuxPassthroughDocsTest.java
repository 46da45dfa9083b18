package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.MemoryRecordStore;
import io.sriov.linux.DriverBinding;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.PassthroughFunction;
import io.sriov.linux.vfio.NodeOwner;
import io.sriov.linux.vfio.RegionInfo;
import io.sriov.linux.vfio.VfioDevice;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.MsixCapability;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Runs what `docs/linux-passthrough.md` shows.
class LinuxPassthroughDocsTest {
    private final PciFunction igb = LabMachine.igb();
    private final LinuxHost host = LinuxHost.builder().records(new MemoryRecordStore()).build();
    private final NodeOwner vmm = new NodeOwner(65534, 65534);

    @AfterEach
    void close() {
        host.close();
    }

    private static String printed(Runnable body) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            body.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aVfGoesToAGuestAndComesBack() {
        igb.attribute("sriov_numvfs").write(3);
        PciFunction function = igb.vfs().get(2);
        String pf = igb.toString();
        String output =
                printed(() -> {
                    // snippet: passthrough-there
                    PassthroughFunction vf = host.passthrough(pf, 2);
                    vf.group().obstacle().ifPresent(why -> System.out.println("no guest: " + why));
                    DriverBinding before = vf.bind();
                    vf.reset();
                    vf.give(vmm);
                    System.out.println("was bound to " + before.driver().orElse("nothing"));
                    System.out.println(vf.groupNode() + " is for " + vf.owner());
                    System.out.println("-device " + HandOver.toQemu(vf.address()).text());
                    // end
                    look(vf);
                    back(vf);
                });
        assertThat(output)
                .doesNotContain("no guest")
                .contains("was bound to igbvf")
                .contains("is for NodeOwner[user=65534, group=65534]")
                .contains("-device vfio-pci,host=" + function)
                .contains("10ca, MSI-X: true, resettable: true")
                .contains("back with igbvf");
        assertThat(function.link("driver")).contains("igbvf");
    }

    private void writeNumVfs(int count) {
        igb.attribute("sriov_numvfs").write(count);
    }

    private static void look(PassthroughFunction vf) {
        // snippet: passthrough-open
        try (VfioDevice device = vf.open()) {
            ConfigSpace config = device.configSpace();
            System.out.printf(
                    "%04x, MSI-X: %b, resettable: %b%n",
                    ConfigHeader.read(config).deviceId(),
                    MsixCapability.find(config).isPresent(),
                    device.info().resettable());
            System.out.println("BAR 0: " + device.region(RegionInfo.BAR0).size() + " bytes");
        }
        // end
    }

    private static void back(PassthroughFunction vf) {
        // snippet: passthrough-back
        try {
            vf.release();
            System.out.println("back with " + vf.driver().driver().orElse("nobody"));
        } catch (HostException e) {
            System.out.println(e.getMessage());
            if (e.operation() == Operation.RESET_VF) {
                System.out.println("not to be given to anybody: " + vf.address());
            }
        }
        // end
    }

    @Test
    void aPfIsGivenAwayWithItsVfs() {
        Attribute enable = new Attribute(Path.of("/sys/module/vfio_pci/parameters/enable_sriov"));
        enable.write("1");
        try {
            String output =
                    printed(() -> {
                        // snippet: passthrough-token
                        PassthroughFunction pf = host.passthrough(igb.address());
                        pf.bind();
                        UUID token = UUID.randomUUID();
                        try (VfioDevice _ = pf.open(token)) {
                            writeNumVfs(1);
                            PassthroughFunction vf = host.passthrough(pf.address().toString(), 0);
                            vf.bind();
                            try (VfioDevice device = vf.open(token)) {
                                System.out.println(device.info());
                            }
                            writeNumVfs(0);
                        }
                        pf.release();
                        // end
                    });
            assertThat(output).contains("DeviceInfo[resettable=true, pci=true");
        } finally {
            enable.write("0");
        }
        assertThat(igb.link("driver")).contains("igb");
    }
}

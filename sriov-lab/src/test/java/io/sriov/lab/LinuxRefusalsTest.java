package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.vfio.VfioDevice;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.PciAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a real kernel refuses, and what is said about it.
class LinuxRefusalsTest {
    private final PciFunction igb = LabMachine.igb();
    private LinuxHost host;
    private PhysicalFunction pf;

    @BeforeEach
    void open() {
        host = LabMachine.host();
        pf = host.physicalFunction(igb.toString());
    }

    @AfterEach
    void close() {
        host.close();
        if (igb.link("driver").isEmpty()) {
            new Attribute(Path.of("/sys/bus/pci/drivers/igb/bind")).write(igb);
        }
    }

    private IovConfigBuilder vfs(int count) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(count);
    }

    private static HostException refused(
            Errno errno, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        HostException refusal = catchThrowableOfType(HostException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.errno()).as(refusal.getMessage()).isEqualTo(errno);
        return refusal;
    }

    @Test
    void aPfWithoutADriverCannotHaveVfs() {
        new Attribute(Path.of("/sys/bus/pci/drivers/igb/unbind")).write(igb);
        IovConfig config = vfs(2).build();
        assertThat(refused(Errno.ENOENT, () -> pf.configure(config)))
                .hasMessageContaining("no driver is bound to the PF")
                .hasMessageContaining("load the PF's driver");
        assertThat(igb.attribute("sriov_drivers_autoprobe").number()).isOne();
        assertThat(pf.status().driver()).isEqualTo(PfStatus.NO_DRIVER);
    }

    @Test
    void moreVfsThanTheDriverTakesAreOutOfRange() {
        IovConfig config = vfs(LabMachine.IGB_TOTAL_VFS).build();
        assertThat(refused(Errno.ERANGE, () -> pf.configure(config)))
                .hasMessageContaining("igb takes at most 7 VFs, fewer than the device's 8");
        assertThat(igb.vfs()).isEmpty();
    }

    @Test
    void whoeverHoldsAVfIsNamed() {
        pf.configure(vfs(2).vf(1, "passthrough", ParameterValue.Bool.TRUE).build());
        PciAddress held = igb.vfs().get(1).address();
        String process = "(" + ProcessHandle.current().pid() + ")";
        try (VfioDevice device = host.passthrough(held).open()) {
            ConfigHeader header = ConfigHeader.read(device.configSpace());
            assertThat(header.vendorId()).isEqualTo(0x8086);
            assertThat(header.deviceId()).isEqualTo(0x10ca);
            assertThat(refused(Errno.EBUSY, pf::delete))
                    .hasMessageContaining("VF-1 at " + held)
                    .hasMessageContaining("java " + process)
                    .hasMessageContaining("stop the guest");
        }
        assertThat(igb.vfs()).hasSize(2);
        pf.delete();
        assertThat(igb.vfs()).isEmpty();
    }

    @Test
    void aVfForAGuestIsHandedOverInTheWordsOfItsHypervisor() {
        pf.configure(vfs(1).vf(0, "passthrough", ParameterValue.Bool.TRUE).build());
        PciFunction vf = igb.vfs().getFirst();
        assertThat(vf.link("driver")).contains("vfio-pci");
        assertThat(vf.iommuGroup()).containsExactly(vf);
        assertThat(pf.status().vfs().getFirst().handOvers())
                .extracting("text")
                .contains("vfio-pci,host=" + vf);
    }
}

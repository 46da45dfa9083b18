package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class DevlinkTest {
    private static final int FAMILY = 21;

    private SimulatedNetlink netlink;
    private byte[] eswitch = new byte[0];
    private int refused;

    @BeforeEach
    void aKernelWithDevlink() throws ReflectiveOperationException {
        netlink = new SimulatedNetlink(Arena.ofAuto());
        netlink.kernel = request -> List.of(answer(request));
    }

    @AfterEach
    void everySocketIsClosed() {
        assertThat(netlink.open).isEmpty();
    }

    private byte[] answer(byte[] request) {
        ByteBuffer buffer = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
        int type = buffer.getShort(4);
        if (type != 16 && refused != 0) {
            return KernelReply.ack(refused, request);
        }
        byte[] family = KernelReply.attribute(1, new byte[] {FAMILY, 0});
        return KernelReply.message(
                type,
                0,
                buffer.getInt(8),
                KernelReply.join(List.of(new byte[] {1, 2, 0, 0}, type == 16 ? family : eswitch)));
    }

    @ParameterizedTest
    @CsvSource({"0, LEGACY", "1, SWITCHDEV", "2, SWITCHDEV"})
    void theModeIsRead(int number, EswitchMode mode) {
        eswitch = KernelReply.attribute(25, new byte[] {(byte) number, 0});
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).contains(mode);
    }

    @Test
    void aModeThatHasNoNameIsUnknown() {
        eswitch = KernelReply.attribute(25, new byte[] {9, 0});
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 19, 95})
    void whatIsRefusedIsUnknown(int errno) {
        refused = errno;
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).isEmpty();
    }

    @Test
    void aDeviceWithoutAnEswitchOrAKernelThatAnswersOtherwiseIsUnknown() {
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).isEmpty();
        eswitch = KernelReply.attribute(25);
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).isEmpty();
        netlink.kernel = request -> List.of(KernelReply.ack(0, request));
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).isEmpty();
        netlink.fail("socket", 93);
        assertThat(netlink.devlink().eswitchMode("pci", "0000:01:00.0")).isEmpty();
    }

    /// The controller itself is the one family that has the same number everywhere.
    @Test
    void theKernelOfThisMachineKnowsItsFamilies() throws NetlinkException {
        assertThat(Devlink.system().family("nlctrl")).isEqualTo(16);
        assertThatThrownBy(() -> Devlink.system().family("no-such-family"))
                .isInstanceOfSatisfying(
                        NetlinkRefusalException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
        assertThat(Devlink.system().eswitchMode("pci", "ffff:ff:1f.7")).isEmpty();
    }
}

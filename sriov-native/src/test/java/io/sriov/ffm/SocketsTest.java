package io.sriov.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Sockets of the real kernel, which every Linux gives to everybody: netlink's.
@EnabledOnOs(OS.LINUX)
class SocketsTest {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_PEEK_TRUNC = 0x22;
    private static final int EBADF = 9;
    private static final int EAGAIN = 11;
    private static final int EAFNOSUPPORT = 97;

    private final Sockets sockets = Sockets.system();

    @Test
    @Timeout(30)
    void theLengthOfAnAnswerIsToldBeforeItIsTaken() {
        int fd = sockets.socket(AF_NETLINK, SOCK_RAW, 0);
        assertThat(fd).isNotNegative();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment kernel = arena.allocate(12);
            kernel.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
            assertThat(sockets.connect(fd, kernel)).isZero();
            // RTM_GETLINK of the link with index 1, as libc's headers make it.
            byte[] question =
                    HexFormat.of()
                            .parseHex(
                                    "20000000120001002a0000000000000000000000"
                                            + "010000000000000000000000");
            MemorySegment bytes = arena.allocate(question.length);
            bytes.copyFrom(MemorySegment.ofArray(question));
            assertThat(sockets.send(fd, bytes, 0)).isEqualTo(question.length);

            long length = sockets.receive(fd, arena.allocate(1), MSG_PEEK_TRUNC);
            assertThat(length).isGreaterThan(32);
            MemorySegment answer = arena.allocate(2 * length);
            assertThat(sockets.receive(fd, answer, 0)).isEqualTo(length);
            assertThat(answer.get(ValueLayout.JAVA_INT, 0)).isEqualTo((int) length);
        } finally {
            Libc.system().close(fd);
        }
    }

    @Test
    @Timeout(30)
    void nobodyWaitsLongerThanTheSocketSays() {
        int fd = sockets.socket(AF_NETLINK, SOCK_RAW, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment patience = arena.allocate(16, 8);
            patience.set(ValueLayout.JAVA_LONG, 8, 50_000);
            assertThat(sockets.setOption(fd, SOL_SOCKET, SO_RCVTIMEO, patience)).isZero();
            long start = System.nanoTime();
            assertThat(sockets.receive(fd, arena.allocate(1), 0)).isEqualTo(-EAGAIN);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(40));
        } finally {
            Libc.system().close(fd);
        }
    }

    @Test
    void errorsAreNegativeNumbers() {
        assertThat(sockets.socket(255, SOCK_RAW, 0)).isEqualTo(-EAFNOSUPPORT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(12);
            assertThat(sockets.connect(-1, bytes)).isEqualTo(-EBADF);
            assertThat(sockets.setOption(-1, SOL_SOCKET, SO_RCVTIMEO, bytes)).isEqualTo(-EBADF);
            assertThat(sockets.send(-1, bytes, 0)).isEqualTo(-EBADF);
            assertThat(sockets.receive(-1, bytes, 0)).isEqualTo(-EBADF);
        }
    }
}

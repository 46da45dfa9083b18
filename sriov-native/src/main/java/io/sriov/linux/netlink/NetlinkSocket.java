package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.time.Duration;

/// A socket of netlink in the network namespace of the thread that opened it, connected with the
/// kernel, so that nobody else's messages arrive (`netlink_getsockbyportid`,
/// `net/netlink/af_netlink.c`). For one thread.
///
/// The kernel works on a request while it is sent: sending blocks as long as the kernel or the
/// driver takes, and nothing limits that. The answer is there when sending returns; for one that is
/// not, nobody waits longer than [#PATIENCE].
final class NetlinkSocket implements AutoCloseable {
    /// How long to wait for an answer.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// ```c
    /// struct sockaddr_nl {
    ///     sa_family_t    nl_family;
    ///     unsigned short nl_pad;
    ///     __u32          nl_pid;     // 0 for the kernel
    ///     __u32          nl_groups;
    /// };
    /// ```
    static final StructLayout ADDRESS =
            MemoryLayout.structLayout(
                            JAVA_SHORT.withName("nl_family"),
                            JAVA_SHORT.withName("nl_pad"),
                            JAVA_INT.withName("nl_pid"),
                            JAVA_INT.withName("nl_groups"))
                    .withName("sockaddr_nl");

    /// ```c
    /// struct timeval {
    ///     time_t      tv_sec;
    ///     suseconds_t tv_usec;
    /// };
    /// ```
    static final StructLayout TIMEVAL =
            MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_usec"))
                    .withName("timeval");

    static final int AF_NETLINK = 16;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int NETLINK_ROUTE = 0;
    static final int NETLINK_GENERIC = 16;
    static final int MSG_PEEK = 0x2;
    static final int MSG_TRUNC = 0x20;
    static final int SOL_SOCKET = 1;

    static final int SOL_NETLINK = 270;

    /// `NETLINK_CAP_ACK`, since Linux 4.3: an acknowledgement does not repeat the request.
    static final int CAP_ACK = 10;

    /// `NETLINK_EXT_ACK`, since Linux 4.12: an acknowledgement explains itself.
    static final int EXT_ACK = 11;

    /// `NETLINK_GET_STRICT_CHK`, since Linux 4.20: what a question asks for and the kernel does not
    /// know is refused, not overlooked.
    static final int GET_STRICT_CHK = 12;

    /// No answer comes near; one that claims more is not believed.
    private static final long MOST = 64L << 20;

    /// How often to be interrupted, and how many answers to something else to pass over.
    private static final int DISTRACTIONS = 64;

    private final Sockets sockets;
    private final Libc files;
    private final int fd;
    private final String object;

    private NetlinkSocket(Sockets sockets, Libc files, int fd, String object) {
        this.sockets = sockets;
        this.files = files;
        this.fd = fd;
        this.object = object;
    }

    /// Opens a socket.
    ///
    /// @param sockets the sockets of the C library
    /// @param files the files of the C library
    /// @param protocol [#NETLINK_ROUTE] or [#NETLINK_GENERIC]
    /// @param object what the requests are about, for exceptions
    /// @throws NetlinkSocketException when the kernel does not give one
    static NetlinkSocket open(Sockets sockets, Libc files, int protocol, String object)
            throws NetlinkSocketException {
        int type = SOCK_RAW | SOCK_CLOEXEC;
        int fd =
                (int)
                        NetlinkSocketException.check(
                                object, "socket", sockets.socket(AF_NETLINK, type, protocol));
        var socket = new NetlinkSocket(sockets, files, fd, object);
        try {
            socket.prepare();
        } catch (NetlinkSocketException | RuntimeException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private void prepare() throws NetlinkSocketException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment kernel = arena.allocate(ADDRESS);
            kernel.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            check("connect", sockets.connect(fd, kernel));
            MemorySegment patience = arena.allocate(TIMEVAL);
            patience.set(
                    JAVA_LONG,
                    TIMEVAL.byteOffset(PathElement.groupElement("tv_sec")),
                    PATIENCE.toSeconds());
            check("setsockopt", sockets.setOption(fd, SOL_SOCKET, Sockets.SO_RCVTIMEO, patience));
            MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
            for (int option : new int[] {CAP_ACK, EXT_ACK, GET_STRICT_CHK}) {
                int result = sockets.setOption(fd, SOL_NETLINK, option, on);
                if (result != -ErrnoNumber.ENOPROTOOPT) {
                    check("setsockopt", result);
                }
            }
        }
    }

    private long check(String call, long result) throws NetlinkSocketException {
        return NetlinkSocketException.check(object, call, result);
    }

    /// Sends a request and waits for its answer.
    ///
    /// @param request the request
    /// @return the answer; of type `NLMSG_ERROR` where it only says that all is well
    /// @throws NetlinkRefusalException when the kernel refuses the request
    /// @throws NetlinkSocketException when it cannot be sent, or no answer comes
    /// @throws MalformedMessageException when the answer cannot be read
    NlMessage exchange(NlRequest request) throws NetlinkException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] message = request.message();
            MemorySegment bytes = arena.allocate(message.length, Integer.BYTES);
            MemorySegment.copy(message, 0, bytes, JAVA_BYTE, 0, message.length);
            check("send", sockets.send(fd, bytes, 0));
        }
        for (int datagram = 0; datagram < DISTRACTIONS; datagram++) {
            for (NlMessage message : NlMessage.parse(receive())) {
                if (message.sequence() == request.sequence() && message.type() != NlMessage.NOOP) {
                    checkNotRefused(message, request);
                    return message;
                }
            }
        }
        throw noAnswer();
    }

    private void checkNotRefused(NlMessage message, NlRequest request) throws NetlinkException {
        if (message.type() != NlMessage.ERROR) {
            return;
        }
        NlAck ack = NlAck.parse(message);
        if (ack.error() != 0) {
            throw ack.refusal(object, request);
        }
    }

    /// Asks for the length first; with `MSG_TRUNC` the kernel tells all of it.
    private byte[] receive() throws NetlinkException {
        try (Arena arena = Arena.ofConfined()) {
            long size = receive(arena.allocate(1), MSG_PEEK | MSG_TRUNC);
            if (size > MOST) {
                throw new MalformedMessageException(0, "a datagram of " + size + " bytes");
            }
            MemorySegment buffer = arena.allocate(Math.max(1, size), Integer.BYTES);
            long received = receive(buffer, MSG_TRUNC);
            if (received > size) {
                throw new MalformedMessageException(
                        size, "a datagram of " + received + " bytes was said to be shorter");
            }
            return buffer.asSlice(0, received).toArray(JAVA_BYTE);
        }
    }

    private long receive(MemorySegment buffer, int flags) throws NetlinkSocketException {
        for (int interruption = 0; interruption < DISTRACTIONS; interruption++) {
            long result = sockets.receive(fd, buffer, flags);
            if (result == -ErrnoNumber.EAGAIN) {
                throw noAnswer();
            }
            if (result != -ErrnoNumber.EINTR) {
                return check("recv", result);
            }
        }
        throw noAnswer();
    }

    private NetlinkSocketException noAnswer() {
        return new NetlinkSocketException(
                object,
                ErrnoNumber.ETIMEDOUT,
                "the kernel has not answered within " + PATIENCE.toSeconds() + " s");
    }

    @Override
    public void close() {
        files.close(fd);
    }
}

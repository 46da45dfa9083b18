package io.sriov.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// What the kernel says of devices that come, go and change: `NETLINK_KOBJECT_UEVENT`
/// (`lib/kobject_uevent.c`), to which anyone may listen. Thread-safe.
///
/// An event is taken for a reason to look, and not for what it says: in a container there may be
/// none, and then it is looked at regular intervals.
public final class DeviceEvents {
    /// How long to go without an event and without looking.
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_KOBJECT_UEVENT = 15;

    /// The kernel's own group; udev repeats events to another one.
    private static final int KERNEL = 1;

    private static final int SOL_SOCKET = 1;

    /// `struct sockaddr_nl` is 12 bytes: family, padding, port, groups.
    private static final int ADDRESS_SIZE = 12;

    private static final int GROUPS = 8;

    /// More than an event has (`UEVENT_BUFFER_SIZE`); the rest of a longer one is lost with it.
    private static final int EVENT = 4096;

    private final Sockets sockets;
    private final Libc files;
    private final Duration patience;

    /// Prepares to listen.
    ///
    /// @param sockets the sockets of the C library
    /// @param files the files of the C library
    /// @param patience how long to wait for a change
    public DeviceEvents(Sockets sockets, Libc files, Duration patience) {
        this.sockets = sockets;
        this.files = files;
        this.patience = patience;
    }

    /// Waits until a number is reached, looking at it after every event, or the number does not
    /// change for as long as patience lasts. Not interruptible.
    ///
    /// @param number what is looked at
    /// @param wanted at least which number it is to be
    /// @return whether it is
    public boolean await(LongSupplier number, long wanted) {
        if (number.getAsLong() >= wanted) {
            return true;
        }
        int fd = sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
        try {
            boolean listening = fd >= 0 && listen(fd);
            return await(number, wanted, () -> pause(listening, fd));
        } finally {
            if (fd >= 0) {
                files.close(fd);
            }
        }
    }

    /// What came before listening began is seen by looking once more.
    private boolean await(LongSupplier number, long wanted, Runnable pause) {
        long seen = number.getAsLong();
        long end = System.nanoTime() + patience.toNanos();
        while (seen < wanted && System.nanoTime() < end) {
            pause.run();
            long now = number.getAsLong();
            if (now != seen) {
                seen = now;
                end = System.nanoTime() + patience.toNanos();
            }
        }
        return seen >= wanted;
    }

    private boolean listen(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_SIZE, Integer.BYTES);
            address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            address.set(JAVA_INT, GROUPS, KERNEL);
            MemorySegment timeout = arena.allocate(2 * Long.BYTES, Long.BYTES);
            timeout.set(JAVA_LONG, Long.BYTES, LOOK.toNanos() / 1000);
            return sockets.bind(fd, address) == 0
                    && sockets.setOption(fd, SOL_SOCKET, Sockets.SO_RCVTIMEO, timeout) == 0;
        }
    }

    /// A buffer that has overflown (ENOBUFS) is a reason to look as well.
    private void pause(boolean listening, int fd) {
        if (!listening) {
            LockSupport.parkNanos(LOOK.toNanos());
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            sockets.receive(fd, arena.allocate(EVENT), 0);
        }
    }
}

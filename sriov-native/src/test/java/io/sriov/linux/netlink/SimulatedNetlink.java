package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import io.sriov.linux.sys.Retry;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A C library with the socket functions and a netlink behind them that answers as a test says.
public final class SimulatedNetlink implements SymbolLookup {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle ERRNO_LOCATION =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("__errno_location"),
                    FunctionDescriptor.of(ADDRESS));

    private static final int EAGAIN = 11;
    private static final int MSG_PEEK = 0x2;
    private static final int MSG_TRUNC = 0x20;

    private final Map<String, MemorySegment> functions = new HashMap<>();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int nextDescriptor = 100;

    /// What the kernel sends for a request.
    public Function<byte[], List<byte[]>> kernel = _ -> List.of();

    /// Errors of the functions of these names; each is given once.
    final Map<String, Deque<Integer>> errors = new HashMap<>();

    /// What was sent.
    public final List<byte[]> requests = new ArrayList<>();

    /// `level/option` of each option that was set.
    final Set<String> options = new HashSet<>();

    /// Pauses between attempts.
    public final List<Duration> pauses = new ArrayList<>();

    /// The descriptors that are open.
    public final Set<Integer> open = new HashSet<>();

    public SimulatedNetlink(Arena arena) throws ReflectiveOperationException {
        FunctionDescriptor transfer =
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        bind(arena, "socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        bind(arena, "connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        bind(
                arena,
                "setsockopt",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        bind(arena, "send", transfer);
        bind(arena, "recv", transfer);
        bind(arena, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    private void bind(Arena arena, String name, FunctionDescriptor signature)
            throws ReflectiveOperationException {
        MethodHandle method =
                MethodHandles.lookup()
                        .findVirtual(SimulatedNetlink.class, name, signature.toMethodType())
                        .bindTo(this);
        functions.put(name, LINKER.upcallStub(method, signature, arena));
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    public Rtnetlink rtnetlink() {
        return new Rtnetlink(
                new Sockets(this),
                new Libc(this),
                new Retry(5, Duration.ofMillis(10), Duration.ofMillis(50), pauses::add));
    }

    public Devlink devlink() {
        return new Devlink(new Sockets(this), new Libc(this));
    }

    void fail(String function, int errno) {
        errors.computeIfAbsent(function, _ -> new ArrayDeque<>()).add(errno);
    }

    private boolean fails(String function) throws Throwable {
        Deque<Integer> pending = errors.getOrDefault(function, new ArrayDeque<>());
        if (pending.isEmpty() || pending.peek() == 0) {
            pending.poll();
            return false;
        }
        return failed(pending.remove());
    }

    private static boolean failed(int errno) throws Throwable {
        MemorySegment location = (MemorySegment) ERRNO_LOCATION.invokeExact();
        location.reinterpret(Integer.BYTES).set(JAVA_INT, 0, errno);
        return true;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the C function of this name
    private int socket(int domain, int type, int protocol) throws Throwable {
        if (fails("socket")) {
            return -1;
        }
        open.add(nextDescriptor);
        return domain == 16 && type == (3 | 0x80000) && (protocol == 0 || protocol == 16)
                ? nextDescriptor++
                : -1;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the C function of this name
    private int connect(int fd, MemorySegment address, int size) throws Throwable {
        boolean kernelsAddress =
                size == 12 && address.reinterpret(size).toArray(JAVA_BYTE)[0] == 16;
        return fails("connect") || !open.contains(fd) || !kernelsAddress ? -1 : 0;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the C function of this name
    private int setsockopt(int fd, int level, int option, MemorySegment value, int size)
            throws Throwable {
        if (fails("setsockopt") || !open.contains(fd)) {
            return -1;
        }
        options.add(level + "/" + option);
        return 0;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the C function of this name
    private long send(int fd, MemorySegment bytes, long size, int flags) throws Throwable {
        if (fails("send") || !open.contains(fd)) {
            return -1;
        }
        byte[] request = bytes.reinterpret(size).toArray(JAVA_BYTE);
        requests.add(request);
        queue.clear();
        queue.addAll(kernel.apply(request));
        return size;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the C function of this name
    private long recv(int fd, MemorySegment buffer, long size, int flags) throws Throwable {
        if (fails("recv") || !open.contains(fd)) {
            return -1;
        }
        byte[] datagram = (flags & MSG_PEEK) != 0 ? queue.peek() : queue.poll();
        if (datagram == null) {
            failed(EAGAIN);
            return -1;
        }
        int count = (int) Math.min(size, datagram.length);
        MemorySegment.copy(datagram, 0, buffer.reinterpret(size), JAVA_BYTE, 0, count);
        return (flags & MSG_TRUNC) != 0 ? datagram.length : count;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the C function of this name
    private int close(int fd) {
        return open.remove(fd) ? 0 : -1;
    }
}

package io.sriov.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/// The network interfaces that this process sees: getifaddrs(3). Thread-safe.
public final class NetworkInterfaces {
    /// `IFF_UP`: the interface is up. 1 on Linux and the BSDs.
    public static final int IFF_UP = 0x1;

    /// Long enough for any interface name: `IFNAMSIZ` is 16.
    private static final long NAME_SIZE = 256;

    /// ```c
    /// struct ifaddrs {
    ///     struct ifaddrs  *ifa_next;
    ///     char            *ifa_name;
    ///     unsigned int     ifa_flags;
    ///     struct sockaddr *ifa_addr, *ifa_netmask, *ifa_dstaddr;
    ///     void            *ifa_data;
    /// };
    /// ```
    public static final StructLayout IFADDRS =
            MemoryLayout.structLayout(
                            ADDRESS.withName("ifa_next"),
                            ADDRESS.withName("ifa_name"),
                            JAVA_INT.withName("ifa_flags"),
                            MemoryLayout.paddingLayout(4),
                            ADDRESS.withName("ifa_addr"),
                            ADDRESS.withName("ifa_netmask"),
                            ADDRESS.withName("ifa_dstaddr"),
                            ADDRESS.withName("ifa_data"))
                    .withName("ifaddrs");

    private static final VarHandle NEXT = field("ifa_next");
    private static final VarHandle NAME = field("ifa_name");
    private static final VarHandle FLAGS = field("ifa_flags");

    private final NativeFunction getifaddrs;
    private final NativeFunction freeifaddrs;

    /// Binds the functions of a library.
    ///
    /// @param library where they are
    public NetworkInterfaces(SymbolLookup library) {
        // int getifaddrs(struct ifaddrs **ifap)
        getifaddrs =
                new NativeFunction(library, "getifaddrs", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        // void freeifaddrs(struct ifaddrs *ifp)
        freeifaddrs =
                new NativeFunction(library, "freeifaddrs", FunctionDescriptor.ofVoid(ADDRESS));
    }

    /// {@return the C library of this process}
    public static NetworkInterfaces system() {
        return new NetworkInterfaces(Linker.nativeLinker().defaultLookup());
    }

    private static VarHandle field(String name) {
        return IFADDRS.varHandle(PathElement.groupElement(name));
    }

    /// {@return the flags of each interface by its name, in the order of the kernel; empty where
    /// the kernel does not tell}
    public Map<String, Integer> flags() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = NativeFunction.errno(arena);
            MemorySegment first = arena.allocate(ADDRESS);
            int result = (int) getifaddrs.handle().invokeExact(errno, first);
            if (result != 0) {
                return Map.of();
            }
            MemorySegment list = first.get(ADDRESS, 0);
            Map<String, Integer> flags = read(list);
            freeifaddrs.handle().invokeExact(errno, list);
            return flags;
        } catch (Throwable e) {
            throw NativeFunction.unexpected(e);
        }
    }

    private static Map<String, Integer> read(MemorySegment list) {
        Map<String, Integer> flags = new LinkedHashMap<>();
        MemorySegment entry = list;
        while (entry.address() != 0) {
            MemorySegment at = entry.reinterpret(IFADDRS.byteSize());
            MemorySegment name = (MemorySegment) NAME.get(at, 0L);
            flags.putIfAbsent(name.reinterpret(NAME_SIZE).getString(0), (int) FLAGS.get(at, 0L));
            entry = (MemorySegment) NEXT.get(at, 0L);
        }
        return flags;
    }
}

package io.sriov.testkit.freebsd;

import io.sriov.host.VfStatus;
import io.sriov.testkit.sim.SimulatedKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The network interfaces of the kernel as getifaddrs(3) gives them: a linked list of `struct
/// ifaddrs` in memory that the caller gives back.
final class InterfaceList {
    private static final int IFADDRS_SIZE = 56;
    private static final int NAME = 8;
    private static final int FLAGS = 16;
    private static final int UP = 0x1;

    private final SimulatedKernel kernel;
    private final Set<String> jailed = ConcurrentHashMap.newKeySet();
    private final Map<Long, Arena> lists = new ConcurrentHashMap<>();

    InterfaceList(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    void jail(String name) {
        jailed.add(name);
    }

    void release(String name) {
        jailed.remove(name);
    }

    /// {@return the address of a new list}
    @SuppressWarnings("MustBeClosedChecker") // by free
    long get() {
        Arena arena = Arena.ofShared();
        MemorySegment previous = MemorySegment.NULL;
        for (Map.Entry<String, Integer> entry : flags().entrySet()) {
            MemorySegment item = arena.allocate(IFADDRS_SIZE, 8);
            item.set(ValueLayout.ADDRESS, 0, previous);
            item.set(ValueLayout.ADDRESS, NAME, arena.allocateFrom(entry.getKey()));
            item.set(ValueLayout.JAVA_INT, FLAGS, entry.getValue());
            previous = item;
        }
        lists.put(previous.address(), arena);
        return previous.address();
    }

    /// Gives a list back.
    void free(long address) {
        Arena arena = lists.remove(address);
        if (arena == null) {
            throw new IllegalStateException("freeifaddrs of what getifaddrs did not give");
        }
        arena.close();
    }

    /// {@return how many lists have not been given back}
    int outstanding() {
        return lists.size();
    }

    private Map<String, Integer> flags() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        flags.put("lo0", UP);
        for (String device : kernel.devices()) {
            for (VfStatus vf : kernel.status(device).vfs()) {
                vf.networkInterface()
                        .filter(name -> !jailed.contains(name))
                        .ifPresent(name -> flags.put(name, vf.uses().isEmpty() ? 0 : UP));
            }
        }
        return flags;
    }
}

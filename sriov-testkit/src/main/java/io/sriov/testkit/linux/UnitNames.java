package io.sriov.testkit.linux;

import java.util.PriorityQueue;

/// Names with the lowest number that is free: `eth0`, `eth1`.
final class UnitNames {
    private final String prefix;
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private int next;

    UnitNames(String prefix) {
        this.prefix = prefix;
    }

    String take() {
        Integer freed = free.poll();
        return prefix + (freed != null ? freed : next++);
    }

    void release(String name) {
        free.add(Integer.valueOf(name.substring(prefix.length())));
    }
}

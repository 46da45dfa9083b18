package io.sriov.testkit.linux;

import java.util.ArrayDeque;
import java.util.List;

/// What dmesg(1) shows: the last lines that the kernel has printed.
final class KernelLog {
    private static final int MOST_LINES = 4096;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    void print(PciDevice device, String message) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        String driver = device.driver().map(PciDriver::name).orElse("pci");
        lines.add(driver + " " + device.address() + ": " + message);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}

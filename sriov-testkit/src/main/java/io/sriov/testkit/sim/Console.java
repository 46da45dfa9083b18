package io.sriov.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/// What the kernel prints where only an operator at the console sees it.
final class Console {
    private final List<String> lines = new ArrayList<>();

    void print(String device, String message) {
        lines.add(device + ": " + message);
    }

    void restore(List<String> earlier) {
        lines.addAll(earlier);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}

package io.sriov.plan;

/// Numbers of things in sentences.
final class Counted {
    private Counted() {}

    static String vfs(int count) {
        return count == 1 ? "1 VF" : count + " VFs";
    }
}

package io.sriov.scripted;

/// The process has died here: nothing that runs afterwards belongs to it.
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    public Crash(String call) {
        super("crashed at " + call);
    }
}

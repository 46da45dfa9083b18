package io.sriov.testkit.fault;

/// The process has died here. An error, so that nothing that deals with failures takes it for one;
/// whoever catches it goes on as another process, with another [FaultyHost].
///
/// What the dead process still does on its way out, such as releasing a lock in a `finally`, comes
/// to nothing: every call throws this again.
public final class ProcessCrash extends Error {
    private static final long serialVersionUID = 1L;

    ProcessCrash(String where) {
        super("the process died at " + where);
    }
}

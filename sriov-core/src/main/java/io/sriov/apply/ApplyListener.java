package io.sriov.apply;

/// Hears of steps as they happen, for progress lines: creating VFs takes a second or more.
///
/// Called in the thread that applies, between the steps; what a listener throws is logged and
/// otherwise ignored.
public interface ApplyListener {

    /// Hears nothing.
    ApplyListener NONE = new ApplyListener() {};

    /// A step begins.
    ///
    /// @param device the PF's device name
    /// @param action what is going to be done, in the imperative: `create 8 VFs of ix0`
    default void started(String device, String action) {}

    /// A step has ended, well or not.
    ///
    /// @param device the PF's device name
    /// @param evidence what was done and what came of it
    default void finished(String device, StepEvidence evidence) {}
}

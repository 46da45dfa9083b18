package io.sriov.testkit.tck;

/// Faults that a bench's device can be told to give. The kit lets every access fail in turn.
public interface DeviceFaults {

    /// Has one access of the driver to the device fail, as the device's worst day would: a command
    /// that is refused, a register that does not answer. The accesses before it and after it
    /// succeed.
    ///
    /// @param access which one, counted from now, from 0
    void failAccess(int access);

    /// Calls off a fault that has not happened.
    ///
    /// @return whether there was one to call off
    boolean callOff();
}

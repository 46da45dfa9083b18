package io.sriov.testkit.contract;

import io.sriov.host.Host;
import org.junit.jupiter.api.Assumptions;

/// A host for one test: a PF to work on, and what happens to a machine without the SDK's doing.
///
/// What is not implemented skips the tests that need it. Used by one thread at a time, apart from
/// the host itself.
public interface HostBench extends AutoCloseable {

    /// {@return the host, the same at each call; a test may close it}
    Host host();

    /// {@return the device name of a PF that has a driver, no VFs, and no records}
    String device();

    /// {@return how many VFs can surely be created on that PF, at least 2; the tests create as
    /// many}
    int mostVfs();

    /// {@return whether the host tells who holds a VF exclusively, see
    /// [io.sriov.host.VfStatus#uses()]; otherwise only EBUSY tells}
    default boolean knowsGuests() {
        return true;
    }

    /// Has a guest hold a VF, so that its driver does not let go.
    ///
    /// @param vf the number of a VF for passthrough
    default void assignToGuest(int vf) {
        Assumptions.abort("this bench cannot give VF " + vf + " to a guest");
    }

    /// Has somebody use the network interface of a VF, whose driver lets go all the same.
    ///
    /// @param vf the number of a VF that the host keeps
    default void useInterface(int vf) {
        Assumptions.abort("this bench cannot use the interface of VF " + vf);
    }

    /// Ends what [#assignToGuest(int)] and [#useInterface(int)] began.
    ///
    /// @param vf the number of the VF
    default void release(int vf) {
        Assumptions.abort("this bench cannot release VF " + vf);
    }

    /// Destroys all VFs of the PF as an administrator does with the system's own tools.
    default void destroyVfsBehindTheSdk() {
        Assumptions.abort("this bench cannot destroy VFs by other means than the host");
    }

    /// Has the next creation of VFs on the PF fail in the kernel or the PF's driver, and only that.
    default void failNextConfigure() {
        Assumptions.abort("this bench cannot make the kernel fail");
    }

    /// Closes the host where the test has not, and leaves nothing behind.
    @Override
    void close();
}

package io.sriov;

import io.sriov.host.HostException;
import io.sriov.host.PfStatus;

/// What came of reading one PF. Immutable.
public sealed interface PfReading {

    /// {@return the PF's device name}
    String device();

    /// It was read.
    ///
    /// @param status the PF and its VFs
    record Read(PfStatus status) implements PfReading {
        @Override
        public String device() {
            return status.device();
        }
    }

    /// It is there and could not be read: the kernel does not come back from it, for instance.
    ///
    /// @param device the PF's device name
    /// @param failure why
    record Unread(String device, HostException failure) implements PfReading {}
}

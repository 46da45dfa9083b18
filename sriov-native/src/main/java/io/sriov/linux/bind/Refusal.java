package io.sriov.linux.bind;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.pci.PciAddress;
import org.jspecify.annotations.Nullable;

/// What the kernel refused, and why, as long as it can still be seen: found out before what was
/// done so far is undone, and told afterwards.
record Refusal(
        Operation operation,
        PciAddress function,
        Errno errno,
        String detail,
        @Nullable String remedy) {

    /// {@return what to throw}
    HostException exception() {
        return new HostException(operation, function.toString(), errno, detail, remedy);
    }

    /// {@return what to throw}
    ///
    /// @param afterwards what has become of the function meanwhile, one clause
    HostException exception(String afterwards) {
        return new HostException(
                operation, function.toString(), errno, detail + " (" + afterwards + ")", remedy);
    }
}

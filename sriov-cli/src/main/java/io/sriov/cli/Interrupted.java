package io.sriov.cli;

import io.sriov.Interruption;
import io.sriov.Sriov;
import java.util.List;

/// Tells of commands that were interrupted, wherever a command looks at their PFs.
final class Interrupted {
    private Interrupted() {}

    /// Says which PFs an interrupted command has left unfinished.
    ///
    /// @param sriov the host's devices
    /// @param devices the PFs to speak of
    /// @param problems where to
    static void notice(Sriov sriov, List<String> devices, Problems problems) {
        for (Interruption interruption : sriov.interruptions()) {
            String device = interruption.device();
            if (devices.contains(device)) {
                problems.notice(device, interruption.found() + "; " + remedy(device));
            }
        }
    }

    /// {@return what to do about it}
    ///
    /// @param device the PF
    static String remedy(String device) {
        return "iovctl --recover -d " + device + " puts it right";
    }
}

package io.sriov.record;

import java.time.Instant;

/// How far an apply has come, written before each step and after it.
///
/// @param device the PF's device name
/// @param startedAt when the apply began
/// @param stage how far it has come
/// @param owner whose the VFs on the device are, if there are any
/// @param doing the step that was begun or done last, for people
/// @param removal whether the apply removes the configuration; otherwise it applies one
/// @param previous what is known of the configuration before
/// @param before the VFs before
public record Journal(
        String device,
        Instant startedAt,
        Stage stage,
        Owner owner,
        String doing,
        boolean removal,
        PreviousConfiguration previous,
        PfSnapshot before) {

    /// How far an apply has come.
    public enum Stage {
        /// Steps are being taken; nothing is verified.
        APPLYING,
        /// All steps are done and verified; it remains to record that.
        VERIFIED,
        /// A step has failed, and the previous state is being restored.
        RESTORING,
        /// Restoring failed as well: the device is neither as before nor as asked, until somebody
        /// attends to it.
        ATTENTION
    }

    /// Whose VFs are on the device.
    public enum Owner {
        /// Those that were there before the apply, or their re-creation.
        PREVIOUS,
        /// Those that this apply creates.
        TARGET
    }

    /// {@return this journal one entry further}
    ///
    /// @param next how far the apply has come
    /// @param vfs whose the VFs on the device are
    /// @param step the step that was begun or done
    public Journal with(Stage next, Owner vfs, String step) {
        return new Journal(device, startedAt, next, vfs, step, removal, previous, before);
    }

    /// {@return what the journal tells, one sentence for people}
    public String summary() {
        return "an apply begun at "
                + startedAt
                + (stage == Stage.ATTENTION ? " failed: " : " was interrupted: ")
                + doing;
    }
}

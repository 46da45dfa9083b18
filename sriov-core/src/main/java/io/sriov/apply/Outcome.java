package io.sriov.apply;

import java.util.List;

/// What came of applying a plan, or of recovering from an apply that was interrupted. Immutable and
/// thread-safe.
public sealed interface Outcome {

    /// {@return the PF's device name}
    String device();

    /// {@return what was done, step by step}
    List<StepEvidence> evidence();

    /// {@return what else is worth knowing, one sentence each: VFs without a driver, records that
    /// could not be cleaned up}
    List<String> remarks();

    /// {@return the name of the outcome for people and programs: `COMMITTED`}
    default String label() {
        return switch (this) {
            case Committed _ -> "COMMITTED";
            case Restored _ -> "RESTORED";
            case NeedsAttention _ -> "NEEDS_ATTENTION";
        };
    }

    /// {@return whether what was asked for is in force}
    default boolean committed() {
        return this instanceof Committed;
    }

    /// {@return the outcome for people, several lines, without a line end after the last}
    default String toText() {
        return OutcomeText.format(this);
    }

    /// {@return the outcome for programs, one line of JSON}
    ///
    /// ```json
    /// {"device":"ix0","outcome":"RESTORED",
    ///  "cause":{"message":"cannot configure SR-IOV on ix0: ENOSPC: …","errno":"ENOSPC","remedy":"…"},
    ///  "differences":[{"subject":"ix0 VF-3","expected":"present","found":"absent"}],
    ///  "remedies":["…"],
    ///  "evidence":[{"phase":"apply","action":"create 8 VFs of ix0","succeeded":false,"millis":1012,
    ///    "readBack":"0 VFs enabled","failure":{"message":"…","errno":"ENOSPC"}}],
    ///  "remarks":[]}
    /// ```
    ///
    /// `cause` is absent where the outcome is `COMMITTED`; `differences` and `remedies` are empty
    /// unless it is `NEEDS_ATTENTION`. `errno`, `remedy`, `failure` and an empty `readBack` are
    /// left out where there is none.
    default String toJson() {
        return OutcomeJson.format(this);
    }

    /// What was asked for is in force, was read back, and is recorded.
    ///
    /// @param device the PF's device name
    /// @param evidence what was done
    /// @param remarks what else is worth knowing
    record Committed(String device, List<StepEvidence> evidence, List<String> remarks)
            implements Outcome {
        /// Copies the lists.
        public Committed {
            evidence = List.copyOf(evidence);
            remarks = List.copyOf(remarks);
        }
    }

    /// It failed, and the state before is in force again, which was read back.
    ///
    /// @param device the PF's device name
    /// @param cause why it failed
    /// @param evidence what was done
    /// @param remarks what else is worth knowing
    record Restored(String device, Failure cause, List<StepEvidence> evidence, List<String> remarks)
            implements Outcome {
        /// Copies the lists.
        public Restored {
            evidence = List.copyOf(evidence);
            remarks = List.copyOf(remarks);
        }
    }

    /// It failed, and the state before could not be restored: somebody has to attend to the device.
    ///
    /// @param device the PF's device name
    /// @param cause why it failed in the first place
    /// @param differences what differs from the state before, or from what is asked for where the
    ///   plan was empty; at least one
    /// @param remedies what to do, one sentence each; at least one
    /// @param evidence what was done
    /// @param remarks what else is worth knowing
    record NeedsAttention(
            String device,
            Failure cause,
            List<Deviation> differences,
            List<String> remedies,
            List<StepEvidence> evidence,
            List<String> remarks)
            implements Outcome {
        /// Copies the lists.
        public NeedsAttention {
            differences = List.copyOf(differences);
            remedies = List.copyOf(remedies);
            evidence = List.copyOf(evidence);
            remarks = List.copyOf(remarks);
        }
    }
}

package io.sriov.plan;

import java.util.List;

/// What a plan means for the PF or for one VF.
///
/// @param section which: `PF`, `VF-0`, …
/// @param change what happens to it
/// @param parameters the parameters that change; where the configuration before is unknown, all of
///   the new one
public record DeviceDifference(
        String section, Change change, List<ParameterDifference> parameters) {

    /// Copies the list.
    public DeviceDifference {
        parameters = List.copyOf(parameters);
    }

    /// What happens to a device.
    public enum Change {
        /// A VF that was not there is created; the PF gets a configuration.
        ADDED("created"),
        /// A VF is destroyed and does not come back; the PF loses its configuration.
        REMOVED("removed"),
        /// The PF gets other parameters, or a VF is destroyed and created again with others.
        CHANGED("changed"),
        /// A VF is destroyed and created again with the same parameters, or with ones nobody can
        /// compare.
        RECREATED("recreated"),
        /// A VF's driver is attached again.
        ATTACHED("attached");

        private final String label;

        Change(String label) {
            this.label = label;
        }

        /// {@return the change in a word, for people and programs: `recreated`}
        public String label() {
            return label;
        }
    }
}

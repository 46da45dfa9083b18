package io.sriov.plan;

/// Why there is no plan.
///
/// @param reason the kind of problem
/// @param message what is wrong, one clause, with the offending values
/// @param remedy what to do about it, one clause
public record PlanProblem(Reason reason, String message, String remedy) {

    /// The kinds of problem.
    public enum Reason {
        /// The configuration is for another device.
        WRONG_DEVICE("wrong-device"),
        /// More VFs are asked for than the device supports.
        TOO_MANY_VFS("too-many-vfs"),
        /// The configuration was checked against another schema than the PF's driver publishes now.
        SCHEMA_CHANGED("schema-changed"),
        /// The PF's driver does not take it, although it fits the schema.
        DRIVER_RULE("driver-rule"),
        /// Two of several configurations are for the same device.
        REPEATED_DEVICE("repeated-device"),
        /// An apply is under way in another thread or process.
        IN_PROGRESS("in-progress"),
        /// An earlier apply was interrupted, and what it left has not been put right.
        INTERRUPTED("interrupted");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /// {@return the stable name, in words}
        public String code() {
            return code;
        }
    }
}

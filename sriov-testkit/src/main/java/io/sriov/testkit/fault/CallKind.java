package io.sriov.testkit.fault;

import io.sriov.host.HostException.Operation;

/// The calls at which faults can happen: those of [io.sriov.host.Host],
/// [io.sriov.host.PhysicalFunction], its [io.sriov.pci.ConfigSpace], and
/// [io.sriov.host.RecordStore], and the accesses to the registers of a simulated bus.
public enum CallKind {
    /// Asking a host for its PFs.
    LIST_PFS("list the PFs", Operation.OPEN_HOST),
    /// Asking a host for a PF.
    OPEN_PF("open", Operation.OPEN_PF),
    /// Having a host examine itself.
    EXAMINE("examine the host", Operation.OPEN_HOST),
    /// Having a host dump its devices.
    DUMP("dump the host", Operation.GET_STATUS),
    /// Reading a PF's schema.
    SCHEMA("read the schema of", Operation.GET_SCHEMA),
    /// Having a configuration checked.
    CHECK("check a configuration of", Operation.GET_SCHEMA),
    /// Having looked whether a configuration can be applied.
    PREFLIGHT("preflight", Operation.CONFIGURE),
    /// Comparing a configuration with what the device has.
    COMPARE("compare the parameters of", Operation.GET_STATUS),
    /// Putting back what an interrupted operation has left.
    SETTLE("settle", Operation.CONFIGURE),
    /// Reading the state of a PF and its VFs.
    STATUS("read the status of", Operation.GET_STATUS),
    /// Creating VFs.
    CONFIGURE("configure", Operation.CONFIGURE),
    /// Destroying VFs.
    DELETE("delete the VFs of", Operation.DELETE),
    /// Attaching a VF's driver.
    ATTACH_VF("attach", Operation.ATTACH_VF),
    /// Detaching a VF's driver.
    DETACH_VF("detach", Operation.DETACH_VF),
    /// Reading a register through the host's port.
    READ_CONFIG("read the configuration space of", Operation.READ_CONFIG_SPACE),
    /// Writing a register through the host's port.
    WRITE_CONFIG("write the configuration space of", Operation.WRITE_CONFIG_SPACE),
    /// Reading a record.
    READ_RECORD("read record", Operation.RECORD),
    /// Writing a record.
    WRITE_RECORD("write record", Operation.RECORD),
    /// Removing a record.
    REMOVE_RECORD("remove record", Operation.RECORD),
    /// Reading the names of all records.
    LIST_RECORDS("list the records", Operation.RECORD),
    /// Looking whether records can be written.
    CHECK_RECORDS("look whether records can be written", Operation.RECORD),
    /// Locking a PF.
    LOCK("lock", Operation.RECORD),
    /// Unlocking a PF. One that fails has unlocked it all the same, as close(2) does.
    UNLOCK("unlock", Operation.RECORD),
    /// Software reads a register of a simulated bus.
    READ_REGISTER("read register", Operation.READ_CONFIG_SPACE),
    /// Software writes a register of a simulated bus.
    WRITE_REGISTER("write register", Operation.WRITE_CONFIG_SPACE);

    private final String words;
    private final Operation operation;

    CallKind(String words, Operation operation) {
        this.words = words;
        this.operation = operation;
    }

    String words() {
        return words;
    }

    Operation operation() {
        return operation;
    }

    /// {@return whether it is an access to a register of a simulated bus; otherwise it is a call of
    /// a host's port}
    public boolean isRegisterAccess() {
        return this == READ_REGISTER || this == WRITE_REGISTER;
    }

    /// Whether there is a device that can be removed.
    boolean isOfPf() {
        return switch (this) {
            case SCHEMA,
                    CHECK,
                    PREFLIGHT,
                    COMPARE,
                    SETTLE,
                    STATUS,
                    CONFIGURE,
                    DELETE,
                    ATTACH_VF,
                    DETACH_VF,
                    READ_CONFIG,
                    WRITE_CONFIG,
                    READ_REGISTER,
                    WRITE_REGISTER ->
                    true;
            default -> false;
        };
    }

    /// Whether it changes something, which may fail to stick.
    private boolean changes() {
        return switch (this) {
            case SETTLE,
                    CONFIGURE,
                    DELETE,
                    ATTACH_VF,
                    DETACH_VF,
                    WRITE_CONFIG,
                    WRITE_RECORD,
                    REMOVE_RECORD,
                    WRITE_REGISTER ->
                    true;
            default -> false;
        };
    }

    /// Whether there is something of which there can be less.
    private boolean lists() {
        return switch (this) {
            case LIST_PFS, EXAMINE, STATUS, CONFIGURE, READ_RECORD, WRITE_RECORD, LIST_RECORDS ->
                    true;
            default -> false;
        };
    }

    /// {@return whether something can happen at such a call: what changes nothing cannot fail to
    /// stick, and no register gives an errno}
    ///
    /// @param effect what would happen
    public boolean admits(Effect effect) {
        return switch (effect) {
            case Effect.Delay _, Effect.Hang _ -> true;
            case Effect.Crash crash -> !isRegisterAccess() || crash.equals(Effect.Crash.AFTER);
            case Effect.Failure failure ->
                    !isRegisterAccess() && (this != UNLOCK || !failure.afterwards());
            case Effect.ShortResult _ -> lists();
            case Effect.DeviceRemoval _ -> isOfPf();
            case Effect.LostChange _ -> changes();
            case Effect.TornWrite _ -> this == WRITE_RECORD;
            case Effect.AllOnes _ -> this == READ_REGISTER;
        };
    }
}

package io.sriov.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A host refused an operation.
public final class HostException extends SriovException {
    private static final long serialVersionUID = 1L;

    private final Operation operation;
    private final String device;
    private final Errno errno;
    private final String detail;
    private final @Nullable String remedy;

    /// What was tried.
    public enum Operation {
        /// Opening the host itself.
        OPEN_HOST("open host"),
        /// Opening a PF's controls.
        OPEN_PF("open"),
        /// Reading a PF's schema.
        GET_SCHEMA("fetch the schema of"),
        /// Reading the state of a PF and its VFs.
        GET_STATUS("fetch the SR-IOV status of"),
        /// Reading a function's configuration space.
        READ_CONFIG_SPACE("read the configuration space of"),
        /// Writing a function's configuration space.
        WRITE_CONFIG_SPACE("write the configuration space of"),
        /// Creating VFs.
        CONFIGURE("configure SR-IOV on"),
        /// Destroying VFs.
        DELETE("delete the VFs of"),
        /// Attaching a VF's driver.
        ATTACH_VF("attach"),
        /// Detaching a VF's driver.
        DETACH_VF("detach"),
        /// Resetting a function.
        RESET_VF("reset"),
        /// Making a function ready for a guest, or reaching it as a guest would.
        PASS_THROUGH("pass through"),
        /// Reading or writing a journal or record.
        RECORD("keep the record of");

        private final String words;

        Operation(String words) {
            this.words = words;
        }
    }

    /// Creates the exception.
    ///
    /// @param operation what was tried
    /// @param device on what: a PF's name, a VF's (`ix0 VF-3`), or a host's
    /// @param errno what the kernel said
    /// @param detail what it means here, one clause
    /// @param remedy what to do about it, one clause; null where there is nothing to say
    /// @param cause the cause, where there is one
    public HostException(
            Operation operation,
            String device,
            Errno errno,
            String detail,
            @Nullable String remedy,
            @Nullable Throwable cause) {
        super(
                "cannot "
                        + operation.words
                        + " "
                        + device
                        + ": "
                        + errno
                        + ": "
                        + detail
                        + (remedy == null ? "" : "; " + remedy),
                cause);
        this.operation = operation;
        this.device = device;
        this.errno = errno;
        this.detail = detail;
        this.remedy = remedy;
    }

    /// Creates the exception without a cause.
    ///
    /// @param operation what was tried
    /// @param device on what
    /// @param errno what the kernel said
    /// @param detail what it means here
    /// @param remedy what to do about it; null where there is nothing to say
    public HostException(
            Operation operation,
            String device,
            Errno errno,
            String detail,
            @Nullable String remedy) {
        this(operation, device, errno, detail, remedy, null);
    }

    /// {@return what was tried}
    public Operation operation() {
        return operation;
    }

    /// {@return on what}
    public String device() {
        return device;
    }

    /// {@return what the kernel said}
    public Errno errno() {
        return errno;
    }

    /// {@return what that means here, one clause}
    public String detail() {
        return detail;
    }

    /// {@return what to do about it, where there is something to say}
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }
}

package io.sriov.apply;

import io.sriov.host.SriovException;

/// A plan is not carried out as things are. Nothing was touched.
public final class ApplyException extends SriovException {
    private static final long serialVersionUID = 1L;

    private final String device;
    private final Reason reason;

    /// Why a plan is not carried out.
    public enum Reason {
        /// The state of the PF, or what is recorded about it, has changed since the plan was made.
        STALE_PLAN("stale-plan"),
        /// VFs that would be destroyed are in use, and nobody consented to that.
        CONSENT_NEEDED("consent-needed"),
        /// VFs that would be destroyed are held, and the kernel does not let go of them, consent or
        /// not.
        VFS_HELD("vfs-held"),
        /// Two of several plans are for the same device.
        REPEATED_DEVICE("repeated-device");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /// {@return the stable name, in words}
        public String code() {
            return code;
        }
    }

    ApplyException(String device, Reason reason, String message) {
        super("cannot apply to " + device + ": " + message, null);
        this.device = device;
        this.reason = reason;
    }

    /// {@return the refusal of two plans for one device}
    ///
    /// @param device the device
    public static ApplyException repeatedDevice(String device) {
        return new ApplyException(
                device,
                Reason.REPEATED_DEVICE,
                "two of the plans are for it; make one plan for each PF");
    }

    /// {@return the PF's device name}
    public String device() {
        return device;
    }

    /// {@return why the plan is not carried out}
    public Reason reason() {
        return reason;
    }
}

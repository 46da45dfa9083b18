package io.sriov.apply;

/// How to apply. Immutable; thread-safe as far as the listener is.
///
/// @param consent the consent to destroy VFs in use
/// @param listener who hears of the steps
public record ApplyOptions(Consent consent, ApplyListener listener) {

    /// {@return no consent, and nobody listening}
    public static ApplyOptions defaults() {
        return new ApplyOptions(Consent.none(), ApplyListener.NONE);
    }

    /// {@return these options with a consent in place of theirs}
    ///
    /// @param value the consent
    public ApplyOptions withConsent(Consent value) {
        return new ApplyOptions(value, listener);
    }

    /// {@return these options with a listener in place of theirs}
    ///
    /// @param value the listener
    public ApplyOptions withListener(ApplyListener value) {
        return new ApplyOptions(consent, value);
    }
}

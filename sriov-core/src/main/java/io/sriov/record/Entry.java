package io.sriov.record;

import java.util.Optional;

/// An entry of a record store, read.
///
/// @param <T> what it holds
public sealed interface Entry<T> {

    /// {@return what the entry's text was, in a few characters, to tell whether it has changed
    /// since}
    String fingerprint();

    /// {@return what the entry holds, where it could be read}
    default Optional<T> value() {
        return switch (this) {
            case Present<T>(T content, String _) -> Optional.of(content);
            case Absent<T> _, Damaged<T> _ -> Optional.empty();
        };
    }

    /// {@return why the entry cannot be read, where it cannot}
    default Optional<String> damage() {
        return this instanceof Damaged<T>(String reason, String _)
                ? Optional.of(reason)
                : Optional.empty();
    }

    /// There is no such entry.
    ///
    /// @param <T> what it would hold
    record Absent<T>() implements Entry<T> {
        @Override
        public String fingerprint() {
            return "absent";
        }
    }

    /// There is one, and it is sound.
    ///
    /// @param content what it holds
    /// @param fingerprint see [#fingerprint()]
    /// @param <T> what it holds
    record Present<T>(T content, String fingerprint) implements Entry<T> {}

    /// There is one, and it cannot be read.
    ///
    /// @param reason why, one clause
    /// @param fingerprint see [#fingerprint()]
    /// @param <T> what it should hold
    record Damaged<T>(String reason, String fingerprint) implements Entry<T> {}
}

package io.sriov.linux.netlink;

import java.util.Optional;

/// What the kernel says about one attribute of a VF. That a driver does not support an attribute is
/// not the same as its being off, and not the same as the kernel's not knowing it.
///
/// @param <T> the attribute's type
public sealed interface Reported<T> {
    /// {@return the value; empty where there is none}
    default Optional<T> value() {
        return this instanceof Value<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    /// The attribute is not in the answer.
    ///
    /// @param <T> the attribute's type
    record Absent<T>() implements Reported<T> {}

    /// The driver does not support the attribute (the answer holds 0xffffffff), or reports what has
    /// no meaning.
    ///
    /// @param <T> the attribute's type
    record Unsupported<T>() implements Reported<T> {}

    /// The attribute has a value.
    ///
    /// @param <T> the attribute's type
    /// @param of the value
    record Value<T>(T of) implements Reported<T> {}
}

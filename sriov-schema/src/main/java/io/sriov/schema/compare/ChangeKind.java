package io.sriov.schema.compare;

import java.util.Locale;

/// What can happen to a parameter between two versions of a schema.
public enum ChangeKind {
    /// A parameter is new.
    ADDED,
    /// A parameter is gone.
    REMOVED,
    /// The type takes all values that it took, and more.
    TYPE_WIDENED,
    /// The type takes some of the values that it took, and no others.
    TYPE_NARROWED,
    /// The type takes other values, or gives a driver another kind of value.
    TYPE_CHANGED,
    /// A parameter that could be left out must be given.
    BECAME_REQUIRED,
    /// A parameter that had to be given may be left out.
    NO_LONGER_REQUIRED,
    /// An optional parameter has a default.
    DEFAULT_ADDED,
    /// A parameter has lost its default and is optional.
    DEFAULT_REMOVED,
    /// The default is another value.
    DEFAULT_CHANGED,
    /// A parameter of the driver has become one of the infrastructure, or the other way round.
    SUBSYSTEM_CHANGED,
    /// The name is spelled with other capitals.
    RESPELLED,
    /// Another description; not told where a version has none, as those that kernels publish.
    DESCRIPTION_CHANGED;

    /// {@return the stable name for programs: `default-changed`}
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return the name for people: `default changed`}
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.sriov.schema.config;

import io.sriov.schema.utf8.EscapedUtf8;

/// What may be the name of a device: it becomes part of a path, so it must not lead anywhere else.
public final class DeviceName {

    private DeviceName() {}

    /// {@return whether a text can name a device: not empty, UTF-8, no `/`, no NUL, and neither `.`
    /// nor `..`}
    ///
    /// @param name the text
    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && !name.equals(".")
                && !name.equals("..")
                && EscapedUtf8.loneSurrogate(name, 0) < 0;
    }
}

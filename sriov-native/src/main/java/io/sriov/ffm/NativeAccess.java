package io.sriov.ffm;

import io.sriov.host.Finding;
import java.util.Optional;

/// Whether Java lets this module call the C library.
public final class NativeAccess {
    private NativeAccess() {}

    /// {@return what to do where Java is not told to; it warns then, and a later one refuses (JEP
    /// 472)}
    public static Optional<Finding> examine() {
        Module module = NativeAccess.class.getModule();
        if (module.isNativeAccessEnabled()) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warn(
                        "java",
                        "calls of the C library are not allowed explicitly",
                        "start Java with --enable-native-access="
                                + (module.isNamed() ? module.getName() : "ALL-UNNAMED")));
    }
}

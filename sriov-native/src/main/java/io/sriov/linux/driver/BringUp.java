package io.sriov.linux.driver;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;

/// The PF's parameter `bring-up`: whether its network interface is set up before VFs are created.
/// Like those of VFs it has no default.
final class BringUp {
    /// The name that configurations use.
    static final String NAME = "bring-up";

    private BringUp() {}

    /// {@return the parameter as schemas have it}
    static Parameter parameter() {
        return Parameter.builder()
                .name(NAME)
                .type(ParameterType.BOOL)
                .description(
                        "Set the PF's network interface up before VFs are created; nothing is done"
                                + " where it is not given, or false.")
                .build();
    }

    /// {@return whether it is declared and true}
    ///
    /// @param pf the PF's parameters
    static boolean isDeclared(DriverParameters pf) {
        return pf.bool(NAME).orElse(false);
    }

    /// {@return what to do about an interface that is down}
    ///
    /// @param link the interface's name
    static String hint(String link) {
        return "ip link set " + link + " up, or declare " + NAME + " : true in PF";
    }
}

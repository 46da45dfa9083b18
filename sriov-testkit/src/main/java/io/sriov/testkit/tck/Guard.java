package io.sriov.testkit.tck;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Parameters that guard others against a VF, by the words in their names, and the value that is
/// secure.
///
/// Names are those of FreeBSD's drivers and of Linux's (`ip link set … vf`: `spoofchk`, `trust`),
/// and what else is made of the same words, with hyphens between them or without.
enum Guard {
    SPOOF(
            "[a-z]*spoof[a-z]*",
            "allow|disable|no|skip|ignore",
            true,
            "a guest that may send from any address takes over its neighbours' connections"),
    PROMISCUITY(
            "[a-z]*promisc[a-z]*|allmulti|allmulticast|all-multi|all-multicast|sniff|monitor",
            "deny|forbid|block|no|disable",
            false,
            "a guest that receives what is not addressed to it reads its neighbours' traffic"),
    IDENTITY(
            "set-mac|change-mac|mac-change|set-vlan|change-vlan|vlan-change|trust|trusted",
            "deny|forbid|block|no|disable",
            false,
            "a guest that chooses its own address or is trusted escapes what the host set for it");

    private static final Set<String> ON =
            Set.of("on", "true", "yes", "enable", "enabled", "active", "1");
    private static final Set<String> OFF =
            Set.of("off", "false", "no", "disable", "disabled", "inactive", "none", "0");

    private final String words;
    private final String negations;
    private final boolean secure;
    private final String reason;

    /// @param words alternatives of a regular expression, one of which is in a name
    /// @param negations likewise, what turns the meaning round
    Guard(String words, String negations, boolean secure, String reason) {
        this.words = words;
        this.negations = negations;
        this.secure = secure;
        this.reason = reason;
    }

    /// Why the value is the secure one.
    String reason() {
        return reason;
    }

    /// Whether a parameter has to do with this, whatever its type.
    boolean concerns(Parameter parameter) {
        return has(name(parameter), words);
    }

    /// Whether a parameter of this guard is secure when it is on.
    boolean secureWhenOn(Parameter parameter) {
        String name = name(parameter);
        boolean negated =
                has(name, negations) || name.matches("(.*-)?(" + negations + ")(" + words + ")");
        return secure != negated;
    }

    /// Whether a value of a parameter of this guard is secure; empty where that cannot be told.
    Optional<Boolean> isSecure(Parameter parameter, ParameterValue value) {
        return isOn(value).map(on -> on == secureWhenOn(parameter));
    }

    private static Optional<Boolean> isOn(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Bool(boolean on) -> Optional.of(on);
            case ParameterValue.Uint(long bits) -> Optional.of(bits != 0);
            case ParameterValue.Text(String text) -> isOn(text.strip().toLowerCase(Locale.ROOT));
            case ParameterValue.Mac _, ParameterValue.Vlan _ -> Optional.empty();
        };
    }

    private static Optional<Boolean> isOn(String text) {
        return ON.contains(text)
                ? Optional.of(true)
                : OFF.contains(text) ? Optional.of(false) : Optional.empty();
    }

    private static String name(Parameter parameter) {
        return parameter.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean has(String name, String alternatives) {
        return name.matches("(.*-)?(" + alternatives + ")(-.*)?");
    }
}

package io.sriov.testkit.tck;

import io.sriov.schema.Parameter;
import java.util.Locale;
import java.util.Optional;

/// Parameters that guard others against a VF, by the words in their names, and the value that is
/// secure.
///
/// Names are those of FreeBSD's drivers and of Linux's (`ip link set … vf`: `spoofchk`, `trust`),
/// and what else is made of the same words.
enum Guard {
    SPOOF(
            "spoof|spoofchk|antispoof|spoofing",
            "allow|disable|no|skip|ignore",
            true,
            "a guest that may send from any address takes over its neighbours' connections"),
    PROMISCUITY(
            "promisc|promiscuous|allmulti|sniff|monitor",
            "deny|forbid|block|no|disable",
            false,
            "a guest that receives what is not addressed to it reads its neighbours' traffic"),
    IDENTITY(
            "set-mac|change-mac|mac-change|set-vlan|trust|trusted",
            "deny|forbid|block|no|disable",
            false,
            "a guest that chooses its own address or is trusted escapes what the host set for it");

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

    /// The secure value of a parameter; empty where it has nothing to do with this.
    Optional<Boolean> secureValue(Parameter parameter) {
        String name = parameter.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!parameter.typeName().equals("bool") || !has(name, words)) {
            return Optional.empty();
        }
        return Optional.of(secure != has(name, negations));
    }

    private static boolean has(String name, String alternatives) {
        return name.matches("(.*-)?(" + alternatives + ")(-.*)?");
    }
}

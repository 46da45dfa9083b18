package io.sriov.testkit.tck;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Parameters that guard others against a VF, by the words in their names, and the value that is
/// secure.
///
/// Names are those of FreeBSD's drivers, of Linux's (`ip link set … vf`: `spoofchk`, `trust`) and
/// of virtual switches (`forged-transmits`, `mac-changes`), and what else is made of the same
/// words, with hyphens between them or without. Which words turn a meaning round is in
/// [GuardWords]; each does, wherever it stands, so that two cancel.
enum Guard {
    SPOOF(
            "spoof(s|ed|ing|able)?|forge[sd]?|forging|forgery|any-(src|source)|port-security"
                    + "|(src|source)-((mac|addr|address|ip)-)+(checks?|chk|checking|filter(s|ing)?)"
                    + "|(src|source)-((mac|addr|address|ip)-)*(guard|verification|validation)"
                    + "|(mac|addr|address|ip)-(src|source)-(checks?|chk|filter(s|ing)?)"
                    + "|(guard|check|filter|verify|validate)-(src|source)-(mac|addr|address|ip)",
            "a guest that may send from any address takes over its neighbours' connections"),
    PROMISCUITY(
            "promisc(uous|uity)?|all-?multi(cast)?|sniff(s|er|ing)?|monitor(s|ing)?"
                    + "|mirror(s|ed|ing)?|(receive|accept)-all",
            "a guest that receives what is not addressed to it reads its neighbours' traffic"),
    IDENTITY(
            "trust(s|ed|ing)?|privileged?|privileges"
                    + "|(set|change|modify|override)-(own-|vf-|guest-)?(macs?|vlans?|addr|address(es)?)"
                    + "|(mac|vlan|addr|address)-(chang(e|es|ed|ing|eable)|modify|overrides?)",
            "a guest that chooses its own address or is trusted escapes what the host set for it");

    private static final Set<String> ON =
            Set.of("on", "true", "yes", "enable", "enabled", "active", "1");
    private static final Set<String> OFF =
            Set.of("off", "false", "no", "disable", "disabled", "inactive", "none", "0");

    private static final Pattern SPOOFED =
            Pattern.compile(
                    ".*\\b(spoof(s|ed|ing|able)|forge[sd]?|forging|forgery|any-(src|source))\\b.*");
    private static final Pattern PORT_SECURITY = Pattern.compile(".*\\bport-security\\b.*");

    private final Pattern subjects;
    private final String reason;

    /// @param subjects alternatives of a regular expression, one of which is in a name
    Guard(String subjects, String reason) {
        this.subjects = Pattern.compile("(.*-)?(" + subjects + ")(-.*)?");
        this.reason = reason;
    }

    /// Why the value is the secure one.
    String reason() {
        return reason;
    }

    /// Whether words with hyphens between them have to do with this.
    boolean isAbout(String words) {
        return subjects.matcher(words).matches();
    }

    /// Whether a parameter has to do with this, whatever its type.
    boolean concerns(Parameter parameter) {
        return isAbout(GuardWords.of(parameter.name()).text());
    }

    /// Whether a parameter of this guard is secure when it is on; empty where its name does not
    /// tell: `mac-spoof` may be a check or what is checked.
    Optional<Boolean> secureWhenOn(Parameter parameter) {
        GuardWords words = GuardWords.of(parameter.name());
        if (this != SPOOF) {
            return words.dangerIsSecureWhenOn();
        }
        String text = words.text();
        if (words.hasCheck() || PORT_SECURITY.matcher(text).matches()) {
            return Optional.of(words.checkIsSecureWhenOn());
        }
        return SPOOFED.matcher(text).matches() || words.speaksOfTheAct()
                ? words.dangerIsSecureWhenOn()
                : Optional.empty();
    }

    /// Whether a value of a parameter of this guard is secure; empty where that cannot be told.
    Optional<Boolean> isSecure(Parameter parameter, ParameterValue value) {
        Optional<Boolean> wanted = secureWhenOn(parameter);
        return isOn(value).flatMap(on -> wanted.map(on::equals));
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
}

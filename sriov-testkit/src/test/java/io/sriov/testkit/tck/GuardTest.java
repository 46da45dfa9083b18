package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parameters that guard others are known by their names, whoever chose them.
class GuardTest {
    @ParameterizedTest
    @CsvSource({
        "mac-anti-spoof, SPOOF, true",
        "spoofchk, SPOOF, true",
        "Spoof_Check, SPOOF, true",
        "disable-mac-anti-spoof, SPOOF, false",
        "allow-spoofing, SPOOF, false",
        "allow-promisc, PROMISCUITY, false",
        "vf-promiscuous-mode, PROMISCUITY, false",
        "allmulti, PROMISCUITY, false",
        "allowpromisc, PROMISCUITY, false",
        "nopromisc, PROMISCUITY, true",
        "macantispoof, SPOOF, true",
        "change-vlan, IDENTITY, false",
        "deny-promisc, PROMISCUITY, true",
        "allow-set-mac, IDENTITY, false",
        "trust, IDENTITY, false",
        "trusted-vf, IDENTITY, false",
        "no-trust, IDENTITY, true"
    })
    void namesTellWhatIsSecure(String name, Guard guard, boolean secure) {
        Parameter parameter = Parameter.optional(name, ParameterType.BOOL);
        assertThat(guard.isSecure(parameter, ParameterValue.Bool.of(secure))).contains(true);
        assertThat(guard.isSecure(parameter, ParameterValue.Bool.of(!secure))).contains(false);
        assertThat(Stream.of(Guard.values()).filter(g -> g.concerns(parameter)))
                .containsExactly(guard);
    }

    @ParameterizedTest
    @CsvSource({"mac-addr", "entrusted", "set-macro", "promise", "vlan", "rss-query"})
    void otherNamesHaveNothingToDoWithIt(String name) {
        Parameter parameter = Parameter.optional(name, ParameterType.BOOL);
        assertThat(Guard.values())
                .allSatisfy(guard -> assertThat(guard.concerns(parameter)).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "spoof-check, on, true",
        "spoof-check, Enabled, true",
        "spoof-check, off, false",
        "spoof-check, none, false",
        "spoof-check, strict,",
        "no-spoof-check, off, true",
        "promisc, 0, true",
        "promisc, yes, false",
        "promisc, multicast-only,",
        "trust, disable, true",
        "trust, '',"
    })
    void wordsForOnAndOffAreUnderstood(String name, String value, @Nullable Boolean secure) {
        Parameter parameter = Parameter.optional(name, ParameterType.STRING);
        Guard guard =
                Stream.of(Guard.values())
                        .filter(g -> g.concerns(parameter))
                        .findFirst()
                        .orElseThrow();
        assertThat(guard.isSecure(parameter, new ParameterValue.Text(value)))
                .isEqualTo(Optional.ofNullable(secure));
    }

    @ParameterizedTest
    @CsvSource({
        "spoof-check, 0, false",
        "spoof-check, 1, true",
        "promisc, 0, true",
        "promisc, -1, false"
    })
    void numbersAreOffWhereTheyAreZero(String name, long bits, boolean secure) {
        Parameter parameter = Parameter.optional(name, ParameterType.UINT64);
        Guard guard = name.equals("promisc") ? Guard.PROMISCUITY : Guard.SPOOF;
        assertThat(guard.isSecure(parameter, new ParameterValue.Uint(bits))).contains(secure);
    }

    @Test
    void addressesAndVlansAreNotJudged() {
        Parameter parameter = Parameter.optional("trusted-vlan", ParameterType.VLAN);
        assertThat(Guard.IDENTITY.concerns(parameter)).isTrue();
        assertThat(Guard.IDENTITY.isSecure(parameter, new ParameterValue.Vlan(VlanId.TRUNK)))
                .isEmpty();
    }
}

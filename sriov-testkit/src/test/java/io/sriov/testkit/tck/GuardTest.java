package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import java.util.stream.Stream;
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
        "deny-promisc, PROMISCUITY, true",
        "allow-set-mac, IDENTITY, false",
        "trust, IDENTITY, false",
        "trusted-vf, IDENTITY, false",
        "no-trust, IDENTITY, true"
    })
    void namesTellWhatIsSecure(String name, Guard guard, boolean secure) {
        Parameter parameter = Parameter.optional(name, ParameterType.BOOL);
        assertThat(guard.secureValue(parameter)).contains(secure);
        assertThat(Stream.of(Guard.values()).filter(g -> g.secureValue(parameter).isPresent()))
                .containsExactly(guard);
    }

    @ParameterizedTest
    @CsvSource({"mac-addr", "entrusted", "set-macro", "promise", "vlan", "rss-query"})
    void otherNamesHaveNothingToDoWithIt(String name) {
        Parameter parameter = Parameter.optional(name, ParameterType.BOOL);
        assertThat(Guard.values())
                .allSatisfy(guard -> assertThat(guard.secureValue(parameter)).isEmpty());
    }

    @Test
    void onlySwitchesAreJudged() {
        Parameter parameter = Parameter.optional("trust", ParameterType.STRING);
        assertThat(Guard.IDENTITY.secureValue(parameter)).isEmpty();
    }
}

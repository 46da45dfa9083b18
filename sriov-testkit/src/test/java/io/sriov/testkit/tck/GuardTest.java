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
    /// Judged by people, who ask of each: what does a parameter of this name do when it is on?
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # what is to be feared, by its name
                    spoofing, SPOOF, insecure
                    mac-spoofing, SPOOF, insecure
                    allow-spoofing, SPOOF, insecure
                    allow-spoof, SPOOF, insecure
                    spoof-allowed, SPOOF, insecure
                    permit-spoofing, SPOOF, insecure
                    spoofing-permitted, SPOOF, insecure
                    mac-spoofable, SPOOF, insecure
                    enable-spoofing, SPOOF, insecure
                    allow-forged-transmits, SPOOF, insecure
                    ForgedTransmits, SPOOF, insecure
                    accept_forged_frames, SPOOF, insecure
                    allow-any-src-mac, SPOOF, insecure
                    allow-promisc, PROMISCUITY, insecure
                    allowpromisc, PROMISCUITY, insecure
                    vf-promiscuous-mode, PROMISCUITY, insecure
                    allowPromiscuous, PROMISCUITY, insecure
                    promisc-permitted, PROMISCUITY, insecure
                    vlan-promisc, PROMISCUITY, insecure
                    allmulti, PROMISCUITY, insecure
                    allow-all-multicast, PROMISCUITY, insecure
                    sniff, PROMISCUITY, insecure
                    mirror-all, PROMISCUITY, insecure
                    mirroring, PROMISCUITY, insecure
                    monitor, PROMISCUITY, insecure
                    trust, IDENTITY, insecure
                    trusted-vf, IDENTITY, insecure
                    allow-set-mac, IDENTITY, insecure
                    allowsetmac, IDENTITY, insecure
                    set-mac-allowed, IDENTITY, insecure
                    allow-mac-change, IDENTITY, insecure
                    allow-mac-changes, IDENTITY, insecure
                    mac-changes-permitted, IDENTITY, insecure
                    change-vlan, IDENTITY, insecure
                    override-mac, IDENTITY, insecure
                    change-own-mac, IDENTITY, insecure
                    change-mac-address, IDENTITY, insecure
                    privileged, IDENTITY, insecure
                    vf-privilege, IDENTITY, insecure
                    # what is to be feared, turned round
                    no-spoof, SPOOF, secure
                    nospoof, SPOOF, secure
                    block-spoofing, SPOOF, secure
                    spoof-blocked, SPOOF, secure
                    spoofing-prevented, SPOOF, secure
                    disallow-spoofing, SPOOF, secure
                    spoofing-disabled, SPOOF, secure
                    drop-spoofed-frames, SPOOF, secure
                    reject-forged-transmits, SPOOF, secure
                    spoofing-not-allowed, SPOOF, secure
                    spoofing-unallowed, SPOOF, secure
                    deny-promisc, PROMISCUITY, secure
                    promisc-denied, PROMISCUITY, secure
                    promisc-blocked, PROMISCUITY, secure
                    nopromisc, PROMISCUITY, secure
                    promisc-forbidden, PROMISCUITY, secure
                    prohibit-promiscuous-mode, PROMISCUITY, secure
                    promisc-off, PROMISCUITY, secure
                    disable-allmulti, PROMISCUITY, secure
                    anti-sniffing, PROMISCUITY, secure
                    no-trust, IDENTITY, secure
                    untrusted, IDENTITY, secure
                    unprivileged, IDENTITY, secure
                    mac-change-prohibited, IDENTITY, secure
                    mac-changes-rejected, IDENTITY, secure
                    deny-set-mac, IDENTITY, secure
                    set-mac-locked, IDENTITY, secure
                    never-trust, IDENTITY, secure
                    allow-promisc-off, PROMISCUITY, secure
                    # and once more
                    no-deny-promisc, PROMISCUITY, insecure
                    disable-promisc-block, PROMISCUITY, insecure
                    no-untrusted, IDENTITY, insecure
                    unblocked-spoofing, SPOOF, insecure
                    unlocked-set-mac, IDENTITY, insecure
                    spoof-drop-disabled, SPOOF, insecure
                    # a check of it
                    mac-anti-spoof, SPOOF, secure
                    macantispoof, SPOOF, secure
                    spoofchk, SPOOF, secure
                    vf-spoofchk, SPOOF, secure
                    Spoof_Check, SPOOF, secure
                    spoofCheck, SPOOF, secure
                    enable-spoof-check, SPOOF, secure
                    spoof-check-enabled, SPOOF, secure
                    anti-spoofing-filter, SPOOF, secure
                    spoofguard, SPOOF, secure
                    spoof-protection, SPOOF, secure
                    spoof-check-drop, SPOOF, secure
                    src-mac-filter, SPOOF, secure
                    srcmacfilter, SPOOF, secure
                    mac-source-check, SPOOF, secure
                    source-address-validation, SPOOF, secure
                    ip-source-guard, SPOOF, secure
                    check-src-mac, SPOOF, secure
                    port-security, SPOOF, secure
                    # a check that is turned off
                    disable-mac-anti-spoof, SPOOF, insecure
                    mac-anti-spoof-off, SPOOF, insecure
                    no-spoof-check, SPOOF, insecure
                    nospoofchk, SPOOF, insecure
                    spoof-check-disabled, SPOOF, insecure
                    spoof-check-off, SPOOF, insecure
                    spoof-check-prohibited, SPOOF, insecure
                    skip-spoof-check, SPOOF, insecure
                    spoof-check-bypass, SPOOF, insecure
                    ignore-anti-spoof, SPOOF, insecure
                    disable-src-mac-filter, SPOOF, insecure
                    unchecked-spoof, SPOOF, insecure
                    disable-port-security, SPOOF, insecure
                    # and once more
                    no-spoof-check-bypass, SPOOF, secure
                    not-disabled-spoofchk, SPOOF, secure
                    # either
                    spoof, SPOOF, unclear
                    mac-spoof, SPOOF, unclear
                    spoof-mode, SPOOF, unclear
                    enable-spoof, SPOOF, unclear
                    disable-spoof, SPOOF, unclear
                    ignore-spoofing, SPOOF, unclear
                    promisc-filter, PROMISCUITY, unclear
                    ignore-promisc, PROMISCUITY, unclear
                    trust-check, IDENTITY, unclear
                    allow-untrusted, IDENTITY, unclear
                    drop-untrusted, IDENTITY, unclear
                    allow-no-promisc, PROMISCUITY, unclear
                    spoofok, SPOOF, unclear
                    """)
    void namesTellWhatIsSecure(String name, Guard guard, String on) {
        Parameter parameter = Parameter.optional(name, ParameterType.BOOL);
        Optional<Boolean> secure =
                on.equals("unclear") ? Optional.empty() : Optional.of(on.equals("secure"));
        assertThat(guard.isSecure(parameter, ParameterValue.Bool.TRUE)).isEqualTo(secure);
        assertThat(guard.isSecure(parameter, ParameterValue.Bool.FALSE))
                .isEqualTo(secure.map(value -> !value));
        assertThat(Stream.of(Guard.values()).filter(g -> g.concerns(parameter)))
                .containsExactly(guard);
    }

    @ParameterizedTest
    @CsvSource({
        "mac-addr",
        "entrusted",
        "set-macro",
        "promise",
        "vlan",
        "rss-query",
        "mac-filter",
        "vlan-set",
        "src-mac",
        "src-port-filter",
        "data-source-check",
        "mac-offset",
        "offset-mac",
        "forget",
        "allow-untagged",
        "nonononononononononononononononononononononononononononononononononononononx"
    })
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

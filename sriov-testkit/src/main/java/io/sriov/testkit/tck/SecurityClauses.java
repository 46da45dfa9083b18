package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Chapter 2: what holds where nobody says anything.
abstract class SecurityClauses extends SchemaClauses {
    private static final String SOURCE =
            "pci_iov_schema(9): security-relevant parameters default to the most secure value";

    @Test
    @Clause(
            id = "2.1",
            rule = "Frames with forged sender addresses are dropped unless declared otherwise.",
            source = SOURCE + "; ix(4): mac-anti-spoof is on")
    void spoofCheckIsOn() throws Exception {
        assertSecure(Guard.SPOOF);
    }

    @Test
    @Clause(
            id = "2.2",
            rule = "VFs receive only what is addressed to them unless declared otherwise.",
            source = SOURCE + "; ix(4): allow-promisc is off")
    void promiscuityIsOff() throws Exception {
        assertSecure(Guard.PROMISCUITY);
    }

    @Test
    @Clause(
            id = "2.3",
            rule =
                    "Guests are not trusted, and do not change addresses, unless declared otherwise.",
            source = SOURCE + "; ix(4): allow-set-mac is off")
    void guestsAreNotTrusted() throws Exception {
        assertSecure(Guard.IDENTITY);
    }

    private void assertSecure(Guard guard) throws Exception {
        int judged = 0;
        driver.create(trials.minimal(1));
        for (Parameter parameter : trials.ofVf()) {
            boolean secure = guard.secureValue(parameter).orElse(false);
            if (guard.secureValue(parameter).isPresent() && !parameter.required()) {
                assertSecure(parameter, ParameterValue.Bool.of(secure), guard);
                judged++;
            }
        }
        if (judged == 0) {
            Assumptions.abort("no parameter that can be left out has to do with this");
        }
    }

    /// What is optional is not written, so that the device's own value must be secure.
    private void assertSecure(Parameter parameter, ParameterValue secure, Guard guard) {
        String name = parameter.name();
        ParameterValue inForce =
                parameter
                        .defaultValue()
                        .or(() -> Optional.ofNullable(bench.vf(0).get(name)))
                        .orElseGet(() ->
                                Assertions.fail(
                                        "'%s' has no default, and the bench does not show what the"
                                                + " device has: give it the default %s, because %s",
                                        name, secure.text(), guard.reason()));
        assertThat(inForce.text())
                .as("'%s' where nobody declares it; because %s", name, guard.reason())
                .isEqualTo(secure.text());
        evidence(
                "'%s' is %s: %s"
                        .formatted(
                                name,
                                secure.text(),
                                parameter.defaultValue().isPresent()
                                        ? "the schema's default"
                                        : "what the device has when nothing is written"));
    }
}

package io.sriov.testkit.tck;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Chapter 2: what holds where nobody says anything, of the PF and of VFs.
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
        driver.create(trials.minimal(1));
        int judged =
                assertSecure(guard, " of the PF", trials.ofPf(), bench.pfValues())
                        + assertSecure(guard, "", trials.ofVf(), bench.vf(0));
        if (judged == 0) {
            throw notApplicable("no parameter that can be left out has to do with this");
        }
    }

    /// @param whose ` of the PF`, or nothing
    /// @return how many parameters were judged
    private int assertSecure(
            Guard guard,
            String whose,
            List<Parameter> parameters,
            Map<String, ParameterValue> device) {
        int judged = 0;
        for (Parameter parameter : parameters) {
            if (guard.concerns(parameter)) {
                String name = "'" + parameter.name() + "'" + whose;
                if (parameter.required()) {
                    evidence(name + " is required: it is nothing unless declared");
                } else {
                    assertSecure(
                            guard,
                            parameter,
                            name,
                            inForce(parameter, device.get(parameter.name())));
                    judged++;
                }
            }
        }
        return judged;
    }

    /// What holds where nothing is declared, by where that is from. What is optional is not
    /// written, so that the device's own value must be secure; and a default must have reached it.
    private static Map<String, ParameterValue> inForce(
            Parameter parameter, @Nullable ParameterValue inDevice) {
        var inForce = new LinkedHashMap<String, ParameterValue>();
        parameter.defaultValue().ifPresent(value -> inForce.put("the schema's default", value));
        if (inDevice != null) {
            inForce.put("what the device has when nothing is written", inDevice);
        }
        return inForce;
    }

    private void assertSecure(
            Guard guard, Parameter parameter, String name, Map<String, ParameterValue> inForce) {
        String wanted = secureText(guard, parameter);
        Optional<String> word = explanation(parameter);
        if (inForce.isEmpty() && word.isEmpty()) {
            Assertions.fail(
                    "%s has no default, and the bench does not show what the device has: give it"
                            + " the default %s, because %s",
                    name, wanted, guard.reason());
        }
        if (inForce.isEmpty()) {
            evidence("%s is not known; %s".formatted(name, told(word.orElseThrow())));
        }
        inForce.forEach((origin, value) -> {
            Optional<Boolean> secure = guard.isSecure(parameter, value);
            String what = "%s is %s: %s".formatted(name, value.text(), origin);
            if (secure.equals(Optional.of(true))) {
                evidence(what);
            } else if (word.isPresent()) {
                evidence(
                        "%s, which the kit %s; %s"
                                .formatted(
                                        what,
                                        secure.isPresent()
                                                ? "takes to be insecure"
                                                : "cannot judge",
                                        told(word.get())));
            } else if (secure.isPresent()) {
                Assertions.fail(
                        "%s where nobody declares it is %s (%s); it is to be %s, because %s",
                        name, value.text(), origin, wanted, guard.reason());
            } else {
                Assertions.fail(
                        "%s where nobody declares it is %s (%s), and the kit cannot tell whether"
                                + " that is secure: make it a bool that is %s by default, or explain"
                                + " the value in PfDriverBench.explanations(); it matters because"
                                + " %s",
                        name,
                        value.text().isEmpty() ? "an empty text" : "'" + value.text() + "'",
                        origin,
                        guard.secureWhenOn(parameter),
                        guard.reason());
            }
        });
    }

    /// What the vendor says of a value; of a switch nobody needs to be told what it means.
    private Optional<String> explanation(Parameter parameter) {
        return isSwitch(parameter)
                ? Optional.empty()
                : Optional.ofNullable(bench.explanations().get(parameter.name()));
    }

    private static String secureText(Guard guard, Parameter parameter) {
        boolean on = guard.secureWhenOn(parameter);
        return isSwitch(parameter) ? String.valueOf(on) : on ? "on" : "off";
    }

    private static boolean isSwitch(Parameter parameter) {
        return parameter.type().equals(Optional.of(ParameterType.BOOL));
    }
}

package io.sriov.testkit.tck;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Chapter 2: what holds where nobody says anything, of the PF and of VFs.
abstract class SecurityClauses extends SchemaClauses {
    /// PCI Code and ID Assignment Specification 1.11, section 1.3: base class 02h.
    private static final int NETWORK = 0x02;

    /// The same: sub-class 07h of it.
    private static final int INFINIBAND = 0x0207;

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
        boolean none =
                Stream.concat(trials.ofPf().stream(), trials.ofVf().stream())
                        .noneMatch(guard::concerns);
        if (none && guard == Guard.SPOOF && sendsFrames()) {
            throw unproven(
                    "VFs send frames, and no parameter has to do with forged addresses: give the"
                            + " schema one, such as mac-anti-spoof, or say in"
                            + " PfDriverBench.notApplicable() why no VF can send any");
        }
        if (judged == 0) {
            throw notApplicable("no parameter that can be left out has to do with this");
        }
    }

    /// Whether VFs are network functions, by the PF's class or since they have addresses. Those of
    /// InfiniBand have no addresses of Ethernet to forge.
    private boolean sendsFrames() {
        int subclass = bench.pf().classCode() >>> 8;
        return (subclass >>> 8 == NETWORK && subclass != INFINIBAND)
                || trials.ofVf().stream().anyMatch(p -> ParameterName.same(p.name(), "mac-addr"));
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
        Optional<String> word = byName(bench.explanations(), parameter);
        if (inForce.isEmpty() && word.isEmpty()) {
            Assertions.fail(
                    "%s has no default, and the bench does not show what the device has: give it"
                            + " the default %s, because %s",
                    name, wanted(guard, parameter).orElse("that is secure"), guard.reason());
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
            } else {
                Assertions.fail(
                        "%s where nobody declares it is %s (%s)%s",
                        name,
                        secure.isPresent() ? value.text() : shown(parameter, value),
                        origin,
                        secure.isPresent()
                                ? insecure(guard, parameter)
                                : unclear(guard, parameter));
            }
        });
    }

    private static String shown(Parameter parameter, ParameterValue value) {
        if (isSwitch(parameter)) {
            return value.text();
        }
        return value.text().isEmpty() ? "an empty text" : "'" + value.text() + "'";
    }

    /// A name may say the contrary of what the parameter does; the vendor knows.
    private static String insecure(Guard guard, Parameter parameter) {
        return "; it is to be %s, because %s%nwhere the name is misunderstood: rename it, or explain"
                        .formatted(wanted(guard, parameter).orElseThrow(), guard.reason())
                + " the value in PfDriverBench.explanations()";
    }

    private static String unclear(Guard guard, Parameter parameter) {
        Optional<String> wanted = wanted(guard, parameter);
        String advice =
                wanted.isEmpty()
                        ? "name it for what it does when it is on, such as 'spoof-check' or"
                                + " 'allow-spoofing'"
                        : "make it a bool that is %s by default"
                                .formatted(guard.secureWhenOn(parameter).orElseThrow());
        return (", and the kit cannot tell whether that is secure: %s, or explain the value in"
                        + " PfDriverBench.explanations(); it matters because %s")
                .formatted(advice, guard.reason());
    }

    /// The secure value; empty where the name does not tell.
    private static Optional<String> wanted(Guard guard, Parameter parameter) {
        return guard.secureWhenOn(parameter)
                .map(on -> isSwitch(parameter) ? String.valueOf(on) : on ? "on" : "off");
    }

    private static boolean isSwitch(Parameter parameter) {
        return parameter.type().equals(Optional.of(ParameterType.BOOL));
    }
}

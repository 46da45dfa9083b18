package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.sriov.host.ParameterReading;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is written when a kit has run.
class CertificateTest {
    @TempDir static Path directory;

    static class Tck extends PfDriverTck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench();
        }

        @Override
        protected Path certificate() {
            return directory.resolve("made/sample");
        }

        @Override
        protected void certified(Certificate written) {}

        @Test
        @Clause(id = "100.1", rule = "The device is blue.", source = "the vendor's brochure")
        void vendorsOwn() {
            evidence("%d photographs".formatted(2));
        }
    }

    static class Failing extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench(device ->
                    new SampleDriver(device) {
                        @Override
                        public void uninit() {
                            throw new IllegalStateException("oops\nand more");
                        }
                    });
        }
    }

    static class WithoutSuchAClause extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench() {
                @Override
                public Map<String, String> notApplicable() {
                    return Map.of("4.99", "whatever it says");
                }
            };
        }
    }

    /// A bench from which nothing can be seen; what has no default cannot be secure then.
    static class Blind extends Tck {
        @Override
        protected PfDriverBench open() {
            List<Parameter> ofVf =
                    SampleDriver.OF_VF.stream().filter(p -> !p.name().equals("trust")).toList();
            return new SampleBench(device -> new SampleDriver(device, ofVf)) {
                @Override
                public Map<String, String> hidden() {
                    return Stream.concat(SampleDriver.OF_PF.stream(), ofVf.stream())
                            .collect(
                                    Collectors.toMap(
                                            Parameter::name, _ -> "the card keeps it to itself"));
                }

                @Override
                public Map<String, ParameterValue> vf(int index) {
                    return Map.of();
                }

                @Override
                public Map<String, ParameterValue> pfValues() {
                    return Map.of();
                }
            };
        }
    }

    /// A bench from which some parameters cannot be seen.
    static class ShortSighted extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench() {
                @Override
                public Map<String, String> hidden() {
                    return Map.of("Cookie", "the guest gets it, and nobody else");
                }

                @Override
                public Map<String, ParameterValue> vf(int index) {
                    var seen = new HashMap<>(super.vf(index));
                    seen.remove("cookie");
                    return seen;
                }
            };
        }
    }

    /// A bench whose device cannot be made to fail, nor asked for what it cannot do.
    static class Unfailing extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench() {
                @Override
                public Optional<DeviceFaults> faults() {
                    return Optional.empty();
                }

                @Override
                public List<ImpossibleConfig> impossible() {
                    return List.of();
                }
            };
        }
    }

    /// A bench whose faults never happen.
    static class Faultless extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench() {
                @Override
                public Optional<DeviceFaults> faults() {
                    return Optional.of(
                            new DeviceFaults() {
                                @Override
                                public void failAccess(int access) {}

                                @Override
                                public boolean callOff() {
                                    return true;
                                }
                            });
                }
            };
        }
    }

    /// A plug-in that compares, and cannot read.
    static class Reticent extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench(device ->
                    new SampleDriver(device) {
                        @Override
                        public List<ParameterReading> read(int index) {
                            return OF_VF.stream()
                                    .map(parameter ->
                                            new ParameterReading(
                                                    parameter.name(),
                                                    ParameterReading.State.UNSUPPORTED,
                                                    "the card compares by itself"))
                                    .toList();
                        }
                    });
        }
    }

    /// A plug-in with a parameter whose value the kit does not understand.
    static class Explained extends Tck {
        @Override
        protected PfDriverBench open() {
            return new SampleBench(device ->
                    new SampleDriver(
                            device,
                            SecurityFaults.with(
                                    SampleDriver.OF_VF,
                                    SecurityFaults.parameter(
                                            "trust-level",
                                            ParameterType.STRING,
                                            new ParameterValue.Text("stranger"))))) {
                @Override
                public Map<String, String> explanations() {
                    return Map.of("trust-level", "a stranger may do nothing");
                }
            };
        }
    }

    private static JsonNode run(DiscoverySelector selector) throws IOException {
        EngineTestKit.engine("junit-jupiter").selectors(selector).execute();
        return new JsonMapper().readTree(directory.resolve("made/sample.json").toFile());
    }

    private static JsonNode clause(JsonNode certificate, String id) {
        return certificate
                .get("clauses")
                .valueStream()
                .filter(clause -> clause.get("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyClauseHasALineWithItsSourceAndEvidence() throws IOException {
        JsonNode certificate = run(selectClass(Tck.class));
        assertThat(certificate.get("conforms").asBoolean()).isTrue();
        assertThat(certificate.get("plugin").asString())
                .startsWith("sample (io.sriov.testkit.tck.");
        assertThat(certificate.get("pf").asString())
                .isEqualTo(
                        "0000:10:00.0, vendor 0x1234, device 0x0001, class 0x020000, host driver"
                                + " sample");
        List<String> ids =
                certificate
                        .get("clauses")
                        .valueStream()
                        .map(clause -> clause.get("id").asString())
                        .toList();
        assertThat(ids).startsWith("1.1", "1.2").containsSubsequence("4.9", "4.10", "5.1");
        assertThat(ids).doesNotHaveDuplicates().endsWith("8.5", "100.1");
        assertThat(certificate.get("clauses").valueStream())
                .allSatisfy(clause -> {
                    assertThat(clause.get("rule").asString()).endsWith(".");
                    assertThat(clause.get("source").asString()).isNotBlank();
                    assertThat(clause.get("restsOnBench").asBoolean())
                            .isEqualTo(clause.get("id").asString().equals("3.1"));
                    if (clause.get("verdict").asString().equals("passed")) {
                        assertThat(clause.get("evidence").size()).isPositive();
                        assertThat(clause.get("reason").asString()).isEmpty();
                    } else {
                        assertThat(clause.get("verdict").asString()).isEqualTo("not applicable");
                        assertThat(clause.get("id").asString()).isEqualTo("3.1");
                        assertThat(clause.get("reason").asString())
                                .isEqualTo("the bench says: the tests make it themselves");
                    }
                });
        assertThat(clause(certificate, "100.1").get("evidence").get(0).asString())
                .isEqualTo("2 photographs");
    }

    @Test
    void textSaysTheSame() throws IOException {
        run(selectClass(Tck.class));
        assertThat(Files.readString(directory.resolve("made/sample.txt")))
                .startsWith("Certificate of a PF driver plug-in\n\nplug-in: sample (")
                .contains(
                        "\nverdict: conforms: 55 of 56 clauses passed, 1 not applicable; 1 rests on the bench's word\n")
                .contains(
                        """

                        100.1 passed: The device is blue.
                              evidence: 2 photographs
                              source:   the vendor's brochure
                        """);
    }

    @Test
    void whatFailsSaysWhy() throws IOException {
        JsonNode certificate = run(selectClass(Failing.class));
        assertThat(certificate.get("conforms").asBoolean()).isFalse();
        assertThat(certificate.get("summary").asString()).startsWith("does not conform: ");
        JsonNode clause = clause(certificate, "4.6");
        assertThat(clause.get("verdict").asString()).isEqualTo("failed");
        assertThat(clause.get("reason").asString())
                .isEqualTo("uninit() throws java.lang.IllegalStateException: oops\nand more");
        assertThat(Files.readString(directory.resolve("made/sample.txt")))
                .contains(
                        "      reason:   uninit() throws java.lang.IllegalStateException: oops",
                        "\n                and more\n");
    }

    @Test
    void aPartOfTheKitIsNoConformance() throws IOException {
        JsonNode certificate = run(selectMethod(Tck.class, "vendorsOwn"));
        assertThat(certificate.get("conforms").asBoolean()).isFalse();
        assertThat(certificate.get("summary").asString())
                .isEqualTo("not proven to conform: 1 of 56 clauses passed, 55 not tried");
        assertThat(clause(certificate, "1.1").get("reason").asString())
                .isEqualTo("this run left it out");
    }

    @Test
    void clausesThatAreNotThereCannotBeLeftOut() throws IOException {
        JsonNode certificate = run(selectClass(WithoutSuchAClause.class));
        assertThat(clause(certificate, "1.1").get("reason").asString())
                .contains("what notApplicable() names and is no clause", "4.99");
    }

    private static List<String> ids(JsonNode certificate, String verdict) {
        return certificate
                .get("clauses")
                .valueStream()
                .filter(clause -> clause.get("verdict").asString().equals(verdict))
                .map(clause -> clause.get("id").asString())
                .toList();
    }

    @Test
    void whatCannotBeSeenIsNotProven() throws IOException {
        JsonNode certificate = run(selectClass(Blind.class));
        assertThat(certificate.get("conforms").asBoolean()).isFalse();
        assertThat(certificate.get("summary").asString()).startsWith("not proven to conform: ");
        assertThat(ids(certificate, "unproven"))
                .contains("3.5", "4.1", "4.9", "4.12", "8.1", "8.2", "8.4")
                .contains("5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "5.10")
                .contains("6.3", "6.4")
                .doesNotContain("6.2"); // the driver finds what was changed
        assertThat(clause(certificate, "5.2").get("evidence").get(0).asString())
                .endsWith("; the bench says: the card keeps it to itself");
    }

    @Test
    void someParametersMayBeHidden() throws IOException {
        JsonNode certificate = run(selectClass(ShortSighted.class));
        assertThat(certificate.get("conforms").asBoolean()).isTrue();
        assertThat(certificate.get("summary").asString()).endsWith(" on the bench's word");
        assertThat(clause(certificate, "5.1").get("evidence").valueStream())
                .extracting(JsonNode::asString)
                .contains(
                        "cannot be seen in the device: cookie; the bench says: the guest gets it,"
                                + " and nobody else");
        assertThat(clause(certificate, "5.1").get("restsOnBench").asBoolean()).isTrue();
        assertThat(clause(certificate, "6.2").get("evidence").valueStream())
                .extracting(JsonNode::asString)
                .contains(
                        "cannot be seen in the device: cookie; the bench says: the guest gets it,"
                                + " and nobody else");
        assertThat(clause(certificate, "6.2").get("restsOnBench").asBoolean()).isTrue();
        assertThat(clause(certificate, "5.4").get("evidence").toString())
                .contains("mac-addr, trust, vlan, rate, label: the device kept");
    }

    @Test
    void whatTheBenchCannotMakeHappenIsNotProven() throws IOException {
        JsonNode certificate = run(selectClass(Unfailing.class));
        assertThat(certificate.get("conforms").asBoolean()).isFalse();
        assertThat(ids(certificate, "unproven"))
                .containsExactly("4.8", "4.9", "4.10", "4.11", "4.12", "6.6", "7.2", "7.4", "7.5");
        assertThat(clause(certificate, "4.9").get("reason").asString())
                .contains("PfDriverBench.faults()");
    }

    @Test
    void faultsThatNeverHappenProveNothing() throws IOException {
        JsonNode certificate = run(selectClass(Faultless.class));
        assertThat(ids(certificate, "unproven")).containsExactly("4.9", "4.10", "4.12", "6.6");
    }

    @Test
    void aDriverThatSaysOfEachParameterThatItCannotReadItHasNothingToAsk() throws IOException {
        JsonNode certificate = run(selectClass(Reticent.class));
        assertThat(certificate.get("conforms").asBoolean()).isTrue();
        assertThat(ids(certificate, "not applicable")).containsExactly("3.1", "6.3");
        assertThat(clause(certificate, "6.6").get("evidence").get(0).asString())
                .matches(
                        "[1-9]\\d* accesses of compare\\(\\) and 0 of read\\(\\) failed in turn; each was told");
    }

    @Test
    void whatTheKitDoesNotUnderstandIsExplained() throws IOException {
        JsonNode certificate = run(selectClass(Explained.class));
        assertThat(certificate.get("conforms").asBoolean()).isTrue();
        assertThat(clause(certificate, "2.3").get("evidence").toString())
                .contains(
                        "'trust-level' is stranger: the schema's default, which the kit cannot judge;"
                                + " the bench says: a stranger may do nothing");
        assertThat(clause(certificate, "2.3").get("restsOnBench").asBoolean()).isTrue();
    }
}

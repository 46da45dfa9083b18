package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        assertThat(ids).doesNotHaveDuplicates().endsWith("8.4", "100.1");
        assertThat(certificate.get("clauses").valueStream())
                .allSatisfy(clause -> {
                    assertThat(clause.get("rule").asString()).endsWith(".");
                    assertThat(clause.get("source").asString()).isNotBlank();
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
                        "\nverdict: conforms: 52 of 53 clauses passed, 1 not applicable; 1 rests on the bench's word\n")
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
                .isEqualTo("not proven to conform: 1 of 53 clauses passed, 52 not tried");
        assertThat(clause(certificate, "1.1").get("reason").asString())
                .isEqualTo("this run left it out");
    }

    @Test
    void clausesThatAreNotThereCannotBeLeftOut() throws IOException {
        JsonNode certificate = run(selectClass(WithoutSuchAClause.class));
        assertThat(clause(certificate, "1.1").get("reason").asString())
                .contains("what notApplicable() names and is no clause", "4.99");
    }
}

package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/// What the bench says instead of showing it is quoted and counted, and is not enough for whatever
/// the kit finds itself.
class BenchsWordTest {
    private static Supplier<PfDriverBench> benches = SampleBench::new;
    private static @Nullable Certificate certificate;

    static class Tck extends PfDriverTck {
        @Override
        protected PfDriverBench open() {
            return benches.get();
        }

        @Override
        protected void settle() {}

        @Override
        protected void certified(Certificate written) {
            certificate = written;
        }
    }

    /// A sample whose bench says more of it.
    private static class Speaking extends SampleBench {
        final Map<String, String> hidden = new HashMap<>();
        final Map<String, String> explanations = new HashMap<>();
        final Map<String, String> notApplicable = new HashMap<>(super.notApplicable());
        int classCode = SampleBench.PF.classCode();

        Speaking(Function<SampleDevice, PfDriver> driver) {
            super(driver);
        }

        Speaking explains(String parameter, String why) {
            explanations.put(parameter, why);
            return this;
        }

        Speaking hides(String parameter, String why) {
            hidden.put(parameter, why);
            return this;
        }

        Speaking leavesOut(String clause, String why) {
            notApplicable.put(clause, why);
            return this;
        }

        Speaking ofClass(int code) {
            classCode = code;
            return this;
        }

        @Override
        public PfIdentity pf() {
            PfIdentity pf = super.pf();
            return new PfIdentity(
                    pf.address(), pf.vendorId(), pf.deviceId(), classCode, pf.driver());
        }

        @Override
        public Map<String, String> hidden() {
            return hidden;
        }

        @Override
        public Map<String, String> explanations() {
            return explanations;
        }

        @Override
        public Map<String, String> notApplicable() {
            return notApplicable;
        }
    }

    private static Certificate run(Supplier<PfDriverBench> bench) {
        return run(bench, selectClass(Tck.class));
    }

    private static Certificate run(Supplier<PfDriverBench> bench, DiscoverySelector selector) {
        benches = bench;
        certificate = null;
        EngineTestKit.engine("junit-jupiter").selectors(selector).execute();
        return Optional.ofNullable(certificate).orElseThrow();
    }

    private static ClauseResult clause(Certificate certificate, String id) {
        return certificate.results().stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(Certificate certificate, Verdict verdict) {
        return certificate.results().stream()
                .filter(result -> result.verdict() == verdict)
                .map(ClauseResult::id)
                .toList();
    }

    private static Parameter bool(String name, boolean value) {
        return SecurityFaults.parameter(name, ParameterType.BOOL, ParameterValue.Bool.of(value));
    }

    private static Function<SampleDevice, PfDriver> withVf(Parameter more) {
        return device -> new SampleDriver(device, SecurityFaults.with(SampleDriver.OF_VF, more));
    }

    @Test
    void aNameThatSaysTheContraryIsExplained() {
        Certificate found =
                run(() ->
                        new Speaking(withVf(bool("promisc", true)))
                                .explains("Promisc", "on keeps others' frames away"));
        ClauseResult clause = clause(found, "2.2");
        assertThat(clause.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(clause.evidence())
                .contains(
                        "'promisc' is true: the schema's default, which the kit takes to be insecure;"
                                + " the bench says: on keeps others' frames away");
        assertThat(clause.restsOnBench()).isTrue();
        assertThat(found.conforms()).isTrue();
        assertThat(found.summary()).endsWith("; 2 rest on the bench's word");
    }

    @Test
    void whatHasNoDefaultAndCannotBeSeenIsExplained() {
        Parameter monitor =
                Parameter.builder()
                        .name("monitor")
                        .type(ParameterType.BOOL)
                        .description("Let the VF receive what others get.")
                        .build();
        Certificate found =
                run(() ->
                        new Speaking(withVf(monitor)) {
                            @Override
                            public Map<String, ParameterValue> vf(int index) {
                                var seen = new HashMap<>(super.vf(index));
                                seen.remove("monitor");
                                return seen;
                            }
                        }.hides("monitor", "the card has no register that shows it")
                                .explains("monitor", "it is off after a reset"));
        ClauseResult clause = clause(found, "2.2");
        assertThat(clause.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(clause.evidence())
                .contains("'monitor' is not known; the bench says: it is off after a reset");
        assertThat(clause.restsOnBench()).isTrue();
    }

    private static List<Parameter> without(List<Parameter> parameters, String part) {
        return parameters.stream().filter(p -> !p.name().contains(part)).toList();
    }

    private static PfDriver unguarded(SampleDevice device) {
        return new SampleDriver(
                device, without(SampleDriver.OF_PF, "spoof"), without(SampleDriver.OF_VF, "spoof"));
    }

    @Test
    void networkCardsWithoutAWordOnForgedFramesAreNotProven() {
        Certificate found = run(() -> new Speaking(BenchsWordTest::unguarded));
        assertThat(found.conforms()).isFalse();
        assertThat(ids(found, Verdict.UNPROVEN)).containsExactly("2.1");
        assertThat(clause(found, "2.1").reason()).contains("VFs send frames", "mac-anti-spoof");
    }

    @Test
    void networkCardsThatNeverForgeSaySo() {
        Certificate found =
                run(() ->
                        new Speaking(BenchsWordTest::unguarded)
                                .leavesOut("2.1", "the card writes the sender itself"));
        assertThat(found.conforms()).isTrue();
        ClauseResult clause = clause(found, "2.1");
        assertThat(clause.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(clause.reason()).isEqualTo("the bench says: the card writes the sender itself");
        assertThat(clause.restsOnBench()).isTrue();
    }

    @Test
    void whatHasAnAddressSendsFramesWhateverItsClass() {
        Certificate found = run(() -> new Speaking(BenchsWordTest::unguarded).ofClass(0x120000));
        assertThat(ids(found, Verdict.UNPROVEN)).containsExactly("2.1");
    }

    @Test
    void otherDevicesForgeNoFrames() {
        for (int code : new int[] {0x120000, 0x020700}) {
            Certificate found =
                    run(() ->
                            new Speaking(device ->
                                    new SampleDriver(
                                            device,
                                            without(SampleDriver.OF_PF, "spoof"),
                                            without(
                                                    without(SampleDriver.OF_VF, "spoof"),
                                                    "mac-addr")))
                                    .ofClass(code));
            assertThat(found.conforms()).as(found.toText()).isTrue();
            assertThat(clause(found, "2.1").restsOnBench()).isFalse();
        }
    }

    private static Map<String, String> allClauses() {
        return CertificateRecorder.clauses(PfDriverTck.class)
                .collect(Collectors.toMap(Clause::id, _ -> "we would rather not"));
    }

    @Test
    void whatTheKitFindsIsNotTalkedAway() {
        Certificate found =
                run(() -> {
                    var bench = new Speaking(withVf(bool("allow-promisc", true)));
                    bench.notApplicable.putAll(allClauses());
                    return bench;
                });
        assertThat(found.conforms()).isFalse();
        assertThat(found.summary())
                .startsWith("not proven to conform: ")
                .contains(", 1 waived, 2 not applicable; ");
        ClauseResult clause = clause(found, "2.2");
        assertThat(clause.verdict()).isEqualTo(Verdict.WAIVED);
        assertThat(clause.reason())
                .startsWith(
                        "the bench says: we would rather not; but it does not hold: 'allow-promisc'"
                                + " where nobody declares it is true");
        assertThat(clause.restsOnBench()).isTrue();
        assertThat(ids(found, Verdict.NOT_APPLICABLE)).containsExactly("3.1", "3.4");
        assertThat(clause(found, "5.1").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(clause(found, "5.1").evidence())
                .contains("notApplicable() names this clause, which holds all the same");
        assertThat(clause(found, "5.1").restsOnBench()).isFalse();
    }

    @Test
    void nothingToLookAtIsNotTalkedAwayEither() {
        Certificate found =
                run(() -> {
                    var bench =
                            new Speaking(SampleDriver::new) {
                                @Override
                                public Map<String, ParameterValue> vf(int index) {
                                    return Map.of();
                                }

                                @Override
                                public Map<String, ParameterValue> pfValues() {
                                    return Map.of();
                                }
                            };
                    SampleDriver.OF_PF.forEach(p -> bench.hides(p.name(), "it cannot be seen"));
                    SampleDriver.OF_VF.forEach(p -> bench.hides(p.name(), "it cannot be seen"));
                    bench.explains("trust", "guests are never trusted");
                    bench.notApplicable.putAll(allClauses());
                    return bench;
                });
        assertThat(found.conforms()).isFalse();
        ClauseResult clause = clause(found, "5.1");
        assertThat(clause.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(clause.reason())
                .isEqualTo(
                        "the bench shows nothing of what the device was given; the bench says: we"
                                + " would rather not");
    }

    @Test
    void deviceThatCannotFailNorRefuseLeavesThatOut() {
        Certificate found =
                run(() -> {
                    var bench =
                            new Speaking(SampleDriver::new) {
                                @Override
                                public Optional<DeviceFaults> faults() {
                                    return Optional.empty();
                                }

                                @Override
                                public List<ImpossibleConfig> impossible() {
                                    return List.of();
                                }
                            };
                    for (String clause : List.of("4.8", "4.9", "4.10", "4.11", "4.12", "7.5")) {
                        bench.leavesOut(clause, "there is no device that could fail");
                    }
                    return bench.leavesOut("7.2", "all goes").leavesOut("7.4", "all goes");
                });
        assertThat(found.conforms()).as(found.toText()).isTrue();
        assertThat(clause(found, "4.9").reason())
                .isEqualTo("the bench says: there is no device that could fail");
    }

    @Test
    void valuesThatAreTheSameOnlyOnTheBenchsWordAreQuoted() {
        Certificate found =
                run(() ->
                        new SampleBench() {
                            @Override
                            public Map<String, ParameterValue> pfValues() {
                                var values = new HashMap<>(super.pfValues());
                                values.replace(
                                        "mtu",
                                        new ParameterValue.Uint(65_535),
                                        new ParameterValue.Uint(65_534));
                                return values;
                            }

                            @Override
                            public boolean isSame(
                                    String parameter, ParameterValue given, ParameterValue shown) {
                                return parameter.equals("mtu") || given.equals(shown);
                            }
                        });
        assertThat(found.conforms()).as(found.toText()).isTrue();
        // 5.6 gives the ends of a uint16_t
        ClauseResult clause = clause(found, "5.6");
        assertThat(clause.restsOnBench()).isTrue();
        assertThat(clause.evidence())
                .contains(
                        "mtu was given as 65535 and is shown as 65534; the bench says: that is the"
                                + " same");
        assertThat(clause(found, "5.1").restsOnBench()).isFalse();
    }

    @Test
    void valuesThatAreEqualRestOnNobodysWord() {
        Certificate found =
                run(() ->
                        new SampleBench() {
                            @Override
                            public boolean isSame(
                                    String parameter, ParameterValue given, ParameterValue shown) {
                                return true;
                            }
                        });
        assertThat(found.summary()).endsWith("; 1 rests on the bench's word");
    }

    @Test
    void namesThatAreNoParametersAreComplainedOf() {
        Certificate hidden =
                run(() -> new Speaking(SampleDriver::new).hides("cokie", "nobody sees it"));
        assertThat(clause(hidden, "1.1").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(clause(hidden, "1.1").reason())
                .isEqualTo(
                        "hidden() names 'cokie', which is no parameter of the PF nor of VFs; is"
                                + " 'cookie' meant?");
        Certificate explained =
                run(() -> new Speaking(SampleDriver::new).explains("colour", "it is blue"));
        assertThat(clause(explained, "1.1").reason())
                .startsWith("explanations() names 'colour', which is no parameter")
                .contains("there are mode, ", ", mac-addr, mac-anti-spoof, ");
    }

    static class Twice extends Tck {
        @Test
        @Clause(id = "2.1", rule = "Our card blinks.", source = "the vendor's brochure")
        void blinks() {
            evidence("it does");
        }
    }

    @Test
    void noClauseTakesTheNumberOfAnother() {
        Certificate found = run(SampleBench::new, selectClass(Twice.class));
        assertThat(found.conforms()).isFalse();
        assertThat(found.summary()).startsWith("does not conform: 0 of ");
        assertThat(ids(found, Verdict.FAILED)).contains("1.1").containsSequence("2.1", "2.1");
        assertThat(clause(found, "1.1").reason())
                .contains("the numbers that two clauses have", "2.1", "Twice.blinks()");
    }

    @Test
    void noClauseTakesTheNumberOfAnotherThatIsNotTried() {
        Certificate found = run(SampleBench::new, selectMethod(Twice.class, "blinks"));
        assertThat(ids(found, Verdict.FAILED)).containsExactly("2.1");
        assertThat(ids(found, Verdict.NOT_TRIED)).contains("2.1");
    }

    static class Repeated extends Tck {
        private static int round;

        @RepeatedTest(3)
        @Clause(id = "100.1", rule = "Our card blinks.", source = "the vendor's brochure")
        void blinks() {
            evidence("round " + ++round);
            assertThat(round).as("the rounds that are dark").isNotEqualTo(2);
        }
    }

    @Test
    void oneRoundThatFailsIsAClauseThatFails() {
        Certificate found = run(SampleBench::new, selectMethod(Repeated.class, "blinks"));
        ClauseResult clause = clause(found, "100.1");
        assertThat(clause.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(clause.evidence()).containsExactly("round 1", "round 2", "round 3");
    }

    @Test
    void vendorsLeaveOutWhatIsTheirs() {
        Certificate found =
                run(
                        () ->
                                new Speaking(SampleDriver::new)
                                        .leavesOut("100.1", "this card has no lamp"),
                        selectClass(Repeated.class));
        assertThat(found.conforms()).as(found.toText()).isTrue();
        assertThat(clause(found, "100.1").reason())
                .isEqualTo("the bench says: this card has no lamp");
    }

    static class Here {
        static class OfCard extends Tck {}
    }

    static class There {
        static class OfCard extends Tck {}
    }

    @Test
    void everyClassHasACertificateOfItsOwn() {
        assertThat(new Here.OfCard().certificate())
                .hasToString("target/tck/io.sriov.testkit.tck.BenchsWordTest.Here.OfCard");
        assertThat(new There.OfCard().certificate())
                .hasToString("target/tck/io.sriov.testkit.tck.BenchsWordTest.There.OfCard");
        assertThat(new SampleTckTest().certificate())
                .hasToString("target/tck/io.sriov.testkit.tck.SampleTckTest");
    }

    @Test
    void driverThatInterruptsItsCallerIsNamed() {
        Certificate found =
                run(() ->
                        new SampleBench(device ->
                                new SampleDriver(device) {
                                    @Override
                                    public void uninit() {
                                        super.uninit();
                                        Thread.currentThread().interrupt();
                                    }
                                }));
        assertThat(ids(found, Verdict.FAILED)).containsExactly("8.4");
        assertThat(clause(found, "8.4").reason())
                .startsWith("uninit() returns with the thread's interrupt flag set");
    }

    @Test
    void aBenchThatCannotBeOpenedOnceLeavesTheNamesKnown() {
        var opened = new AtomicInteger();
        Certificate found =
                run(() -> {
                    if (opened.incrementAndGet() > 40) {
                        throw new IllegalStateException("no more cards");
                    }
                    return new SampleBench();
                });
        assertThat(ids(found, Verdict.PASSED)).isNotEmpty();
        assertThat(found.conforms()).isFalse();
        assertThat(found.plugin()).startsWith("sample (");
        assertThat(found.pf()).startsWith("0000:10:00.0, ");
    }
}

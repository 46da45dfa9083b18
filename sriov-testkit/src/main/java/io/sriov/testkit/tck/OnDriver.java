package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.text.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/// What the clauses share: a bench for each test, a driver attached to it, and the evidence.
@DisplayNameGeneration(ClauseNames.class)
@ExtendWith({ClauseThread.class, CertificateRecorder.class})
abstract class OnDriver {
    /// More VFs tell nothing that these do not.
    private static final int MANY = 64;

    PfDriverBench bench;
    DriverOnDevice driver;
    Trials trials;

    private final List<PfDriverBench> benches = new ArrayList<>();
    private final List<String> evidence = new CopyOnWriteArrayList<>();
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicBoolean toldByBench = new AtomicBoolean();

    /// What the bench has called the same although it is not equal, by parameter.
    private final Map<String, Set<String>> sameness = new ConcurrentSkipListMap<>();

    private Optional<String> plugin = Optional.empty();
    private Optional<String> pf = Optional.empty();
    private Optional<String> waiver = Optional.empty();

    /// Opens a bench for one test, which closes it.
    ///
    /// @return the bench; its device has no VFs and nothing else has a driver on it
    /// @throws Exception when there is none; the test fails
    protected abstract PfDriverBench open() throws Exception;

    /// {@return where the certificate goes, without the extension: `.txt` and `.json` are written,
    /// and the directory is made; unless overridden, `target/tck` and the full name of the class,
    /// `target/tck/com.example.zx.ZxTckTest`, one in another class as `com.example.Outer.Inner`}
    protected Path certificate() {
        String name = getClass().getCanonicalName();
        return Path.of("target", "tck", name == null ? getClass().getName() : name);
    }

    /// Tells of the certificate, which has been written; logs its verdict at level INFO unless
    /// overridden.
    ///
    /// @param written the certificate
    protected void certified(Certificate written) {
        System.getLogger(PfDriverTck.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} {1}; see {2}.txt",
                        written.plugin(),
                        written.summary(),
                        certificate());
    }

    /// {@return how long a clause may take until it fails, since the driver or its bench hangs; 2
    /// minutes unless overridden}
    protected Duration timeLimit() {
        return Duration.ofMinutes(2);
    }

    /// Waits for what a driver may still do when its method has returned; a quarter of a second
    /// unless overridden.
    ///
    /// @throws InterruptedException when the clause has taken too long
    protected void settle() throws InterruptedException {
        Thread.sleep(Duration.ofMillis(250));
    }

    @BeforeEach
    void openBench(TestInfo test) throws Exception {
        bench = another();
        PfDriverProvider provider = provider();
        plugin = Optional.of(provider.name() + " (" + provider.getClass().getName() + ")");
        pf = Optional.of(text(bench.pf()));
        assertThat(CertificateRecorder.repeated(getClass()))
                .as(
                        "the numbers that two clauses have; a vendor's own clauses are in chapters"
                                + " from 100 on")
                .isEmpty();
        if (bench.mostVfs() < 1) {
            throw new BenchProblem(
                    "the bench must allow 1 VF or more, and its mostVfs() is " + bench.mostVfs(),
                    null);
        }
        Map<String, String> left = bench.notApplicable();
        var unknown = new TreeSet<>(left.keySet());
        CertificateRecorder.clauses(getClass()).map(Clause::id).forEach(unknown::remove);
        assertThat(unknown).as("what notApplicable() names and is no clause").isEmpty();
        String clause =
                test.getTestMethod()
                        .map(method -> method.getAnnotation(Clause.class))
                        .map(Clause::id)
                        .orElse("");
        waiver = Optional.ofNullable(left.get(clause));
        if (waiver.isPresent() && Waivers.holdUnseen(clause)) {
            throw notApplicable(told(waiver.get()));
        }
        driver = DriverOnDevice.attach(bench);
        trials = new Trials(bench, driver.schema());
        assertNamed("hidden()", bench.hidden());
        assertNamed("explanations()", bench.explanations());
    }

    /// The bench speaks of parameters that there are.
    private void assertNamed(String method, Map<String, String> words) {
        List<String> names =
                Stream.concat(trials.ofPf().stream(), trials.ofVf().stream())
                        .map(Parameter::name)
                        .distinct()
                        .toList();
        for (String word : new TreeSet<>(words.keySet())) {
            if (names.stream().noneMatch(name -> ParameterName.same(name, word))) {
                Assertions.fail(
                        "%s names '%s', which is no parameter of the PF nor of VFs; %s",
                        method,
                        word,
                        Spelling.nearest(word, names.stream())
                                .map(name -> "is '" + name + "' meant?")
                                .orElse("there are " + String.join(", ", names)));
            }
        }
    }

    private PfDriverProvider provider() {
        try {
            return bench.provider();
        } catch (RuntimeException | LinkageError e) {
            throw new AssertionError("the bench's provider() throws " + e, e);
        }
    }

    private static String text(PfIdentity pf) {
        return "%s, vendor 0x%04x, device 0x%04x, class 0x%06x, %s"
                .formatted(
                        pf.address(),
                        pf.vendorId(),
                        pf.deviceId(),
                        pf.classCode(),
                        pf.driver().isEmpty() ? "no host driver" : "host driver " + pf.driver());
    }

    @AfterEach
    void closeBenches() {
        benches.forEach(PfDriverBench::close);
    }

    /// {@return what a clause throws that says nothing about this plug-in; one that ends with an
    /// assumption of JUnit's is unproven instead}
    ///
    /// @param reason why not, for the certificate
    protected static TestAbortedException notApplicable(String reason) {
        return new NotApplicable(reason);
    }

    /// What a clause throws for which the bench gives nothing to judge by.
    static TestAbortedException unproven(String reason) {
        return new TestAbortedException(reason);
    }

    /// Ends a clause where none of the values that were given could be looked at.
    ///
    /// @param parameters the ones of which any would have done
    void assumeSeen(List<Parameter> parameters) {
        if (!parameters.isEmpty() && seen.get() == 0) {
            throw unproven("the bench shows nothing of what the device was given");
        }
    }

    /// Whether a parameter can be seen in the device.
    boolean isVisible(Parameter parameter) {
        return whyHidden(parameter).isEmpty();
    }

    private Optional<String> whyHidden(Parameter parameter) {
        return byName(bench.hidden(), parameter);
    }

    /// What the bench says of a parameter, whose name it may spell in another case.
    static Optional<String> byName(Map<String, String> words, Parameter parameter) {
        return words.entrySet().stream()
                .filter(word -> ParameterName.same(word.getKey(), parameter.name()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// The names, and those that cannot be seen with the reason.
    void noteHidden(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            whyHidden(parameter)
                    .ifPresent(why ->
                            evidence(
                                    "cannot be seen in the device: %s; %s"
                                            .formatted(parameter.name(), told(why))));
        }
    }

    /// Another PF of the same kind.
    PfDriverBench another() throws Exception {
        PfDriverBench opened = opened();
        benches.add(opened);
        return opened;
    }

    private PfDriverBench opened() throws Exception {
        try {
            return open();
        } catch (TestAbortedException | InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError e) {
            throw new BenchProblem("the bench is not there, since open() throws " + e, e);
        }
    }

    /// Closes a bench before the test ends, where it needs many.
    void close(PfDriverBench used) {
        benches.remove(used);
        used.close();
    }

    /// The plug-in, once it is known.
    Optional<String> pluginText() {
        return plugin;
    }

    Optional<String> pfText() {
        return pf;
    }

    /// Why the bench says that the clause is not applicable, where it does.
    Optional<String> waiver() {
        return waiver;
    }

    List<String> evidence() {
        var lines = new ArrayList<>(evidence);
        sameness.forEach((parameter, values) -> {
            int more = values.size() - 1;
            lines.add(
                    "%s %s%s; %s"
                            .formatted(
                                    parameter,
                                    values.iterator().next(),
                                    more == 0 ? "" : ", and " + more + " more that differ likewise",
                                    told("that is the same")));
        });
        return lines;
    }

    /// Whether a value that a device shows is the one that was given, be it on the bench's word.
    boolean isSame(
            PfDriverBench device, String parameter, ParameterValue given, ParameterValue shown) {
        if (given.equals(shown)) {
            return true;
        }
        boolean same = device.isSame(parameter, given, shown);
        if (same) {
            told("that is the same");
            sameness.computeIfAbsent(parameter, _ -> new ConcurrentSkipListSet<>())
                    .add(
                            "was given as %s and is shown as %s"
                                    .formatted(quoted(given), quoted(shown)));
        }
        return same;
    }

    private static String quoted(ParameterValue value) {
        return value instanceof ParameterValue.Text(String text) ? "'" + text + "'" : value.text();
    }

    /// Has the certificate say that a part of the clause is not what the kit found.
    ///
    /// @param word what the bench says instead
    String told(String word) {
        toldByBench.set(true);
        return "the bench says: " + word;
    }

    boolean restsOnBench() {
        return toldByBench.get();
    }

    /// Notes for the certificate what a clause has tried, with numbers.
    ///
    /// @param line one line
    protected final void evidence(String line) {
        evidence.add(line);
    }

    /// As many VFs as there can be, but no more than are worth the time.
    int most() {
        return Math.min(bench.mostVfs(), MANY);
    }

    /// Enough VFs for one to be in the middle, where there can be as many.
    int few() {
        return Math.min(bench.mostVfs(), 3);
    }

    List<Diagnostic> errors(IovConfig config) {
        return driver.check(config).stream().filter(Diagnostic::isError).toList();
    }

    /// Configurations that the schema and the driver's check take, of all shapes.
    List<IovConfig> valid() {
        List<IovConfig> all =
                Stream.of(
                                Stream.of(1, most()).map(trials::minimal),
                                Stream.of(1, most()).map(count -> trials.full(count, 0)),
                                Stream.of(trials.full(few(), 1)),
                                singles())
                        .flatMap(Function.identity())
                        .toList();
        List<IovConfig> valid = all.stream().filter(config -> errors(config).isEmpty()).toList();
        evidence(
                "%d configurations of up to %d VFs; check() refused %d more"
                        .formatted(valid.size(), most(), all.size() - valid.size()));
        assertThat(valid).as("configurations that check() takes").isNotEmpty();
        return valid;
    }

    private Stream<IovConfig> singles() {
        return trials.ofVf().stream()
                .flatMap(parameter ->
                        Stream.of(
                                trials.only(parameter, 0),
                                trials.only(parameter, 1),
                                trials.without(parameter, 0)));
    }

    /// The driver's check takes what is made of the bench's examples.
    void assertValid(IovConfig... configs) {
        for (IovConfig config : configs) {
            List<Diagnostic> errors = errors(config);
            assertThat(errors)
                    .as("what check() has against the bench's examples for %s", config)
                    .isEmpty();
        }
    }

    /// The device shows of every VF what it was given.
    void assertShown(PfDriverBench device, IovConfig config) {
        for (int i = 0; i < config.numVfs(); i++) {
            assertShown(device, i, DriverParameters.of(config.vf(i)));
        }
    }

    void assertShown(PfDriverBench device, int index, DriverParameters given) {
        assertShown(IovConfig.vfName(index), device, given, device.vf(index));
    }

    /// The device shows what it was given.
    ///
    /// @param name the name of the PF or VF
    void assertShown(
            String name,
            PfDriverBench device,
            DriverParameters given,
            Map<String, ParameterValue> shown) {
        Map<String, ParameterValue> byName = DriverParameters.ofValues(shown).values();
        Set<String> hidden =
                device.hidden().keySet().stream()
                        .map(ParameterName::fold)
                        .collect(Collectors.toSet());
        given.values()
                .forEach((parameter, value) -> {
                    ParameterValue found = byName.get(parameter);
                    if (found == null && hidden.contains(parameter)) {
                        return;
                    }
                    if (found == null || !isSame(device, parameter, value, found)) {
                        Assertions.fail(
                                "%s was given %s=%s, and its device has %s",
                                name,
                                parameter,
                                value.text(),
                                found == null ? "nothing" : found.text());
                    }
                    seen.incrementAndGet();
                });
    }

    /// What the device has of each VF.
    static List<Map<String, ParameterValue>> shown(PfDriverBench device, int numVfs) {
        return IntStream.range(0, numVfs).mapToObj(device::vf).toList();
    }
}

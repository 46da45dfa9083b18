package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Chapter 6: reading back what VFs have.
abstract class ReadBackClauses extends PfParameterClauses {
    private int changes;

    @Test
    @Clause(
            id = "6.1",
            rule = "compare() finds nothing where everything is as it was given.",
            source = "PfDriver#compare(int, DriverParameters)")
    void nothingDiffersFromTheStart() throws Exception {
        int compared = 0;
        for (IovConfig config : valid()) {
            driver.create(config);
            for (int i = 0; i < config.numVfs(); i++) {
                assertThat(driver.compare(i, DriverParameters.of(config.vf(i))))
                        .as("what compare() finds of VF-%d, which has just been set", i)
                        .isEmpty();
                compared++;
            }
            driver.uninit();
        }
        evidence("%d VFs were compared".formatted(compared));
    }

    @Test
    @Clause(
            id = "6.2",
            rule = "compare() finds what was changed behind the driver's back, and nothing else.",
            source = "PfDriver#compare(int, DriverParameters)")
    void changesAreFound() throws Exception {
        assumeVfParameters();
        var found = new TreeSet<String>();
        var untold = new TreeSet<String>();
        changes = 0;
        for (Parameter parameter : trials.ofVf()) {
            IovConfig alone = trials.only(parameter, 0);
            IovConfig config = errors(alone).isEmpty() ? alone : trials.full(1, 0);
            if (errors(config).isEmpty()) {
                (isFound(parameter, config) ? found : untold).add(parameter.name());
            }
        }
        noteHidden(trials.ofVf());
        if (found.isEmpty() && changes == 0) {
            throw unproven(
                    "no value changed when the bench was to set it behind the driver's back:"
                            + " setBehindTheDriver() has no effect, or example() is the same for one"
                            + " seed as for the next");
        }
        if (found.isEmpty()) {
            throw notApplicable("the driver tells nothing of its VFs");
        }
        int atOnce = assertAllFound();
        evidence("changes were found of %s".formatted(String.join(", ", found)));
        evidence("changed at once, and found: %d parameters".formatted(atOnce));
        if (!untold.isEmpty()) {
            evidence("neither told nor compared: %s".formatted(String.join(", ", untold)));
        }
    }

    /// {@return whether the change of a parameter was found; what else was found is a failure, and
    /// so is a change that was not found although `read` tells the parameter}
    private boolean isFound(Parameter parameter, IovConfig config) throws PfDriverException {
        String name = parameter.name();
        DriverParameters given = DriverParameters.of(config.vf(0));
        driver.create(config);
        List<String> known = known(DriverOnDevice.attach(bench));
        Map<String, ParameterValue> before = bench.vf(0);
        bench.setBehindTheDriver(0, name, bench.example(parameter, 1));
        Map<String, ParameterValue> after = bench.vf(0);
        List<String> changed =
                before.keySet().stream()
                        .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                        .filter(key -> given.value(key).isPresent())
                        .toList();
        changes += changed.size();
        List<ParameterMismatch> mismatches = DriverOnDevice.attach(bench).compare(0, given);
        assertThat(driver.compare(0, given))
                .as("what the driver finds that has set the VF, as one does that has not")
                .isEqualTo(mismatches);
        driver.uninit();
        List<String> told = differing(mismatches);
        List<String> tellable = new ArrayList<>(changed);
        if (!isVisible(parameter)) {
            tellable.add(name);
        }
        assertThat(tellable)
                .as("what compare() finds where %s of VF-0 was changed in the device", changed)
                .containsAll(told);
        List<String> missed =
                changed.stream().filter(known::contains).filter(p -> !told.contains(p)).toList();
        assertThat(missed).as("changes that read() would tell and compare() does not").isEmpty();
        for (ParameterMismatch mismatch : mismatches) {
            assertThat(mismatch.section()).as("the section of %s", mismatch).isEqualTo("VF-0");
            ParameterValue declared = given.value(mismatch.parameter()).orElseThrow();
            assertThat(meansSame(mismatch.declared(), declared))
                    .as("%s says what was declared, %s", mismatch, declared.text())
                    .isTrue();
            assertThat(mismatch.found()).as("what %s says was found", mismatch).isNotBlank();
        }
        return told.contains(name);
    }

    /// Where several values were changed, all are found of which a change alone is found.
    ///
    /// @return how many were changed
    private int assertAllFound() throws PfDriverException {
        IovConfig config = trials.full(1, 0);
        if (!errors(config).isEmpty()) {
            return 0;
        }
        var alone = new ArrayList<String>();
        for (Parameter parameter : trials.ofVf()) {
            if (foundChanged(config, List.of(parameter)).contains(parameter.name())) {
                alone.add(parameter.name());
            }
        }
        assertThat(foundChanged(config, trials.ofVf()))
                .as("what compare() finds where %s of VF-0 were changed at once", alone)
                .containsAll(alone);
        return alone.size();
    }

    private List<String> foundChanged(IovConfig config, List<Parameter> parameters)
            throws PfDriverException {
        DriverParameters given = DriverParameters.of(config.vf(0));
        driver.create(config);
        var others = new OtherValues(bench);
        others.setVf(0, parameters, given);
        others.assumeSet();
        List<String> found = differing(DriverOnDevice.attach(bench).compare(0, given));
        driver.uninit();
        return found;
    }

    private static List<String> differing(List<ParameterMismatch> mismatches) {
        return mismatches.stream().map(ParameterMismatch::parameter).toList();
    }

    private static List<String> known(DriverOnDevice driver) throws PfDriverException {
        return driver.read(0).stream()
                .filter(ParameterReading::isKnown)
                .map(ParameterReading::parameter)
                .toList();
    }

    /// Integers may be written in hexadecimal, and all but texts in capitals.
    static boolean meansSame(String text, ParameterValue value) {
        if (value instanceof ParameterValue.Text) {
            return text.equals(value.text());
        }
        if (!(value instanceof ParameterValue.Uint(long bits))) {
            return text.equalsIgnoreCase(value.text());
        }
        try {
            return bits
                    == (text.startsWith("0x")
                            ? Long.parseUnsignedLong(text.substring(2), 16)
                            : Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Test
    @Clause(
            id = "6.3",
            rule =
                    "read() tells all of the schema's parameters in their order, with the device's"
                            + " values.",
            source = "PfDriver#read(int)")
    void readingsAreTrue() throws Exception {
        boolean spoken = false;
        var silent = new TreeSet<String>();
        var excused = new LinkedHashSet<Parameter>();
        var told = new TreeSet<String>();
        var confirmed = new TreeSet<String>();
        for (IovConfig config : valid()) {
            driver.create(config);
            for (int i = 0; i < config.numVfs(); i++) {
                List<ParameterReading> readings = driver.read(i);
                if (readings.isEmpty()) {
                    silent.add(IovConfig.vfName(i));
                } else {
                    excused.addAll(assertComplete(readings, i));
                    spoken = true;
                }
                Map<String, ParameterValue> shown = bench.vf(i);
                for (ParameterReading reading : readings) {
                    if (assertTrue(reading, shown, i)) {
                        confirmed.add(reading.parameter());
                    }
                    if (reading.isKnown()) {
                        told.add(reading.parameter());
                    }
                }
            }
            driver.uninit();
        }
        if (spoken) {
            assertThat(silent).as("VFs of which read() once tells nothing").isEmpty();
        }
        if (told.isEmpty()) {
            throw notApplicable("the driver reads nothing back");
        }
        OtherValues others = assertReadFromDevice();
        if (confirmed.isEmpty()) {
            throw unproven("the bench shows nothing of what the driver reads");
        }
        others.assumeSet();
        noteHidden(List.copyOf(excused));
        evidence("read back: %s".formatted(String.join(", ", confirmed)));
        told.removeAll(confirmed);
        if (!told.isEmpty()) {
            evidence("read, and not seen in the device: %s".formatted(String.join(", ", told)));
        }
    }

    /// What is told is what the device has, not what the driver remembers.
    private OtherValues assertReadFromDevice() throws PfDriverException {
        var others = new OtherValues(bench);
        IovConfig config = trials.full(1, 0);
        if (errors(config).isEmpty()) {
            driver.create(config);
            others.setVf(0, trials.ofVf(), DriverParameters.of(config.vf(0)));
            for (ParameterReading reading : driver.read(0)) {
                assertTrue(reading, bench.vf(0), 0);
            }
            driver.uninit();
        }
        return others;
    }

    /// All are told but those that are no property of the device, as the bench says.
    ///
    /// @return those that the bench's word excuses
    private List<Parameter> assertComplete(List<ParameterReading> readings, int vf) {
        List<String> told = parameters(readings);
        List<Parameter> excused =
                trials.ofVf().stream()
                        .filter(parameter -> !isVisible(parameter))
                        .filter(parameter -> !told.contains(parameter.name()))
                        .toList();
        assertThat(told)
                .as(
                        "the parameters that read(%d) tells; what it cannot tell it says, with the"
                                + " reason",
                        vf)
                .isEqualTo(
                        trials.ofVf().stream()
                                .filter(parameter -> !excused.contains(parameter))
                                .map(Parameter::name)
                                .toList());
        return excused;
    }

    /// {@return whether the device has confirmed it}
    private boolean assertTrue(
            ParameterReading reading, Map<String, ParameterValue> shown, int vf) {
        assertThat(reading.text()).as("the text of %s", reading).isNotBlank().doesNotContain("\n");
        ParameterValue value = shown.get(reading.parameter());
        if (!reading.isKnown() || value == null) {
            return false;
        }
        assertThat(meansSame(reading.text(), value))
                .as(
                        "read(%d) tells %s=%s, and the device has %s",
                        vf, reading.parameter(), reading.text(), value.text())
                .isTrue();
        return true;
    }

    @Test
    @Clause(
            id = "6.4",
            rule = "Comparing and reading change nothing.",
            source = "PfDriver#compare(int, DriverParameters), PfDriver#read(int)")
    void looksDoNotTouch() throws Exception {
        IovConfig config = trials.full(few(), 0);
        driver.create(config);
        List<Map<String, ParameterValue>> before = shown(bench, few());
        Map<String, ParameterValue> pf = bench.pfValues();
        for (int i = 0; i < few(); i++) {
            driver.compare(i, DriverParameters.of(config.vf(i)));
            driver.compare(i, DriverParameters.of(trials.minimal(1).vf(0)));
            driver.read(i);
            assertThat(shown(bench, few()))
                    .as("the device after a look at VF-%d", i)
                    .isEqualTo(before);
        }
        assertThat(bench.pfValues()).as("the PF after looks at its VFs").isEqualTo(pf);
        if (!trials.ofVf().isEmpty() && before.stream().allMatch(Map::isEmpty)) {
            throw unproven("the bench shows nothing of what the driver could have touched");
        }
        evidence("%d VFs looked at".formatted(few()));
    }

    @Test
    @Clause(
            id = "6.5",
            rule = "A driver that is attached anew reads what another one has set.",
            source = "controllers restart while VFs live; Sriov#plan(IovConfig) after that")
    void nextDriverReadsTheSame() throws Exception {
        IovConfig config = trials.full(few(), 0);
        driver.create(config);
        DriverOnDevice next = DriverOnDevice.attach(bench);
        for (int i = 0; i < few(); i++) {
            assertThat(next.compare(i, DriverParameters.of(config.vf(i))))
                    .as("what the next driver's compare() finds of VF-%d", i)
                    .isEmpty();
            assertThat(next.read(i))
                    .as("what the next driver's read() tells of VF-%d", i)
                    .isEqualTo(driver.read(i));
        }
        Optional<ParameterReading> any = next.read(0).stream().findFirst();
        evidence(
                "%d VFs; %s"
                        .formatted(
                                few(), any.isPresent() ? "the same readings" : "nothing is read"));
    }

    @Test
    @Clause(
            id = "6.6",
            rule =
                    "Where the device does not answer, compare() and read() say so, and never"
                            + " nothing.",
            source = "PfDriver: a PfDriverException when the device cannot be asked")
    void whatCannotBeAskedIsTold() throws Exception {
        assumeVfParameters();
        IovConfig config = trials.full(1, 0);
        DriverParameters given = DriverParameters.of(config.vf(0));
        Work prepare =
                () -> {
                    driver.create(config);
                    var others = new OtherValues(bench);
                    others.setVf(0, trials.ofVf(), given);
                    others.assumeSet();
                    driver = DriverOnDevice.attach(bench);
                };
        prepare.run();
        List<String> mismatches = differing(driver.compare(0, given));
        List<ParameterReading> readings = driver.read(0);
        boolean reads = readings.stream().anyMatch(ParameterReading::isKnown);
        if (mismatches.isEmpty() && !reads) {
            throw notApplicable("the driver tells nothing of its VFs");
        }
        int compared =
                failed(prepare, "compare()", mismatches, () -> differing(driver.compare(0, given)));
        int read =
                failed(
                        prepare,
                        "read()",
                        reads ? parameters(readings) : List.of(),
                        () -> parameters(read(readings)));
        evidence(
                "%d accesses of compare() and %d of read() failed in turn; each was told"
                        .formatted(compared, read));
    }

    /// A look at a VF: the names of the parameters that are told.
    private interface Look {
        List<String> ask() throws PfDriverException;
    }

    /// Looks at a VF while each access fails in turn. What it tells otherwise it tells then, too,
    /// unless it fails on the whole.
    ///
    /// @return how many accesses failed; none where there is nothing to tell
    private int failed(Work prepare, String method, List<String> wanted, Look look)
            throws Exception {
        if (wanted.isEmpty()) {
            return 0;
        }
        List<Optional<List<String>>> answers = new ArrayList<>();
        int accesses =
                atEveryAccess(
                        prepare,
                        () -> answers.add(answer(look)),
                        () ->
                                answers.getLast()
                                        .ifPresent(told ->
                                                assertThat(told)
                                                        .as(
                                                                "what %s tells of VF-0, without an"
                                                                        + " exception",
                                                                method)
                                                        .containsAll(wanted)));
        assumeFailed(accesses);
        return accesses;
    }

    private static Optional<List<String>> answer(Look look) {
        try {
            return Optional.of(look.ask());
        } catch (PfDriverException e) {
            return Optional.empty();
        }
    }

    /// @param usual what is told where nothing fails; else it is to be true
    private List<ParameterReading> read(List<ParameterReading> usual) throws PfDriverException {
        List<ParameterReading> readings = driver.read(0);
        readings.stream()
                .filter(reading -> !usual.contains(reading))
                .forEach(reading -> assertTrue(reading, bench.vf(0), 0));
        return readings;
    }

    private static List<String> parameters(List<ParameterReading> readings) {
        return readings.stream().map(ParameterReading::parameter).toList();
    }
}

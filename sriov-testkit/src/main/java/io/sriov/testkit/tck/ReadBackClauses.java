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
        if (found.isEmpty() && changes == 0) {
            throw unproven(
                    "no value changed when the bench was to set it behind the driver's back");
        }
        if (found.isEmpty()) {
            throw notApplicable("the driver tells nothing of its VFs");
        }
        evidence("changes were found of %s".formatted(String.join(", ", found)));
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
        List<String> known = known();
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
        driver.uninit();
        List<String> told = mismatches.stream().map(ParameterMismatch::parameter).toList();
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

    private List<String> known() throws PfDriverException {
        return driver.read(0).stream()
                .filter(ParameterReading::isKnown)
                .map(ParameterReading::parameter)
                .toList();
    }

    /// Integers may be written in hexadecimal.
    static boolean meansSame(String text, ParameterValue value) {
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
            rule = "read() tells the schema's parameters in their order, with the device's values.",
            source = "PfDriver#read(int)")
    void readingsAreTrue() throws Exception {
        List<String> names = trials.ofVf().stream().map(Parameter::name).toList();
        var told = new TreeSet<String>();
        var confirmed = new TreeSet<String>();
        for (IovConfig config : valid()) {
            driver.create(config);
            for (int i = 0; i < config.numVfs(); i++) {
                List<ParameterReading> readings = driver.read(i);
                List<String> read = readings.stream().map(ParameterReading::parameter).toList();
                var inOrder = new ArrayList<>(names);
                inOrder.retainAll(read);
                assertThat(read).as("the parameters that read(%d) tells", i).isEqualTo(inOrder);
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
        if (told.isEmpty()) {
            throw notApplicable("the driver reads nothing back");
        }
        if (confirmed.isEmpty()) {
            throw unproven("the bench shows nothing of what the driver reads");
        }
        evidence("read back: %s".formatted(String.join(", ", confirmed)));
        told.removeAll(confirmed);
        if (!told.isEmpty()) {
            evidence("read, and not seen in the device: %s".formatted(String.join(", ", told)));
        }
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
}

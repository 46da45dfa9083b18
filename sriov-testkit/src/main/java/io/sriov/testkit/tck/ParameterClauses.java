package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Chapter 5: what becomes of the parameters of VFs.
abstract class ParameterClauses extends FaultClauses {
    void assumeVfParameters() {
        if (trials.ofVf().isEmpty()) {
            throw notApplicable("VFs have no parameters");
        }
    }

    @Test
    @Clause(
            id = "5.1",
            rule = "What a VF is given reaches the device.",
            source = "PCI_IOV_ADD_VF(9)")
    void givenValuesReachTheDevice() throws Exception {
        assumeVfParameters();
        var others = new OtherValues(bench);
        for (IovConfig config : valid()) {
            driver.init(config);
            driver.enable();
            if (config.numVfs() == 1) {
                others.setVf(0, trials.ofVf(), DriverParameters.of(config.vf(0)));
            }
            for (int i = 0; i < config.numVfs(); i++) {
                driver.addVf(i, DriverParameters.of(config.vf(i)));
            }
            assertShown(bench, config);
            driver.uninit();
        }
        noteHidden(trials.ofVf());
        assumeSeen(trials.ofVf());
        others.assumeSet();
        noteSeen(trials.ofVf());
    }

    void noteSeen(List<Parameter> parameters) {
        evidence("seen in the device: %s".formatted(names(visible(parameters))));
    }

    private List<Parameter> visible(List<Parameter> parameters) {
        return parameters.stream().filter(this::isVisible).toList();
    }

    static String names(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    /// Those that a clause can look at; it is not applicable where there are none, and unproven
    /// where none can be seen.
    List<Parameter> toLookAt(List<Parameter> parameters, String without) {
        if (parameters.isEmpty()) {
            throw notApplicable(without);
        }
        noteHidden(parameters);
        List<Parameter> visible = visible(parameters);
        if (visible.isEmpty()) {
            throw unproven("the bench shows none of " + names(parameters));
        }
        return visible;
    }

    static List<Parameter> defaulted(List<Parameter> parameters) {
        return parameters.stream().filter(p -> p.defaultValue().isPresent()).toList();
    }

    static List<Parameter> optional(List<Parameter> parameters) {
        return parameters.stream()
                .filter(p -> !p.required() && p.defaultValue().isEmpty())
                .toList();
    }

    @Test
    @Clause(
            id = "5.2",
            rule = "Where nothing is given, the schema's default reaches the device.",
            source = "pci_iov_schema(9): IOV_SCHEMA_HASDEFAULT")
    void defaultsReachTheDevice() throws Exception {
        List<Parameter> defaulted =
                toLookAt(defaulted(trials.ofVf()), "no parameter of VFs has a default");
        driver.create(trials.full(few(), 0));
        driver.uninit();
        IovConfig minimum = trials.minimal(few());
        var others = new OtherValues(bench);
        driver.init(minimum);
        driver.enable();
        for (int i = 0; i < few(); i++) {
            DriverParameters given = DriverParameters.of(minimum.vf(i));
            others.setVf(i, defaulted, given);
            driver.addVf(i, given);
        }
        for (int i = 0; i < few(); i++) {
            assertDefaults(IovConfig.vfName(i), defaulted, bench.vf(i));
        }
        others.assumeSet();
        evidence("%d defaults on %d VFs".formatted(defaulted.size(), few()));
    }

    void assertDefaults(
            String whose, List<Parameter> defaulted, Map<String, ParameterValue> shown) {
        for (Parameter parameter : defaulted) {
            ParameterValue wanted = parameter.defaultValue().orElseThrow();
            ParameterValue found = shown.get(parameter.name());
            assertThat(found != null && isSame(bench, parameter.name(), wanted, found))
                    .as(
                            "'%s' of %s is %s in the device; nobody gave it, and its default is %s",
                            parameter.name(),
                            whose,
                            found == null ? "nothing" : found.text(),
                            wanted.text())
                    .isTrue();
        }
    }

    @Test
    @Clause(
            id = "5.3",
            rule = "A default that is given is the same as one that is not.",
            source = "pci_iov_schema(9): a driver cannot tell them apart")
    void givenDefaultsAreDefaults() throws Exception {
        List<Parameter> defaulted =
                toLookAt(defaulted(trials.ofVf()), "no parameter of VFs has a default");
        driver.create(trials.minimal(1));
        Map<String, ParameterValue> implied = bench.vf(0);
        driver.uninit();
        driver.create(trials.completed(Map.of(), List.of(defaults(trials.ofVf()))));
        assertThat(bench.vf(0))
                .as("what the device has with all defaults given")
                .isEqualTo(implied);
        evidence("%d defaults".formatted(defaulted.size()));
    }

    static Map<String, ParameterValue> defaults(List<Parameter> parameters) {
        var values = new LinkedHashMap<String, ParameterValue>();
        defaulted(parameters).forEach(p -> values.put(p.name(), p.defaultValue().orElseThrow()));
        return values;
    }

    @Test
    @Clause(
            id = "5.4",
            rule = "An optional parameter that is not given is not written.",
            source = "pci_iov_schema(9): absent, not false or 0; the device's own value stays")
    void absentIsNotWritten() throws Exception {
        List<Parameter> optional =
                toLookAt(optional(trials.ofVf()), "no parameter of VFs is optional");
        for (int seed = 0; seed < 2; seed++) {
            for (Parameter parameter : optional) {
                IovConfig minimum = trials.minimal(1);
                driver.init(minimum);
                driver.enable();
                ParameterValue example = bench.example(parameter, seed);
                bench.setBehindTheDriver(0, parameter.name(), example);
                Map<String, ParameterValue> before = bench.vf(0);
                assertSet(parameter, example, before);
                DriverParameters given = DriverParameters.of(minimum.vf(0));
                driver.addVf(0, given);
                assertKept(given, before, bench.vf(0));
                driver.uninit();
            }
        }
        evidence("%s: the device kept each of 2 values".formatted(names(optional)));
    }

    /// The bench has done what it was asked to, so that the clause means something.
    void assertSet(Parameter parameter, ParameterValue value, Map<String, ParameterValue> shown) {
        ParameterValue found = shown.get(parameter.name());
        assertThat(found != null && isSame(bench, parameter.name(), value, found))
                .as(
                        "the bench was to set '%s' to %s behind the driver's back, and shows %s",
                        parameter.name(), value.text(), found == null ? "nothing" : found.text())
                .isTrue();
    }

    /// What was not given is as it was, whether the schema has it or not.
    static void assertKept(
            DriverParameters given,
            Map<String, ParameterValue> before,
            Map<String, ParameterValue> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> given.value(name).isPresent());
        for (String name : names) {
            assertThat(text(after, name))
                    .as("'%s', which was not given, after the driver has set the rest", name)
                    .isEqualTo(text(before, name));
        }
    }

    private static String text(Map<String, ParameterValue> values, String name) {
        ParameterValue value = values.get(name);
        return value == null ? "nothing" : value.text();
    }

    @Test
    @Clause(
            id = "5.5",
            rule = "What one VF is given does not reach another.",
            source = "PCI_IOV_ADD_VF(9): one VF each call")
    void vfsAreApart() throws Exception {
        assumeVfParameters();
        assumeTwoVfs();
        IovConfig config = trials.full(few(), 0);
        driver.init(config);
        driver.enable();
        for (int i = 0; i < few(); i++) {
            List<Map<String, ParameterValue>> before = others(i);
            Map<String, ParameterValue> pf = bench.pfValues();
            driver.addVf(i, DriverParameters.of(config.vf(i)));
            assertThat(others(i)).as("the other VFs, after VF-%d", i).isEqualTo(before);
            assertThat(bench.pfValues()).as("the PF, after VF-%d", i).isEqualTo(pf);
        }
        assertShown(bench, config);
        assumeSeen(trials.ofVf());
        evidence("%d VFs, each with values of its own".formatted(few()));
    }

    private List<Map<String, ParameterValue>> others(int vf) {
        List<Map<String, ParameterValue>> all = new ArrayList<>(shown(bench, few()));
        all.remove(vf);
        return all;
    }

    @Test
    @Clause(
            id = "5.6",
            rule = "Values at the ends of their types are taken as they are, or refused.",
            source = "sys/dev/pci/pci_iov_schema.c: the ranges of the types; integers are unsigned")
    void endsOfTypesAreExact() throws Exception {
        if (trials.ofVf().isEmpty() && trials.ofPf().isEmpty()) {
            throw notApplicable("there are no parameters");
        }
        int taken = 0;
        int refused = 0;
        var others = new OtherValues(bench);
        for (Parameter parameter : trials.ofPf()) {
            for (ParameterValue end : Examples.ends(parameter)) {
                others.setPf(List.of(parameter), only(parameter, end));
                boolean takes =
                        takes(
                                trials.withPf(parameter, end),
                                () -> {},
                                () ->
                                        assertShown(
                                                "PF",
                                                bench,
                                                only(parameter, end),
                                                bench.pfValues()));
                taken += takes ? 1 : 0;
                refused += takes ? 0 : 1;
            }
        }
        for (Parameter parameter : trials.ofVf()) {
            for (ParameterValue end : Examples.ends(parameter)) {
                boolean takes =
                        takes(
                                trials.with(parameter, end),
                                () -> others.setVf(0, List.of(parameter), only(parameter, end)),
                                () -> assertShown(bench, 0, only(parameter, end)));
                taken += takes ? 1 : 0;
                refused += takes ? 0 : 1;
            }
        }
        assumeSeen(Stream.concat(trials.ofPf().stream(), trials.ofVf().stream()).toList());
        others.assumeSet();
        evidence(
                "%d values were taken, %d refused; none was taken for another"
                        .formatted(taken, refused));
    }

    private static DriverParameters only(Parameter parameter, ParameterValue value) {
        return DriverParameters.ofValues(Map.of(parameter.name(), value));
    }

    /// Whether the driver takes a configuration of one VF; it is looked at then. What check() says
    /// of it is not asked here, but that it has an answer.
    ///
    /// @param prepare what is done to the VF before the driver gets it
    boolean takes(IovConfig config, Runnable prepare, Runnable look) {
        driver.check(config);
        try {
            driver.init(config);
        } catch (PfDriverException e) {
            return false;
        }
        boolean taken = true;
        driver.enable();
        prepare.run();
        try {
            driver.addVf(0, DriverParameters.of(config.vf(0)));
            look.run();
        } catch (PfDriverException e) {
            taken = false;
        }
        driver.uninit();
        return taken;
    }

    @Test
    @Clause(
            id = "5.7",
            rule = "Parameters come in any order and any spelling of their names.",
            source = "nv(9): lists with NV_FLAG_IGNORE_CASE; a configuration's own order")
    void orderDoesNotMatter() throws Exception {
        if (trials.ofVf().isEmpty() && trials.ofPf().isEmpty()) {
            throw notApplicable("there are no parameters");
        }
        IovConfig config = trials.full(1, 0);
        DriverParameters pf = DriverParameters.of(config.pf());
        DriverParameters given = DriverParameters.of(config.vf(0));
        driver.create(config);
        Map<String, ParameterValue> shownOfPf = bench.pfValues();
        Map<String, ParameterValue> shown = bench.vf(0);
        driver.uninit();
        driver.init(1, reversed(pf));
        driver.addVf(0, reversed(given));
        assertThat(bench.pfValues())
                .as("the PF, given the same in another order and in capitals")
                .isEqualTo(shownOfPf);
        assertThat(bench.vf(0))
                .as("the device, given the same in another order and in capitals")
                .isEqualTo(shown);
        if (shown.isEmpty() && shownOfPf.isEmpty()) {
            throw unproven("the bench shows nothing of what the device was given");
        }
        evidence(
                "%d parameters of the PF and %d of a VF, there and back"
                        .formatted(pf.values().size(), given.values().size()));
    }

    private static DriverParameters reversed(DriverParameters given) {
        var values = new LinkedHashMap<String, ParameterValue>();
        for (String name : new ArrayList<>(given.values().keySet()).reversed()) {
            values.put(name.toUpperCase(Locale.ROOT), given.value(name).orElseThrow());
        }
        return DriverParameters.ofValues(values);
    }
}

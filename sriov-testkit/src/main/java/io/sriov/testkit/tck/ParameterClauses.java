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
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Chapter 5: what becomes of parameters.
abstract class ParameterClauses extends FaultClauses {

    /// What the device shows of a VF's parameter; empty where the bench does not tell.
    private Optional<ParameterValue> value(int vf, Parameter parameter) {
        return Optional.ofNullable(bench.vf(vf).get(parameter.name()));
    }

    private void assumeVfParameters() {
        if (trials.ofVf().isEmpty()) {
            Assumptions.abort("VFs have no parameters");
        }
    }

    @Test
    @Clause(
            id = "5.1",
            rule = "What a VF is given reaches the device.",
            source = "PCI_IOV_ADD_VF(9)")
    void givenValuesReachTheDevice() throws Exception {
        assumeVfParameters();
        for (IovConfig config : valid()) {
            driver.create(config);
            assertShown(bench, config);
            driver.uninit();
        }
        noteHidden(trials.ofVf());
    }

    private void noteHidden(List<Parameter> parameters) {
        var seen = new ArrayList<>(parameters.stream().map(Parameter::name).toList());
        var hidden = new ArrayList<>(seen);
        hidden.retainAll(bench.hidden());
        seen.removeAll(hidden);
        evidence("seen in the device: %s".formatted(String.join(", ", seen)));
        if (!hidden.isEmpty()) {
            evidence("cannot be seen in the device: %s".formatted(String.join(", ", hidden)));
        }
    }

    @Test
    @Clause(
            id = "5.2",
            rule = "Where nothing is given, the schema's default reaches the device.",
            source = "pci_iov_schema(9): IOV_SCHEMA_HASDEFAULT")
    void defaultsReachTheDevice() throws Exception {
        List<Parameter> defaulted =
                trials.ofVf().stream().filter(p -> p.defaultValue().isPresent()).toList();
        if (defaulted.isEmpty()) {
            Assumptions.abort("no parameter has a default");
        }
        driver.create(trials.full(1, 0));
        driver.uninit();
        driver.create(trials.minimal(few()));
        for (Parameter parameter : defaulted) {
            for (int i = 0; i < few(); i++) {
                assertIs(i, parameter, parameter.defaultValue().orElseThrow());
            }
        }
        evidence("%d defaults on %d VFs".formatted(defaulted.size(), few()));
    }

    private void assertIs(int vf, Parameter parameter, ParameterValue wanted) {
        value(vf, parameter)
                .ifPresent(shown ->
                        assertThat(bench.isSame(parameter.name(), wanted, shown))
                                .as(
                                        "'%s' of VF-%d is %s in the device; it is to be %s",
                                        parameter.name(), vf, shown.text(), wanted.text())
                                .isTrue());
    }

    @Test
    @Clause(
            id = "5.3",
            rule = "A default that is given is the same as one that is not.",
            source = "pci_iov_schema(9): a driver cannot tell them apart")
    void givenDefaultsAreDefaults() throws Exception {
        List<Parameter> defaulted =
                trials.ofVf().stream().filter(p -> p.defaultValue().isPresent()).toList();
        if (defaulted.isEmpty()) {
            Assumptions.abort("no parameter has a default");
        }
        driver.create(trials.minimal(1));
        Map<String, ParameterValue> implied = bench.vf(0);
        driver.uninit();
        var vf = new LinkedHashMap<String, ParameterValue>();
        defaulted.forEach(p -> vf.put(p.name(), p.defaultValue().orElseThrow()));
        driver.create(trials.completed(Map.of(), List.of(vf)));
        assertThat(bench.vf(0))
                .as("what the device has with all defaults given")
                .isEqualTo(implied);
        evidence("%d defaults".formatted(defaulted.size()));
    }

    @Test
    @Clause(
            id = "5.4",
            rule = "An optional parameter that is not given is not written.",
            source = "pci_iov_schema(9): absent, not false or 0; the device's own value stays")
    void absentIsNotWritten() throws Exception {
        List<Parameter> optional =
                trials.ofVf().stream()
                        .filter(p -> !p.required() && p.defaultValue().isEmpty())
                        .toList();
        if (optional.isEmpty()) {
            Assumptions.abort("no parameter is optional");
        }
        for (int seed = 0; seed < 2; seed++) {
            for (Parameter parameter : optional) {
                IovConfig minimum = trials.minimal(1);
                driver.init(minimum);
                driver.enable();
                bench.setBehindTheDriver(0, parameter.name(), bench.example(parameter, seed));
                Optional<ParameterValue> before = value(0, parameter);
                driver.addVf(0, DriverParameters.of(minimum.vf(0)));
                assertThat(value(0, parameter))
                        .as("'%s', which was not given, after addVf", parameter.name())
                        .isEqualTo(before);
                driver.uninit();
            }
        }
        evidence(
                "%s: the device kept each of 2 values"
                        .formatted(
                                String.join(
                                        ", ", optional.stream().map(Parameter::name).toList())));
    }

    @Test
    @Clause(
            id = "5.5",
            rule = "What one VF is given does not reach another.",
            source = "PCI_IOV_ADD_VF(9): one VF each call")
    void vfsAreApart() throws Exception {
        assumeVfParameters();
        IovConfig config = trials.full(few(), 0);
        driver.init(config);
        driver.enable();
        for (int i = 0; i < few(); i++) {
            List<Map<String, ParameterValue>> before = others(i);
            driver.addVf(i, DriverParameters.of(config.vf(i)));
            assertThat(others(i)).as("the other VFs, after VF-%d", i).isEqualTo(before);
        }
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
        assumeVfParameters();
        int taken = 0;
        int refused = 0;
        for (Parameter parameter : trials.ofVf()) {
            for (ParameterValue end : Examples.ends(parameter)) {
                IovConfig config = trials.with(parameter, end);
                try {
                    driver.init(config);
                } catch (PfDriverException e) {
                    refused++;
                    continue;
                }
                try {
                    driver.addVf(0, DriverParameters.of(config.vf(0)));
                    assertShown(bench, 0, DriverParameters.ofValues(Map.of(parameter.name(), end)));
                    taken++;
                } catch (PfDriverException e) {
                    refused++;
                }
                driver.uninit();
            }
        }
        evidence(
                "%d values were taken, %d refused; none was taken for another"
                        .formatted(taken, refused));
    }

    @Test
    @Clause(
            id = "5.7",
            rule = "Parameters come in any order and any spelling of their names.",
            source = "nv(9): lists with NV_FLAG_IGNORE_CASE; a configuration's own order")
    void orderDoesNotMatter() throws Exception {
        assumeVfParameters();
        IovConfig config = trials.full(1, 0);
        DriverParameters given = DriverParameters.of(config.vf(0));
        driver.create(config);
        Map<String, ParameterValue> shown = bench.vf(0);
        driver.uninit();
        driver.init(config);
        driver.addVf(0, reversed(given));
        assertThat(bench.vf(0)).as("the device, given the same in another order").isEqualTo(shown);
        evidence("%d parameters, there and back".formatted(given.values().size()));
    }

    private static DriverParameters reversed(DriverParameters given) {
        var values = new LinkedHashMap<String, ParameterValue>();
        for (String name : new ArrayList<>(given.values().keySet()).reversed()) {
            values.put(name.toUpperCase(Locale.ROOT), given.value(name).orElseThrow());
        }
        return DriverParameters.ofValues(values);
    }

    @Test
    @Clause(
            id = "5.8",
            rule = "What the PF is given reaches the device.",
            source = "PCI_IOV_INIT(9)")
    void pfValuesReachTheDevice() throws Exception {
        if (trials.ofPf().isEmpty()) {
            Assumptions.abort("the PF has no parameters");
        }
        for (int seed = 0; seed < 2; seed++) {
            IovConfig config = trials.full(1, seed);
            driver.create(config);
            assertShown("PF", bench, DriverParameters.of(config.pf()), bench.pfValues());
            driver.uninit();
        }
        noteHidden(trials.ofPf());
    }
}

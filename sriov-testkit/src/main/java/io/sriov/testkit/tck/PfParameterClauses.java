package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Chapter 5, continued: what becomes of the parameters of the PF.
abstract class PfParameterClauses extends ParameterClauses {
    @Test
    @Clause(
            id = "5.8",
            rule = "What the PF is given reaches the device.",
            source = "PCI_IOV_INIT(9)")
    void pfValuesReachTheDevice() throws Exception {
        if (trials.ofPf().isEmpty()) {
            throw notApplicable("the PF has no parameters");
        }
        var others = new OtherValues(bench);
        for (int seed = 0; seed < 2; seed++) {
            IovConfig config = trials.full(1, seed);
            others.setPf(trials.ofPf(), DriverParameters.of(config.pf()));
            driver.create(config);
            assertShown("PF", bench, DriverParameters.of(config.pf()), bench.pfValues());
            driver.uninit();
        }
        noteHidden(trials.ofPf());
        assumeSeen(trials.ofPf());
        others.assumeSet();
        noteSeen(trials.ofPf());
    }

    @Test
    @Clause(
            id = "5.9",
            rule = "Where the PF is given nothing, the schema's default reaches the device.",
            source =
                    "pci_iov_schema(9): IOV_SCHEMA_HASDEFAULT; a driver cannot tell it from others")
    void defaultsOfThePfReachTheDevice() throws Exception {
        List<Parameter> defaulted =
                toLookAt(defaulted(trials.ofPf()), "no parameter of the PF has a default");
        driver.create(trials.full(1, 0));
        driver.uninit();
        driver.create(trials.minimal(1));
        assertDefaults("the PF", defaulted, bench.pfValues());
        Map<String, ParameterValue> implied = bench.pfValues();
        driver.uninit();
        driver.create(trials.completed(defaults(trials.ofPf()), List.of(Map.of())));
        assertThat(bench.pfValues())
                .as("what the PF has with all defaults given")
                .isEqualTo(implied);
        evidence("%d defaults, given and not".formatted(defaulted.size()));
    }

    @Test
    @Clause(
            id = "5.10",
            rule = "An optional parameter of the PF that is not given is not written.",
            source = "pci_iov_schema(9): absent, not false or 0; the device's own value stays")
    void absentOfThePfIsNotWritten() throws Exception {
        List<Parameter> optional =
                toLookAt(optional(trials.ofPf()), "no parameter of the PF is optional");
        for (int seed = 0; seed < 2; seed++) {
            for (Parameter parameter : optional) {
                IovConfig minimum = trials.minimal(1);
                ParameterValue example = bench.example(parameter, seed);
                bench.setPfBehindTheDriver(parameter.name(), example);
                Map<String, ParameterValue> before = bench.pfValues();
                assertSet(parameter, example, before);
                Runnable look =
                        () ->
                                assertKept(
                                        DriverParameters.of(minimum.pf()),
                                        before,
                                        bench.pfValues());
                if (!takes(minimum, () -> {}, look)) {
                    look.run();
                }
            }
        }
        evidence("%s: the PF kept each of 2 values".formatted(names(optional)));
    }
}

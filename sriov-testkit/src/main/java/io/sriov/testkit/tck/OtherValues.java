package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// Gives a device other values than those that its driver is given, past the driver, so that a
/// value which is there already is not taken for one that the driver has set.
final class OtherValues {
    /// As many VFs as are looked at together may have an example each.
    private static final int SEEDS = 4;

    private final PfDriverBench bench;
    private @Nullable TestAbortedException refusal;

    OtherValues(PfDriverBench bench) {
        this.bench = bench;
    }

    /// Gives a VF other values of all that its driver is given.
    void setVf(int index, List<Parameter> parameters, DriverParameters given) {
        for (Parameter parameter : parameters) {
            given.value(parameter.name()).ifPresent(value -> setVf(index, parameter, value));
        }
    }

    private void setVf(int index, Parameter parameter, ParameterValue given) {
        other(parameter, given)
                .ifPresent(value ->
                        attempt(() -> bench.setBehindTheDriver(index, parameter.name(), value)));
    }

    /// Gives the PF other values of all that its driver is given.
    void setPf(List<Parameter> parameters, DriverParameters given) {
        for (Parameter parameter : parameters) {
            given.value(parameter.name())
                    .flatMap(value -> other(parameter, value))
                    .ifPresent(value ->
                            attempt(() -> bench.setPfBehindTheDriver(parameter.name(), value)));
        }
    }

    private Optional<ParameterValue> other(Parameter parameter, ParameterValue given) {
        return IntStream.range(0, SEEDS)
                .mapToObj(seed -> bench.example(parameter, seed))
                .filter(value -> !bench.isSame(parameter.name(), given, value))
                .findFirst();
    }

    private void attempt(Runnable setting) {
        try {
            setting.run();
        } catch (TestAbortedException e) {
            refusal = e;
        }
    }

    /// Ends a clause as unproven where the bench could not do what it was asked to; a clause looks
    /// at the driver first, since what is wrong is wrong either way.
    void assumeSet() {
        if (refusal != null) {
            throw refusal;
        }
    }
}

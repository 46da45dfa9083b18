package io.sriov.testkit.tck;

import io.sriov.driver.PfDriver;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// A plug-in that is wrong in one way.
///
/// @param clauses the clauses that do not hold then, and no others
/// @param description what is wrong: `forgets …`
/// @param tells what the first of the failures says, in part
/// @param bench makes benches with it
record PluginFault(
        Set<String> clauses, String description, String tells, Supplier<PfDriverBench> bench) {

    /// One whose driver is wrong.
    static PluginFault driver(
            String description,
            String tells,
            Function<SampleDevice, PfDriver> driver,
            String... clauses) {
        return bench(description, tells, () -> new SampleBench(driver), clauses);
    }

    static PluginFault bench(
            String description, String tells, Supplier<PfDriverBench> bench, String... clauses) {
        return new PluginFault(Set.of(clauses), description, tells, bench);
    }

    @Override
    public String toString() {
        return "a plug-in that " + description;
    }
}

package io.sriov.testkit.tck;

import io.sriov.driver.PfDriver;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A plug-in that is wrong in one way.
///
/// @param clauses the clauses that do not hold then, and no others
/// @param description what is wrong: `forgets …`
/// @param tells what the first of the failures says, in part
/// @param bench makes benches with it
record PluginFault(
        Set<String> clauses, String description, String tells, Supplier<PfDriverBench> bench) {

    static final String[] ALL = everyClause().toArray(String[]::new);

    /// The sample's bench leaves that one out.
    static final String[] ALL_BUT_3_1 =
            everyClause().filter(clause -> !clause.equals("3.1")).toArray(String[]::new);

    private static Stream<String> everyClause() {
        return CertificateRecorder.clauses(PfDriverTck.class).map(Clause::id);
    }

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

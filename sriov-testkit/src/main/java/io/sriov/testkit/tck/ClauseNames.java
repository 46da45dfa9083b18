package io.sriov.testkit.tck;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;

/// Shows clauses by their numbers and rules.
final class ClauseNames extends DisplayNameGenerator.Standard {
    /// For JUnit.
    ClauseNames() {}

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosing, Class<?> testClass, Method test) {
        Clause clause = test.getAnnotation(Clause.class);
        return clause == null
                ? super.generateDisplayNameForMethod(enclosing, testClass, test)
                : clause.id() + " " + clause.rule();
    }
}

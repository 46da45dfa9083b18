package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Shows tests as the rules that their names spell, and begins every failure with the rule.
final class RuleNames extends DisplayNameGenerator.Standard
        implements TestExecutionExceptionHandler {
    private static final List<String> ERRNOS = Stream.of(Errno.values()).map(Errno::name).toList();

    /// For JUnit.
    RuleNames() {}

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosing, Class<?> testClass, Method rule) {
        return Stream.of(rule.getName().split("(?=[A-Z])"))
                .map(RuleNames::word)
                .collect(Collectors.joining(" "));
    }

    private static String word(String part) {
        String upper = part.toUpperCase(Locale.ROOT);
        if (ERRNOS.contains(upper)) {
            return upper;
        }
        return switch (upper) {
            case "PF", "VF" -> upper;
            case "PFS", "VFS" -> upper.substring(0, 2) + "s";
            default -> part.toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem)
            throws Throwable {
        if (problem instanceof TestAbortedException
                || !(problem instanceof Exception || problem instanceof AssertionError)) {
            throw problem;
        }
        throw new AssertionFailedError(
                "broken rule: "
                        + context.getDisplayName()
                        + ": "
                        + (problem instanceof AssertionError ? problem.getMessage() : problem),
                problem);
    }
}

package io.sriov.testkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Collects what comes of the clauses of one class, and writes the certificate after the last.
final class CertificateRecorder
        implements BeforeAllCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(CertificateRecorder.class);
    private static final int REASON_LINES = 12;

    /// What is known of a run so far.
    private static final class Run {
        final Map<String, ClauseResult> results = new ConcurrentHashMap<>();
        volatile @Nullable OnDriver last;
    }

    /// For JUnit.
    CertificateRecorder() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Run.class, new Run());
    }

    private static Run run(ExtensionContext context) {
        Run run = context.getStore(NAMESPACE).get(Run.class, Run.class);
        if (run == null) {
            throw new IllegalStateException("no run of " + context.getDisplayName());
        }
        return run;
    }

    /// Begins every failure with the clause, and ends it with its source.
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem)
            throws Throwable {
        Clause clause = context.getRequiredTestMethod().getAnnotation(Clause.class);
        if (clause == null
                || problem instanceof TestAbortedException
                || !(problem instanceof Exception || problem instanceof AssertionError)) {
            throw problem;
        }
        if (problem instanceof BenchProblem) {
            throw new AssertionFailedError(
                    "clause %s was not tried: %s".formatted(clause.id(), problem.getMessage()),
                    problem);
        }
        throw new AssertionFailedError(
                "clause %s does not hold: %s: %s%nsource: %s"
                        .formatted(clause.id(), clause.rule(), reason(problem), clause.source()),
                problem);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(
            ExtensionContext context, Throwable problem) throws Throwable {
        handleTestExecutionException(context, problem);
    }

    private static String reason(Throwable problem) {
        boolean saysAll =
                problem instanceof AssertionError || problem instanceof TestAbortedException;
        String text = saysAll ? String.valueOf(problem.getMessage()) : problem.toString();
        return String.join("\n", text.strip().lines().limit(REASON_LINES).toList());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Clause clause = context.getRequiredTestMethod().getAnnotation(Clause.class);
        if (clause == null) {
            return;
        }
        var tck = (OnDriver) context.getRequiredTestInstance();
        Run run = run(context);
        run.last = tck;
        ClauseResult result =
                context.getExecutionException()
                        .map(problem -> result(clause, problem, tck))
                        .orElseGet(() -> ClauseResult.of(clause, Verdict.PASSED, "", tck));
        run.results.put(clause.id(), result);
    }

    private static ClauseResult result(Clause clause, Throwable problem, OnDriver tried) {
        if (problem instanceof TestAbortedException) {
            Verdict verdict =
                    problem instanceof NotApplicable ? Verdict.NOT_APPLICABLE : Verdict.UNPROVEN;
            return ClauseResult.of(clause, verdict, reason(problem), tried);
        }
        Throwable found = found(problem);
        Verdict verdict = found instanceof BenchProblem ? Verdict.NOT_TRIED : Verdict.FAILED;
        return ClauseResult.of(clause, verdict, reason(found), tried);
    }

    /// What was found, without the clause around it.
    private static Throwable found(Throwable problem) {
        Throwable cause = problem.getCause();
        boolean framed =
                problem instanceof AssertionFailedError
                        && String.valueOf(problem.getMessage()).startsWith("clause ");
        return framed && cause != null ? cause : problem;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Run run = run(context);
        OnDriver tck = run.last;
        if (tck == null) {
            return;
        }
        var results = new ArrayList<>(run.results.values());
        clauses(context.getRequiredTestClass())
                .filter(clause -> !run.results.containsKey(clause.id()))
                .map(ClauseResult::notTried)
                .forEach(results::add);
        var certificate = new Certificate(tck.pluginText(), tck.pfText(), results);
        write(certificate, tck.certificate());
        tck.certified(certificate);
    }

    private static void write(Certificate certificate, Path place) {
        Path text = place.resolveSibling(place.getFileName() + ".txt");
        try {
            Path directory = place.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(text, certificate.toText());
            Files.writeString(
                    place.resolveSibling(place.getFileName() + ".json"),
                    certificate.toJson() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate cannot be written to " + text, e);
        }
    }

    /// {@return the clauses of a class and of those above it}
    static Stream<Clause> clauses(Class<?> type) {
        return Stream.<Class<?>>iterate(type, next -> next != null, Class::getSuperclass)
                .flatMap(level -> Arrays.stream(level.getDeclaredMethods()))
                .map(CertificateRecorder::clause)
                .filter(clause -> clause != null);
    }

    private static @Nullable Clause clause(Method method) {
        return method.getAnnotation(Clause.class);
    }
}

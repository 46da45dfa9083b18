package io.sriov.testkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
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
        volatile String plugin = "unknown plug-in";
        volatile String pf = "unknown PF";
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
        var tck = (OnDriver) context.getRequiredTestInstance();
        if (clause != null
                && tck.waiver().isPresent()
                && !(problem instanceof NotApplicable)
                && !(problem instanceof BenchProblem)
                && isFinding(problem)) {
            throw waived(clause, problem, tck);
        }
        handleBeforeEachMethodExecutionException(context, problem);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(
            ExtensionContext context, Throwable problem) throws Throwable {
        Clause clause = context.getRequiredTestMethod().getAnnotation(Clause.class);
        if (clause == null || problem instanceof TestAbortedException || !isFinding(problem)) {
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

    /// What comes of a clause that the bench says is not applicable.
    private static TestAbortedException waived(Clause clause, Throwable problem, OnDriver tried) {
        String word = tried.told(tried.waiver().orElseThrow());
        if (!(problem instanceof TestAbortedException)) {
            return new Waived(word + "; but it does not hold: " + reason(problem), problem);
        }
        return Waivers.holdUnproven(clause.id())
                ? new NotApplicable(word)
                : new TestAbortedException(reason(problem) + "; " + word, problem);
    }

    private static boolean isFinding(Throwable problem) {
        return problem instanceof Exception || problem instanceof AssertionError;
    }

    private static String reason(Throwable problem) {
        boolean saysAll =
                problem instanceof AssertionError || problem instanceof TestAbortedException;
        String text = saysAll ? String.valueOf(problem.getMessage()) : problem.toString();
        return String.join("\n", text.strip().lines().limit(REASON_LINES).toList());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        Clause clause = test.getAnnotation(Clause.class);
        if (clause == null) {
            return;
        }
        var tck = (OnDriver) context.getRequiredTestInstance();
        Run run = run(context);
        run.last = tck;
        tck.pluginText().ifPresent(plugin -> run.plugin = plugin);
        tck.pfText().ifPresent(pf -> run.pf = pf);
        ClauseResult result =
                context.getExecutionException()
                        .map(problem -> result(clause, problem, tck))
                        .orElseGet(() -> passed(clause, tck));
        run.results.merge(test.toString(), result, ClauseResult::and);
    }

    private static ClauseResult passed(Clause clause, OnDriver tried) {
        if (tried.waiver().isPresent()) {
            tried.evidence("notApplicable() names this clause, which holds all the same");
        }
        return ClauseResult.of(clause, Verdict.PASSED, "", tried);
    }

    private static ClauseResult result(Clause clause, Throwable problem, OnDriver tried) {
        if (problem instanceof TestAbortedException) {
            Verdict verdict =
                    switch (problem) {
                        case NotApplicable _ -> Verdict.NOT_APPLICABLE;
                        case Waived _ -> Verdict.WAIVED;
                        default -> Verdict.UNPROVEN;
                    };
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
        methods(context.getRequiredTestClass())
                .filter(method -> !run.results.containsKey(method.toString()))
                .map(method -> method.getAnnotation(Clause.class))
                .map(ClauseResult::notTried)
                .forEach(results::add);
        var certificate = new Certificate(run.plugin, run.pf, results);
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
        return methods(type).map(method -> method.getAnnotation(Clause.class));
    }

    private static Stream<Method> methods(Class<?> type) {
        return ReflectionSupport.streamMethods(
                type,
                method -> method.isAnnotationPresent(Clause.class),
                HierarchyTraversalMode.TOP_DOWN);
    }

    /// {@return the numbers that more than one clause has, each with the methods}
    static Map<String, List<String>> repeated(Class<?> type) {
        Map<String, List<String>> byNumber =
                methods(type)
                        .collect(
                                Collectors.groupingBy(
                                        method -> method.getAnnotation(Clause.class).id(),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                CertificateRecorder::name, Collectors.toList())));
        byNumber.values().removeIf(methods -> methods.size() == 1);
        return byNumber;
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
    }
}

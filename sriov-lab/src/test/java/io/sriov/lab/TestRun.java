package io.sriov.lab;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/// The program that the guest runs: finds the chosen tests of this package, runs them, and leaves
/// JUnit's XML report.
///
/// It takes the place of JUnit's console launcher, whose parser of the command line needs longer to
/// start on an emulated processor than all that is started here.
final class TestRun {
    /// What follows a class's name in the names of the classes that are nested in it.
    private static final String NESTED = "(\\$.*)?";

    private final List<Choice> choices;
    private final String tags;

    /// Tests by the name of their class and, where `method` is not empty, their method.
    private record Choice(Pattern className, Pattern method) {
        /// @param text `Class` or `Class#method`, each with `*` for any part of a name
        static Choice parse(String text) {
            int hash = text.indexOf('#');
            String method = hash < 0 ? "*" : text.substring(hash + 1);
            return new Choice(
                    Pattern.compile(
                            Pattern.quote(TestRun.class.getPackageName() + ".")
                                    + wildcard(hash < 0 ? text : text.substring(0, hash))
                                    + NESTED),
                    Pattern.compile(wildcard(method)));
        }

        private static String wildcard(String text) {
            return Pattern.quote(text).replace("*", "\\E.*\\Q");
        }

        boolean holds(MethodSource source) {
            return className.matcher(source.getClassName()).matches()
                    && method.matcher(source.getMethodName()).matches();
        }
    }

    private TestRun(List<Choice> choices, String tags) {
        this.choices = choices;
        this.tags = tags;
    }

    /// @param arguments which tests, separated by commas; the directory for the report; and the tag
    ///   of the tests of this machine, where it is not that of those without ([Installed])
    static void main(String[] arguments) {
        List<Choice> choices = Stream.of(arguments[0].split(",")).map(Choice::parse).toList();
        String tags = arguments.length > 2 ? arguments[2] : "!" + Installed.TAG;
        System.exit(new TestRun(choices, tags).run(Path.of(arguments[1])) ? 0 : 1);
    }

    /// {@return whether there were tests and all of them passed}
    private boolean run(Path reports) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        request(),
                        summary,
                        new ProgressLines(out),
                        new LegacyXmlReportGeneratingListener(reports, out));
        TestExecutionSummary counts = summary.getSummary();
        return counts.getTestsFoundCount() > 0 && counts.getTotalFailureCount() == 0;
    }

    private LauncherDiscoveryRequest request() {
        String[] classes =
                choices.stream().map(c -> c.className().pattern()).toArray(String[]::new);
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage(TestRun.class.getPackageName()))
                .filters(ClassNameFilter.includeClassNamePatterns(classes))
                .filters(TagFilter.includeTags(tags), (PostDiscoveryFilter) this::chosen)
                .build();
    }

    private FilterResult chosen(TestDescriptor test) {
        boolean chosen =
                test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(MethodSource.class::cast)
                        .map(source -> choices.stream().anyMatch(c -> c.holds(source)))
                        .orElse(true);
        return FilterResult.includedIf(chosen);
    }
}

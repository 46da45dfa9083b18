package io.sriov.testkit.junit;

import io.sriov.Sriov;
import io.sriov.host.Host;
import io.sriov.host.PhysicalFunction;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// What [SimulatedHost] stands for.
final class SimulatedHostExtension
        implements BeforeEachCallback,
                ParameterResolver,
                AfterTestExecutionCallback,
                AfterEachCallback,
                InvocationInterceptor {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SimulatedHostExtension.class);

    private static final Map<Class<?>, Function<TestMachine, Object>> PARAMETERS =
            Map.of(
                    Host.class, TestMachine::host,
                    Sriov.class, TestMachine::sriov,
                    Faults.class, TestMachine::faults,
                    io.sriov.testkit.sim.SimulatedHost.class,
                            machine -> machine.machine(io.sriov.testkit.sim.SimulatedHost.class),
                    SimulatedLinuxHost.class, machine -> machine.machine(SimulatedLinuxHost.class));

    /// For JUnit.
    SimulatedHostExtension() {}

    /// Tests that take nothing have a machine too, so that a wrong one is noticed.
    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE)
                .put(
                        TestMachine.class,
                        TestMachine.of(annotation(context), context.getRequiredTestClass()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return PARAMETERS.containsKey(type) || type == PhysicalFunction.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestMachine machine =
                started(context)
                        .orElseThrow(() ->
                                new ParameterResolutionException(
                                        "each test has a simulated host of its own: take it as a"
                                                + " parameter of the test or of a @BeforeEach method,"
                                                + " not of a constructor or a @BeforeAll method"));
        Function<TestMachine, Object> value = PARAMETERS.get(parameter.getParameter().getType());
        return value == null
                ? machine.pf(parameter.findAnnotation(Device.class).map(Device::value))
                : value.apply(machine);
    }

    /// The test's machine, where it has come to one; the dynamic tests of a factory have the
    /// factory's.
    private static Optional<TestMachine> started(ExtensionContext context) {
        return Optional.ofNullable(
                context.getStore(NAMESPACE).get(TestMachine.class, TestMachine.class));
    }

    /// The annotation that is nearest to the test.
    private static SimulatedHost annotation(ExtensionContext context) {
        return find(context.getRequiredTestMethod())
                .or(() -> find(context.getRequiredTestClass()))
                .or(() ->
                        context.getEnclosingTestClasses().reversed().stream()
                                .flatMap(type -> find(type).stream())
                                .findFirst())
                .orElseThrow();
    }

    private static Optional<SimulatedHost> find(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, SimulatedHost.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        tell(context);
        if (context.getExecutionException().isEmpty()) {
            started(context).ifPresent(machine -> machine.faults().verifyAllHappened());
        }
    }

    /// The failure may be that of a `@BeforeEach` or `@AfterEach` method.
    @Override
    public void afterEach(ExtensionContext context) {
        tell(context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        try {
            test.proceed();
        } catch (Throwable failure) {
            tell(failure, context);
            throw failure;
        }
    }

    private static void tell(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> tell(failure, context));
    }

    private static void tell(Throwable failure, ExtensionContext context) {
        if (Stream.of(failure.getSuppressed()).noneMatch(HostStory.class::isInstance)) {
            started(context).ifPresent(machine -> failure.addSuppressed(machine.story()));
        }
    }
}

package io.sriov.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test a simulated machine of its own, just switched on.
///
/// ```java
/// @Test
/// @SimulatedHost(profile = "x710")
/// void createsVfs(Sriov sriov, PhysicalFunction pf) {
///     IovConfig config = IovConfig.builder(pf.schema(), pf.device()).numVfs(4).build();
///     assertThat(sriov.apply(sriov.plan(config))).isCommitted();
/// }
/// ```
///
/// On a class it holds for each of its tests, on a method for that test, in place of the class's. A
/// test and its `@BeforeEach` and `@AfterEach` methods take what they need as parameters:
///
/// | type | what |
/// |---|---|
/// | `io.sriov.host.Host` | the host, as a process has it whose calls may fail |
/// | `io.sriov.Sriov` | the facade on it, with the machine's own time |
/// | `io.sriov.host.PhysicalFunction` | the PF; the first of several as they are described, or the one that [Device] names |
/// | `io.sriov.testkit.fault.Faults` | what goes wrong at the host's calls and at registers |
/// | `io.sriov.testkit.sim.SimulatedHost` | the machine itself, whose calls do not fail; with FreeBSD |
/// | `io.sriov.testkit.linux.SimulatedLinuxHost` | the same, with Linux |
///
/// When a test fails, the failure has a suppressed exception that tells which calls were made and
/// what was written to which register, in order. When it passes although a fault that it programmed
/// has not happened, it fails.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulatedHostExtension.class)
public @interface SimulatedHost {
    /// {@return the devices, by their names in [io.sriov.testkit.profile.DeviceProfile#all()], each
    /// below a root port of its own; the standard machine where there are none and no [#machine()]}
    String[] profile() default {};

    /// {@return the kernel that runs on it}
    Kernel kernel() default Kernel.FREEBSD;

    /// {@return a file that describes the machine (docs/simulation.md): a path that exists, or a
    /// resource beside the test's class; not together with [#profile()]}
    String machine() default "";
}

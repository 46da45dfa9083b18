package io.sriov.testkit.junit;

import static io.sriov.testkit.assertions.SriovAssertions.assertThat;
import static io.sriov.testkit.fault.AccessSelector.write;
import static io.sriov.testkit.fault.CallSelector.configure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.config.IovConfig;
import io.sriov.testkit.fault.Faults;
import io.sriov.testkit.fault.SriovRegister;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

/// The extension as tests have it; what it does when tests fail is seen on classes below that are
/// not tests of their own.
class SimulatedHostTest {
    private static Outcome create(Sriov sriov, PhysicalFunction pf, int numVfs) {
        return sriov.apply(
                sriov.plan(IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs).build()));
    }

    @Nested
    @SimulatedHost
    class OnAClass {
        @BeforeEach
        void createVfs(Sriov sriov, PhysicalFunction pf) {
            assertThat(create(sriov, pf, 2)).isCommitted();
        }

        @Test
        void isTheStandardMachine(Host host) {
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactly("ice0", "ix0", "ixl0", "nvme0", "qat0");
        }

        @Test
        void isTheSameForAllMethodsOfATest(PhysicalFunction pf) {
            assertThat(pf).hasVfs(2);
        }

        @Test
        void isAnotherForTheNextTest(Sriov sriov, @Device("ixl0") PhysicalFunction pf) {
            assertThat(pf).hasNoVfs();
            assertThat(create(sriov, pf, 3)).isCommitted();
        }

        @Test
        @SimulatedHost(profile = {"x710", "82599", "x710"})
        void isAnotherWhereAMethodSaysSo(Host host, io.sriov.testkit.sim.SimulatedHost machine) {
            assertThat(host.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactly("ix0", "ixl0", "ixl1");
            assertThat(machine.physicalFunction("ixl0")).hasVfs(2);
        }
    }

    /// ice0 comes first by name, at 0000:03:00.0, and as the second of the description.
    @Test
    @SimulatedHost(profile = {"x710", "e810"})
    void theFirstPfIsThatOfTheFirstProfile(PhysicalFunction pf) {
        assertThat(pf.device()).isEqualTo("ixl0");
    }

    @Test
    @SimulatedHost(
            profile = {"x710", "e810"},
            kernel = Kernel.LINUX)
    void theFirstPfIsThatOfTheFirstProfileOnLinux(PhysicalFunction pf) {
        assertThat(pf.status().otherNames()).containsExactly("enp1s0");
    }

    @Test
    @SimulatedHost(machine = "descending.yaml")
    void theFirstPfIsThatWhichTheFileDescribesFirstWhereverItIs(PhysicalFunction pf) {
        assertThat(pf.device()).isEqualTo("ixl1");
    }

    @Test
    @SimulatedHost(machine = "descending.yaml", kernel = Kernel.LINUX)
    void soItIsOnLinux(PhysicalFunction pf) {
        assertThat(pf.device()).isEqualTo("0002:05:00.0");
    }

    @Test
    @SimulatedHost(machine = "two-ports.yaml")
    void isAsAFileDescribes(Sriov sriov) {
        assertThat(sriov.inventory())
                .extracting(PfStatus::device, PfStatus::totalVfs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ixl0", 64),
                        org.assertj.core.groups.Tuple.tuple("ixl1", 12));
    }

    @Test
    @SimulatedHost(profile = "x710", kernel = Kernel.LINUX)
    void canHaveLinux(Sriov sriov, PhysicalFunction pf, Faults faults, SimulatedLinuxHost machine) {
        assertThat(pf.device()).isEqualTo("0000:01:00.0");
        faults.on(write(SriovRegister.NUM_VFS)).nth(1).doesNotStick();
        assertThat(create(sriov, pf, 2)).isRestored();
        Duration before = machine.linux().uptime();
        faults.on(configure()).nth(1).delays(Duration.ofSeconds(22));
        assertThat(create(sriov, pf, 3)).isCommitted();
        assertThat(machine.linux().uptime().minus(before)).isGreaterThan(Duration.ofSeconds(22));
        assertThat(pf).hasVfs(3).vf(2).hasDriver("iavf");
    }

    @Test
    @SimulatedHost(profile = "e810")
    void failsAsItIsTold(Sriov sriov, PhysicalFunction pf, Faults faults) {
        faults.on(configure()).nth(1).fails(Errno.ENOSPC);
        assertThat(create(sriov, pf, 4)).isRestored().failedWith(Errno.ENOSPC);
        assertThat(pf).hasNoVfs();
    }

    /// Not found by name as tests are.
    static class Examples {
        @Test
        @SimulatedHost(profile = "x710")
        void fails(Sriov sriov, PhysicalFunction pf, Faults faults) {
            faults.on(configure()).nth(1).fails(Errno.ENOMEM);
            create(sriov, pf, 1);
            create(sriov, pf, 4);
            assertThat(pf).hasVfs(5);
        }

        @Test
        @SimulatedHost(profile = "x710", kernel = Kernel.LINUX)
        void hasNoFreeBsd(io.sriov.testkit.sim.SimulatedHost machine) {}

        @Test
        @SimulatedHost(profile = "x710")
        void doesNotComeToItsFault(Faults faults) {
            faults.on(configure()).nth(1).fails(Errno.ENOMEM);
        }

        @Test
        @SimulatedHost(profile = "x711")
        void hasNoSuchDevice() {}

        @Test
        @SimulatedHost(profile = "x710", machine = "two-ports.yaml")
        void hasTwoMachines(Host host) {}

        @Test
        @SimulatedHost(machine = "no-such-file.yaml")
        void hasNoFile(Host host) {}

        @Test
        @SimulatedHost(machine = "broken.yaml")
        void hasABrokenFile(Host host) {}

        @Test
        @SimulatedHost
        void hasNoSuchPf(@Device("em0") PhysicalFunction pf) {}
    }

    /// Fails before the test.
    @SimulatedHost
    static class BeforeTheTest {
        @BeforeEach
        void create(Sriov sriov, @Device("ix0") PhysicalFunction pf) {
            SimulatedHostTest.create(sriov, pf, 2);
            assertThat(pf).hasVfs(3);
        }

        @Test
        void isNeverRun() {}
    }

    /// Fails after the test.
    @SimulatedHost
    static class AfterTheTest {
        @AfterEach
        void delete(Sriov sriov, @Device("ix0") PhysicalFunction pf) {
            assertThat(create(sriov, pf, 2)).isCommitted();
            assertThat(pf).hasNoVfs();
        }

        @Test
        void passes() {}
    }

    /// Fails in one of two tests that are made.
    @SimulatedHost
    static class InADynamicTest {
        @TestFactory
        Stream<DynamicTest> makes(Sriov sriov, @Device("ix0") PhysicalFunction pf) {
            return Stream.of(
                    DynamicTest.dynamicTest("passes", () -> create(sriov, pf, 2)),
                    DynamicTest.dynamicTest("fails", () -> assertThat(pf).hasVfs(3)));
        }
    }

    @SimulatedHost
    static class InAConstructor {
        InAConstructor(Host host) {}

        @Test
        void isNeverRun() {}
    }

    private static Throwable failure(DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selector)
                .execute()
                .testEvents()
                .failed()
                .stream()
                .findFirst()
                .flatMap(event ->
                        event.getPayload(org.junit.platform.engine.TestExecutionResult.class))
                .orElseThrow()
                .getThrowable()
                .orElseThrow();
    }

    private static Throwable failureOf(String method, Class<?>... parameters) {
        return failure(
                selectMethod(
                        Examples.class,
                        method,
                        String.join(",", Arrays.stream(parameters).map(Class::getName).toList())));
    }

    @Test
    void aFailureTellsWhatWasCalledAndWhatWasWritten() {
        Throwable failure = failureOf("fails", Sriov.class, PhysicalFunction.class, Faults.class);
        assertThat(failure.getMessage()).contains("Expecting 5 VFs").contains("VF-3 at 0000:01:");
        assertThat(failure.getSuppressed())
                .singleElement()
                .extracting(
                        Throwable::getMessage,
                        org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .containsSubsequence(
                        "configure ixl0: fails with ENOMEM",
                        "configure ixl0",
                        "what was done on the bus:",
                        "01:00.0 SR-IOV NumVFs <- 4",
                        "01:00.0 SR-IOV Control <- ",
                        "VF Enable, VF MSE");
    }

    @ParameterizedTest
    @ValueSource(classes = {BeforeTheTest.class, AfterTheTest.class, InADynamicTest.class})
    void soDoesOneBesidesTheTestsMethod(Class<?> test) {
        assertThat(failure(selectClass(test)).getSuppressed())
                .singleElement()
                .extracting(
                        Throwable::getMessage,
                        org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .containsSubsequence("configure ix0", "SR-IOV NumVFs <- 2");
    }

    @Test
    void aFaultThatDoesNotHappenFailsTheTest() {
        assertThat(failureOf("doesNotComeToItsFault", Faults.class))
                .hasMessageContaining("configure");
    }

    @Test
    void whatIsWrongWithTheMachineIsTold() {
        assertThat(failureOf("hasNoSuchDevice"))
                .hasMessageContaining("there is no device 'x711'; there are 82576, ");
        assertThat(failureOf("hasTwoMachines", Host.class))
                .hasMessageContaining("both a machine and profiles: leave out one");
        assertThat(failureOf("hasNoFreeBsd", io.sriov.testkit.sim.SimulatedHost.class))
                .hasMessageContaining("the test has a SimulatedLinuxHost, no SimulatedHost");
        assertThat(failureOf("hasNoFile", Host.class)).hasMessageContaining("no-such-file.yaml");
        assertThat(failureOf("hasABrokenFile", Host.class))
                .hasMessageContaining("broken.yaml:4:")
                .hasMessageContaining("x7100");
        assertThat(failureOf("hasNoSuchPf", PhysicalFunction.class))
                .hasMessageContaining("use one of ix0, ixl0");
        assertThat(failure(selectClass(InAConstructor.class)))
                .hasMessageContaining("take it as a parameter of the test");
    }

    @Test
    void examplesAreRunHereOnly() {
        assertThat(
                        EngineTestKit.engine("junit-jupiter")
                                .selectors(selectClass(Examples.class))
                                .execute()
                                .testEvents()
                                .list()
                                .stream()
                                .filter(event -> event.getType() == EventType.FINISHED)
                                .toList())
                .hasSize(8);
        assertThat(List.of(Examples.class.getSimpleName()))
                .noneMatch(name -> name.endsWith("Test"));
    }
}

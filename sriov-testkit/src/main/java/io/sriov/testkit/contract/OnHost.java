package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the contracts over a host share: a bench for each test.
@DisplayNameGeneration(RuleNames.class)
@ExtendWith(RuleNames.class)
abstract class OnHost {
    HostBench bench;
    Host host;
    PhysicalFunction pf;

    /// Opens a bench for one test, which closes it.
    ///
    /// @return the bench; its PF has no VFs
    /// @throws Exception when there is none; the test fails
    protected abstract HostBench open() throws Exception;

    @BeforeEach
    void openBench() throws Exception {
        bench = open();
        host = bench.host();
        pf = host.physicalFunction(bench.device());
    }

    @AfterEach
    void closeBench() {
        if (bench != null) {
            bench.close();
        }
    }

    IovConfigBuilder vfs(int numVfs) {
        return IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs);
    }

    /// A configuration whose VFs with an odd number are for guests.
    IovConfig mixed(int numVfs) {
        IovConfigBuilder config = vfs(numVfs);
        for (int i = 1; i < numVfs; i += 2) {
            config.vf(i, "passthrough", ParameterValue.Bool.TRUE);
        }
        return config.build();
    }

    /// Creates VF 0 for the host and VF 1 for a guest.
    void createTwo() {
        pf.configure(mixed(2));
    }

    VfStatus vf(int index) {
        return pf.status()
                .vf(index)
                .orElseThrow(() -> new AssertionError("VF " + index + " is not there"));
    }

    SriovCapability registers() {
        return SriovCapability.find(pf.configSpace())
                .orElseThrow(() -> new AssertionError("the PF shows no SR-IOV capability"));
    }

    static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    static HostException assertRefused(
            HostException.Operation operation, List<Errno> errnos, ThrowingCallable call) {
        HostException refusal = catchThrowableOfType(HostException.class, call);
        assertThat(refusal).as("what comes of it: a HostException").isNotNull();
        assertThat(refusal.errno()).as("the errno of: %s", refusal.getMessage()).isIn(errnos);
        assertThat(refusal.operation())
                .as("the operation of: %s", refusal.getMessage())
                .isEqualTo(operation);
        return refusal;
    }

    static HostException assertRefused(
            HostException.Operation operation, Errno errno, ThrowingCallable call) {
        return assertRefused(operation, List.of(errno), call);
    }
}

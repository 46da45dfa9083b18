package io.sriov.freebsd;

import io.sriov.testkit.contract.ApplyContract;
import io.sriov.testkit.contract.ConfigSpaceBench;
import io.sriov.testkit.contract.ConfigSpaceContract;
import io.sriov.testkit.contract.HostBench;
import io.sriov.testkit.contract.HostContract;
import io.sriov.testkit.contract.PhysicalFunctionContract;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import org.junit.jupiter.api.Nested;

/// The contracts that the simulated host passes, on a PF of a FreeBSD host.
abstract class FreeBsdContracts {
    private final FreeBsdRelease release;
    private final String device;
    private final int mostVfs;

    FreeBsdContracts(FreeBsdRelease release, String device, int mostVfs) {
        this.release = release;
        this.device = device;
        this.mostVfs = mostVfs;
    }

    private HostBench bench() {
        return new FreeBsdBench(release, device, mostVfs);
    }

    @Nested
    class OfHost extends HostContract {
        @Override
        protected HostBench open() {
            return bench();
        }
    }

    @Nested
    class OfPhysicalFunction extends PhysicalFunctionContract {
        @Override
        protected HostBench open() {
            return bench();
        }
    }

    @Nested
    class OfConfigSpace extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            return ConfigSpaceBench.ofPf(bench());
        }
    }

    @Nested
    class OfSriov extends ApplyContract {
        @Override
        protected HostBench open() {
            return bench();
        }
    }
}

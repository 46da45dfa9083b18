package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.host.Host;
import io.sriov.host.HostPlatform;
import io.sriov.host.HostPlatforms;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Runs what `docs/host-platforms.md` shows: a platform that logs what is done to another's host.
class HostPlatformDocsTest {
    private static final System.Logger LOG = System.getLogger(HostPlatformDocsTest.class.getName());

    // snippet: platform
    public static final class LoggedPlatform implements HostPlatform {
        @Override
        public String name() {
            return "logged";
        }

        @Override
        public String description() {
            return "another host, with every change to it logged; logged:HOST";
        }

        @Override
        public boolean isNative() {
            return false;
        }

        @Override
        public Host open(String argument) {
            Host host = HostPlatforms.installed().open(argument);
            return ForwardingHost.withPfs(host, LoggedPf::new);
        }
    }

    // end

    // snippet: pf
    static final class LoggedPf extends ForwardingPf {
        LoggedPf(PhysicalFunction pf) {
            super(pf);
        }

        @Override
        public void configure(IovConfig config) {
            LOG.log(System.Logger.Level.DEBUG, "create {0} VFs of {1}", config.numVfs(), device());
            pf.configure(config);
        }

        @Override
        public void delete() {
            LOG.log(System.Logger.Level.DEBUG, "destroy the VFs of {0}", device());
            pf.delete();
        }
    }

    // end

    // snippet: bench
    static final class LoggedBench implements HostBench {
        private final Host host = new LoggedPlatform().open("sim");

        @Override
        public Host host() {
            return host;
        }

        @Override
        public String device() {
            return "ixl0";
        }

        @Override
        public int mostVfs() {
            return 4;
        }

        @Override
        public void close() {
            host.close();
        }
    }

    // end

    // snippet: contracts
    @Nested
    class OfHost extends HostContract {
        @Override
        protected HostBench open() {
            return new LoggedBench();
        }
    }

    @Nested
    class OfPhysicalFunction extends PhysicalFunctionContract {
        @Override
        protected HostBench open() {
            return new LoggedBench();
        }
    }

    @Nested
    class OfConfigSpace extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            return ConfigSpaceBench.ofPf(new LoggedBench());
        }
    }

    @Nested
    class OfRecords extends RecordStoreContract {
        @Override
        protected RecordStoreBench open() {
            RecordStore records = new LoggedBench().host().records();
            return RecordStoreBench.of(() -> records);
        }
    }

    @Nested
    class OfSriov extends ApplyContract {
        @Override
        protected HostBench open() {
            return new LoggedBench();
        }
    }

    // end

    @Test
    void thePlatformIsOpenedByItsName() {
        var platforms = HostPlatforms.of(List.of(new LoggedPlatform()));
        try (Sriov sriov = Sriov.open(platforms.open("logged:sim"))) {
            assertThat(sriov.inventory()).extracting(PfStatus::device).contains("ixl0");
        }
    }
}

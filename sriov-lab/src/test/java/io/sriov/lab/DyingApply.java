package io.sriov.lab;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDrivers;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.linux.LinuxHost;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A program that applies a configuration and is killed in the middle of it: right before one of
/// the records that it writes or removes, or of the calls of the PF's driver.
final class DyingApply {
    /// The status of a process that was killed.
    static final int KILLED = 128 + 9;

    /// In place of what it dies before: it does not kill itself.
    static final String UNHARMED = "nothing";

    private final String last;

    private DyingApply(String last) {
        this.last = last;
    }

    /// Starts the program.
    ///
    /// @param pf the PF
    /// @param numVfs how many VFs to apply
    /// @param records where the records are
    /// @param last how what it dies before begins: `addVf 1`, `write journal`; or [#UNHARMED]
    /// @param passthrough whether the VFs are for guests
    static Process start(
            PciFunction pf, int numVfs, Path records, String last, boolean passthrough) {
        return Program.startJava(
                DyingApply.class,
                pf.toString(),
                Integer.toString(numVfs),
                records.toString(),
                last,
                Boolean.toString(passthrough));
    }

    /// @param arguments as [#start] puts them
    static void main(String[] arguments) {
        var dying = new DyingApply(arguments[3]);
        try (LinuxHost host = dying.host(Path.of(arguments[2]));
                Sriov sriov = Sriov.open(host)) {
            PhysicalFunction pf = host.physicalFunction(arguments[0]);
            int numVfs = Integer.parseInt(arguments[1]);
            IovConfigBuilder config = IovConfig.builder(pf.schema(), pf.device()).numVfs(numVfs);
            if (Boolean.parseBoolean(arguments[4])) {
                for (int vf = 0; vf < numVfs; vf++) {
                    config.vf(vf, "passthrough", ParameterValue.Bool.TRUE);
                }
            }
            Outcome outcome = sriov.apply(sriov.plan(config.build()), ApplyOptions.defaults());
            System.out.println(outcome.toText());
            System.exit(outcome.committed() ? 0 : 1);
        }
    }

    private void next(String step) {
        if (step.startsWith(last)) {
            Program.run("kill", "-9", Long.toString(ProcessHandle.current().pid()));
        }
    }

    private LinuxHost host(Path records) {
        return LinuxHost.builder()
                .records(new Records(new DirectoryRecordStore(records)))
                .drivers(PfDrivers.of(List.of(new Driver())))
                .build();
    }

    private final class Records implements RecordStore {
        private final RecordStore store;

        Records(RecordStore store) {
            this.store = store;
        }

        @Override
        public Optional<String> read(String name) {
            return store.read(name);
        }

        @Override
        public void write(String name, String text) {
            next("write " + name);
            store.write(name, text);
        }

        @Override
        public void remove(String name) {
            next("remove " + name);
            store.remove(name);
        }

        @Override
        public List<String> names() {
            return store.names();
        }

        @Override
        public Lock lock(String name) {
            return store.lock(name);
        }
    }

    private final class Driver implements VendorDriver {
        @Override
        public void init(int numVfs, DriverParameters parameters) {
            next("init");
        }

        @Override
        public void addVf(int index, DriverParameters parameters) {
            next("addVf " + index);
        }

        @Override
        public void uninit() {
            next("uninit");
        }
    }
}

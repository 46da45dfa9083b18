package io.sriov.testkit.tck;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Drivers with faults in their lives.
final class LifeCycleFaults {
    private LifeCycleFaults() {}

    /// A driver that refuses init where it thinks that it is busy.
    private static class Busy extends SampleDriver {
        boolean busy;
        int announced;

        Busy(SampleDevice device) {
            super(device);
        }

        @Override
        public void init(int numVfs, DriverParameters pf) throws PfDriverException {
            if (busy) {
                throw new PfDriverException(Errno.EBUSY, "it has VFs already; remove them first");
            }
            super.init(numVfs, pf);
            busy = true;
            announced = numVfs;
        }

        @Override
        public void uninit() {
            super.uninit();
            busy = false;
        }
    }

    static final List<PluginFault> ALL =
            List.of(
                    PluginFault.driver(
                            "requires an address that the schema does not require",
                            "needs an address",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            if (index == 3 && vf.value("mac-addr").isEmpty()) {
                                                throw new PfDriverException(
                                                        Errno.EINVAL, "VF-3 needs an address");
                                            }
                                            super.addVf(index, vf);
                                        }
                                    },
                            "1.8",
                            "4.1",
                            "4.2",
                            "5.1",
                            "6.1",
                            "6.3"),
                    PluginFault.driver(
                            "forgets the last of two VFs",
                            "tck0 VF-1 mac-addr: 02:00:00:00:00:02 expected, nothing found",
                            device ->
                                    new Busy(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            if (announced != 2 || index != 1) {
                                                super.addVf(index, vf);
                                            }
                                        }
                                    },
                            "4.1",
                            "7.4"),
                    PluginFault.driver(
                            "never finds what it has set",
                            "what reads back is not what was asked for",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public List<ParameterMismatch> compare(
                                                int index, DriverParameters vf) {
                                            return vf.value("label").stream()
                                                    .map(label ->
                                                            new ParameterMismatch(
                                                                    "VF-" + index,
                                                                    "label",
                                                                    label.text(),
                                                                    "\"" + label.text() + "\""))
                                                    .toList();
                                        }
                                    },
                            "3.5",
                            "4.1",
                            "4.2",
                            "4.3",
                            "4.9",
                            "4.12",
                            "6.1",
                            "6.2",
                            "6.5",
                            "8.1",
                            "8.2"),
                    PluginFault.driver(
                            "ends only what has VFs",
                            "EBUSY",
                            device ->
                                    new Busy(device) {
                                        private int added;

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            added++;
                                            super.addVf(index, vf);
                                        }

                                        @Override
                                        public void uninit() {
                                            if (added > 0) {
                                                super.uninit();
                                            }
                                            added = 0;
                                        }
                                    },
                            "4.3",
                            "4.4"),
                    PluginFault.driver(
                            "does not end what has no VFs",
                            "it has VFs already",
                            device ->
                                    new Busy(device) {
                                        @Override
                                        public void uninit() {
                                            if (announced > 0) {
                                                super.uninit();
                                            }
                                        }
                                    },
                            "4.4"),
                    PluginFault.driver(
                            "loses a queue each time that all VFs go",
                            "give it fewer",
                            device ->
                                    new Busy(device) {
                                        private int lost = 100;

                                        @Override
                                        void release() throws PfDriverException {
                                            boolean all = device.owned.containsKey(3);
                                            for (int vf : List.copyOf(device.owned.keySet())) {
                                                if (vf < 100) {
                                                    device.disown(vf);
                                                }
                                            }
                                            if (all) {
                                                device.owned.put(lost++, 1L);
                                            }
                                        }
                                    },
                            "4.5"),
                    PluginFault.driver(
                            "throws where there is nothing to end",
                            "IllegalStateException",
                            device ->
                                    new Busy(device) {
                                        @Override
                                        public void uninit() {
                                            if (!busy) {
                                                throw new IllegalStateException("no init");
                                            }
                                            super.uninit();
                                        }
                                    },
                            "4.6",
                            "4.7",
                            "4.11"),
                    PluginFault.driver(
                            "ends only what it began itself",
                            "give it fewer",
                            device ->
                                    new SampleDriver(device) {
                                        private final Set<Integer> own = new HashSet<>();

                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            own.add(index);
                                            if (device.owned.containsKey(index)) {
                                                throw new PfDriverException(
                                                        Errno.EBUSY,
                                                        "VF-"
                                                                + index
                                                                + " has queues; give it fewer");
                                            }
                                            super.addVf(index, vf);
                                        }

                                        @Override
                                        void release() throws PfDriverException {
                                            for (int vf : List.copyOf(device.owned.keySet())) {
                                                if (own.contains(vf)) {
                                                    device.disown(vf);
                                                }
                                            }
                                        }
                                    },
                            "4.7"),
                    PluginFault.driver(
                            "is busy after an init that it refused",
                            "it has VFs already",
                            device ->
                                    new Busy(device) {
                                        @Override
                                        public void init(int numVfs, DriverParameters pf)
                                                throws PfDriverException {
                                            try {
                                                super.init(numVfs, pf);
                                            } finally {
                                                busy = true;
                                            }
                                        }
                                    },
                            "4.8",
                            "4.10",
                            "4.12"),
                    PluginFault.driver(
                            "gives all VFs up where one fails",
                            "VF-0 was given",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            try {
                                                super.addVf(index, vf);
                                            } catch (PfDriverException e) {
                                                device.enableVfs(device.vfs.size());
                                                throw e;
                                            }
                                        }
                                    },
                            "4.9"),
                    PluginFault.driver(
                            "takes a VF that it could not set",
                            "VF-0 was given",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf) {
                                            try {
                                                super.addVf(index, vf);
                                            } catch (PfDriverException e) {
                                                // Nobody will notice.
                                            }
                                        }
                                    },
                            "4.9",
                            "5.6",
                            "7.4"),
                    PluginFault.driver(
                            "loses the queues of a VF that it refuses",
                            "give it fewer",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void addVf(int index, DriverParameters vf)
                                                throws PfDriverException {
                                            try {
                                                super.addVf(index, vf);
                                            } catch (PfDriverException e) {
                                                if (e.errno() == Errno.EIO) {
                                                    device.owned.put(100, 3L);
                                                }
                                                throw e;
                                            }
                                        }

                                        @Override
                                        void release() throws PfDriverException {
                                            for (int vf : List.copyOf(device.owned.keySet())) {
                                                if (vf < 100) {
                                                    device.disown(vf);
                                                }
                                            }
                                        }
                                    },
                            "4.10"),
                    PluginFault.driver(
                            "throws what fails in uninit",
                            "no answer",
                            device ->
                                    new SampleDriver(device) {
                                        @Override
                                        public void uninit() {
                                            try {
                                                release();
                                            } catch (PfDriverException e) {
                                                throw new IllegalStateException(e);
                                            }
                                        }
                                    },
                            "4.11",
                            "4.12",
                            "7.5"));
}

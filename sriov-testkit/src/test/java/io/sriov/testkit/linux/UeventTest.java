package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the kernel tells udev, in its order: `device_add` and `device_del` in
/// `drivers/base/core.c`, `driver_bound` and `__device_release_driver` in `drivers/base/dd.c`,
/// `pci_iov_sysfs_link` and `sriov_enable` in `drivers/pci/iov.c`.
class UeventTest {
    private static final String NUM_VFS = LinuxMachines.PF + "sriov_numvfs";

    private static List<String> during(SimulatedLinux linux, Runnable work) {
        try (UeventTrace trace = linux.traceUevents()) {
            work.run();
            return trace.events().stream().map(Uevent::toString).toList();
        }
    }

    @Test
    void aVfIsAddedThenLinkedThenBound() {
        SimulatedLinux linux = LinuxMachines.linux();
        assertThat(during(linux, () -> linux.write(NUM_VFS, "1")))
                .containsExactly(
                        "add 0000:01:10.0",
                        "change 0000:01:10.0",
                        "add eth1",
                        "move enp1s0v0",
                        "bind 0000:01:10.0",
                        "change 0000:01:00.0");
        assertThat(during(linux, () -> linux.write(NUM_VFS, "0")))
                .containsExactly("remove enp1s0v0", "unbind 0000:01:10.0", "remove 0000:01:10.0");
    }

    @Test
    void whatIsBoundHasADriver() {
        SimulatedLinux linux = LinuxMachines.linux();
        try (UeventTrace trace = linux.traceUevents()) {
            linux.write(NUM_VFS, "1");
            linux.write("/sys/bus/pci/drivers/igbvf/unbind", "0000:01:10.0");
            List<Uevent> ofVf =
                    trace.events().stream()
                            .filter(event -> event.device().equals("0000:01:10.0"))
                            .toList();
            assertThat(ofVf)
                    .extracting(Uevent::action)
                    .containsExactly("add", "change", "bind", "unbind");
            assertThat(ofVf.get(0).driver()).isEmpty();
            assertThat(ofVf.get(2).driver()).contains("igbvf");
            assertThat(ofVf.get(3).driver()).isEmpty();
            assertThat(ofVf.get(0).devpath())
                    .isEqualTo("/devices/pci0000:00/0000:00:01.0/0000:01:10.0");
            assertThat(ofVf.get(2).variables())
                    .containsEntry("ACTION", "bind")
                    .containsEntry("SUBSYSTEM", "pci")
                    .containsEntry("PCI_ID", "8086:10CA")
                    .containsEntry("PCI_CLASS", "20000")
                    .containsEntry("PCI_SLOT_NAME", "0000:01:10.0");
        }
    }

    @Test
    void everyMessageHasANumberOfItsOwn() {
        SimulatedLinux linux = LinuxMachines.linux();
        try (UeventTrace trace = linux.traceUevents()) {
            linux.write(NUM_VFS, "7");
            assertThat(trace.events())
                    .extracting(event -> Long.valueOf(event.variables().get("SEQNUM")))
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
        UeventTrace closed = linux.traceUevents();
        closed.close();
        linux.write(NUM_VFS, "0");
        assertThat(closed.events()).isEmpty();
    }

    @Test
    void withoutUdevInterfacesKeepTheKernelsNames() {
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxSystem.builder()
                                .machine(LinuxMachines.machine())
                                .predictableNames(false)
                                .build());
        linux.write(NUM_VFS, "2");
        assertThat(linux.netLinks())
                .extracting(NetLink::name)
                .containsExactly("eth0", "eth1", "eth2");
        linux.write("/sys/bus/pci/drivers/igbvf/unbind", "0000:01:10.0");
        linux.write("/sys/bus/pci/drivers/igbvf/bind", "0000:01:10.0");
        assertThat(linux.list("/sys/bus/pci/devices/0000:01:10.0/net")).containsExactly("eth1");
    }
}

package io.sriov.testkit.linux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Sends uevents to whoever listens.
final class Uevents {
    private final List<UeventTrace> traces = new CopyOnWriteArrayList<>();
    private long sequence;

    UeventTrace trace() {
        UeventTrace trace = new UeventTrace(this);
        traces.add(trace);
        return trace;
    }

    void stop(UeventTrace trace) {
        traces.remove(trace);
    }

    /// Tells of a PCI function: `pci_uevent` in `drivers/pci/pci-driver.c`.
    void send(String action, PciDevice device) {
        send(action, device.devpath(), "pci", device.variables());
    }

    void send(String action, String devpath, String subsystem, Map<String, String> variables) {
        sequence++;
        if (traces.isEmpty()) {
            return;
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("ACTION", action);
        all.put("DEVPATH", devpath);
        all.put("SUBSYSTEM", subsystem);
        all.putAll(variables);
        all.put("SEQNUM", Long.toString(sequence));
        Uevent event = new Uevent(action, devpath, all);
        traces.forEach(trace -> trace.add(event));
    }
}

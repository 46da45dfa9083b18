package io.sriov.testkit.fault;

import io.sriov.pci.ConfigSpace;
import io.sriov.testkit.fault.FaultyProcess.Site;

/// The configuration space of a PF with faults. Thread-safe as far as the space is.
///
/// @param space the space
/// @param host the host of the process that uses it
/// @param device the PF's device name
record FaultyConfigSpace(ConfigSpace space, FaultyHost host, String device) implements ConfigSpace {
    @Override
    public long read(int offset, int width) {
        host.requireOpen();
        return host.process()
                .call(
                        Site.ofRegister(CallKind.READ_CONFIG, device, offset),
                        () -> space.read(offset, width));
    }

    @Override
    public void write(int offset, int width, long value) {
        host.requireOpen();
        host.process()
                .call(
                        Site.ofRegister(CallKind.WRITE_CONFIG, device, offset),
                        PortCall.change(() -> space.write(offset, width, value)));
    }
}

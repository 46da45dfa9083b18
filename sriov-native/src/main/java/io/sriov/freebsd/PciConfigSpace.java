package io.sriov.freebsd;

import io.sriov.pci.ConfigSpace;

/// A function's configuration space as long as its host is open: `/dev/pci` is opened for each
/// access. Fails as [PciNode#configSpace(PciSelector)] does. Thread-safe.
///
/// @param host the host
/// @param function the function
record PciConfigSpace(FreeBsdHost host, PciSelector function) implements ConfigSpace {

    @Override
    public long read(int offset, int width) {
        ConfigSpace.checkAccess(offset, width);
        try (PciNode pci = PciNode.open(host.calls())) {
            return pci.configSpace(function).read(offset, width);
        }
    }

    @Override
    public void write(int offset, int width, long value) {
        ConfigSpace.checkWrite(offset, width, value);
        try (PciNode pci = PciNode.open(host.calls())) {
            pci.configSpace(function).write(offset, width, value);
        }
    }

    @Override
    public String toString() {
        return "configuration space of " + function;
    }
}

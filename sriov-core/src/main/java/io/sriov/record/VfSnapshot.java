package io.sriov.record;

import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;

/// What is remembered of one VF.
///
/// @param index its number
/// @param address where it sat
/// @param passthrough whether it was meant for a guest
/// @param attached whether a driver was attached
public record VfSnapshot(int index, PciAddress address, boolean passthrough, boolean attached) {

    /// {@return what is remembered of a VF}
    ///
    /// @param vf the VF
    public static VfSnapshot of(VfStatus vf) {
        return new VfSnapshot(vf.index(), vf.address(), vf.passthrough(), vf.attached());
    }
}

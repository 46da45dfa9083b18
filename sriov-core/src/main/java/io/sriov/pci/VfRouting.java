package io.sriov.pci;

/// Which Routing IDs the VFs of a PF have (PCIe 6.0 §9.2.1.2): VF `i`, counted from 0, has that of
/// the PF plus First VF Offset plus `i` times VF Stride, in 16-bit arithmetic. (The specification
/// counts VFs from 1.)
///
/// Nothing in that arithmetic keeps the VFs on the PF's bus or below the end of the 16-bit space,
/// so the caller asks: [#lastBus()], [#wraps()], [#fitsWithoutAri()].
///
/// Immutable; constant time and memory, whatever the number of VFs.
///
/// @param pf the PF
/// @param firstVfOffset 0..65535
/// @param vfStride 0..65535
/// @param numVfs 0..65535
public record VfRouting(RoutingId pf, int firstVfOffset, int vfStride, int numVfs) {
    /// @throws IllegalArgumentException if a number is out of its range
    public VfRouting {
        RoutingId.require("First VF Offset", firstVfOffset, 0xffff);
        RoutingId.require("VF Stride", vfStride, 0xffff);
        RoutingId.require("NumVFs", numVfs, 0xffff);
    }

    /// The Routing ID of a VF.
    ///
    /// @param vf the VF's number, from 0
    /// @throws IndexOutOfBoundsException if there is no such VF
    public RoutingId routingId(int vf) {
        return new RoutingId((int) (unwrapped(vf) & RoutingId.MAX));
    }

    /// The address of a VF of a PF in this domain.
    ///
    /// @throws IndexOutOfBoundsException if there is no such VF
    public PciAddress address(long domain, int vf) {
        return PciAddress.of(domain, routingId(vf));
    }

    /// The number of the VF at a Routing ID, from 0; -1 if none is there.
    public int vfAt(RoutingId id) {
        int distance = (id.value() - pf.value() - firstVfOffset) & RoutingId.MAX;
        if (vfStride == 0) {
            return distance == 0 && numVfs > 0 ? 0 : -1;
        }
        // A stride may need several turns round the 16-bit space to reach an ID; each turn is tried
        // once.
        for (long at = distance; at < (long) numVfs * vfStride; at += RoutingId.MAX + 1) {
            if (at % vfStride == 0) {
                return (int) (at / vfStride);
            }
        }
        return -1;
    }

    /// The highest bus number any VF has, counted without wrapping, so that it exceeds 255 when the
    /// IDs wrap; the PF's own bus if there are no VFs.
    public int lastBus() {
        return numVfs == 0 ? pf.bus() : (int) (unwrapped(numVfs - 1) >> 8);
    }

    /// Whether some VF is on another bus than the PF.
    public boolean leavesBus() {
        return lastBus() != pf.bus();
    }

    /// Whether some VF's Routing ID lies past the 16-bit space and starts again at its beginning.
    public boolean wraps() {
        return numVfs > 0 && unwrapped(numVfs - 1) > RoutingId.MAX;
    }

    /// Whether two VFs, or a VF and the PF, would have the same Routing ID.
    public boolean collides() {
        if (numVfs == 0) {
            return false;
        }
        boolean vfOnPf = vfAt(pf) >= 0;
        boolean vfOnVf = numVfs > 1 && numVfs > cycle();
        return vfOnPf || vfOnVf;
    }

    /// Whether all VFs are functions 1..7 of the PF's own device 0, where they can be reached
    /// without ARI.
    public boolean fitsWithoutAri() {
        return numVfs == 0 || (!leavesBus() && unwrapped(numVfs - 1) % 256 < 8);
    }

    /// After how many VFs the IDs repeat.
    private int cycle() {
        return vfStride == 0 ? 1 : (RoutingId.MAX + 1) / Integer.lowestOneBit(vfStride);
    }

    private long unwrapped(int vf) {
        if (vf < 0 || vf >= numVfs) {
            throw new IndexOutOfBoundsException("VF " + vf + " of " + numVfs);
        }
        return pf.value() + firstVfOffset + (long) vf * vfStride;
    }
}

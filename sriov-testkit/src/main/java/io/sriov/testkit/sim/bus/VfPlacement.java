package io.sriov.testkit.sim.bus;

/// First VF Offset and VF Stride of a PF under some condition. Devices may change both when NumVFs
/// or ARI Capable Hierarchy changes (§9.3.3.9, §9.3.3.10).
///
/// @param ari whether this holds with ARI Capable Hierarchy set, or with it clear
/// @param fromNumVfs the least NumVFs for which this holds, until a placement with a greater one
///   takes over
/// @param firstVfOffset 0..65535
/// @param vfStride 0..65535
public record VfPlacement(boolean ari, int fromNumVfs, int firstVfOffset, int vfStride) {
    /// {@return a placement for any NumVFs}
    ///
    /// @param ari whether it holds with ARI Capable Hierarchy set, or with it clear
    /// @param firstVfOffset 0..65535
    /// @param vfStride 0..65535
    public static VfPlacement of(boolean ari, int firstVfOffset, int vfStride) {
        return new VfPlacement(ari, 0, firstVfOffset, vfStride);
    }
}

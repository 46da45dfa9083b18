package io.sriov.record;

import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is remembered of a PF's VFs at one moment. Immutable and thread-safe.
///
/// @param numVfs how many VFs were enabled
/// @param vfs those that existed as devices
public record PfSnapshot(int numVfs, List<VfSnapshot> vfs) {

    /// Copies the list.
    public PfSnapshot {
        vfs = List.copyOf(vfs);
    }

    /// {@return what is remembered of a PF}
    ///
    /// @param status the PF
    public static PfSnapshot of(PfStatus status) {
        return new PfSnapshot(status.numVfs(), status.vfs().stream().map(VfSnapshot::of).toList());
    }

    /// {@return why the VFs that exist cannot be the remembered ones, or empty where they can}
    ///
    /// They can be when as many are enabled, and each that exists sits where the remembered one sat
    /// and is meant for the same. One that has gone, or whose driver has been detached, is still
    /// the remembered one.
    ///
    /// @param live the PF as it is
    public Optional<String> contradiction(PfStatus live) {
        if (live.numVfs() != numVfs) {
            return Optional.of(
                    (live.numVfs() == 1 ? "1 VF is" : live.numVfs() + " VFs are")
                            + " enabled where "
                            + numVfs
                            + (numVfs == 1 ? " was recorded" : " were recorded"));
        }
        Map<Integer, VfSnapshot> remembered = HashMap.newHashMap(vfs.size());
        vfs.forEach(vf -> remembered.put(vf.index(), vf));
        for (VfStatus vf : live.vfs()) {
            VfSnapshot then = remembered.get(vf.index());
            String name = "VF-" + vf.index();
            if (then == null) {
                return Optional.of(name + " exists and was not recorded");
            }
            if (!then.address().equals(vf.address())) {
                return Optional.of(
                        name + " is at " + vf.address() + " and was recorded at " + then.address());
            }
            if (then.passthrough() != vf.passthrough()) {
                return Optional.of(
                        name
                                + (vf.passthrough()
                                        ? " is passed through and was recorded as kept by the host"
                                        : " is kept by the host and was recorded as passed through"));
            }
        }
        return Optional.empty();
    }
}

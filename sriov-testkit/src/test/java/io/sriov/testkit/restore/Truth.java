package io.sriov.testkit.restore;

import io.sriov.apply.Deviation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is really the case on a machine: what its kernel and its hardware have, and what its driver
/// was given.
///
/// @param device the PF
/// @param numVfs how many VFs the kernel has enabled
/// @param vfEnable the bit VF Enable of the hardware
/// @param register NumVFs of the hardware
/// @param label what the PF was given
/// @param probing whether the kernel looks for drivers for new VFs, as before any apply
/// @param vfs the VFs by number
/// @param neighbour the PF beside it, which nothing may touch; empty where there is none
record Truth(
        String device,
        int numVfs,
        boolean vfEnable,
        int register,
        String label,
        boolean probing,
        Map<Integer, Vf> vfs,
        String neighbour) {

    /// A VF.
    ///
    /// @param address where it sits
    /// @param passthrough whether it is for a guest
    /// @param driver its driver; empty where none is attached
    /// @param weight what it was given
    record Vf(String address, boolean passthrough, String driver, String weight) {}

    /// This, but for NumVFs while there are no VFs: a kernel that fails to create VFs may leave
    /// there what it wrote.
    Truth settled() {
        return new Truth(
                device, numVfs, vfEnable, vfEnable ? register : 0, label, probing, vfs, neighbour);
    }

    /// Where this differs from an earlier state as far as ports show it, in the words of
    /// [io.sriov.apply.Outcome.NeedsAttention#differences()].
    ///
    /// @param answers whether the device answers
    List<Deviation> differences(Truth before, boolean answers) {
        var differences = new ArrayList<Deviation>();
        if (numVfs != before.numVfs) {
            differences.add(new Deviation(device, enabled(before.numVfs), enabled(numVfs)));
        }
        differences.addAll(
                answers
                        ? registerDifferences(before)
                        : List.of(
                                new Deviation(
                                        device,
                                        "a readable SR-IOV capability",
                                        "none: the device does not answer")));
        if (numVfs == before.numVfs) {
            before.vfs.forEach((index, then) ->
                    differences.addAll(
                            differences(
                                    device + " VF-" + index,
                                    then,
                                    Optional.ofNullable(vfs.get(index)))));
        }
        return differences;
    }

    private List<Deviation> registerDifferences(Truth before) {
        var differences = new ArrayList<Deviation>();
        boolean expected = before.numVfs > 0;
        if (vfEnable != expected) {
            differences.add(
                    new Deviation(
                            device, "VF Enable " + set(expected), "VF Enable " + set(vfEnable)));
        }
        if (expected && register != before.numVfs) {
            differences.add(new Deviation(device, "NumVFs " + before.numVfs, "NumVFs " + register));
        }
        return differences;
    }

    private static List<Deviation> differences(String vf, Vf then, Optional<Vf> now) {
        if (now.isEmpty()) {
            return List.of(new Deviation(vf, "present", "absent"));
        }
        var differences = new ArrayList<Deviation>();
        Vf live = now.get();
        if (!live.address.equals(then.address)) {
            differences.add(new Deviation(vf, "at " + then.address, "at " + live.address));
        }
        if (live.passthrough != then.passthrough) {
            differences.add(
                    new Deviation(
                            vf,
                            "passthrough " + (then.passthrough ? "yes" : "no"),
                            "passthrough " + (live.passthrough ? "yes" : "no")));
        }
        if (live.driver.isEmpty() != then.driver.isEmpty()) {
            differences.add(
                    new Deviation(
                            vf,
                            then.driver.isEmpty() ? "no driver attached" : "a driver attached",
                            live.driver.isEmpty() ? "none attached" : live.driver + " attached"));
        }
        return differences;
    }

    static String enabled(int numVfs) {
        return numVfs == 0
                ? "no VFs enabled"
                : numVfs + (numVfs == 1 ? " VF" : " VFs") + " enabled";
    }

    private static String set(boolean bit) {
        return bit ? "set" : "clear";
    }
}

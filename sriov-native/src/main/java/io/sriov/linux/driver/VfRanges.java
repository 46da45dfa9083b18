package io.sriov.linux.driver;

import io.sriov.schema.config.IovConfig;
import java.util.BitSet;
import java.util.StringJoiner;

/// Names many VFs in a few words.
final class VfRanges {
    private VfRanges() {}

    /// {@return the names of VFs, neighbours together: `VF-0..VF-3, VF-7`}
    ///
    /// @param vfs the VFs' numbers
    static String text(BitSet vfs) {
        var text = new StringJoiner(", ");
        for (int first = vfs.nextSetBit(0); first >= 0; ) {
            int end = vfs.nextClearBit(first);
            text.add(
                    end == first + 1
                            ? IovConfig.vfName(first)
                            : IovConfig.vfName(first) + ".." + IovConfig.vfName(end - 1));
            first = vfs.nextSetBit(end);
        }
        return text.toString();
    }
}

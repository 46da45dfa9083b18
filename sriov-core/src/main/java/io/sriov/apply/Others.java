package io.sriov.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// VFs that are not surely an apply's, and are left alone.
///
/// @param remedy what to find out, where they are found
/// @param maybePrevious whether they may be the previous ones, created anew
record Others(String remedy, boolean maybePrevious) {
    /// VFs where the kernel had none before.
    static final Others SOMEBODY_ELSES =
            new Others("somebody else has created VFs meanwhile: find out who", false);

    /// {@return those that an apply has found}
    ///
    /// @param found how many there are, not as many as asked for
    /// @param asked how many the apply creates
    static Others found(int found, int asked) {
        return found(found, OptionalInt.of(asked), List.of(), false);
    }

    /// {@return those that a recovery has found, or may come upon}
    ///
    /// @param found how many there are, not as many as asked for
    /// @param asked how many the interrupted apply creates, where that can still be read
    /// @param before how many there were before it
    static Others leftBy(int found, OptionalInt asked, int before) {
        if (found == 0) {
            return SOMEBODY_ELSES;
        }
        var causes = new ArrayList<String>();
        if (asked.isEmpty()) {
            causes.add(
                    "the interrupted apply has created them, whose configuration cannot be read"
                            + " any more");
        }
        if (found == before) {
            causes.add(
                    "the previous ones were created anew by a restore that could not write its"
                            + " journal");
        }
        return found(found, asked, causes, found == before);
    }

    private static Others found(
            int found, OptionalInt asked, List<String> left, boolean maybePrevious) {
        var causes = new ArrayList<String>();
        if (asked.isPresent() && found < asked.getAsInt()) {
            causes.add("the PF's driver has created fewer and reported success");
        }
        causes.addAll(left);
        if (causes.isEmpty()) {
            return SOMEBODY_ELSES;
        }
        String wanted =
                asked.isEmpty()
                        ? ""
                        : asked.getAsInt() == 0
                                ? " where none was asked for"
                                : " where " + asked.getAsInt() + " were asked for";
        return new Others(
                Verification.vfs(found)
                        + wanted
                        + ": either "
                        + String.join(", or ", causes)
                        + ", or somebody else has created others meanwhile: find out which",
                maybePrevious);
    }
}

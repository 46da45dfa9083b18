package io.sriov.testkit.tck;

import io.sriov.schema.ParameterName;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name that somebody may have meant.
final class NearestName {
    private NearestName() {}

    /// The one that takes the fewest changes of a letter, and less than half a name of them.
    static Optional<String> of(String name, Collection<String> names) {
        String folded = ParameterName.fold(name);
        return names.stream()
                .min(Comparator.comparingInt(other -> changes(folded, ParameterName.fold(other))))
                .filter(nearest ->
                        2 * changes(folded, ParameterName.fold(nearest)) < nearest.length());
    }

    /// How many letters are put in, left out or replaced.
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[to.length()];
    }
}

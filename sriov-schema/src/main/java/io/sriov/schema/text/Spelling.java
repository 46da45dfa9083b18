package io.sriov.schema.text;

import io.sriov.schema.ParameterName;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what somebody may have meant by a misspelled name.
public final class Spelling {
    /// Longer names are not guessed at, so that a hostile key costs nothing.
    private static final int LONGEST = 64;

    private Spelling() {}

    /// {@return the candidate nearest to a name, where one is near: at most a third of its letters
    /// apart}
    ///
    /// @param name what was written; longer ones than 64 characters are near to nothing
    /// @param candidates the names that there are
    public static Optional<String> nearest(String name, Stream<String> candidates) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String typed = normalised(name);
        String[] best = {null};
        int[] least = {Math.max(1, name.length() / 3) + 1};
        candidates.forEach(candidate -> {
            int distance = distance(typed, normalised(candidate));
            if (distance < least[0]) {
                least[0] = distance;
                best[0] = candidate;
            }
        });
        return Optional.ofNullable(best[0]);
    }

    private static String normalised(String name) {
        return ParameterName.fold(name).replace('_', '-');
    }

    /// Edit distance with transpositions of neighbours (optimal string alignment).
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least =
                        Math.min(previous[j - 1] + same, Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, beforePrevious[j - 2] + 1);
                }
                current[j] = least;
            }
            int[] free = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = free;
        }
        return previous[b.length()];
    }
}

package io.sriov.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Rows of words in columns as wide as their widest word. Not thread-safe.
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    /// Creates a table of its first row.
    ///
    /// @param headings the first row
    Table(String... headings) {
        widths = new int[headings.length];
        add(headings);
    }

    /// Adds a row.
    ///
    /// @param cells a word for each column
    void add(String... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException(cells.length + " cells in " + widths.length);
        }
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
        rows.add(List.of(cells));
    }

    /// Prints the rows, without blanks at their ends.
    ///
    /// @param out where to
    /// @throws IOException when `out` fails
    void write(Appendable out) throws IOException {
        for (List<String> row : rows) {
            int last = row.size() - 1;
            for (int i = 0; i < last; i++) {
                String cell = row.get(i);
                out.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
            }
            out.append(row.get(last)).append('\n');
        }
    }
}

package io.sriov.cli;

import io.sriov.schema.diagnostic.PrintableText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/// Shows control and format characters, and bytes that are not UTF-8, instead of letting them act
/// on a terminal; tabs and line feeds pass.
final class VisibleControls extends FilterWriter {

    /// Creates the writer.
    ///
    /// @param target where the text goes
    VisibleControls(Writer target) {
        super(target);
    }

    @Override
    public void write(int c) throws IOException {
        write(String.valueOf((char) c), 0, 1);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        int end = from + length;
        int line = from;
        for (int feed = text.indexOf('\n', line);
                feed >= 0 && feed < end;
                feed = text.indexOf('\n', line)) {
            out.write(PrintableText.of(text.substring(line, feed)));
            out.write('\n');
            line = feed + 1;
        }
        out.write(PrintableText.of(text.substring(line, end)));
    }
}

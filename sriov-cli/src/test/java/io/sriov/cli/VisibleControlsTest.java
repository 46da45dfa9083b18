package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

/// Text of unknown origin on its way to a terminal.
class VisibleControlsTest {

    private static String shown(String text) throws IOException {
        var out = new StringWriter();
        try (Writer writer = new VisibleControls(out)) {
            writer.append(text).append('\u0007').append("[" + text + "]", 1, 1 + text.length());
        }
        return out.toString();
    }

    @Test
    void showsWhatWouldActOnTheTerminal() throws IOException {
        assertThat(shown("a\u001b[2Jb\u009bc\rd\u202ee"))
                .isEqualTo(
                        "a\\u001b[2Jb\\u009bc\\u000dd\\u202ee\\u0007"
                                + "a\\u001b[2Jb\\u009bc\\u000dd\\u202ee");
    }

    @Test
    void showsBytesThatAreNotUtf8() throws IOException {
        assertThat(shown("na\udcefve 😀")).isEqualTo("na\\xefve 😀\\u0007na\\xefve 😀");
    }

    @Test
    void letsTextPass() throws IOException {
        assertThat(shown("\tvf   0:\n\n\t\té ✓\n"))
                .isEqualTo("\tvf   0:\n\n\t\té ✓\n\\u0007\tvf   0:\n\n\t\té ✓\n");
    }
}

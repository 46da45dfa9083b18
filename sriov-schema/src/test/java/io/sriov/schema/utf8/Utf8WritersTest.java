package io.sriov.schema.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What writes text with bytes that are not UTF-8, in pieces of every size.
class Utf8WritersTest {
    /// Texts, and each one's bytes as Latin-1 shows them.
    private static final List<List<String>> TEXTS =
            List.of(
                    List.of("", ""),
                    List.of("plain", "plain"),
                    List.of("é😀", "\u00c3\u00a9\u00f0\u009f\u0098\u0080"),
                    List.of("\udcff", "\u00ff"),
                    List.of("x\udce9y\udcc3", "x\u00e9y\u00c3"),
                    List.of("\ud83d", "\u00ed\u00a0\u00bd"),
                    List.of("\ud83d\ud83d\ude00", "\u00ed\u00a0\u00bd\u00f0\u009f\u0098\u0080"),
                    List.of("\ude00x", "\u00ed\u00b8\u0080x"),
                    List.of("\ud83dx\udc7f", "\u00ed\u00a0\u00bdx\u00ed\u00b1\u00bf"));

    @Test
    void bytesComeOutAsTheyAreHoweverTheTextIsCut() throws IOException {
        for (List<String> text : TEXTS) {
            for (int piece = 1; piece <= 4; piece++) {
                var bytes = new ByteArrayOutputStream();
                try (Writer writer = new EscapedUtf8Writer(bytes)) {
                    inPieces(text.get(0), piece, writer);
                }
                assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(text.get(1));
            }
        }
    }

    @Test
    void textThatPassesTheBufferIsWhatTheStandardEncoderMakesOfIt() throws IOException {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.length() < 100_000) {
            int point = random.nextInt(1 << random.nextInt(7, 21));
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        String whole = text.toString();
        for (int piece : List.of(1, 7, 8191, 8192, 8193, 100_000)) {
            var bytes = new ByteArrayOutputStream();
            try (Writer writer = new EscapedUtf8Writer(bytes)) {
                inPieces(whole, piece, writer);
            }
            assertThat(bytes.toByteArray()).isEqualTo(whole.getBytes(StandardCharsets.UTF_8));
            assertThat(EscapedUtf8.encode(whole)).isEqualTo(bytes.toByteArray());
        }
    }

    @Test
    void halvesOfCharactersAtTheEndOfTheBufferAreKept() throws IOException {
        for (int before = 8180; before <= 8200; before++) {
            for (String rest :
                    List.of(
                            "\ud83d",
                            "\ud83dx",
                            "\udcff",
                            "\ud83d\ude00",
                            "\ud83d\u07ff\u0800",
                            "\ud83d\u0800",
                            "\ud83d\u0080",
                            "\ud83d\u007f")) {
                var bytes = new ByteArrayOutputStream();
                try (Writer writer = new EscapedUtf8Writer(bytes)) {
                    writer.write("x".repeat(before) + rest);
                }
                String expected = "x".repeat(before) + inBytes(rest);
                assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(expected);
            }
        }
    }

    /// The bytes of a text as Latin-1, by the standard encoder for whole characters and by hand for
    /// lone surrogates.
    private static String inBytes(String text) {
        var bytes = new StringBuilder();
        text.codePoints()
                .forEach(point -> {
                    if (point == 0xdcff) {
                        bytes.append('\u00ff');
                    } else if (point == 0xd83d) {
                        bytes.append("\u00ed\u00a0\u00bd");
                    } else {
                        bytes.append(
                                new String(
                                        Character.toString(point).getBytes(StandardCharsets.UTF_8),
                                        StandardCharsets.ISO_8859_1));
                    }
                });
        return bytes.toString();
    }

    @Test
    void theTargetIsFlushedAndClosed() throws IOException {
        var calls = new StringBuilder();
        var target =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() {
                        calls.append("flush ");
                    }

                    @Override
                    public void close() {
                        calls.append("close ");
                    }
                };
        Writer writer = new EscapedUtf8Writer(target);
        writer.flush();
        writer.close();
        assertThat(calls).hasToString("flush flush close ");
    }

    @Test
    void theWriterBehindTheEscapesIsFlushedAndClosed() throws IOException {
        var calls = new StringBuilder();
        var target =
                new StringWriter() {
                    @Override
                    public void flush() {
                        calls.append("flush ");
                    }

                    @Override
                    public void close() {
                        calls.append("close ");
                    }
                };
        Writer writer = new LoneSurrogateEscapes(target);
        writer.flush();
        writer.close();
        assertThat(calls).hasToString("flush flush close ");
    }

    @Test
    void whatIsFlushedIsThere() throws IOException {
        var bytes = new ByteArrayOutputStream();
        Writer writer = new EscapedUtf8Writer(bytes);
        writer.write("a\ud83d");
        writer.flush();
        assertThat(bytes).hasToString("a");
        writer.write(0xde00);
        writer.flush();
        assertThat(bytes).hasToString("a😀");
    }

    @Test
    void jsonKeepsLoneSurrogatesAsEscapesAndAllElseAsItIs() throws IOException {
        for (int piece = 1; piece <= 4; piece++) {
            var out = new StringWriter();
            try (Writer writer = new LoneSurrogateEscapes(out)) {
                inPieces("é😀\udcff\ud83d\ud83d\ude00\ude00x\ud83d", piece, writer);
            }
            assertThat(out).hasToString("é😀\\udcff\\ud83d😀\\ude00x\\ud83d");
        }
    }

    @Test
    void jsonOfAGeneratorReadsBack() {
        var json = new JsonFactory();
        for (int length = 0; length < 5000; length++) {
            if (length == 20) {
                length = 900; // around the size of the generator's buffers
            }
            String text = "x".repeat(length) + "😀\udcff😀\udcff";
            var out = new StringWriter();
            try (JsonGenerator generator =
                    json.createGenerator(
                            ObjectWriteContext.empty(), new LoneSurrogateEscapes(out))) {
                generator.writeString(text);
            }
            assertThat(out.toString()).contains("😀\\udcff😀\\udcff");
            try (JsonParser parser =
                    json.createParser(
                            ObjectReadContext.empty(),
                            out.toString().getBytes(StandardCharsets.UTF_8))) {
                parser.nextToken();
                assertThat(parser.getString()).isEqualTo(text);
            }
        }
    }

    private static void inPieces(String text, int piece, Writer writer) throws IOException {
        for (int from = 0; from < text.length(); from += piece) {
            int length = Math.min(piece, text.length() - from);
            switch (from % 3) {
                case 0 -> writer.write(text, from, length);
                case 1 -> writer.write(text.toCharArray(), from, length);
                default -> {
                    for (int i = from; i < from + length; i++) {
                        writer.write(text.charAt(i));
                    }
                }
            }
        }
    }
}

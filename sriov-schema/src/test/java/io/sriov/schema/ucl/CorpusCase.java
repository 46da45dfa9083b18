package io.sriov.schema.ucl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One hand-written UCL text, with the files that it may include.
///
/// The corpus is in `src/test/resources/io/sriov/schema/ucl/corpus`, one file a topic; the first
/// lines of `sections.ucl` explain the notation.
///
/// @param topic the name of the corpus file, without its suffix
/// @param name the name of the case, unique in its topic
/// @param main the text itself, in the notation of the corpus
/// @param files further files by their relative path, in the same notation
record CorpusCase(String topic, String name, String main, Map<String, String> files) {

    static final Path DIRECTORY = Path.of("src/test/resources/io/sriov/schema/ucl/corpus");

    private static final String CASE = "=== ";
    private static final String FILE = "--- ";

    /// {@return all cases of all topics, in the order they are written}
    static List<CorpusCase> all() throws IOException {
        List<CorpusCase> cases = new ArrayList<>();
        List<Path> topics;
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            topics = files.filter(file -> file.toString().endsWith(".ucl")).sorted().toList();
        }
        for (Path topic : topics) {
            cases.addAll(read(topic));
        }
        return cases;
    }

    private static List<CorpusCase> read(Path file) throws IOException {
        String topic = file.getFileName().toString().replace(".ucl", "");
        List<CorpusCase> cases = new ArrayList<>();
        String content = Files.readString(file).stripTrailing();
        for (String each : partsAfter(CASE, content)) {
            int nameEnd = each.indexOf('\n');
            List<String> texts = List.of(each.substring(nameEnd).split("\n" + FILE, -1));
            Map<String, String> files = new LinkedHashMap<>();
            for (String text : texts.subList(1, texts.size())) {
                int pathEnd = text.indexOf('\n');
                files.put(text.substring(0, pathEnd), text.substring(pathEnd + 1) + "\n");
            }
            String main = texts.get(0).substring(1) + "\n";
            cases.add(new CorpusCase(topic, each.substring(0, nameEnd), main, files));
        }
        return cases;
    }

    private static List<String> partsAfter(String mark, String text) {
        List<String> parts = List.of(("\n" + text).split("\n" + mark, -1));
        return parts.subList(1, parts.size());
    }

    /// {@return the text itself}
    byte[] text() {
        return decode(main);
    }

    private static byte[] decode(String notation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = notation.indexOf('\u2403');
        String text = end < 0 ? notation : notation.substring(0, end);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= 0x2400 && c <= 0x241f) {
                bytes.write(c - 0x2400);
            } else if (c == 0x2421) {
                bytes.write(0x7f);
            } else if (c == '\u27e6') {
                int close = text.indexOf('\u27e7', i);
                bytes.writeBytes(HexFormat.of().parseHex(text.substring(i, close)));
                i = close + 1;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /// Writes the case into a directory.
    ///
    /// @return the file that holds the text itself
    Path writeTo(Path directory) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.write(path, decode(file.getValue()));
        }
        return Files.write(directory.resolve("main.conf"), text());
    }

    @Override
    public String toString() {
        return topic + ": " + name;
    }
}

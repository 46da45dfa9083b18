package io.sriov.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named pieces of code: those that a Markdown document shows, and those that a test compiles and
/// runs.
///
/// In a document, a comment before a code block names its snippet:
///
/// ````markdown
/// <!-- snippet: read-a-record -->
/// ```java
/// Config config = new UclMapper().readValue(text, Config.class);
/// ```
/// ````
///
/// In a source, the lines between two comments are the snippet, however far they are indented:
///
/// ```java
/// // snippet: read-a-record
/// Config config = new UclMapper().readValue(text, Config.class);
/// // end
/// ```
///
/// A source may be of any language that has comments of `//` or `#` up to the end of the line.
final class Snippets {
    private static final String SNIPPET = "snippet: ";

    private Snippets() {}

    /// {@return the named blocks of a document by their names, and its other blocks of Java by
    /// their places}
    static Map<String, String> ofDocument(Path document) throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("```")) {
                continue;
            }
            String before = i == 0 ? "" : lines.get(i - 1).strip();
            var block = new ArrayList<String>();
            for (i++; i < lines.size() && !lines.get(i).startsWith("```"); i++) {
                block.add(lines.get(i));
            }
            if (before.startsWith("<!-- " + SNIPPET)) {
                String name = before.replaceAll("<!-- " + SNIPPET + "|-->", "").strip();
                snippets.put(name, String.join("\n", block));
            } else if (line.substring(3).strip().equals("java")) {
                snippets.put(document + ":" + (i - block.size()), String.join("\n", block));
            }
        }
        return snippets;
    }

    /// {@return the snippets of a source, by their names}
    static Map<String, String> ofSource(Path source) throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        String name = null;
        var block = new ArrayList<String>();
        for (String line : Files.readAllLines(source)) {
            String comment = line.strip().replaceFirst("^(//|#) ", "");
            boolean isComment = !comment.equals(line.strip());
            if (isComment && comment.startsWith(SNIPPET)) {
                name = comment.substring(SNIPPET.length());
                block.clear();
            } else if (isComment && comment.equals("end") && name != null) {
                String code = String.join("\n", block).stripTrailing().stripIndent();
                assertThat(snippets.put(name, code))
                        .as("%s: two snippets named %s", source, name)
                        .isNull();
                name = null;
            } else if (name != null) {
                block.add(line);
            }
        }
        assertThat(name).as("%s: a snippet without an end", source).isNull();
        return snippets;
    }
}

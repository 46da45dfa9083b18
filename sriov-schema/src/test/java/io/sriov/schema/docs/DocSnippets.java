package io.sriov.schema.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps the code in a Markdown document and the code that a test compiles and runs the same.
///
/// In the document, a comment before a code block names its snippet:
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
public final class DocSnippets {

    private static final String SNIPPET = "snippet: ";

    private DocSnippets() {}

    /// Fails unless every code block of the given languages is a snippet of the sources, word for
    /// word, and every snippet of the sources is in the document.
    ///
    /// @param document the Markdown file
    /// @param languages the languages whose blocks must be snippets, as written after the
    ///   backquotes
    /// @param sources where the snippets are
    public static void assertInSync(Path document, List<String> languages, Path... sources)
            throws IOException {
        Map<String, String> inSources = new LinkedHashMap<>();
        for (Path source : sources) {
            ofSource(source)
                    .forEach((name, text) ->
                            assertThat(inSources.put(name, text))
                                    .as("two snippets named %s", name)
                                    .isNull());
        }
        Map<String, String> inDocument = ofDocument(document, languages);
        assertThat(inDocument.keySet()).containsExactlyInAnyOrderElementsOf(inSources.keySet());
        inSources.forEach((name, text) ->
                assertThat(inDocument.get(name))
                        .as("snippet %s of %s", name, document)
                        .isEqualTo(text));
    }

    private static Map<String, String> ofDocument(Path document, List<String> languages)
            throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("```")) {
                continue;
            }
            String language = line.substring(3).strip();
            String before = i == 0 ? "" : lines.get(i - 1).strip();
            List<String> block = new ArrayList<>();
            for (i++; i < lines.size() && !lines.get(i).startsWith("```"); i++) {
                block.add(lines.get(i));
            }
            if (before.startsWith("<!-- " + SNIPPET)) {
                String name = before.replaceAll("<!-- " + SNIPPET + "|-->", "").strip();
                snippets.put(name, String.join("\n", block));
            } else if (languages.contains(language)) {
                snippets.put(document + ":" + (i - block.size()) + " has no name", "");
            }
        }
        return snippets;
    }

    private static Map<String, String> ofSource(Path source) throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        String name = null;
        List<String> block = new ArrayList<>();
        for (String line : Files.readAllLines(source)) {
            String comment = line.strip().replaceFirst("^(//|#) ", "");
            boolean isComment = !comment.equals(line.strip());
            if (isComment && comment.startsWith(SNIPPET)) {
                name = comment.substring(SNIPPET.length());
                block.clear();
            } else if (isComment && comment.equals("end") && name != null) {
                String text = String.join("\n", block).stripTrailing().stripIndent();
                assertThat(snippets.put(name, text))
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

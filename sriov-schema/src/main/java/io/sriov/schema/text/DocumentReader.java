package io.sriov.schema.text;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.diagnostic.SourceText;
import io.sriov.schema.ucl.UclFactory;
import io.sriov.schema.ucl.UclFactoryBuilder;
import io.sriov.schema.ucl.UclParser;
import io.sriov.schema.ucl.UclReadFeature;
import io.sriov.schema.utf8.EscapedUtf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads texts into [Document]s. Immutable and thread-safe.
///
/// UCL is read as libucl reads it, with three differences: repeated keys are kept apart instead of
/// being joined into an array, integers go up to 2^64-1, and a UTF-8 byte order mark is skipped.
/// Bytes that are not UTF-8 are kept, as [io.sriov.schema.utf8.EscapedUtf8] has them; in the other
/// formats a file may have them in comments only. The variable `PID` is the process's. Files are
/// included only where the [Builder#includeRoot] allows it.
public final class DocumentReader {
    private static final DocumentReader STANDARD = builder().build();

    private final UclFactory ucl;
    private final long maxBytes;
    private final boolean wholeText;

    private DocumentReader(Builder builder) {
        this.ucl = builder.ucl.build();
        this.maxBytes = builder.maxBytes;
        this.wholeText = builder.wholeText;
    }

    /// {@return a reader that includes no files}
    public static DocumentReader standard() {
        return STANDARD;
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// {@return a file's document, in the format that its name says}
    ///
    /// @param file a regular file; anything else is reported, not read
    public Document read(Path file) {
        return read(file, TextFormat.of(file));
    }

    /// {@return a file's document}
    ///
    /// @param file a regular file; anything else is reported, not read
    /// @param format its format
    public Document read(Path file, TextFormat format) {
        String name = file.toString();
        byte[] bytes;
        try {
            if (name.isEmpty()) {
                throw new NoSuchFileException(name); // to Java, the working directory
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return failed(unreadable(name, "not a regular file"));
            }
            if (Files.size(file) > maxBytes) {
                return failed(tooLarge(name));
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException | SecurityException e) {
            return failed(unreadable(name, reason(e)));
        }
        Document document =
                format == TextFormat.UCL ? ucl(file, bytes) : other(name, bytes, format);
        return document.root().isPresent()
                ? document
                : WideEncoding.of(bytes).map(found -> failed(wide(name, found))).orElse(document);
    }

    private Document ucl(Path file, byte[] bytes) {
        return parse(
                file.toString(),
                EscapedUtf8.decodeLong(bytes, 0, bytes.length),
                TextFormat.UCL,
                false,
                () -> ucl.createParser(ObjectReadContext.empty(), file));
    }

    private Document other(String name, byte[] bytes, TextFormat format) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean malformed = text.indexOf('\ufffd') >= 0 && !isUtf8(bytes, text);
        return parse(name, text, format, malformed, () -> parser(text, format));
    }

    /// {@return a text's document}
    ///
    /// @param name what messages call the text
    /// @param text the text
    /// @param format its format
    public Document read(String name, String text, TextFormat format) {
        return parse(name, text, format, false, () -> parser(text, format));
    }

    /// {@return the document that any Jackson parser gives, for formats that this class does not
    /// know}
    ///
    /// @param name what messages call the text
    /// @param parser the parser, before its first token; closed here
    public Document read(String name, JsonParser parser) {
        TextFormat format =
                switch (parser) {
                    case UclParser _ -> TextFormat.UCL;
                    case YAMLParser _ -> TextFormat.YAML;
                    default -> TextFormat.JSON;
                };
        return parse(name, null, format, false, () -> parser);
    }

    private JsonParser parser(String text, TextFormat format) {
        ObjectReadContext context = ObjectReadContext.empty();
        return switch (format) {
            case UCL -> ucl.createParser(context, text);
            case JSON -> Json.FACTORY.createParser(context, withoutMark(text));
            case YAML -> Yaml.FACTORY.createParser(context, withoutMark(text));
        };
    }

    private Document parse(
            String name,
            @Nullable String text,
            TextFormat format,
            boolean malformed,
            TreeBuilder.Opener opener) {
        YamlText yaml =
                format == TextFormat.YAML && text != null ? YamlText.of(withoutMark(text)) : null;
        var builder = new TreeBuilder(name, yaml, malformed);
        Optional<Node> root = builder.build(opener);
        if (wholeText && (builder.empty() || isEmpty(root, text))) {
            builder.problems()
                    .add(
                            Diagnostic.error(
                                    TextCode.SYNTAX, "the text is empty", new Origin(name, 1, 1)));
        }
        var sources = new ArrayList<SourceText>();
        if (text != null) {
            sources.add(SourceText.of(name, text));
        }
        includedTexts(builder.sources(), name, sources);
        return new Document(name, root, new DiagnosticReport(builder.problems(), sources), format);
    }

    /// UCL without anything is an object that has no braces.
    private static boolean isEmpty(Optional<Node> root, @Nullable String text) {
        return text != null
                && root.filter(node ->
                                node instanceof Node.Section section
                                        && section.entries().isEmpty()
                                        && !braceAt(text, node.origin()))
                        .isPresent();
    }

    private static boolean braceAt(String text, Origin origin) {
        return SourceText.of(origin.source(), text)
                .line(origin.line())
                .filter(line -> line.startsWith("{", origin.column() - 1))
                .isPresent();
    }

    private static void includedTexts(
            Set<String> names, String document, List<SourceText> sources) {
        for (String name : names) {
            if (!name.equals(document)) {
                try {
                    byte[] bytes = Files.readAllBytes(Path.of(name));
                    sources.add(
                            SourceText.of(name, EscapedUtf8.decodeLong(bytes, 0, bytes.length)));
                } catch (IOException | SecurityException _) {
                    // Without its text a diagnostic still names file, line and column.
                }
            }
        }
    }

    private static boolean isUtf8(byte[] bytes, String decoded) {
        return Arrays.equals(bytes, decoded.getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Document failed(Diagnostic diagnostic) {
        return new Document(
                diagnostic.origin().source(), Optional.empty(), DiagnosticReport.of(diagnostic));
    }

    private static Diagnostic unreadable(String name, String reason) {
        return Diagnostic.error(
                TextCode.UNREADABLE_FILE,
                "Could not open '" + name + "' for reading: " + reason,
                Origin.whole(name));
    }

    private static Diagnostic wide(String name, WideEncoding encoding) {
        return Diagnostic.error(
                        TextCode.ENCODING,
                        "'" + name + "' is " + encoding.label() + ", not UTF-8",
                        Origin.whole(name))
                .withHint(
                        "save the file as UTF-8: iconv -f "
                                + encoding.label()
                                + " -t UTF-8 FILE > NEW-FILE");
    }

    private Diagnostic tooLarge(String name) {
        return Diagnostic.error(
                TextCode.FILE_TOO_LARGE,
                "'" + name + "' is larger than " + maxBytes + " bytes",
                Origin.whole(name));
    }

    private static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileSystemException failure when failure.getReason() != null ->
                    failure.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// Loaded only where JSON is read.
    private static final class Json {
        static final JsonFactory FACTORY = new JsonFactory();
    }

    /// Loaded only where YAML is read.
    private static final class Yaml {
        static final YAMLFactory FACTORY = new YAMLFactory();
    }

    /// Builds a [DocumentReader]. Not thread-safe.
    public static final class Builder {
        private static final long DEFAULT_MAX_BYTES = 64L << 20;

        private final UclFactoryBuilder ucl =
                UclFactory.builder()
                        .variable("PID", Long.toString(ProcessHandle.current().pid()))
                        .disable(UclReadFeature.IMPLICIT_ARRAYS)
                        .enable(UclReadFeature.UNSIGNED_INTEGERS)
                        .enable(UclReadFeature.SKIP_BYTE_ORDER_MARK);
        private long maxBytes = DEFAULT_MAX_BYTES;
        private boolean wholeText;

        private Builder() {}

        /// Lets UCL texts include files below a directory, and nowhere else.
        ///
        /// @param root the directory
        /// @return this builder
        public Builder includeRoot(Path root) {
            ucl.includeRoot(root);
            return this;
        }

        /// Defines a variable for UCL texts: `$NAME` and `${NAME}` stand for its value.
        ///
        /// @param name the variable's name, without `$`
        /// @param value its value
        /// @return this builder
        public Builder variable(String name, String value) {
            ucl.variable(name, value);
            return this;
        }

        /// Leaves `$` alone in UCL texts: no variables.
        ///
        /// @return this builder
        public Builder withoutVariables() {
            ucl.disable(UclReadFeature.VARIABLES);
            return this;
        }

        /// Reads the escapes `\udc80` to `\udcff` of UCL texts as the bytes 0x80 to 0xff, which is
        /// how JSON written from a text with such bytes has them.
        ///
        /// @return this builder
        public Builder withByteEscapes() {
            ucl.enable(UclReadFeature.BYTE_ESCAPES);
            return this;
        }

        /// Refuses a text without anything in it, and UCL that goes on behind the closing brace of
        /// the document, where libucl stops reading.
        ///
        /// @return this builder
        public Builder wholeText() {
            ucl.enable(UclReadFeature.WHOLE_TEXT);
            wholeText = true;
            return this;
        }

        /// Limits the size of files.
        ///
        /// @param bytes the most bytes that a file may have; 64 MiB where this is not called
        /// @return this builder
        public Builder maxBytes(long bytes) {
            maxBytes = bytes;
            return this;
        }

        /// {@return the reader}
        public DocumentReader build() {
            return new DocumentReader(this);
        }
    }
}

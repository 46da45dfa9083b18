package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8Writer;
import java.io.DataInput;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.FormatSchema;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.Version;
import tools.jackson.core.base.TextualTSFactory;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;

/// Creates [UclParser]s and [UclGenerator]s.
///
/// ```java
/// UclFactory factory = UclFactory.builder()
///         .enable(UclReadFeature.SKIP_BYTE_ORDER_MARK)
///         .variable("HOST", "node1")
///         .build();
/// ```
///
/// Immutable and thread-safe. Text in bytes is UTF-8; a byte that is not is a lone surrogate in a
/// [String], `U+DC00` plus the byte. A parser reads its whole input when it is created and
/// understands it when the first token is asked for, so a syntax error is thrown by the first
/// `nextToken()`.
public final class UclFactory extends TextualTSFactory {

    private static final long serialVersionUID = 1L;

    /// What [#getFormatName()] answers: `UCL`.
    public static final String FORMAT_NAME = "UCL";

    private final LinkedHashMap<String, String> variables;
    private final UclIncludeRules includeRules;

    /// Creates a factory with default settings.
    public UclFactory() {
        super(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                UclReadFeature.defaults(),
                UclFactoryBuilder.writeFeatureDefaults());
        this.variables = new LinkedHashMap<>();
        this.includeRules = UclIncludeRules.DEFAULT;
    }

    UclFactory(UclFactoryBuilder builder) {
        super(builder);
        this.variables = new LinkedHashMap<>(builder.variables());
        this.includeRules = builder.includeRules();
    }

    private UclFactory(UclFactory original) {
        super(original);
        this.variables = new LinkedHashMap<>(original.variables);
        this.includeRules = original.includeRules;
    }

    /// {@return a builder with default settings}
    public static UclFactoryBuilder builder() {
        return new UclFactoryBuilder();
    }

    @Override
    public UclFactoryBuilder rebuild() {
        return new UclFactoryBuilder(this);
    }

    @Override
    public UclFactory copy() {
        return new UclFactory(this);
    }

    @Override
    public TokenStreamFactory snapshot() {
        return this;
    }

    @Override
    public Version version() {
        return PackageVersion.VERSION;
    }

    @Override
    public String getFormatName() {
        return FORMAT_NAME;
    }

    @Override
    public boolean canParseAsync() {
        return false;
    }

    @Override
    public boolean canUseSchema(FormatSchema schema) {
        return false;
    }

    @Override
    public Class<UclReadFeature> getFormatReadFeatureType() {
        return UclReadFeature.class;
    }

    @Override
    public Class<UclWriteFeature> getFormatWriteFeatureType() {
        return UclWriteFeature.class;
    }

    /// {@return whether parsers have `feature` enabled}
    ///
    /// @param feature the feature asked about
    public boolean isEnabled(UclReadFeature feature) {
        return feature.enabledIn(_formatReadFeatures);
    }

    /// {@return whether generators have `feature` enabled}
    ///
    /// @param feature the feature asked about
    public boolean isEnabled(UclWriteFeature feature) {
        return feature.enabledIn(_formatWriteFeatures);
    }

    Map<String, String> variables() {
        return variables;
    }

    UclIncludeRules includeRules() {
        return includeRules;
    }

    @Override
    public JsonParser createParser(ObjectReadContext context, String content) {
        if (_inputDecorator != null) {
            return super.createParser(context, content);
        }
        IOContext ioContext = _createContext(_createContentReference(content), true);
        return parser(context, ioContext, UclInput.of(content));
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext context, IOContext ioContext, InputStream stream) {
        UclInput input;
        try {
            input = UclInput.of(stream, ioContext.streamReadConstraints());
            if (ioContext.isResourceManaged()
                    || isEnabled(tools.jackson.core.StreamReadFeature.AUTO_CLOSE_SOURCE)) {
                stream.close();
            }
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
        return parser(context, ioContext, input);
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext context, IOContext ioContext, Reader reader) {
        UclInput input;
        try {
            input = UclInput.of(reader, ioContext.streamReadConstraints());
            if (ioContext.isResourceManaged()
                    || isEnabled(tools.jackson.core.StreamReadFeature.AUTO_CLOSE_SOURCE)) {
                reader.close();
            }
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
        return parser(context, ioContext, input);
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext context, IOContext ioContext, byte[] data, int offset, int length) {
        return parser(context, ioContext, UclInput.of(data, offset, length));
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext context,
            IOContext ioContext,
            char[] data,
            int offset,
            int length,
            boolean recyclable) {
        UclInput input = UclInput.of(data, offset, length);
        if (recyclable) {
            ioContext.releaseTokenBuffer(data);
        }
        return parser(context, ioContext, input);
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext context, IOContext ioContext, DataInput input) {
        return _unsupported("UCL text has no end of its own: read it from a stream, not DataInput");
    }

    private UclParser parser(ObjectReadContext context, IOContext ioContext, UclInput input) {
        return new UclParser(
                context,
                ioContext,
                context.getStreamReadFeatures(_streamReadFeatures),
                context.getFormatReadFeatures(_formatReadFeatures),
                variables,
                includeRules,
                input);
    }

    /// Files are always named in locations; other content only if
    /// [tools.jackson.core.StreamReadFeature#INCLUDE_SOURCE_IN_LOCATION] says so.
    @Override
    protected ContentReference _createContentReference(@Nullable Object content) {
        return switch (content) {
            case Path path -> UclReference.file(path, _errorReportConfiguration);
            case File file -> UclReference.file(file.toPath(), _errorReportConfiguration);
            case null, default -> super._createContentReference(content);
        };
    }

    @Override
    protected JsonGenerator _createGenerator(
            ObjectWriteContext context, IOContext ioContext, Writer out) {
        return new UclGenerator(
                context,
                ioContext,
                context.getStreamWriteFeatures(_streamWriteFeatures),
                context.getFormatWriteFeatures(_formatWriteFeatures),
                out);
    }

    @Override
    protected JsonGenerator _createUTF8Generator(
            ObjectWriteContext context, IOContext ioContext, OutputStream out) {
        return _createGenerator(context, ioContext, new EscapedUtf8Writer(out));
    }
}

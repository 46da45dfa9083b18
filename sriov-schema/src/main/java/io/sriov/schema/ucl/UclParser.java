package io.sriov.schema.ucl;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadCapability;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.Version;
import tools.jackson.core.base.ParserMinimalBase;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.core.util.JacksonFeatureSet;

/// Reads UCL text as tokens.
///
/// | UCL | token | value |
/// |---|---|---|
/// | `{ }`, `section name { }`, the document | `START_OBJECT`, `END_OBJECT` | |
/// | `[ ]`, a repeated key | `START_ARRAY`, `END_ARRAY` | |
/// | a key | `PROPERTY_NAME` | [#currentName()] |
/// | `5`, `0x1f`, `4k`, `2mb` | `VALUE_NUMBER_INT` | with the suffix applied: 4000 |
/// | `3.9`, `1e3`, `10s`, `500ms`, `nan`, `inf` | `VALUE_NUMBER_FLOAT` | times in seconds |
/// | `true`, `yes`, `on`, `false`, `no`, `off`, in any case | `VALUE_TRUE`, `VALUE_FALSE` | |
/// | `null`, a key without a value | `VALUE_NULL` | |
/// | everything else | `VALUE_STRING` | |
///
/// [#getString()] of a number, a boolean or a null is the text as it was written, `500ms` or
/// `TRUE`, so that messages can show what a person typed. [#getDoubleValue()] is the number that
/// libucl computes; [#getDecimalValue()] is the exact value of the text, so that a caller can tell
/// that `1e3` and `10s` are integers and `3.9` is not.
///
/// A byte that is not UTF-8 is a lone surrogate in keys and strings, `U+DC00` plus the byte.
///
/// [#currentTokenLocation()] is the place of the token's first character, in the included file if
/// it comes from one; [#currentLocation()] the place after its last one. Where many places are to
/// be kept and few looked at, [#currentTokenPosition()] is cheaper.
///
/// The whole text is read when the first token is asked for: a syntax error anywhere in it is
/// thrown then, as [UclStreamReadException]. Not thread-safe, like every Jackson parser.
///
/// ```java
/// try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), "mtu: 9k; mtu: 1500")) {
///     while (parser.nextToken() != null) {
///         System.out.println(parser.currentTokenLocation().offsetDescription()
///                 + " " + parser.currentToken() + " " + parser.getString());
///     }
/// }
/// ```
public final class UclParser extends ParserMinimalBase {

    private static final JacksonFeatureSet<StreamReadCapability> REPEATING_CAPABILITIES =
            DEFAULT_READ_CAPABILITIES.with(StreamReadCapability.DUPLICATE_PROPERTIES);

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final UclReadSettings settings;
    private final Map<String, String> userVariables;
    private final UclInput input;
    private final ContentReference reference;
    private final boolean arraysFromRepetitions;

    private UclTree tree;
    private UclReadContext context;
    private boolean started;

    /// The node of the current token.
    private int node = UclTree.NONE;

    /// The member whose name is the current token.
    private int named = UclTree.NONE;

    /// The current end of an array ends the repetitions of a key.
    private boolean endOfRepetitions;

    private @Nullable String string;
    private char @Nullable [] characters;
    private byte @Nullable [] binary;

    UclParser(
            ObjectReadContext readContext,
            IOContext ioContext,
            int streamReadFeatures,
            int formatFeatures,
            Map<String, String> variables,
            UclIncludeRules includeRules,
            UclInput input) {
        super(readContext, ioContext, streamReadFeatures);
        this.settings =
                new UclReadSettings(
                        formatFeatures,
                        ioContext.streamReadConstraints(),
                        includeRules,
                        ioContext.errorReportConfiguration());
        this.userVariables = variables;
        this.input = input;
        this.reference =
                sourceReference(ioContext, isEnabled(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION));
        this.arraysFromRepetitions = settings.has(UclReadFeature.IMPLICIT_ARRAYS);
        this.tree = new UclTree(0);
        tree.addSource(input, reference);
        this.context = new UclReadContext(tree);
    }

    private static ContentReference sourceReference(IOContext ioContext, boolean shown) {
        ContentReference reference = ioContext.contentReference();
        return reference instanceof UclReference || shown
                ? reference
                : UclReference.notShown(ioContext.errorReportConfiguration());
    }

    // ---- reading

    private void start() {
        started = true;
        _streamReadConstraints.validateDocumentLength(input.length());
        tree = new UclTree(input.length() / 24 + 16);
        UclSource source = tree.addSource(input, reference);
        context = new UclReadContext(tree);
        UclFiles files = new UclFiles(settings.includeRules());
        UclVariables variables =
                new UclVariables(files.directory(), userVariables, settings.constraints());
        Path file = realFile();
        if (file != null) {
            variables.enterFile(file.toString(), UclIncludes.directoryOf(file));
        }
        int from =
                settings.has(UclReadFeature.SKIP_BYTE_ORDER_MARK) && input.chars()[0] == '\uFEFF'
                        ? 1
                        : 0;
        UclIncludes includes = new UclIncludes(settings, files, file);
        UclMacros macros = new UclMacros(settings, files, includes);
        var reader =
                new UclReader(
                        settings, tree, this, variables, macros, source, from, source.length());
        node = reader.read();
        if (settings.has(UclReadFeature.WHOLE_TEXT)) {
            reader.requireEnd();
        }
    }

    private @Nullable Path realFile() {
        if (!(reference instanceof UclReference content) || content.file().isEmpty()) {
            return null;
        }
        Path path = Path.of(content.file().get());
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath(); // removed since it was read
        }
    }

    @Override
    public @Nullable JsonToken nextToken() throws JacksonException {
        string = null;
        characters = null;
        binary = null;
        if (named != UclTree.NONE) {
            int member = named;
            named = UclTree.NONE;
            return value(member, arraysFromRepetitions && tree.same(member) != UclTree.NONE);
        }
        if (!started) {
            start();
            context.count();
            return value(node, false);
        }
        if (context.inRoot()) {
            node = UclTree.NONE;
            close();
            return _updateTokenToNull();
        }
        int next = context.advance();
        if (next == UclTree.NONE) {
            node = context.last();
            endOfRepetitions = context.isRepetitions();
            boolean object = context.inObject();
            context = java.util.Objects.requireNonNull(context.getParent());
            return _updateToken(object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY);
        }
        if (context.inObject()) {
            node = next;
            named = next;
            if (tree.is(next, UclTree.REPEATED)
                    && isEnabled(StreamReadFeature.STRICT_DUPLICATE_DETECTION)) {
                throw new UclStreamReadException(
                        this,
                        "the key '" + tree.name(next) + "' is repeated",
                        tree.source(tree.sourceOf(next)).location(tree.keyAt(next)));
            }
            return _updateToken(JsonToken.PROPERTY_NAME);
        }
        return value(next, false);
    }

    private JsonToken value(int value, boolean withRepetitions) {
        node = value;
        if (withRepetitions) {
            context = context.openRepetitions(value);
            _streamReadConstraints.validateNestingDepth(context.getNestingDepth());
            return token(JsonToken.START_ARRAY);
        }
        return switch (tree.type(value)) {
            case UclTree.OBJECT -> {
                context = context.open(value);
                _streamReadConstraints.validateNestingDepth(context.getNestingDepth());
                yield token(JsonToken.START_OBJECT);
            }
            case UclTree.ARRAY -> {
                context = context.open(value);
                _streamReadConstraints.validateNestingDepth(context.getNestingDepth());
                yield token(JsonToken.START_ARRAY);
            }
            case UclTree.INT, UclTree.BIG_INT -> token(JsonToken.VALUE_NUMBER_INT);
            case UclTree.FLOAT -> token(JsonToken.VALUE_NUMBER_FLOAT);
            case UclTree.STRING -> token(JsonToken.VALUE_STRING);
            case UclTree.TRUE -> token(JsonToken.VALUE_TRUE);
            case UclTree.FALSE -> token(JsonToken.VALUE_FALSE);
            default -> token(JsonToken.VALUE_NULL);
        };
    }

    private JsonToken token(JsonToken token) {
        _updateToken(token);
        return token;
    }

    @Override
    protected void _handleEOF() {
        // The reader has seen to it that everything is closed.
    }

    @Override
    protected void _closeInput() {
        // All input was read, and its source closed, before the parser was made.
    }

    @Override
    protected void _releaseBuffers() {
        // Positions and the last token stay readable.
    }

    // ---- places

    @Override
    public TokenStreamContext streamReadContext() {
        return context;
    }

    /// {@return the place of the current token's first character; before the first token, the
    /// beginning of the text}
    @Override
    public TokenStreamLocation currentTokenLocation() {
        return location(currentTokenPosition());
    }

    /// {@return the place after the current token's last character; before the first token, the
    /// beginning of the text}
    @Override
    public TokenStreamLocation currentLocation() {
        if (node == UclTree.NONE || _currToken == null) {
            return tree.source(0).location(started ? tree.source(0).length() : 0);
        }
        int offset =
                switch (_currToken) {
                    case START_OBJECT, START_ARRAY -> tree.at(node);
                    case PROPERTY_NAME ->
                            tree.keyAt(node)
                                    + tree.name(node).length()
                                    + (tree.is(node, UclTree.QUOTED_KEY) ? 2 : 0);
                    default -> tree.end(node);
                };
        UclSource source = tree.source(tree.sourceOf(node));
        return source.location(Math.min(offset, source.length()));
    }

    /// {@return the place of the current token's first character, as a number that
    /// [#location(long)] understands for as long as this parser is kept}
    ///
    /// It costs nothing; use it to remember where many values came from when only a few of the
    /// places will be looked at.
    public long currentTokenPosition() {
        if (node == UclTree.NONE || _currToken == null) {
            return started ? tree.source(0).length() : 0;
        }
        int offset =
                switch (_currToken) {
                    case PROPERTY_NAME -> tree.keyAt(node);
                    case END_OBJECT, END_ARRAY -> Math.max(tree.at(node), tree.end(node) - 1);
                    default -> tree.at(node);
                };
        return ((long) tree.sourceOf(node) << 32) | offset;
    }

    /// {@return the line, column, character offset and source of a position}
    ///
    /// @param position what [#currentTokenPosition()] returned; the parser may be closed since
    public TokenStreamLocation location(long position) {
        return tree.source((int) (position >>> 32)).location((int) position);
    }

    /// {@return how the current string, or the current name, was written; empty for other tokens}
    public java.util.Optional<UclStringStyle> stringStyle() {
        if (_currToken == JsonToken.VALUE_STRING) {
            return java.util.Optional.of(tree.style(node));
        }
        if (_currToken == JsonToken.PROPERTY_NAME) {
            return java.util.Optional.of(
                    tree.is(node, UclTree.QUOTED_KEY)
                            ? UclStringStyle.QUOTED
                            : UclStringStyle.BARE);
        }
        return java.util.Optional.empty();
    }

    /// {@return whether the current array token comes from a repeated key, not from brackets}
    public boolean isImplicitArray() {
        return switch (_currToken) {
            case START_ARRAY -> context.isRepetitions();
            case END_ARRAY -> endOfRepetitions;
            case null, default -> false;
        };
    }

    @Override
    public @Nullable Object streamReadInputSource() {
        return _ioContext.contentReference().getRawContent();
    }

    @Override
    public Version version() {
        return PackageVersion.VERSION;
    }

    @Override
    public JacksonFeatureSet<StreamReadCapability> streamReadCapabilities() {
        return arraysFromRepetitions ? DEFAULT_READ_CAPABILITIES : REPEATING_CAPABILITIES;
    }

    @Override
    public @Nullable Object currentValue() {
        return context.currentValue();
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        context.assignCurrentValue(value);
    }

    // ---- text

    @Override
    public @Nullable String currentName() {
        if (_currToken == JsonToken.START_OBJECT || _currToken == JsonToken.START_ARRAY) {
            UclReadContext parent = context.getParent();
            return parent == null ? null : parent.currentName();
        }
        return context.currentName();
    }

    @Override
    public @Nullable String getString() {
        JsonToken token = _currToken;
        if (token == null) {
            return null;
        }
        String text = string;
        if (text == null) {
            text =
                    switch (token) {
                        case PROPERTY_NAME -> tree.name(node);
                        case VALUE_STRING -> tree.string(node);
                        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                                tree.spelling(node);
                        default -> token.asString();
                    };
            string = text;
        }
        return text;
    }

    @Override
    public int getString(Writer writer) {
        String text = getString();
        if (text == null) {
            return 0;
        }
        try {
            writer.write(text);
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
        return text.length();
    }

    @Override
    public char[] getStringCharacters() {
        char[] chars = characters;
        if (chars == null) {
            String text = getString();
            chars = text == null ? new char[0] : text.toCharArray();
            characters = chars;
        }
        return chars;
    }

    @Override
    public int getStringLength() {
        String text = getString();
        return text == null ? 0 : text.length();
    }

    @Override
    public int getStringOffset() {
        return 0;
    }

    @Override
    public boolean hasStringCharacters() {
        return false;
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        byte[] bytes = binary;
        if (bytes == null) {
            if (_currToken != JsonToken.VALUE_STRING) {
                return _reportError(
                        "only a string can be read as Base64, and this is " + _currToken);
            }
            ByteArrayBuilder builder = new ByteArrayBuilder();
            _decodeBase64(tree.string(node), builder, variant);
            bytes = builder.toByteArray();
            binary = bytes;
        }
        return bytes;
    }

    // ---- numbers

    private double doubleValue() {
        return Double.longBitsToDouble(tree.numberBits(node));
    }

    private int numberType(Class<?> wanted) {
        int type = node == UclTree.NONE ? UclTree.NULL : tree.type(node);
        boolean number =
                _currToken == JsonToken.VALUE_NUMBER_INT
                        || _currToken == JsonToken.VALUE_NUMBER_FLOAT;
        if (!number) {
            throw _constructInputCoercion(
                    _currToken == null
                            ? "there is no current token to read as a number"
                            : "'" + getString() + "' is not a number",
                    _currToken,
                    wanted);
        }
        return type;
    }

    @Override
    public @Nullable NumberType getNumberType() {
        if (_currToken == JsonToken.VALUE_NUMBER_FLOAT) {
            return NumberType.DOUBLE;
        }
        if (_currToken != JsonToken.VALUE_NUMBER_INT) {
            return null;
        }
        if (tree.type(node) == UclTree.BIG_INT) {
            return NumberType.BIG_INTEGER;
        }
        long value = tree.numberBits(node);
        return value == (int) value ? NumberType.INT : NumberType.LONG;
    }

    @Override
    public NumberTypeFP getNumberTypeFP() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT
                ? NumberTypeFP.DOUBLE64
                : NumberTypeFP.UNKNOWN;
    }

    @Override
    public boolean isNaN() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(doubleValue());
    }

    @Override
    public Number getNumberValue() {
        return switch (numberType(double.class)) {
            case UclTree.INT -> {
                long value = tree.numberBits(node);
                if (value == (int) value) {
                    yield (int) value;
                }
                yield value;
            }
            case UclTree.BIG_INT -> getBigIntegerValue();
            default -> doubleValue();
        };
    }

    @Override
    public Number getNumberValueExact() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT && !isNaN()
                ? getDecimalValue()
                : getNumberValue();
    }

    @Override
    public int getIntValue() {
        int type = numberType(int.class);
        if (type == UclTree.INT) {
            long value = tree.numberBits(node);
            if (value == (int) value) {
                return (int) value;
            }
        } else if (type == UclTree.FLOAT) {
            double value = doubleValue();
            if (value >= MIN_INT_D && value <= MAX_INT_D) {
                return (int) value;
            }
        }
        _reportOverflowInt();
        return 0;
    }

    @Override
    public long getLongValue() {
        int type = numberType(long.class);
        if (type == UclTree.INT) {
            return tree.numberBits(node);
        }
        if (type == UclTree.FLOAT) {
            double value = doubleValue();
            if (value >= MIN_LONG_D && value <= MAX_LONG_D) {
                return (long) value;
            }
        }
        _reportOverflowLong();
        return 0;
    }

    @Override
    public BigInteger getBigIntegerValue() {
        return switch (numberType(BigInteger.class)) {
            case UclTree.INT -> BigInteger.valueOf(tree.numberBits(node));
            case UclTree.BIG_INT -> BigInteger.valueOf(tree.numberBits(node)).add(TWO_TO_64);
            default -> {
                BigDecimal value = getDecimalValue();
                _streamReadConstraints.validateBigIntegerScale(value.scale());
                yield value.toBigInteger();
            }
        };
    }

    @Override
    public float getFloatValue() {
        return (float) getDoubleValue();
    }

    @Override
    public double getDoubleValue() {
        return switch (numberType(double.class)) {
            case UclTree.INT -> tree.numberBits(node);
            case UclTree.BIG_INT -> getBigIntegerValue().doubleValue();
            default -> doubleValue();
        };
    }

    /// {@return the exact value of the text, with its suffix applied: 0.5 for `500ms`}
    ///
    /// @throws InputCoercionException if the token is no number, or `nan` or `inf`
    @Override
    public BigDecimal getDecimalValue() {
        int type = numberType(BigDecimal.class);
        if (type != UclTree.FLOAT) {
            return new BigDecimal(getBigIntegerValue());
        }
        if (isNaN()) {
            throw _constructInputCoercion(
                    "there is no decimal number for '" + getString() + "'",
                    _currToken,
                    BigDecimal.class);
        }
        return UclNumber.exact(tree.spelling(node));
    }
}

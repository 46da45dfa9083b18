package io.sriov.schema.ucl;

import io.sriov.schema.utf8.EscapedUtf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.DupDetector;
import tools.jackson.core.util.JacksonFeatureSet;
import tools.jackson.core.util.SimpleStreamWriteContext;

/// Writes UCL text in libucl's configuration style: `name { ... }` for objects, `key = value;` for
/// everything else.
///
/// A document is one object, whose members stand at the top level without braces, or one array. A
/// reader gets back exactly what was written, whatever variables it has defined: keys and strings
/// are quoted and escaped where needed, integers stay integers, floating-point numbers keep every
/// bit. What UCL cannot say is refused with a [tools.jackson.core.exc.StreamWriteException] that
/// names the cause: a scalar as the document, a second document, an empty key, an integer of more
/// than 64 bits, a decimal that is too long or beyond the range of a double.
///
/// A lone surrogate that stands for a byte that is not UTF-8 is written as it is, because no escape
/// of UCL means one byte: to a stream of bytes as the byte, to a [Writer] as the surrogate, which
/// [UclFactory] reads as the byte, too. [io.sriov.schema.utf8.EscapedUtf8] makes such text bytes.
///
/// Three kinds of numbers are written although libucl refuses to read them: integers from 2^63 up,
/// which `UclReadFeature.UNSIGNED_INTEGERS` reads; -2^63, which only newer releases of libucl read;
/// and floating-point numbers that are subnormal.
///
/// Writing streams: memory grows with the depth of the document only, which
/// [tools.jackson.core.StreamWriteConstraints] bound. Not thread-safe, like every Jackson
/// generator.
public final class UclGenerator extends GeneratorBase {

    private final UclOutput out;
    private final char[] buffer;
    private final boolean pretty;
    private final boolean minimizeQuotes;
    private final boolean nonFiniteAsStrings;

    private SimpleStreamWriteContext context;

    /// Nesting levels that are not indented: the braces of a document that is an object are not
    /// written.
    private int unindentedLevels;

    /// The last member written needs a `;` before whatever follows it.
    private boolean unterminated;

    /// A key was given that has no value yet.
    private boolean keyPending;

    /// Creates a generator.
    ///
    /// @param writeContext the databind context on whose behalf is written
    /// @param ioContext the buffers, and whether `out` is to be closed
    /// @param streamWriteFeatures a mask of [StreamWriteFeature]s
    /// @param formatFeatures a mask of [UclWriteFeature]s
    /// @param out where the text goes
    UclGenerator(
            ObjectWriteContext writeContext,
            IOContext ioContext,
            int streamWriteFeatures,
            int formatFeatures,
            Writer out) {
        super(writeContext, ioContext, streamWriteFeatures);
        this.buffer = ioContext.allocConcatBuffer();
        this.out = new UclOutput(out, buffer);
        this.pretty =
                UclWriteFeature.PRETTY.enabledIn(formatFeatures) || writeContext.hasPrettyPrinter();
        this.minimizeQuotes = UclWriteFeature.MINIMIZE_QUOTES.enabledIn(formatFeatures);
        this.nonFiniteAsStrings =
                UclWriteFeature.NON_FINITE_NUMBERS_AS_STRINGS.enabledIn(formatFeatures);
        this.context =
                SimpleStreamWriteContext.createRootContext(
                        StreamWriteFeature.STRICT_DUPLICATE_DETECTION.enabledIn(streamWriteFeatures)
                                ? DupDetector.rootDetector(this)
                                : null);
    }

    @Override
    public Version version() {
        return objectWriteContext().tokenStreamFactory().version();
    }

    @Override
    public TokenStreamContext streamWriteContext() {
        return context;
    }

    @Override
    public Object streamWriteOutputTarget() {
        return out.target();
    }

    @Override
    public int streamWriteOutputBuffered() {
        return out.buffered();
    }

    @Override
    public @Nullable Object currentValue() {
        return context.currentValue();
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        context.assignCurrentValue(value);
    }

    @Override
    public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
        return DEFAULT_TEXTUAL_WRITE_CAPABILITIES;
    }

    @Override
    public JsonGenerator writeName(String name) {
        if (!context.writeName(name)) {
            throw _constructWriteException(
                    "Cannot write the key '" + name + "' here: a value is expected");
        }
        if (name.isEmpty()) {
            throw _constructWriteException(
                    "UCL has no empty keys: give the member a name or leave it out");
        }
        keyPending = true;
        return this;
    }

    @Override
    public JsonGenerator writePropertyId(long id) {
        return writeName(Long.toString(id));
    }

    @Override
    public JsonGenerator writeStartObject() {
        return writeStartObject(null);
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object forValue) {
        beginValue(" ");
        if (context.inRoot()) {
            unindentedLevels = 1;
        } else {
            out.put('{');
        }
        enter(context.createChildObjectContext(forValue));
        return this;
    }

    @Override
    public JsonGenerator writeEndObject() {
        if (!context.inObject()) {
            throw _constructWriteException("Cannot end an object inside " + context.typeDesc());
        }
        if (keyPending) {
            throw _constructWriteException(
                    "Cannot end the object: the key '" + context.currentName() + "' has no value");
        }
        boolean empty = !context.hasCurrentIndex();
        terminate();
        context = context.clearAndGetParent();
        if (!context.inRoot()) {
            closeBracket('}', empty);
        } else if (empty) {
            out.put("{}");
        }
        endDocument();
        return this;
    }

    @Override
    public JsonGenerator writeStartArray() {
        return writeStartArray(null);
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object forValue) {
        beginValue(assignment());
        out.put('[');
        enter(context.createChildArrayContext(forValue));
        return this;
    }

    @Override
    public JsonGenerator writeEndArray() {
        if (!context.inArray()) {
            throw _constructWriteException("Cannot end an array inside " + context.typeDesc());
        }
        boolean empty = !context.hasCurrentIndex();
        context = context.clearAndGetParent();
        closeBracket(']', empty);
        endDocument();
        return this;
    }

    private void enter(SimpleStreamWriteContext child) {
        context = child;
        streamWriteConstraints().validateNestingDepth(child.getNestingDepth());
    }

    private String assignment() {
        return pretty ? " = " : "=";
    }

    /// Writes whatever stands between the previous value and the next one: separators, indentation,
    /// the key.
    private void beginValue(String afterKey) {
        boolean first = !context.hasCurrentIndex();
        if (!context.writeValue()) {
            throw _constructWriteException(
                    "Cannot write a value here: its key must be written before it");
        }
        if (context.inRoot()) {
            if (!first) {
                throw _constructWriteException(
                        "A UCL text holds one document: write the second one to its own output");
            }
            return;
        }
        int indent = context.getNestingDepth() - unindentedLevels;
        if (context.inArray()) {
            if (!first) {
                out.put(',');
            }
            if (pretty) {
                out.newLine(indent);
            }
            return;
        }
        keyPending = false;
        terminate();
        if (pretty && !(first && indent == 0)) {
            out.newLine(indent);
        }
        String key = context.currentName();
        if (BareWord.isKey(key)) {
            out.put(key);
        } else {
            out.putQuotedKey(key);
        }
        out.put(afterKey);
    }

    private void terminate() {
        if (unterminated) {
            out.put(';');
            unterminated = false;
        }
    }

    private void closeBracket(char bracket, boolean empty) {
        if (pretty && !empty) {
            out.newLine(context.getNestingDepth() - unindentedLevels);
        }
        out.put(bracket);
    }

    private void endDocument() {
        if (pretty && context.inRoot()) {
            out.put('\n');
        }
    }

    @Override
    protected void _verifyValueWrite(String what) {
        if (context.inRoot()) {
            throw _constructWriteException(
                    "Cannot "
                            + what
                            + " as the whole document: a UCL document is an object or an array");
        }
        beginValue(assignment());
        unterminated = context.inObject();
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        if (text == null) {
            return writeNull();
        }
        _verifyValueWrite(WRITE_STRING);
        if (minimizeQuotes && BareWord.isString(text)) {
            out.put(text);
        } else {
            out.putQuotedValue(text);
        }
        return this;
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        _checkRangeBoundsForCharArray(text, offset, length);
        return writeString(new String(text, offset, length));
    }

    @Override
    public JsonGenerator writeString(@Nullable Reader reader, int length) {
        if (reader == null) {
            return writeNull();
        }
        StringBuilder text = new StringBuilder();
        char[] chunk = new char[2048];
        int left = length < 0 ? Integer.MAX_VALUE : length;
        try {
            while (left > 0) {
                int n = reader.read(chunk, 0, Math.min(left, chunk.length));
                if (n < 0) {
                    break;
                }
                text.append(chunk, 0, n);
                left -= n;
            }
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
        if (length >= 0 && left > 0) {
            throw _constructWriteException(
                    "The reader ended " + left + " characters before the " + length + " promised");
        }
        return writeString(text.toString());
    }

    @Override
    public JsonGenerator writeRawUTF8String(byte[] text, int offset, int length) {
        return _reportUnsupportedOperation(
                "Strings that are already escaped cannot be written as UCL: use writeUTF8String()");
    }

    @Override
    public JsonGenerator writeUTF8String(byte[] text, int offset, int length) {
        _checkRangeBoundsForByteArray(text, offset, length);
        return writeString(EscapedUtf8.decode(text, offset, offset + length));
    }

    @Override
    public JsonGenerator writeRaw(String text) {
        out.put(text);
        return this;
    }

    @Override
    public JsonGenerator writeRaw(String text, int offset, int length) {
        _checkRangeBoundsForString(text, offset, length);
        out.put(text, offset, length);
        return this;
    }

    @Override
    public JsonGenerator writeRaw(char[] text, int offset, int length) {
        _checkRangeBoundsForCharArray(text, offset, length);
        out.put(new String(text, offset, length));
        return this;
    }

    @Override
    public JsonGenerator writeRaw(char c) {
        out.put(c);
        return this;
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        _checkRangeBoundsForByteArray(data, offset, length);
        return writeString(variant.encode(Arrays.copyOfRange(data, offset, offset + length)));
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        byte[] bytes;
        try {
            bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
        if (bytes.length < length) {
            throw _constructWriteException(
                    "The stream ended after "
                            + bytes.length
                            + " of the "
                            + length
                            + " bytes promised");
        }
        writeBinary(variant, bytes, 0, bytes.length);
        return bytes.length;
    }

    @Override
    public JsonGenerator writeNumber(short value) {
        return writeAtom(WRITE_NUMBER, Short.toString(value));
    }

    @Override
    public JsonGenerator writeNumber(int value) {
        return writeAtom(WRITE_NUMBER, Integer.toString(value));
    }

    @Override
    public JsonGenerator writeNumber(long value) {
        return writeAtom(WRITE_NUMBER, Long.toString(value));
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigInteger value) {
        if (value == null) {
            return writeNull();
        }
        if (value.bitLength() > (value.signum() < 0 ? Long.SIZE - 1 : Long.SIZE)) {
            throw _constructWriteException(
                    "UCL integers have 64 bits, "
                            + value
                            + " has more: write it as a string or as a decimal");
        }
        return writeAtom(WRITE_NUMBER, value.toString());
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        return Double.isFinite(value)
                ? writeAtom(WRITE_NUMBER, Double.toString(value))
                : writeNonFinite(Double.toString(value));
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        return Float.isFinite(value)
                ? writeAtom(WRITE_NUMBER, Float.toString(value))
                : writeNonFinite(Float.toString(value));
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigDecimal value) {
        return value == null ? writeNull() : writeDecimal(NumberText.of(value, _asString(value)));
    }

    @Override
    public JsonGenerator writeNumber(@Nullable String encodedValue) {
        if (encodedValue == null) {
            return writeNull();
        }
        if (!NumberText.isNumber(encodedValue)) {
            throw _constructWriteException(
                    "'" + encodedValue + "' is not a number: write it with writeString()");
        }
        return writeDecimal(encodedValue);
    }

    private JsonGenerator writeDecimal(String text) {
        if (!NumberText.isReadable(text)) {
            throw _constructWriteException(
                    "UCL numbers have at most "
                            + NumberText.MAX_LENGTH
                            + " characters and the range of a double, "
                            + text
                            + " does not fit: write it as a string");
        }
        return writeAtom(WRITE_NUMBER, text);
    }

    private JsonGenerator writeNonFinite(String name) {
        if (nonFiniteAsStrings) {
            return writeAtom(WRITE_NUMBER, '"' + name + '"');
        }
        return switch (name) {
            case "NaN" -> writeAtom(WRITE_NUMBER, "nan");
            case "Infinity" -> writeAtom(WRITE_NUMBER, "inf");
            default ->
                    throw _constructWriteException(
                            "UCL has no number "
                                    + name
                                    + ": enable UclWriteFeature.NON_FINITE_NUMBERS_AS_STRINGS to"
                                    + " write it as a string");
        };
    }

    @Override
    public JsonGenerator writeBoolean(boolean value) {
        return writeAtom(WRITE_BOOLEAN, value ? "true" : "false");
    }

    @Override
    public JsonGenerator writeNull() {
        return writeAtom(WRITE_NULL, "null");
    }

    private JsonGenerator writeAtom(String what, String text) {
        _verifyValueWrite(what);
        out.put(text);
        return this;
    }

    @Override
    public void flush() {
        out.drain();
        if (isEnabled(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)) {
            try {
                out.target().flush();
            } catch (IOException e) {
                throw _wrapIOFailure(e);
            }
        }
    }

    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        if (isEnabled(StreamWriteFeature.AUTO_CLOSE_CONTENT)) {
            endOpenContainers();
        }
        out.drain();
        super.close();
    }

    private void endOpenContainers() {
        if (keyPending) {
            writeNull();
        }
        while (!context.inRoot()) {
            if (context.inArray()) {
                writeEndArray();
            } else {
                writeEndObject();
            }
        }
    }

    @Override
    protected void _closeInput() throws IOException {
        if (ioContext().isResourceManaged() || isEnabled(StreamWriteFeature.AUTO_CLOSE_TARGET)) {
            out.target().close();
        } else if (isEnabled(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)) {
            out.target().flush();
        }
    }

    @Override
    protected void _releaseBuffers() {
        ioContext().releaseConcatBuffer(buffer);
    }
}

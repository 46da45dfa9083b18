package io.sriov.schema.ucl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Writes a Jackson tree in the notation of `ucl_probe.c`: one line of ASCII, every value tagged
/// with its type.
///
/// Times are floats here: Jackson has no type for them.
final class CanonicalTree {

    private CanonicalTree() {}

    static String of(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        append(text, tree);
        return text.toString();
    }

    /// {@return a tree that libucl printed, with its times as floats}
    static String withoutTimes(String libuclTree) {
        StringBuilder text = new StringBuilder(libuclTree.length());
        boolean quoted = false;
        for (int i = 0; i < libuclTree.length(); i++) {
            char c = libuclTree.charAt(i);
            quoted ^= c == '"';
            text.append(c == 't' && !quoted ? 'f' : c);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> appendObject(text, node);
            case ARRAY -> appendArray(text, node);
            case STRING -> appendString(text.append('s'), node.stringValue());
            case BOOLEAN -> text.append(node.booleanValue() ? "b1" : "b0");
            case NULL -> text.append('n');
            case NUMBER -> appendNumber(text, node);
            default -> throw new IllegalArgumentException("not a UCL value: " + node);
        }
    }

    private static void appendObject(StringBuilder text, JsonNode node) {
        char separator = '{';
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            appendString(text.append(separator), member.getKey());
            append(text.append(':'), member.getValue());
            separator = ',';
        }
        text.append(node.isEmpty() ? "{}" : "}");
    }

    private static void appendArray(StringBuilder text, JsonNode node) {
        char separator = '[';
        for (JsonNode element : node) {
            append(text.append(separator), element);
            separator = ',';
        }
        text.append(node.isEmpty() ? "[]" : "]");
    }

    private static void appendNumber(StringBuilder text, JsonNode node) {
        if (node.isIntegralNumber()) {
            text.append('i').append(node.bigIntegerValue());
        } else {
            long bits = Double.doubleToLongBits(node.doubleValue());
            text.append('f').append(String.format("%016x", bits));
        }
    }

    /// {@return a string in this notation}
    static String quote(String value) {
        StringBuilder text = new StringBuilder();
        appendString(text, value);
        return text.toString();
    }

    private static void appendString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint >= ' ' && codePoint <= '~' && codePoint != '"' && codePoint != '\\') {
                text.append((char) codePoint);
            } else {
                for (byte b : utf8(codePoint)) {
                    text.append(String.format("\\x%02x", b));
                }
            }
        }
        text.append('"');
    }

    /// {@return the bytes that a text with lone surrogates for bytes stands for}
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(point -> bytes.writeBytes(utf8(point)));
        return bytes.toByteArray();
    }

    /// UTF-8 that, like libucl, also encodes a surrogate without its partner; but one that stands
    /// for a byte is that byte.
    private static byte[] utf8(int codePoint) {
        if (codePoint >= 0xdc80 && codePoint <= 0xdcff) {
            return new byte[] {(byte) codePoint};
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return new byte[] {
                (byte) (0xe0 | (codePoint >> 12)),
                (byte) (0x80 | ((codePoint >> 6) & 0x3f)),
                (byte) (0x80 | (codePoint & 0x3f))
            };
        }
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }
}

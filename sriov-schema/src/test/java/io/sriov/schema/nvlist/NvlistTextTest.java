package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Names and strings against the JDK's own decoder of UTF-8, which refuses what is not well-formed.
class NvlistTextTest {
    /// Both sides of each bound that RFC 3629 sets to the first byte of a character, to the second
    /// and to the others.
    private static final int[] FIRST = {
        0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1,
        0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff
    };

    private static final int[] SECOND = {
        0x01, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff
    };

    private static final int[] FURTHER = {0x01, 0x7f, 0x80, 0xbf, 0xc0};

    @Test
    void everyCharacterIsPackedAsUtf8() {
        var all = new StringBuilder();
        for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.appendCodePoint(point);
            }
        }
        String text = all.toString();
        byte[] packed = NvlistPacker.pack(Nvlist.builder().addString("a", text).build());

        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Arrays.copyOfRange(packed, 40, packed.length))
                .isEqualTo(Arrays.copyOf(utf8, utf8.length + 1));
        assertThat(NvlistUnpacker.unpack(packed).string("a")).contains(text);
    }

    @Test
    void whateverFollowsAByteItIsReadAsTheDecoderReadsItOrKept() {
        for (int first : FIRST) {
            assertRead(first);
            for (int second : SECOND) {
                assertRead(first, second);
                for (int third : FURTHER) {
                    assertRead(first, second, third);
                    for (int fourth : FURTHER) {
                        assertRead(first, second, third, fourth);
                    }
                }
            }
        }
    }

    private static void assertRead(int... values) {
        byte[] bytes = new byte[values.length];
        var escaped = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
            escaped.append((char) (values[i] < 0x80 ? values[i] : 0xdc00 + values[i]));
        }
        String expected = decoded(bytes);
        byte[] packed = packedString(bytes);
        Nvlist list = NvlistUnpacker.unpack(packed);
        if (!list.string("a").orElseThrow().equals(expected)
                || !new NvValue.Text(escaped.toString()).value().equals(expected)
                || !Arrays.equals(NvlistPacker.pack(list), packed)) {
            assertThat(list.string("a")).as("bytes %s", Arrays.toString(values)).contains(expected);
            assertThat(new NvValue.Text(escaped.toString()).value()).isEqualTo(expected);
            assertThat(NvlistPacker.pack(list)).isEqualTo(packed);
        }
    }

    /// {@return what the decoder makes of the bytes; where it makes nothing of the next four, three
    /// or two, the one byte escaped}
    private static String decoded(byte[] bytes) {
        var text = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            int length = bytes[at] > 0 ? 1 : Math.min(4, bytes.length - at);
            String character = character(bytes, at, length);
            while (character.isEmpty() && length > 1) {
                length--;
                character = character(bytes, at, length);
            }
            text.append(character.isEmpty() ? (char) (0xdc00 + (bytes[at] & 0xff)) : character);
            at += length;
        }
        return text.toString();
    }

    private static String character(byte[] bytes, int at, int length) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, at, length))
                            .toString();
            return text.codePointCount(0, text.length()) == 1 ? text : "";
        } catch (CharacterCodingException _) {
            return "";
        }
    }

    /// A binary of the bytes and a NUL, made a string.
    private static byte[] packedString(byte[] bytes) {
        byte[] packed =
                NvlistPacker.pack(
                        Nvlist.builder()
                                .addBinary("a", Arrays.copyOf(bytes, bytes.length + 1))
                                .build());
        packed[19] = 4;
        return packed;
    }
}

package io.sriov.schema.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What `NvlistTextTest` cannot ask of texts: NULs, parts of arrays, long ones.
class EscapedUtf8Test {
    private static final byte[] MIXED = {
        'x', (byte) 0xe9, 0, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 'y'
    };

    @Test
    void aPartOfAnArrayIsDecodedAlone() {
        assertThat(EscapedUtf8.decode(MIXED, 1, 7)).isEqualTo("\udce9\0aé\udcff");
        assertThat(EscapedUtf8.decodeLong(MIXED, 1, 7)).isEqualTo("\udce9\0aé\udcff");
        assertThat(EscapedUtf8.decodeLong(MIXED, 2, 6)).isEqualTo("\0aé");
        assertThat(EscapedUtf8.decode(MIXED, 4, 5)).isEqualTo("\udcc3");
        assertThat(EscapedUtf8.decodeLong(MIXED, 3, 5)).isEqualTo("a\udcc3");
    }

    @Test
    void nothingBehindThePartIsLookedAt() {
        byte[] ascii = {'a', 'b', 'c'};
        assertThat(EscapedUtf8.decode(ascii, 0, 3)).isEqualTo("abc");
        assertThat(EscapedUtf8.decode(ascii, 3, 3)).isEmpty();
    }

    @Test
    void aReplacementCharacterOfTheTextsOwnStays() {
        byte[] bytes = "\ufffdx".getBytes(StandardCharsets.UTF_8);
        assertThat(EscapedUtf8.decodeLong(bytes, 0, bytes.length)).isEqualTo("\ufffdx");
    }

    @Test
    void loneSurrogatesAreFoundAndPairsPassedOver() {
        assertThat(EscapedUtf8.loneSurrogate("", 0)).isEqualTo(-1);
        assertThat(EscapedUtf8.loneSurrogate("aé\ufffd", 0)).isEqualTo(-1);
        assertThat(EscapedUtf8.loneSurrogate("a😀b😀", 0)).isEqualTo(-1);
        assertThat(EscapedUtf8.loneSurrogate("\udcff", 0)).isZero();
        assertThat(EscapedUtf8.loneSurrogate("😀\ude00", 0)).isEqualTo(2);
        assertThat(EscapedUtf8.loneSurrogate("😀x\ud83d", 0)).isEqualTo(3);
        assertThat(EscapedUtf8.loneSurrogate("\udcffx\udcff", 1)).isEqualTo(2);
    }
}

package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class NvlistProperties {

    @Provide
    Arbitrary<Nvlist> lists() {
        return NvlistArbitraries.lists();
    }

    /// Fewer tries than [NvlistFuzzProperties] makes, but these lists shrink.
    @Property(tries = 300)
    void everyListSurvivesPacking(@ForAll("lists") Nvlist list) {
        Nvlist again = NvlistUnpacker.unpackAnyFlags(NvlistPacker.pack(list));
        assertThat(again).isEqualTo(list);
        assertThat(NvlistDump.text(again)).isEqualTo(NvlistDump.text(list));
    }

    @Property
    void anyBytesWithoutNulSurviveAsAString(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 255) Integer> content) {
        byte[] text = new byte[content.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (int) content.get(i);
        }
        byte[] packed =
                NvlistPacker.pack(
                        Nvlist.builder()
                                .addBinary("a", Arrays.copyOf(text, text.length + 1))
                                .build());
        packed[19] = 4;
        Nvlist list = NvlistUnpacker.unpack(packed);
        assertThat(NvlistPacker.pack(list)).isEqualTo(packed);
        String decoded = list.string("a").orElseThrow();
        assertThat(new NvValue.Text(decoded).value()).isEqualTo(decoded);
        String strict = new String(text, StandardCharsets.UTF_8);
        if (Arrays.equals(strict.getBytes(StandardCharsets.UTF_8), text)) {
            assertThat(decoded).isEqualTo(strict);
        }
    }

    /// Lone surrogates of every kind, with escaped bytes among them that make a character together.
    @Property
    void anyTextIsPutIntoTheFormThatItsBytesDecodeTo(
            @ForAll
                    @Chars({
                        'a', 'é', '€', '\ud83d', '\ude00', '\udc7f', '\udc80', '\udc9f', '\udca0',
                        '\udcbf', '\udcc1', '\udcc2', '\udce0', '\udced', '\udcf0', '\udcf4',
                        '\udcf5', '\udcff'
                    })
                    @StringLength(max = 8)
                    String text) {
        Nvlist list = Nvlist.builder().addString(text, text).build();
        assertThat(NvlistUnpacker.unpack(NvlistPacker.pack(list))).isEqualTo(list);
    }
}

package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NlWriterTest {
    @Test
    void whatIsLongerThanAnAttributeCanBeIsNotWritten() {
        var writer = new NlWriter(16, 0, 1);
        int nest = writer.beginNest(22);
        for (int i = 0; i < 3; i++) {
            writer.attribute(1, 20_000);
        }
        writer.endNest(nest);
        writer.attribute(1, 6_000);
        assertThatThrownBy(() -> writer.endNest(nest)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyValueIsPaddedToFourBytes() throws MalformedMessageException {
        var writer = new NlWriter(16, 0, 1);
        for (int length = 0; length < 9; length++) {
            writer.attribute(length + 1, length);
        }
        NlBytes payload = NlMessage.parse(writer.toBytes()).getFirst().payload();
        var attributes = new NlAttributes(payload);
        for (int length = 0; length < 9; length++) {
            assertThat(attributes.rest().origin(0) % 4).isZero();
            NlAttribute attribute = attributes.next().orElseThrow();
            assertThat(attribute.type()).isEqualTo(length + 1);
            assertThat(attribute.payload().size()).isEqualTo(length);
        }
        assertThat(attributes.next()).isEmpty();
    }
}

package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever arrives is read, or refused with the place where it is wrong; nothing else happens.
class MalformedMessageProperties {
    private static final byte[] REQUEST =
            LinkRequest.set(KernelReply.IFINDEX, 3, new VfSetting.Trust(true), 5).message();

    @Provide
    Arbitrary<byte[]> answers() {
        byte[] text = KernelReply.attribute(1, "no\0".getBytes(StandardCharsets.UTF_8));
        byte[] offset = KernelReply.attribute(2, KernelReply.ints(40));
        return Arbitraries.of(
                KernelReply.pf(1, 0, List.of()),
                KernelReply.pf(1, 3, KernelReply.entries(3, false, false)),
                KernelReply.pf(1, 2, KernelReply.entries(2, true, true)),
                KernelReply.pf(1, 40, KernelReply.entries(40, false, true)),
                KernelReply.pf(1, 335, KernelReply.entries(335, false, false)),
                KernelReply.ack(0, REQUEST),
                KernelReply.ack(22, REQUEST, text, offset));
    }

    /// Reads a datagram as everything that it may be.
    private static void read(byte[] datagram) {
        List<NlMessage> messages;
        try {
            messages = NlMessage.parse(datagram);
        } catch (MalformedMessageException e) {
            requireInside(e, datagram);
            return;
        }
        for (NlMessage message : messages) {
            read(datagram, () -> LinkReply.read(message, KernelReply.IFINDEX));
            read(datagram, () -> VfListReply.read(message, KernelReply.IFINDEX));
            read(datagram, () -> NlAck.parse(message).refusal("VF", new LinkRequest(REQUEST, 5)));
        }
    }

    private interface Reading {
        Object read() throws MalformedMessageException;
    }

    private static void read(byte[] datagram, Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
        } catch (MalformedMessageException e) {
            requireInside(e, datagram);
        }
    }

    private static void requireInside(MalformedMessageException e, byte[] datagram) {
        assertThat(e.offset()).isBetween(0L, (long) datagram.length);
        assertThat(e).hasMessageContaining("offset " + e.offset() + ":");
    }

    @Property(tries = 3000)
    void anyBytesChanged(
            @ForAll("answers") byte[] answer,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 8) int changes) {
        byte[] changed = answer.clone();
        for (int i = 0; i < changes; i++) {
            // The beginning holds the lengths; the end of a long list is much of the same.
            int at =
                    random.nextInt(
                            random.nextBoolean() ? Math.min(200, changed.length) : changed.length);
            changed[at] =
                    (byte)
                            (random.nextBoolean()
                                    ? random.nextInt()
                                    : List.of(0, 1, 3, 4, 255).get(random.nextInt(5)));
        }
        read(changed);
    }

    @Property(tries = 2000)
    void cutAnywhere(
            @ForAll("answers") byte[] answer, @ForAll Random random, @ForAll boolean consistent) {
        byte[] cut = Arrays.copyOf(answer, random.nextInt(answer.length + 1));
        if (consistent && cut.length >= 4) {
            ByteBuffer.wrap(cut).order(ByteOrder.nativeOrder()).putInt(0, cut.length);
        }
        read(cut);
    }

    @Property
    void anyBytes(@ForAll @Size(max = 200) byte[] bytes) {
        read(bytes);
    }

    @Example
    void aMessageThatIsCutShortIsRefusedWithThePlace() {
        byte[] whole = KernelReply.pf(1, 1, KernelReply.entries(1, false, false));
        assertThatThrownBy(() -> NlMessage.parse(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class, e -> assertThat(e.offset()).isZero())
                .hasMessageContaining(
                        whole.length + " bytes expected, " + (whole.length - 1) + " are left");
        assertThatThrownBy(() -> NlMessage.parse(new byte[] {15, 0, 0, 0}))
                .hasMessageContaining("offset 0: a message of 15 bytes");
    }

    @Example
    void anAttributeShorterThanItsHeaderIsRefusedWithThePlace() throws MalformedMessageException {
        byte[] answer = KernelReply.pf(1, 1, KernelReply.entries(1, false, false));
        answer[32] = 3;
        NlMessage message = NlMessage.parse(answer).getFirst();
        assertThatThrownBy(() -> LinkReply.read(message, KernelReply.IFINDEX))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class, e -> assertThat(e.offset()).isEqualTo(32))
                .hasMessageContaining("an attribute of 3 bytes");
    }

    @Example
    void theAnswerToAnotherQuestionIsRefused() throws MalformedMessageException {
        NlMessage link = NlMessage.parse(KernelReply.link(1)).getFirst();
        assertThatThrownBy(() -> LinkReply.read(link, 8))
                .hasMessageContaining("offset 20: link 7 answers for 8");
        NlMessage ack = NlMessage.parse(KernelReply.ack(0, REQUEST)).getFirst();
        assertThatThrownBy(() -> VfListReply.read(ack, KernelReply.IFINDEX))
                .hasMessageContaining("offset 4: a message of type 2 answers RTM_GETLINK");
    }

    @Example
    void severalMessagesOfADatagramAreAllRead() throws MalformedMessageException {
        byte[] one = KernelReply.message(3, 2, 9, new byte[] {1, 2, 3});
        byte[] two = KernelReply.link(10);
        byte[] both = KernelReply.join(List.of(one, new byte[1], two));
        assertThat(NlMessage.parse(both)).extracting(NlMessage::type).containsExactly(3, 16);
        assertThat(NlMessage.parse(both)).extracting(NlMessage::sequence).containsExactly(9, 10);
    }
}

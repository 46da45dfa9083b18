package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernel says about a request; the layouts are those of `netlink_ack`,
/// `net/netlink/af_netlink.c`.
class NlAckTest {
    private static final LinkRequest REQUEST =
            LinkRequest.set(7, 3, new VfSetting.Vlan(new VfVlan(5, 0, VfVlan.DOT1AD)), 9);

    private static NlAck parse(byte[] ack) throws MalformedMessageException {
        return NlAck.parse(NlMessage.parse(ack).getFirst());
    }

    private static byte[] text(String text) {
        return KernelReply.attribute(1, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void successIsZero() throws MalformedMessageException {
        assertThat(parse(KernelReply.ack(0, REQUEST.message())).error()).isZero();
    }

    @Test
    void theKernelsWordsAndAttributeAreTold() throws MalformedMessageException {
        byte[] ack =
                KernelReply.ack(
                        22,
                        REQUEST.message(),
                        text("bad VLAN"),
                        KernelReply.attribute(2, KernelReply.ints(40)));
        NetlinkRefusalException refusal = parse(ack).refusal("VF 3 of link 7", REQUEST);
        assertThat(refusal).hasMessage("VF 3 of link 7: EINVAL, bad VLAN (IFLA_VF_VLAN_LIST)");
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refusal.number()).isEqualTo(22);
        assertThat(refusal.object()).isEqualTo("VF 3 of link 7");
        assertThat(refusal.kernelText()).contains("bad VLAN");
        assertThat(refusal.attribute()).contains("IFLA_VF_VLAN_LIST");
    }

    @Test
    void anErrorWithoutWordsHasTheNumbersOwn() throws MalformedMessageException {
        NetlinkRefusalException refusal =
                parse(KernelReply.ack(95, REQUEST.message())).refusal("link 7", REQUEST);
        assertThat(refusal).hasMessage("link 7: EOPNOTSUPP, Operation not supported");
        assertThat(refusal.kernelText()).isEmpty();
        assertThat(refusal.attribute()).isEmpty();
        assertThat(parse(KernelReply.ack(71, REQUEST.message())).refusal("link 7", REQUEST))
                .hasMessage("link 7: error number 71, unnamed error");
    }

    @Test
    void aMissingAttributeIsTold() throws MalformedMessageException {
        byte[] ack =
                KernelReply.ack(
                        22, REQUEST.message(), KernelReply.attribute(5, KernelReply.ints(3)));
        assertThat(parse(ack).refusal("link 7", REQUEST).attribute())
                .contains("missing attribute 3");
    }

    /// Kernels before `NETLINK_CAP_ACK` repeat the request before the attributes.
    @Test
    void theRepeatedRequestIsPassedOver() throws MalformedMessageException {
        byte[] ack =
                KernelReply.message(
                        2,
                        0x200,
                        9,
                        KernelReply.join(
                                List.of(
                                        KernelReply.ints(-16),
                                        REQUEST.message(),
                                        text("in reset"))));
        assertThat(parse(ack).text()).contains("in reset");
        assertThat(parse(ack).error()).isEqualTo(16);
    }

    /// A request is 16 bytes of header, 16 of `ifinfomsg`, then three nested headers of 4.
    @ParameterizedTest
    @CsvSource({
        "0, offset 0",
        "31, offset 31",
        "32, IFLA_VFINFO_LIST",
        "35, IFLA_VFINFO_LIST",
        "36, IFLA_VF_INFO",
        "40, IFLA_VF_VLAN_LIST",
        "63, IFLA_VF_VLAN_LIST",
        "64, offset 64"
    })
    void everyPlaceOfARequestHasAName(long offset, String name) {
        assertThat(REQUEST.message()).hasSize(64);
        assertThat(AttributePlace.name(REQUEST.message(), offset)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"31, offset 31", "32, IFLA_EXT_MASK", "36, IFLA_EXT_MASK", "40, offset 40"})
    void placesOfAQuestionHaveNamesToo(long offset, String name) {
        byte[] question = LinkRequest.getVfs(7, 1).message();
        assertThat(AttributePlace.name(question, offset)).isEqualTo(name);
    }
}

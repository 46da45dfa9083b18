package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages beside those of a C program that uses the kernel's headers.
@EnabledOnOs(OS.LINUX)
class NetlinkMessagesTest {
    private static final int VF = 300;

    @TempDir private static Path directory;

    private static CProgram program = new CProgram(Path.of(""));

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        program = CProgram.compile(directory, "netlink_messages");
    }

    @Test
    void requestsAreThoseOfTheHeaders() throws IOException, InterruptedException {
        Map<String, NlRequest> ours = new TreeMap<>();
        ours.put("get-family", GenericRequest.family("devlink", KernelReply.SEQUENCE));
        ours.put(
                "get-eswitch",
                GenericRequest.eswitch(21, "pci", "0000:01:00.0", KernelReply.SEQUENCE));
        ours.put("get-link", LinkRequest.getLink(KernelReply.IFINDEX, KernelReply.SEQUENCE));
        ours.put("get-vfs", LinkRequest.getVfs(KernelReply.IFINDEX, KernelReply.SEQUENCE));
        ours.put("set-up", LinkRequest.setUp(KernelReply.IFINDEX, true, KernelReply.SEQUENCE));
        ours.put("set-down", LinkRequest.setUp(KernelReply.IFINDEX, false, KernelReply.SEQUENCE));
        Map<String, VfSetting> settings =
                Map.of(
                        "mac",
                        new VfSetting.Mac(MacAddress.parse("02:56:48:7e:d9:f7").orElseThrow()),
                        "vlan",
                        new VfSetting.Vlan(new VfVlan(4094, 5, VfVlan.DOT1Q)),
                        "vlan-8021ad",
                        new VfSetting.Vlan(new VfVlan(100, 3, VfVlan.DOT1AD)),
                        "rate",
                        new VfSetting.TxRate(100, 4_000_000_000L),
                        "spoofchk",
                        new VfSetting.SpoofCheck(true),
                        "state",
                        new VfSetting.LinkState(VfLinkState.DISABLE),
                        "rss",
                        new VfSetting.RssQuery(true),
                        "trust",
                        new VfSetting.Trust(false),
                        "node-guid",
                        new VfSetting.NodeGuid(0x0002_c903_00a1_b2c3L),
                        "port-guid",
                        new VfSetting.PortGuid(0x0002_c903_00a1_b2c3L));
        settings.forEach((name, setting) ->
                ours.put(
                        name,
                        LinkRequest.set(KernelReply.IFINDEX, VF, setting, KernelReply.SEQUENCE)));
        Map<String, String> hex = new TreeMap<>();
        ours.forEach((name, request) -> hex.put(name, HexFormat.of().formatHex(request.message())));
        assertThat(hex).isEqualTo(program.table("requests"));
    }

    private static byte[] reply(int vfs, String kinds) throws IOException, InterruptedException {
        String hex = program.run(List.of("reply", Integer.toString(vfs), kinds)).strip();
        return HexFormat.of().parseHex(hex);
    }

    private static NlMessage only(byte[] datagram) throws MalformedMessageException {
        List<NlMessage> messages = NlMessage.parse(datagram);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    /// The most that fit, and one more, of each kind (334, 277, 221 and 195), and what was seen to
    /// wrap.
    @ParameterizedTest
    @CsvSource({
        "-, 0, true",
        "-, 1, true",
        "-, 64, true",
        "-, 222, true",
        "-, 256, true",
        "-, 334, true",
        "-, 335, false",
        "-, 512, false",
        "-, 1024, false",
        "g, 1, true",
        "g, 277, true",
        "g, 278, false",
        "s, 1, true",
        "s, 221, true",
        "s, 222, false",
        "s, 255, false",
        "s, 512, false",
        "s, 1000, false",
        "sg, 195, true",
        "sg, 196, false"
    })
    void repliesAreReadWholeOrNotAtAll(String kinds, int vfs, boolean complete)
            throws IOException, InterruptedException, MalformedMessageException {
        VfList list = VfListReply.read(only(reply(vfs, kinds)), KernelReply.IFINDEX);
        if (complete) {
            assertThat(list)
                    .isEqualTo(
                            new VfList.Complete(
                                    IntStream.range(0, vfs)
                                            .mapToObj(vf ->
                                                    KernelReply.expected(vf, kinds.contains("g")))
                                            .toList()));
        } else {
            assertThat(list)
                    .isEqualTo(new VfList.Unknown(VfList.Reason.TOO_MANY, OptionalLong.of(vfs)));
        }
    }

    @ParameterizedTest
    @CsvSource({"-, 3", "s, 3", "g, 3", "sg, 3", "-, 335", "s, 222", "sg, 1024"})
    void theRepliesOfTheOtherTestsAreTheSame(String kinds, int vfs)
            throws IOException, InterruptedException {
        byte[] ours =
                KernelReply.pf(
                        KernelReply.SEQUENCE,
                        vfs,
                        KernelReply.entries(vfs, kinds.contains("s"), kinds.contains("g")));
        assertThat(HexFormat.of().formatHex(ours))
                .isEqualTo(HexFormat.of().formatHex(reply(vfs, kinds)));
    }

    @Test
    void theLinkItselfIsRead() throws IOException, InterruptedException, MalformedMessageException {
        Link link = LinkReply.read(only(reply(1, "-")), KernelReply.IFINDEX);
        assertThat(link.index()).isEqualTo(7);
        assertThat(link.name()).isEqualTo("ens1f0");
        assertThat(link.isUp()).isTrue();
        assertThat(link.flags()).isEqualTo(3);
        assertThat(link.state()).isEqualTo(OperState.UP);
        assertThat(link.address().orElseThrow()).hasToString("02:00:00:aa:bb:cc");
        assertThat(link.master()).isEqualTo(OptionalInt.of(12));
    }
}

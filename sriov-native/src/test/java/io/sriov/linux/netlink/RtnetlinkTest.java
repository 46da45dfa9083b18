package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import io.sriov.host.Errno;
import io.sriov.linux.sys.Retry;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Whole calls, through the C library's functions, with a netlink that answers as it is told.
@EnabledOnOs(OS.LINUX)
class RtnetlinkTest {
    private static final int EPERM = 1;
    private static final int EINTR = 4;
    private static final int EBUSY = 16;
    private static final int EAGAIN = 11;
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;
    private static final int ENOPROTOOPT = 92;
    private static final int EOPNOTSUPP = 95;
    private static final int SETLINK = 19;

    private static final VfSetting TRUST = new VfSetting.Trust(true);

    private final SimulatedNetlink netlink;

    RtnetlinkTest() throws ReflectiveOperationException {
        netlink = new SimulatedNetlink(Arena.ofAuto());
    }

    @AfterEach
    void everySocketIsClosed() {
        assertThat(netlink.open).isEmpty();
    }

    private static int sequence(byte[] request) {
        return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).getInt(8);
    }

    private static int type(byte[] request) {
        return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).getShort(4);
    }

    /// A PF with VFs; whatever is set is acknowledged.
    private void answerAsPf(int vfs) {
        netlink.kernel =
                request ->
                        List.of(
                                type(request) == SETLINK
                                        ? KernelReply.ack(0, request)
                                        : KernelReply.pf(
                                                sequence(request),
                                                vfs,
                                                KernelReply.entries(vfs, false, false)));
    }

    private void refuse(Integer... errors) {
        var count = new AtomicInteger();
        netlink.kernel =
                request ->
                        List.of(
                                KernelReply.ack(
                                        errors[
                                                Math.min(
                                                        count.getAndIncrement(),
                                                        errors.length - 1)],
                                        request));
    }

    private Rtnetlink rtnetlink() {
        return netlink.rtnetlink();
    }

    /// {@return what was sent behind `ifinfomsg`, in hexadecimal}
    private String sent(int number) {
        byte[] request = netlink.requests.get(number);
        return HexFormat.of().formatHex(request, 32, request.length);
    }

    @Test
    void anAnswerOfAnyLengthIsReadWhole() throws NetlinkException {
        answerAsPf(334);
        assertThat(rtnetlink().vfs(KernelReply.IFINDEX))
                .isInstanceOfSatisfying(
                        VfList.Complete.class, list -> assertThat(list.vfs()).hasSize(334));
    }

    @Test
    void theLinkIsReadWithoutItsVfs() throws NetlinkException {
        answerAsPf(0);
        assertThat(rtnetlink().link(KernelReply.IFINDEX).name()).isEqualTo("ens1f0");
        assertThat(netlink.requests.getFirst()).hasSize(32);
        assertThat(netlink.options).contains("1/20", "270/10", "270/11", "270/12");
    }

    @Test
    void vfsAreAskedForWithoutStatistics() throws NetlinkException {
        answerAsPf(2);
        assertThat(rtnetlink().vfs(KernelReply.IFINDEX)).isInstanceOf(VfList.Complete.class);
        assertThat(sent(0)).isEqualTo("08001d0009000000");
    }

    @Test
    void anOldKernelNeedsNoExtendedAcknowledgement() throws NetlinkException {
        answerAsPf(1);
        netlink.fail("setsockopt", 0);
        netlink.fail("setsockopt", ENOPROTOOPT);
        netlink.fail("setsockopt", ENOPROTOOPT);
        netlink.fail("setsockopt", ENOPROTOOPT);
        assertThat(rtnetlink().link(KernelReply.IFINDEX).index()).isEqualTo(7);
        assertThat(netlink.options).containsExactly("1/20");
    }

    @Test
    void aSocketThatCannotBeHadIsTold() {
        for (String function : List.of("socket", "connect", "setsockopt", "send", "recv")) {
            answerAsPf(1);
            netlink.fail(function, EPERM);
            assertThatThrownBy(() -> rtnetlink().link(KernelReply.IFINDEX))
                    .isInstanceOf(NetlinkSocketException.class)
                    .hasMessage("link 7: EPERM, Operation not permitted (" + function + ")");
        }
    }

    @Test
    void theSilenceOfTheKernelIsNotWaitedFor() {
        assertThatThrownBy(() -> rtnetlink().vfs(KernelReply.IFINDEX))
                .isInstanceOfSatisfying(
                        NetlinkSocketException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT));
    }

    @Test
    void interruptionsAndAnswersToOthersArePassedOver() throws NetlinkException {
        netlink.fail("recv", EINTR);
        netlink.fail("recv", EINTR);
        netlink.kernel =
                request ->
                        List.of(
                                KernelReply.link(sequence(request) - 1),
                                KernelReply.message(1, 0, sequence(request), new byte[0]),
                                KernelReply.link(sequence(request)));
        assertThat(rtnetlink().link(KernelReply.IFINDEX).name()).isEqualTo("ens1f0");
    }

    @Test
    void answersToOthersAreNotReadForEver() {
        netlink.kernel =
                request -> {
                    byte[] other = KernelReply.link(sequence(request) + 1);
                    return Collections.nCopies(1000, other);
                };
        assertThatThrownBy(() -> rtnetlink().link(KernelReply.IFINDEX))
                .isInstanceOf(NetlinkSocketException.class);
    }

    @Test
    void anAnswerThatIsTooLongForTheKernelIsNoAnswer() throws NetlinkException {
        refuse(EMSGSIZE);
        assertThat(rtnetlink().vfs(KernelReply.IFINDEX))
                .isEqualTo(new VfList.Unknown(VfList.Reason.TOO_LONG, OptionalLong.empty()));
    }

    @Test
    void aRefusalNamesTheVf() {
        refuse(EOPNOTSUPP);
        assertThatThrownBy(() -> rtnetlink().set(7, 3, TRUST))
                .isInstanceOf(NetlinkRefusalException.class)
                .hasMessage("VF 3 of link 7: EOPNOTSUPP, Operation not supported");
        assertThat(netlink.requests).hasSize(1);
    }

    @Test
    void aVfInResetIsTriedAgain() throws NetlinkException {
        refuse(EAGAIN, EBUSY, EAGAIN, 0);
        rtnetlink().set(7, 3, TRUST);
        assertThat(netlink.requests).hasSize(4);
        assertThat(netlink.pauses)
                .containsExactly(
                        Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40));
    }

    @Test
    void aVfThatStaysInResetIsGivenUp() {
        refuse(EBUSY);
        assertThatThrownBy(() -> rtnetlink().set(7, 3, TRUST))
                .isInstanceOfSatisfying(
                        NetlinkRefusalException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
        assertThat(netlink.requests).hasSize(5);
        assertThat(netlink.pauses)
                .containsExactly(
                        Duration.ofMillis(10),
                        Duration.ofMillis(20),
                        Duration.ofMillis(40),
                        Duration.ofMillis(50));
    }

    @Test
    void whatFailsForGoodIsNotTriedAgain() {
        refuse(EAGAIN, EINVAL, 0);
        assertThatThrownBy(() -> rtnetlink().set(7, 3, TRUST))
                .isInstanceOfSatisfying(
                        NetlinkRefusalException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
        assertThat(netlink.requests).hasSize(2);
    }

    @Test
    void anInterruptedThreadDoesNotGoOn() {
        refuse(EBUSY);
        var retry =
                new Retry(
                        5,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        _ -> {
                            throw new InterruptedException();
                        });
        var interrupted = new Rtnetlink(new Sockets(netlink), new Libc(netlink), retry);
        assertThatThrownBy(() -> interrupted.set(7, 3, TRUST))
                .isInstanceOf(NetlinkRefusalException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(netlink.requests).hasSize(1);
    }

    /// VF 3 has the rates 3 and 7.
    @Test
    void oneRateAloneKeepsTheOther() throws NetlinkException {
        answerAsPf(5);
        rtnetlink().set(7, 3, new VfChange.MinTxRate(5));
        assertThat(sent(1)).endsWith("10000600" + "03000000" + "05000000" + "07000000");
        rtnetlink().set(7, 3, new VfChange.MaxTxRate(9));
        assertThat(sent(3)).endsWith("10000600" + "03000000" + "03000000" + "09000000");
        rtnetlink().set(7, 3, new VfSetting.TxRate(1, 2));
        assertThat(netlink.requests).hasSize(5);
        assertThat(sent(4)).endsWith("10000600" + "03000000" + "01000000" + "02000000");
    }

    @Test
    void oneRateIsNotSetWhenTheOtherIsNotKnown() {
        answerAsPf(335);
        for (VfChange change : List.of(new VfChange.MinTxRate(5), new VfChange.MaxTxRate(5))) {
            assertThatThrownBy(() -> rtnetlink().set(7, 3, change))
                    .isInstanceOf(RateUnknownException.class)
                    .hasMessageContaining("VF 3 of link 7: EOPNOTSUPP, ")
                    .hasMessageContaining("declare both");
        }
        answerAsPf(3);
        assertThatThrownBy(() -> rtnetlink().set(7, 3, new VfChange.MinTxRate(5)))
                .isInstanceOf(RateUnknownException.class);
        assertThat(netlink.requests).noneMatch(request -> type(request) == SETLINK);
    }

    @Test
    void everyRequestHasItsOwnNumber() throws NetlinkException {
        answerAsPf(1);
        Rtnetlink rtnetlink = rtnetlink();
        for (int i = 0; i < 10; i++) {
            assertThat(rtnetlink.link(7).index()).isEqualTo(7);
        }
        assertThat(netlink.requests).extracting(RtnetlinkTest::sequence).doesNotHaveDuplicates();
    }

    @Test
    void aMalformedAnswerIsRefusedWithThePlace() {
        netlink.kernel =
                request -> {
                    byte[] whole = KernelReply.link(sequence(request));
                    return List.of(Arrays.copyOf(whole, 40));
                };
        assertThatThrownBy(() -> rtnetlink().link(7))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("netlink message: EIO, malformed at offset 0");
    }

    @Test
    void whatIsNoValueIsNotSent() {
        for (int id : new int[] {-1, 4096}) {
            assertThatThrownBy(() -> new VfVlan(id, 0, VfVlan.DOT1Q))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new VfVlan(1, 8, VfVlan.DOT1Q))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VfVlan(1, 0, 0x800)).hasMessageContaining("protocol 0x800");
        for (long rate : new long[] {-1, 0xffff_ffffL}) {
            assertThatThrownBy(() -> new VfSetting.TxRate(rate, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new VfSetting.TxRate(0, rate))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new VfChange.MinTxRate(rate))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new VfChange.MaxTxRate(rate))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> rtnetlink().set(7, -1, TRUST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retry(0, Duration.ZERO, Duration.ZERO, netlink.pauses::add))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
